#pragma once
// A look-ahead limiter for true peaks: the signal between the samples counts too. A pure function; any thread.

#include "codec/audio_file.hpp"

namespace mss::sound {

/// Multiplies by `gain` and turns peaks down so that the 4x oversampled signal stays at or below `ceiling_dbtp`.
/// Both channels get the same gain; it falls 2 dB a millisecond, ahead of the peak, and recovers by the decibels a
/// second that are given: what is heard least, or quicker for single bursts.
codec::StereoSound limit(const codec::StereoSound& sound, double gain, double ceiling_dbtp,
                         double recovery_db_per_second = 40);

}  // namespace mss::sound
