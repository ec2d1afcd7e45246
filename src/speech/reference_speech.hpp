#pragma once
// Words spoken by a voice whose times of words are known: what a recording of the same words is compared with. Confined
// to the speaker's thread.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "media_protocol/speech.hpp"
#include "speech/sound_features.hpp"
#include "speech/speaker.hpp"
#include "speech/time_warp.hpp"

namespace mss::speech {

/// Written words, sentence by sentence.
using Sentences = std::vector<std::vector<std::string>>;

struct ReferenceSpeech {
    SoundFeatures features;
    std::vector<ReferenceWord> words;  ///< those that the voice gave a time for
    std::vector<std::size_t> written;  ///< which of all written words each of them is, counted from 0
};

/// Told how many of the sentences are done; a sign of life.
using SentenceDone = std::function<void(std::size_t done)>;

/// Leaves out sentences that the voice can say nothing of. Errors: those of Speaker::utter(), but for invalid.
Result<ReferenceSpeech> speak_reference(Speaker& speaker, const media_protocol::Voice& voice,
                                        const Sentences& sentences, const std::string& language,
                                        const SentenceDone& done);

/// The voices to compare a language with, at most one an engine: those that are quick and whose times are exact. Empty
/// where nobody here knows how the language sounds.
std::vector<media_protocol::Voice> reference_voices(const Speaker& speaker, const std::string& language);

}  // namespace mss::speech
