#pragma once
// Where a line must not end although it could: between a figure and its unit, before a short last word, and behind the
// hyphen of a short word.
// Pure functions; any thread.

#include <string>
#include <string_view>

namespace mss::picture {

/// Whether two words in a row are a figure with its unit ("5 %", "30 km", "2.5 million") or a sign of currency with its
/// figure ("€ 20").
bool stays_together(std::string_view word, std::string_view next);

/// Text whose words are parted by single spaces, with no-break spaces (U+00A0) where a line must not end. In a text of
/// four words or more that is also before a last word of at most three letters. A word joiner (U+2060) stands behind
/// the hyphen of a word of at most twelve letters.
std::string glued(std::string_view text);

}  // namespace mss::picture
