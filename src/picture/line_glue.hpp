#pragma once
// Where a line must not end although it could: between words that stay together (text/line_glue.hpp), before a short
// last word, and behind the hyphen of a short word. Pure functions; any thread.

#include <string>
#include <string_view>

namespace mss::picture {

/// Text whose words are parted by single spaces, with no-break spaces (U+00A0) where a line must not end. In a text of
/// four words or more that is also before a last word of at most three letters. A word joiner (U+2060) stands behind
/// the hyphen of a word of at most twelve letters.
std::string glued(std::string_view text);

}  // namespace mss::picture
