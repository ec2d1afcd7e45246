#pragma once
// Written words beside their bare forms, for the readers of figures and headlines inside this module. Pure; any thread;
// never fails.

#include <string>
#include <string_view>
#include <vector>

namespace mss::writing {

struct Token {
    std::string written;
    std::string bare;  ///< lower case, no marks around it
};

/// The words of a sentence in order; a number with spaces between its thousands ("10 000") is one.
std::vector<Token> tokens_of(std::string_view sentence);

/// Whether a word stands in a list that has '|' before and after each entry.
bool listed(std::string_view list, std::string_view word);

/// A written word without punctuation and quotation marks.
std::string without_marks(std::string word);

/// Whether a lower-case word is a size that belongs to the number before it, such as "million" or "percent".
bool size_word(std::string_view word);

}  // namespace mss::writing
