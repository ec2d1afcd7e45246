#pragma once
// The stages in which a voice says the sentences of a script, and what of them is still to be paid for. Any thread.

#include <string>
#include <vector>

#include "media/narration.hpp"
#include "media_protocol/speech.hpp"
#include "model/script.hpp"
#include "studio/lane.hpp"
#include "studio/speech_crew.hpp"

namespace mss::studio {

/// One stage a sentence. `libraries`: those of this machine that decide how it sounds.
std::vector<SpeechCrew::Sentence> speech_stages(const model::Script& script,
                                                const std::vector<media::SpokenSentence>& sentences,
                                                const media_protocol::Voice& voice, const std::string& libraries);

/// Whether what of them was never said fits into the budget for paid voices; true for a voice that costs nothing.
/// Errors: forbidden (it does not: see unspoken()), io.
Result<void> check_speech_budget(Lane& lane, const media_protocol::Voice& voice,
                                 const std::vector<SpeechCrew::Sentence>& sentences);

}  // namespace mss::studio
