#pragma once
// Where a word, or several in a row, stands among the written words of a sentence, and other words in its place. Pure;
// any thread; never fails.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mss::text {

/// Words [first, first + count), the last one perhaps with an English possessive ("Nguyen's").
struct WordMatch {
    std::size_t first = 0;
    std::size_t count = 0;
    bool possessive = false;
};

/// Every place, in order and without overlap, where `phrase` stands in `words` (as words() gives them), whatever the
/// marks around each and whether letters are large or small.
std::vector<WordMatch> find_phrase(const std::vector<std::string>& words, std::string_view phrase,
                                   std::string_view language);

/// What stands for a phrase.
struct Replacement {
    std::string phrase;
    std::string words;
};

/// The words with each phrase replaced, one entry a written word still: of several words in a row the first one has it
/// all and the others are empty. The longest phrase wins, then the first one. Marks around a phrase, and a possessive,
/// stay.
std::vector<std::string> replaced(const std::vector<std::string>& words, const std::vector<Replacement>& replacements,
                                  std::string_view language);

/// The word without the marks around it: "(Nguyen)," is "Nguyen". A view into `word`; all of it where that is no UTF-8.
std::string_view without_marks(std::string_view word);

}  // namespace mss::text
