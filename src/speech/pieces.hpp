#pragma once
// The written words of a sentence as pieces that can be read aloud one by one. Pure; any thread; never fails, whatever
// the words hold.

#include <cstddef>
#include <string>
#include <vector>

namespace mss::speech {

/// A stretch of a written word without white space: what is said, and the pause after it.
struct Piece {
    std::string core;
    char pause = 0;  // one of , . ; : ? ! or 0
    bool opens_bracket = false;
    std::size_t word = 0;
};

/// The pieces of all words in order: without silent signs, marks of notes and the punctuation around them, split at
/// white space, at pauses inside a word ("word—next") and where a word is endless. English names functions ("sin(x)").
std::vector<Piece> pieces_of(const std::vector<std::string>& words, bool english);

}  // namespace mss::speech
