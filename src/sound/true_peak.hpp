#pragma once
// The signal between the samples: four times oversampled peaks (ITU-R BS.1770-4, annex 2). Pure functions; any thread.

#include <vector>

#include "codec/audio_file.hpp"

namespace mss::sound {

/// Raises peaks[i] to the largest size of the signal between sample i and the next one. Where that cannot reach `floor`
/// the peak may stay as it is: most of a track is far below its loudest places, and costs next to nothing.
void raise_to_peaks(const std::vector<float>& samples, float floor, std::vector<float>& peaks);

/// The largest size of the signal in either channel, 1 being full scale.
float true_peak(const codec::StereoSound& sound);

}  // namespace mss::sound
