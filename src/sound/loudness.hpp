#pragma once
// Loudness and true peak as broadcasters measure them (ITU-R BS.1770-4, EBU R 128). Of our own making because a mix
// measures itself six times, and this costs a third of libebur128, which is the tests' judge. Pure
// functions on 48 kHz stereo; any thread.

#include <cstdint>
#include <span>
#include <vector>

#include "codec/audio_file.hpp"

namespace mss::sound {

/// Samples [begin, end) of a track.
struct Stretch {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

/// What a meter shows for silence.
inline constexpr double kSilentLufs = -120;

/// Integrated loudness of the whole track, in LUFS. The standard begins with blocks of 400 ms; of less (a single short
/// word) it is that of all there is.
double loudness(const codec::StereoSound& sound);

/// Integrated loudness of some stretches of a track, played without the rest between.
double loudness_within(const codec::StereoSound& sound, const std::vector<Stretch>& stretches);

/// The same of a voice that comes from both loudspeakers alike.
double loudness_within(std::span<const float> voice, const std::vector<Stretch>& stretches);

struct Measurement {
    double loudness_lufs = kSilentLufs;
    double true_peak_dbtp = kSilentLufs;
};

/// Loudness and 4x oversampled peak together.
Measurement measure(const codec::StereoSound& sound);

}  // namespace mss::sound
