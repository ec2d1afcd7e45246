#pragma once
// Captions from word times: groups to burn in, subtitle cues, and the SRT and WebVTT files. Pure; any thread.

#include <cstdint>
#include <string>
#include <vector>

#include "media/narration.hpp"
#include "media_protocol/picture.hpp"

namespace mss::media {

/// Some words that stand on screen together, with their times in samples.
struct Cue {
    std::vector<TimedWord> words;
    std::int64_t begin = 0;
    std::int64_t end = 0;  ///< begin < end <= the next cue's begin

    /// Characters as people count them when they read: its words and the spaces between them.
    std::size_t characters() const;
};

struct CueLimits {
    std::size_t words_max = 0;
    std::size_t columns_max = 0;         ///< display columns of a cue; wide (CJK) characters count two
    std::int64_t gap_max = 12'000;       ///< a longer silence between two words begins a new cue
    std::int64_t samples_max = 336'000;  ///< seven seconds
    std::int64_t linger = 11'040;        ///< how long a cue may stand after its last word: to the cut, half a pause
    /// Characters a second: a cue stands as long as it takes to read, and the next may then be late. 0: as spoken.
    double reading_speed = 0;
};

/// Short groups for burning in: 3 to 5 words.
CueLimits burned_limits(const std::string& language);
/// Two lines of at most 42 columns, for subtitle files.
CueLimits subtitle_limits(double reading_speed = kReadingSpeedMax);

/// Groups words in order, within the limits: a cue ends at a sentence's end, at a scene's end and at a long silence;
/// between those, in as few cues as there may be, of like width, preferably where a clause ends, without a word that
/// stands alone, and without parting what stays together (text/line_glue.hpp). Every word is in exactly one cue.
std::vector<Cue> make_cues(const std::vector<TimedWord>& words, const CueLimits& limits);

/// The cues on screen during a span, in frames of that span; one that begins before it or outlasts it is clipped.
std::vector<media_protocol::Caption> captions_in(const std::vector<Cue>& cues, const SceneSpan& span);

/// SubRip and WebVTT (W3C). `language` decides whether words are joined by spaces; long cues are broken in two lines.
std::string srt(const std::vector<Cue>& cues, const std::string& language);
std::string vtt(const std::vector<Cue>& cues, const std::string& language);

}  // namespace mss::media
