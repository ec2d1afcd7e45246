#pragma once
// Which language and writing direction a text has. Pure; any thread; never fails.

#include <string>
#include <string_view>

namespace mss::text {

/// True where more of the text's letters run from right to left than from left to right.
bool right_to_left(std::string_view text);

/// The language as a primary subtag ("en", "de", "ja"): by script where the script tells, by stop words among the
/// European languages; empty when unsure, as with short or mixed text.
std::string guess_language(std::string_view text);

}  // namespace mss::text
