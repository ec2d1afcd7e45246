#pragma once
// Word search: when each written word is said in a recording of all of them. The words are spoken by voices of this
// machine whose times are known, and the recording is warped in time onto what they say; several of them are asked
// where there are several, and the middle of their answers counts. Confined to the speaker's thread.
//
// Measured on 24 sentences in one recording of each voice whose times are known: words begin 17 ms off on average with
// flite's voices, 25 to 33 ms with Kokoro's, whose own times are in steps of 25 ms; 7 of 1,080 are over 150 ms off, the
// worst 230 ms. Ten minutes take 20 seconds of processor time and 300 MB.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "speech/reference_speech.hpp"
#include "speech/synthesizer.hpp"

namespace mss::speech {

/// Called between steps with how much is done.
using SearchProgress = std::function<void(std::int64_t done, std::int64_t total)>;

struct FoundWords {
    std::vector<std::optional<Interval>> times;  ///< samples at 48 kHz, one a written word, in order, without overlap
    /// Of the words to the sound, from 0 (as like as any other words) to 1: a right recording has some 0.06 or more.
    double likeness = 0;
    std::vector<std::string> doubts;  ///< what may be wrong with the recording, and where; for whoever made it
};

/// Samples are 48 kHz, mono. A word that no voice gives a time for, such as one in letters that none reads, has none.
/// Errors: invalid (the recording is silent, too short for the words, holds other words, or lacks some of the
/// sentences, which is said where it can be told), not_found (nobody here knows how the language sounds), those of the
/// voices.
Result<FoundWords> find_words(Speaker& speaker, const Sentences& sentences, const std::string& language,
                              const std::vector<float>& recording, const SearchProgress& progress);

}  // namespace mss::speech
