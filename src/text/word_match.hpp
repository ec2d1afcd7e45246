#pragma once
// Where a word, or several in a row, stands among the written words of a sentence. Pure; any thread; never fails.

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

/// The word without the marks around it: "(Nguyen)," is "Nguyen". A view into `word`.
std::string_view without_marks(std::string_view word);

}  // namespace mss::text
