#pragma once
// Dynamic time warping: where in a recording the words of a reference are said, whoever speaks there, at whatever pace
// and with whatever pauses between words. After Sakoe and Chiba, "Dynamic programming algorithm optimization for spoken
// word recognition" (1978), with a state for a pause before each word and after the last. A rough pass over
// everything, then a fine one near to what it found. Pure; any thread.

#include <cstddef>
#include <optional>
#include <vector>

#include "speech/sound_features.hpp"

namespace mss::speech {

/// A word of the reference: its frames [begin, end), without pauses around it.
struct ReferenceWord {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool after_pause = false;  ///< a speaker is expected to pause before it
};

/// Where a word was found.
struct FoundWord {
    std::size_t begin = 0;  ///< frames [begin, end) of the recording
    std::size_t end = 0;
    float difference = 0;  ///< mean distance of its frames to those of the reference
};

struct Warp {
    std::vector<FoundWord> words;  ///< one a word of the reference, in order, none empty
    float difference = 0;          ///< mean over all frames in words
};

/// Nothing where the recording is too short for the words, even in a great hurry.
std::optional<Warp> warp(const SoundFeatures& reference, const std::vector<ReferenceWord>& words,
                         const SoundFeatures& recording);

}  // namespace mss::speech
