#include "media/narration.hpp"

#include "media_protocol/timebase.hpp"

namespace mss::media {

using media_protocol::kSamplesPerFrame;

std::int64_t Narration::samples() const {
    return media_protocol::first_sample(frames);
}

Narration lay_out(const std::vector<SpokenSentence>& sentences, std::size_t scenes, const Pauses& pauses) {
    Narration narration;
    int first_frame = 0;
    for (std::size_t scene = 0, next = 0; scene < scenes; ++scene) {
        std::int64_t at =
            media_protocol::first_sample(first_frame) + (scene == 0 ? pauses.lead_in : pauses.between_scenes / 2);
        for (bool first = true; next < sentences.size() && sentences[next].scene == scene; ++next, first = false) {
            if (!first) at += pauses.between_sentences;
            narration.sentence_starts.push_back(at);
            for (const auto& word : sentences[next].words)
                narration.words.push_back({word.text, at + word.begin, at + word.end, scene, next});
            at += sentences[next].samples;
        }
        narration.speech_end = at;
        const std::int64_t end = at + (scene + 1 == scenes ? pauses.tail : pauses.between_scenes / 2);
        const int end_frame = static_cast<int>((end + kSamplesPerFrame - 1) / kSamplesPerFrame);
        narration.scenes.push_back({first_frame, end_frame - first_frame});
        first_frame = end_frame;
    }
    narration.frames = first_frame;
    return narration;
}

}  // namespace mss::media
