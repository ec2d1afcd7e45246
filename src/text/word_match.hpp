#pragma once
// Where a word, or several in a row, stands among the written words of a sentence, and other words in its place. Pure;
// any thread; never fails.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mss::text {

/// Words in the form in which they are compared: whatever the marks around each and whether letters are large or small.
/// Made once for each sentence and each phrase, since that takes far longer than comparing.
class FoldedWords {
public:
    /// Of a sentence, as words() gives them.
    explicit FoldedWords(const std::vector<std::string>& words);
    /// Of a phrase as it was written.
    FoldedWords(std::string_view phrase, std::string_view language);

    const std::vector<std::string>& all() const { return words_; }

private:
    std::vector<std::string> words_;
};

/// Words [first, first + count), the last one perhaps with an English possessive ("Nguyen's").
struct WordMatch {
    std::size_t first = 0;
    std::size_t count = 0;
    bool possessive = false;
};

/// Every place, in order and without overlap, where the phrase stands in the sentence.
std::vector<WordMatch> find_phrase(const FoldedWords& sentence, const FoldedWords& phrase);

/// What stands for a phrase.
struct Replacement {
    std::string phrase;
    std::string words;
};

/// What stands for phrases, made ready for many sentences of one language.
class Replacements {
public:
    Replacements(std::vector<Replacement> replacements, std::string_view language);

    /// The words with each phrase replaced, one entry a written word still: of several words in a row the first one has
    /// it all and the others are empty. The longest phrase wins, then the first one. Marks around a phrase, and a
    /// possessive, stay.
    std::vector<std::string> in(const std::vector<std::string>& words) const;

private:
    struct Rule {
        FoldedWords phrase;
        std::string words;
    };
    std::vector<Rule> rules_;  ///< in the order in which they are tried
};

/// The word without the marks around it: "(Nguyen)," is "Nguyen". A view into `word`; all of it where that is no UTF-8.
std::string_view without_marks(std::string_view word);

}  // namespace mss::text
