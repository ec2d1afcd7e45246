#pragma once
// What of a script is spoken in one go: its sentences, each with the silence behind it. Pure; any thread; never fails.

#include <vector>

#include "media/narration.hpp"
#include "model/script.hpp"

namespace mss::studio {

/// In the order in which they are heard; of their times and words nothing is known yet.
std::vector<media::SpokenSentence> sentences_to_speak(const model::Script& script);

}  // namespace mss::studio
