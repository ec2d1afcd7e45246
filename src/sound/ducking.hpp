#pragma once
// Ducking: music steps back while somebody speaks. Pure functions; any thread.

#include <vector>

#include "codec/audio_file.hpp"
#include "sound/loudness.hpp"

namespace mss::sound {

/// How far the music is down at each sample: 0 = fully up, 1 = fully down. It is down for the whole of each stretch:
/// it begins to fall 120 ms before (the mixer knows what comes) and needs 500 ms to come back.
std::vector<float> ducking_curve(const std::vector<Stretch>& speech, std::int64_t samples);

/// Turns the music down by `depth_db` (positive) where the curve is 1, in proportion in between.
void duck(codec::StereoSound& music, const std::vector<float>& curve, double depth_db);

}  // namespace mss::sound
