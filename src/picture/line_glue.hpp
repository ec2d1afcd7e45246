#pragma once
// Where a line must not end although there is a space: between a figure and its unit, and before a short last word.
// Pure functions; any thread.

#include <string>
#include <string_view>

namespace mss::picture {

/// Whether two words in a row are a figure with its unit ("5 %", "30 km", "2.5 million") or a sign of currency with its
/// figure ("€ 20").
bool stays_together(std::string_view word, std::string_view next);

/// Text whose words are parted by single spaces, with no-break spaces (U+00A0) where a line must not end. In a text of
/// four words or more that is also before a last word of at most three letters.
std::string glued(std::string_view text);

}  // namespace mss::picture
