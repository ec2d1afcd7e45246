#include "studio/spoken_sentences.hpp"

#include <cmath>
#include <utility>

#include "media_protocol/timebase.hpp"
#include "text/sentences.hpp"

namespace mss::studio {

std::vector<media::SpokenSentence> sentences_to_speak(const model::Script& script) {
    std::vector<media::SpokenSentence> spoken;
    for (std::size_t scene = 0; scene < script.scenes.size(); ++scene) {
        for (auto& sentence : text::sentences(script.scenes[scene].text, script.language))
            spoken.push_back(
                {.scene = scene, .text = std::move(sentence), .key = {}, .path = {}, .samples = 0, .words = {}});
        if (!spoken.empty() && spoken.back().scene == scene)
            spoken.back().rest = std::llround(script.scenes[scene].pause_s * media_protocol::kSampleRate);
    }
    return spoken;
}

}  // namespace mss::studio
