#pragma once
// What a sound engineer does to a raw voice, so that every engine and every sentence comes out at one loudness: rumble
// removed, presence lifted, peaks evened out. Pure functions on 48 kHz mono; any thread; never fail.

#include <cstdint>
#include <vector>

#include "speech/synthesizer.hpp"

namespace mss::speech {

/// Loudness that every sentence leaves with (ITU-R BS.1770, heard from both loudspeakers).
inline constexpr double kSpeechLufs = -20.0;

/// The stretch between the first and the last sound, found in steps of 5 ms. Empty where all is silence.
Interval sounding_part(const std::vector<float>& samples);

/// High-pass at 80 Hz, +3 dB of presence around 3 kHz, light compression, level kSpeechLufs, no sample above -1 dBFS,
/// and 5 ms of fade at both ends. Length and timing stay.
void polish(std::vector<float>& samples);

/// The 5 ms of fade alone, for a part of what was polished as a whole.
void fade_ends(std::vector<float>& samples);

}  // namespace mss::speech
