#pragma once
// Raised numbers: which are powers of what stands before them or belong to a formula, and which only lead to a note.
// Pure; any thread; never fails.

#include <cstddef>
#include <string>
#include <string_view>

namespace mss::text {

/// Whether a point is a raised digit: "²".
bool raised_digit(char32_t point);

/// Whether a raised number may be a power of what ends `before`: of a unit ("km", "miles"), of a plain number ("12"),
/// of a letter or a function in a formula; not of any other word ("UK"), a year or a long figure ("1,250").
bool takes_a_power(std::string_view before);

/// How many points of the raised number at points[at] lead to a note; 0 where it is a power ("m²"), a charge ("Ca²⁺"),
/// an isotope ("¹⁴C"), or where no raised digit stands there.
std::size_t note_number_length(std::u32string_view points, std::size_t at);

/// The text without raised numbers that lead to a note; "m²", "10⁹" and "mc²" stay.
std::string without_note_numbers(std::string_view text);

}  // namespace mss::text
