#pragma once
// phrases_in: the runs of words in a sentence that carry meaning, between stop words, verbs and marks; "of" and the
// like may join two runs. What headlines and key points are chosen from. Pure; any thread; never fails.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "writing/tokens.hpp"

namespace mss::writing {

/// A run of tokens; its words are without marks.
struct Phrase {
    std::vector<std::string> words;
    std::size_t begin = 0;  ///< of its tokens
    std::size_t end = 0;
    double weight = 0;  ///< for whoever chooses
};

std::vector<Phrase> phrases_in(const std::vector<Token>& tokens, std::string_view language);

/// "fold the dough four times": whether so many times or minutes begin here, which are no part of the thing before.
bool counts_measure(const std::vector<Token>& tokens, std::size_t at, std::string_view language);

/// Whether a language tag is German, whose nouns are known by their capitals.
bool german(std::string_view language);

}  // namespace mss::writing
