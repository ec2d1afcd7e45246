#pragma once
// Words as a text writes them, and the dictionary forms that they may be forms of. Pure; any thread; never fails.

#include <string>
#include <string_view>
#include <vector>

namespace mss::icons {

/// The words of a text: parted at everything that is neither letter nor digit, an apostrophe and a hyphen too
/// ("l'océan" is two). In lower case, but for German, whose capitals tell nouns from the rest.
std::vector<std::string> words_of(std::string_view text, std::string_view language);

/// The word itself and what it would be in the singular, the likeliest first: "berries", "berry", "berrie". Forms of
/// verbs are not undone. Only the word itself where the language has no rules here.
std::vector<std::string> forms_of(std::string_view word, std::string_view language);

}  // namespace mss::icons
