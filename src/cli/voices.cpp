#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "app/app.hpp"
#include "base/json.hpp"
#include "cli/commands.hpp"

namespace mss::cli {
namespace {

Result<media_protocol::VoicesReply> find_voices(const VoicesArguments& arguments, const config::Settings& settings,
                                                const observe::Logger& log) {
    MSS_TRY_ASSIGN(const app::App app, app::App::build(settings, app::running_program(), log));
    MSS_TRY_ASSIGN(auto found, app.videos().voices(arguments.language));
    if (found.voices.empty())
        return fail(Code::invalid, fmt::format("no voice speaks \"{}\"; mss voices lists all", arguments.language));
    return found;
}

}  // namespace

int run_voices(const VoicesArguments& arguments, const config::Settings& settings, const observe::Logger& log,
               Console& console) {
    const auto found = find_voices(arguments, settings, log);
    if (!found) return report(console, log, found.error());
    if (arguments.json) {
        console.out << json::pretty(json::encode(found->voices));
        return finish(console);
    }
    std::size_t name_columns = 0;
    std::size_t language_columns = 0;
    for (const auto& voice : found->voices) {
        name_columns = std::max(name_columns, voice.name.size());
        language_columns = std::max(language_columns, voice.language.size());
    }
    for (const auto& voice : found->voices)
        console.out << fmt::format("{:{}}  {:{}}  {}\n", voice.name, name_columns, voice.language, language_columns,
                                   voice.description);
    return finish(console);
}

}  // namespace mss::cli
