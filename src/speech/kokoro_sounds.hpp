#pragma once
// A sentence as the sounds that a Kokoro voice is asked for, each with the written word that it belongs to. Confined to
// one thread (espeak-ng is asked how words sound).

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "speech/espeak_phonemes.hpp"

namespace mss::speech {

struct Sound {
    char32_t letter = U' ';
    std::optional<std::size_t> reading;  ///< none: a space between words, or a mark that makes a pause
};

/// What is computed at once: memory grows with its length, so that a long sentence is spoken in several.
struct Breath {
    static constexpr std::size_t kSoundsMost = 140;

    std::vector<Sound> sounds;
    bool ends_with_pause = false;  ///< else it was parted between two words
};

/// One reading a written word, as SpeechSynthesizer::synthesize() is given them. Readings without a sound have none.
/// Parted at pauses where there are enough, and between words where there are not; a word that is longer alone is
/// parted wherever. Errors: unavailable (espeak-ng's data).
Result<std::vector<Breath>> sounds_of(const std::vector<std::string>& readings, const EspeakPhonemes& phonemes,
                                      Accent accent);

}  // namespace mss::speech
