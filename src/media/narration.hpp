#pragma once
// Narration: the spoken sentences laid on one time line, with pauses, and the cuts between scenes. Pure; any thread.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "media_protocol/speech.hpp"

namespace mss::media {

/// How fast a subtitle may ask people to read, in characters a second, where a voice speaks at its own pace.
inline constexpr double kReadingSpeedMax = 20.0;

/// The same at the pace that a script asks for: who wants it spoken faster wants the subtitles to keep up.
constexpr double reading_speed_max(double pace) {
    return kReadingSpeedMax * std::max(pace, 1.0);
}

/// The samples that `characters` need at a speed, in characters a second.
std::int64_t reading_samples(std::size_t characters, double speed = kReadingSpeedMax);

/// A sentence as it was spoken.
struct SpokenSentence {
    std::size_t scene = 0;
    std::string text;
    std::string key;   ///< of the speech stage
    std::string path;  ///< of its samples
    std::int64_t samples = 0;
    std::vector<media_protocol::SpokenWord> words;
    std::int64_t rest = 0;  ///< silence after it, in samples, beyond the pause that stands between any two
};

/// A word on the video's time line.
struct TimedWord {
    std::string text;
    std::int64_t begin = 0;  ///< samples at 48 kHz
    std::int64_t end = 0;
    std::size_t scene = 0;
    std::size_t sentence = 0;
};

struct SceneSpan {
    int first_frame = 0;
    int frames = 0;
};

struct Narration {
    std::vector<std::int64_t> sentence_starts;  ///< samples, one a sentence
    std::vector<TimedWord> words;
    std::vector<SceneSpan> scenes;  ///< one a scene, without gap or overlap
    std::int64_t speech_end = 0;    ///< where the last sentence ends
    std::int64_t extra_tail = 0;    ///< samples of silence asked for, and to read the last subtitle, beyond the tail
    int frames = 0;                 ///< of the whole video
    std::int64_t samples() const;
};

/// Lead-in, pauses between sentences and scenes, and tail; in samples. Pauses grow where words are spoken faster than
/// `reading_speed` characters a second.
struct Pauses {
    std::int64_t lead_in = 19'200;
    std::int64_t between_sentences = 12'480;
    std::int64_t between_scenes = 22'080;
    std::int64_t tail = 43'200;
    double reading_speed = kReadingSpeedMax;
};

/// Lays the sentences out. Each scene begins on a frame with half a pause before its words and ends with half a pause
/// after them, so that inside its segment nothing depends on where the segment stands: an edited sentence moves the
/// scenes after it without changing them. A sentence that is spoken faster than people read is followed by the pause
/// that they need. Sentences come in order; every scene below `scenes` has at least one.
Narration lay_out(const std::vector<SpokenSentence>& sentences, std::size_t scenes, const Pauses& pauses = {});

}  // namespace mss::media
