#pragma once
// What a stretch of speech sounds like, frame by frame, whoever speaks it: mel-frequency cepstra, normalised so that
// timbre, level and a steady noise hardly matter. After Davis and Mermelstein, "Comparison of parametric
// representations for monosyllabic word recognition" (1980). Pure; any thread.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "base/result.hpp"

namespace mss::speech {

/// Of the sound that is looked at; speech has little above half of it.
inline constexpr int kFeatureRate = 16'000;
/// Samples from frame to frame: 10 ms.
inline constexpr std::size_t kFrameHop = 160;

inline constexpr std::size_t kCepstra = 12;
/// Cepstra, and how they change.
using SoundFrame = std::array<float, 2 * kCepstra>;

struct SoundFeatures {
    std::vector<SoundFrame> frames;  ///< frame n is about samples [n * kFrameHop, (n + 1) * kFrameHop)
    std::vector<float> levels;       ///< of the same frames, in dB of full scale, at least -100
};

/// Features of mono sound at kFeatureRate, each with mean 0 and variance 1 over what is no pause.
SoundFeatures sound_features(std::span<const float> samples);

/// Mono sound of any length at kFeatureRate. Errors: those of codec::resample().
Result<std::vector<float>> at_feature_rate(std::span<const float> samples, int rate);

/// The level (dB) below which a frame is a pause, from the levels of all.
float pause_threshold(std::span<const float> levels);

/// Root mean square of the difference of two frames: 1.4 where they have nothing in common.
float distance(const SoundFrame& one, const SoundFrame& other);

}  // namespace mss::speech
