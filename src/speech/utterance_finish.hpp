#pragma once
// What every utterance goes through before it is narration, whoever spoke it. Pure apart from the file that it writes.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "media_protocol/speech.hpp"
#include "speech/synthesizer.hpp"

namespace mss::speech {

/// Who knows the times of words.
enum class TimedBy {
    engine,   ///< the voice itself
    service,  ///< the service that spoke
    search,   ///< nobody: they were found in the sound, and may be off by a fifth of a second
};

/// Cuts the silence around the sound, levels it, gives each of the words its span (words whose time is unknown share
/// their neighbours'), raises those that are to stand out (by number, in order), and writes the samples. `utterance`
/// has a time or nothing for each word, at 48 kHz. The reply's timing_source is "engine", "service" or "aligned"
/// (found), or "estimated" where a time was unknown. Errors: invalid (no sound in it), io.
Result<media_protocol::SpeechReply> finish_utterance(Utterance utterance, const std::vector<std::string>& words,
                                                     TimedBy timed_by, const std::filesystem::path& output,
                                                     const std::vector<std::size_t>& raised = {});

}  // namespace mss::speech
