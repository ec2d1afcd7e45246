#pragma once
// Raised numbers: which are powers of what stands before them, and which only lead to a note. Pure; any thread.

#include <string>
#include <string_view>

namespace mss::writing {

/// Whether a raised number may be a power of what ends `before`: of a unit ("km"), of ten or a single digit, or of a
/// letter in a formula; not of a word ("UK"), a year or any other figure ("1,250").
bool takes_a_power(std::string_view before);

/// The text without raised numbers that lead to a note; "m²", "10⁹" and "mc²" stay.
std::string without_note_numbers(std::string_view text);

}  // namespace mss::writing
