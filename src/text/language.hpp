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

/// A language tag (BCP 47) of letters, digits and hyphens with its primary subtag in lower case, such as "pt-BR"; an
/// underscore becomes a hyphen. Empty for anything else, so that a tag may go into a host name or a file name.
std::string language_tag(std::string_view written);

/// The primary subtag in lower case: "pt" of "pt-BR", "en" of "EN_us".
std::string primary_language(std::string_view language);

/// The region subtag in upper case: "GB" of "en-GB" or "en-Latn-gb"; empty where there is none.
std::string region(std::string_view language);

}  // namespace mss::text
