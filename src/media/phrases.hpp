#pragma once
// Phrases: short wordings taken from a text where nobody wrote a headline. Pure; any thread.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mss::media {

/// Whether a word ends a clause: with a comma, semicolon, colon or dash of any script.
bool ends_clause(std::string_view word);

/// The word without the commas and full stops at its end; a question or an exclamation keeps its mark.
std::string without_last_mark(const std::string& word);

/// The first words of a text up to the end of a clause or a sentence, without its mark; nothing where these are more
/// than `words_max` words or more than a headline holds.
std::optional<std::string> opening_clause(const std::string& text, const std::string& language, std::size_t words_max);

/// The opening clause where a headline holds it, else its beginning, cut where one thing ends, with an ellipsis.
std::string opening_phrase(const std::string& text, const std::string& language);

}  // namespace mss::media
