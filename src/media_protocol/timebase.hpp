#pragma once
// The two clocks of a video. Stored state counts whole frames and whole samples, never float seconds.

#include <cstdint>

namespace mss::media_protocol {

inline constexpr int kFramesPerSecond = 30;
inline constexpr int kSampleRate = 48'000;
inline constexpr int kSamplesPerFrame = kSampleRate / kFramesPerSecond;

/// The frame that is on screen at a sample, rounded to the nearest frame boundary.
constexpr int nearest_frame(std::int64_t sample) {
    return static_cast<int>((sample + kSamplesPerFrame / 2) / kSamplesPerFrame);
}

constexpr std::int64_t first_sample(int frame) {
    return static_cast<std::int64_t>(frame) * kSamplesPerFrame;
}

constexpr double seconds_of_frames(std::int64_t frames) {
    return static_cast<double>(frames) / kFramesPerSecond;
}
constexpr double seconds_of_samples(std::int64_t samples) {
    return static_cast<double>(samples) / kSampleRate;
}

}  // namespace mss::media_protocol
