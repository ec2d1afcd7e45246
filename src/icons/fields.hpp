#pragma once
// Reading the built-in tables, whose lines and fields end with one separator each. Pure; any thread; never fails.

#include <algorithm>
#include <string_view>

namespace mss::icons {

/// Cuts the part before `separator` off the front of `text` and returns it; all of it where there is no separator.
inline std::string_view take_field(std::string_view& text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view field = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return field;
}

}  // namespace mss::icons
