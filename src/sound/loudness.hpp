#pragma once
// Loudness and true peak as broadcasters measure them (ITU-R BS.1770-4, EBU R 128), through libebur128. Pure functions
// on 48 kHz stereo; any thread. Where memory for the meter lacks they report silence, which no caller accepts.

#include <cstdint>
#include <vector>

#include "codec/audio_file.hpp"

namespace mss::sound {

/// Samples [begin, end) of a track.
struct Stretch {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

/// What a meter shows for silence, or for less than the 400 ms that it needs.
inline constexpr double kSilentLufs = -120;

/// Integrated loudness of the whole track, in LUFS.
double loudness(const codec::StereoSound& sound);

/// Integrated loudness of some stretches of a track, played without the rest between.
double loudness_within(const codec::StereoSound& sound, const std::vector<Stretch>& stretches);

struct Measurement {
    double loudness_lufs = kSilentLufs;
    double true_peak_dbtp = kSilentLufs;
};

/// Loudness and 4x oversampled peak together; about three times dearer than loudness().
Measurement measure(const codec::StereoSound& sound);

}  // namespace mss::sound
