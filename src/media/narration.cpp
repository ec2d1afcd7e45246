#include "media/narration.hpp"

#include <algorithm>
#include <cmath>

#include "media/captions.hpp"
#include "media_protocol/timebase.hpp"

namespace mss::media {

using media_protocol::kSamplesPerFrame;

namespace {

// More would be a video that seems to have stopped. Then the gate on captions says what is wrong.
constexpr std::int64_t kLongestExtraPause = std::int64_t{4} * media_protocol::kSampleRate;

// What must be added to `pause`, so that the sentence's last subtitle can be read until the next one begins.
std::int64_t extra_pause(const SpokenSentence& sentence, std::int64_t pause, double reading_speed) {
    std::vector<TimedWord> words;
    words.reserve(sentence.words.size());
    for (const auto& word : sentence.words)
        words.push_back({word.text, word.begin, word.end, 0, 0});
    const auto cues = make_cues(words, subtitle_limits(reading_speed));
    if (cues.empty()) return 0;
    return std::clamp<std::int64_t>(cues.back().end - (sentence.samples + sentence.rest + pause), 0,
                                    kLongestExtraPause);
}

}  // namespace

std::int64_t reading_samples(std::size_t characters, double speed) {
    return static_cast<std::int64_t>(std::ceil(static_cast<double>(characters) * media_protocol::kSampleRate / speed));
}

std::int64_t Narration::samples() const {
    return media_protocol::first_sample(frames);
}

Narration lay_out(const std::vector<SpokenSentence>& sentences, std::size_t scenes, const Pauses& pauses) {
    Narration narration;
    int first_frame = 0;
    for (std::size_t scene = 0, next = 0; scene < scenes; ++scene) {
        std::int64_t at =
            media_protocol::first_sample(first_frame) + (scene == 0 ? pauses.lead_in : pauses.between_scenes / 2);
        std::int64_t extra = 0;
        for (bool first = true; next < sentences.size() && sentences[next].scene == scene; ++next, first = false) {
            if (!first) at += pauses.between_sentences + extra;
            narration.sentence_starts.push_back(at);
            for (const auto& word : sentences[next].words)
                narration.words.push_back({word.text, at + word.begin, at + word.end, scene, next});
            at += sentences[next].samples;
            narration.speech_end = at;
            at += sentences[next].rest;
            const bool last = next + 1 == sentences.size() || sentences[next + 1].scene != scene;
            const std::int64_t in_scenes = last ? pauses.between_scenes : pauses.between_sentences;
            extra = extra_pause(sentences[next], last && scene + 1 == scenes ? pauses.tail : in_scenes,
                                pauses.reading_speed);
            narration.extra_tail = sentences[next].rest + extra;
        }
        const std::int64_t end = at + extra + (scene + 1 == scenes ? pauses.tail : pauses.between_scenes / 2);
        const int end_frame = static_cast<int>((end + kSamplesPerFrame - 1) / kSamplesPerFrame);
        narration.scenes.push_back({first_frame, end_frame - first_frame});
        first_frame = end_frame;
    }
    narration.frames = first_frame;
    return narration;
}

}  // namespace mss::media
