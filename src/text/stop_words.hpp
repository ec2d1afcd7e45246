#pragma once
// The words that carry grammar and no subject, for some fifteen languages of Europe, Arabic and Hindi. Immutable
// tables; any thread.

#include <span>
#include <string_view>

namespace mss::text {

/// Languages that have a list, as primary subtags such as "en".
std::span<const std::string_view> stop_word_languages();

/// Whether a lower-case word is a stop word of the language; false for languages without a list.
bool stop_word(std::string_view word, std::string_view language);

}  // namespace mss::text
