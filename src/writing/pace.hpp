#pragma once
// How long words take to say, for planning lengths before anything is heard: within some five percent of what the
// voices of this program need for a whole script, measured. Pure; any thread; never fails.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "model/script.hpp"

namespace mss::writing {

/// Of the asked length: a video that misses it by more says so.
inline constexpr double kLengthTolerance = 0.1;

/// The longest video, in seconds; and what the words for one may take as planned, since a slow voice takes some percent
/// more.
inline constexpr double kLongestVideo = 600;
inline constexpr double kLongestPlanned = 570;

/// Words that are planned to take longer become too long for a video with any voice.
inline constexpr double kSurelyTooLong = 630;

/// The pause between two scenes, and the silence of a video around its first and last words beyond one such pause; in
/// seconds, as media::Pauses has them.
inline constexpr double kScenePause = 0.46;
inline constexpr double kSilenceAround = 0.84;

/// Words, as text::spoken_words() counts them, that a voice of the language says in a second; pauses between sentences
/// come on top. Languages with long words have fewer. For judging how much fits into one picture or breath.
double words_per_second(std::string_view language);

/// How long so many words take to speak, pauses between sentences included, in seconds; as rough as the above.
double spoken_seconds(std::size_t words, std::size_t sentences, std::string_view language);

/// How long a text takes to say, in seconds: by its letters, figures and marks, with the pauses inside and between its
/// sentences and none around them.
double spoken_seconds(std::string_view text, std::string_view language);

/// How long a video of these scenes lasts at the usual pace, in seconds, with all its pauses.
double video_seconds(std::span<const model::Scene> scenes, std::string_view language);

/// The same of a whole script, whose pace and rests count.
double video_seconds(const model::Script& script);

/// Whether a length is what was asked for, or nearly.
bool near_length(double seconds, double asked_s);

/// What to tell of words that take so many seconds where others were asked for; empty where near_length() holds.
std::string length_notice(double seconds, double asked_s);

}  // namespace mss::writing
