#pragma once
// JSON as Celery's peers write and read it. What is written has the form of Python's json.dumps, byte for byte: ", "
// and ": ", ASCII with escapes, and a decimal point in every float, since Python tells 2 from 2.0. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace mss::celery {

/// A task's arguments and results are at most this long, in bytes of JSON; also what a compressed body may grow to.
inline constexpr std::size_t kBodyBytesMax = 64U << 20U;

/// Parses UTF-8 text, nesting at most 200: canvases nest deeper than documents of ours. An integer beyond 64 bits
/// becomes the nearest double; who must not lose it keeps the text. NaN and Infinity, which Python writes and JSON
/// does not have, are refused. Errors: invalid, too_large.
Result<json::Value> parse_wire(std::string_view text, std::size_t max_bytes = kBodyBytesMax);

/// One line.
std::string print_wire(const json::Value& value);

/// The number as JSON has it: without a fraction where it is whole, as Python programs count seconds.
json::Value number_of(double number);

/// Takes a member out of an object and reads it as a T; null and absent leave `target` as it is. Error: invalid, with
/// the member's name.
template <class T>
Result<void> take(json::Object& object, std::string_view name, T& target) {
    const auto found = object.find(name);
    if (found == object.end()) return {};
    auto outcome = Result<void>();
    if (!found->value().is_null()) outcome = json::detail::read(found->value(), target, std::string(name));
    object.stable_erase(found);
    return outcome;
}

/// The same for a member that must be there.
template <class T>
Result<void> take_required(json::Object& object, std::string_view name, T& target) {
    const json::Value* member = object.if_contains(name);
    if (member == nullptr || member->is_null()) return fail(Code::invalid, std::string(name) + " is missing");
    return take(object, name, target);
}

/// Reads members that are objects or lists and stay JSON.
Result<void> take_object(json::Object& object, std::string_view name, json::Object& target);
Result<void> take_array(json::Object& object, std::string_view name, json::Array& target);

/// Appends the members of `more` that `object` does not have.
void add_missing(json::Object& object, const json::Object& more);

}  // namespace mss::celery
