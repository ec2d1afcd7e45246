#pragma once
// How English words sound, in the International Phonetic Alphabet, as espeak-ng knows it. Confined to one thread. The
// library has one state a process, and is asked in a copy of it (see base/fork.hpp): whoever has asked it for sounds
// gets no times of words from it any more.

#include <string>
#include <vector>

#include "base/result.hpp"

namespace mss::speech {

enum class Accent { american, british };

class EspeakPhonemes {
public:
    EspeakPhonemes();

    /// The sounds of each text: words that are spoken in one breath (UTF-8, no punctuation). With ^ between those of
    /// one letter pair ("t^ʃ"), stress before its vowel and spaces where words part; short words may be drawn together.
    /// Errors: unavailable (its data is not installed), those of call_in_fork().
    Result<std::vector<std::string>> of(const std::vector<std::string>& texts, Accent accent) const;

private:
    bool ready_ = false;
};

}  // namespace mss::speech
