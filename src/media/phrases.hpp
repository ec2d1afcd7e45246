#pragma once
// Phrases: short wordings taken from a text where nobody wrote a headline. Pure; any thread.

#include <string>
#include <string_view>

namespace mss::media {

/// Whether a word ends a clause: with a comma, semicolon, colon or dash of any script.
bool ends_clause(std::string_view word);

/// The word without the commas and full stops at its end; a question or an exclamation keeps its mark.
std::string without_last_mark(const std::string& word);

/// The first words of a text up to the end of a clause or a sentence, without its mark: a wording of two to eight
/// words, cut with an ellipsis where the clause is longer.
std::string opening_phrase(const std::string& text, const std::string& language);

}  // namespace mss::media
