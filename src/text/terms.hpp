#pragma once
// Terms: what a text is about, as comparable word stems. Pure; any thread; never fails.

#include <string>
#include <string_view>
#include <vector>

namespace mss::text {

/// The text's words in order, repeated as they occur: lower case, no stop words, no possessives, plurals and verb
/// endings removed for English ("Scattered" and "scatters" are both "scatter"). Numbers stay.
std::vector<std::string> terms(std::string_view text, std::string_view language);

/// The stem of one lower-case word; the word itself for languages other than English.
std::string stem(std::string_view word, std::string_view language);

/// The text in lower case by Unicode's rules.
std::string lower(std::string_view text);

/// The text in upper case by Unicode's rules.
std::string upper(std::string_view text);

}  // namespace mss::text
