#pragma once
// How English words, numbers, signs and abbreviations are read aloud. Pure; any thread; never fails.

#include <string>
#include <string_view>

namespace mss::speech {

/// One written piece without white space and without the punctuation around it, and its neighbours ("" at an end).
struct EnglishContext {
    std::string_view previous;
    std::string_view piece;
    std::string_view next;
    bool had_period = false;  ///< "Dr." or the end of a sentence
    bool ends_sentence = false;
    bool day_first = false;    ///< "12/03/2024" is the twelfth of March
    bool attributive = false;  ///< "a $20 bill": an article stands before, and something that is of that kind follows
};

/// The words to say for `context.piece`: "$25.4" before "billion" is "twenty-five point four", and "billion" after
/// "$25.4" is "billion dollars".
std::string read_english(const EnglishContext& context);

}  // namespace mss::speech
