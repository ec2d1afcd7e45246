#pragma once
// The title of a text that has none. Pure; any thread; never fails.

#include <string>
#include <string_view>

namespace mss::writing {

/// What the text's first sentence says, in its own words: the sentence where it is short, else the clause that it
/// begins with, else the phrase that tells most of its beginning. Empty where there is none of these.
std::string title_for(std::string_view opening, std::string_view language);

/// The first words of a text, as a name for it: cut at a word, with an ellipsis where it is cut. Empty only for a text
/// without words.
std::string first_words(std::string_view text);

}  // namespace mss::writing
