#pragma once
// The marks that close a written word. Pure; any thread.

#include <string_view>

namespace mss::text {

/// Without commas, stops, brackets and quotation marks of ASCII at its end: "km)," is "km".
constexpr std::string_view without_closing_marks(std::string_view word) {
    constexpr std::string_view kMarks = ",;:.!?)\"'";
    return word.substr(0, word.find_last_not_of(kMarks) + 1);
}

}  // namespace mss::text
