#pragma once
// A room around the instruments: a feedback delay network (Jot 1991) of eight lines. Pure apart from the track.

#include "codec/audio_file.hpp"

namespace mss::sound {

/// Adds the room's answer, `level` times, to the track; `seconds` until it has fallen by 60 dB.
void add_reverb(codec::StereoSound& track, float level, double seconds);

}  // namespace mss::sound
