#include "task_client/task_signature.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace mss::task_client {
namespace {

constexpr std::size_t kShownPoints = 60;

}  // namespace

Result<json::Array> bind_places(const std::string& task, const std::vector<std::string>& parameters, std::size_t places,
                                const json::Array& args, const json::Object& kwargs) {
    if (args.size() > places)
        return fail(Code::invalid,
                    fmt::format("{} takes {} positional arguments, and {} were given", task, places, args.size()));
    json::Array bound = args;
    bound.resize(places);
    for (const auto& argument : kwargs) {
        const auto found = std::ranges::find(parameters, std::string_view(argument.key()));
        if (found == parameters.end())
            return fail(Code::invalid, fmt::format("{} has no argument named \"{}\"", task,
                                                   utf8::printable(argument.key(), kShownPoints)));
        const auto place = static_cast<std::size_t>(found - parameters.begin());
        if (place < args.size()) return fail(Code::invalid, fmt::format("{} was given {} twice", task, *found));
        bound[place] = argument.value();
    }
    return bound;
}

}  // namespace mss::task_client
