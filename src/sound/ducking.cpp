#include "sound/ducking.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mss::sound {
namespace {

using codec::StereoSound;

constexpr std::int64_t kAttack = StereoSound::kSampleRate * 120 / 1'000;
constexpr std::int64_t kRelease = StereoSound::kSampleRate * 500 / 1'000;

/// From 0 to 1 with level ends, so that the change of loudness has no corner.
float ease(std::int64_t position, std::int64_t length) {
    const double share = static_cast<double>(position) / static_cast<double>(length);
    return static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * share));
}

}  // namespace

std::vector<float> ducking_curve(const std::vector<Stretch>& speech, std::int64_t samples) {
    std::vector<float> curve(static_cast<std::size_t>(samples), 0);
    const auto raise = [&](std::int64_t at, float value) {
        if (at < 0 || at >= samples) return;
        float& sample = curve[static_cast<std::size_t>(at)];
        sample = std::max(sample, value);
    };
    for (const Stretch& stretch : speech) {
        for (std::int64_t i = 0; i < kAttack; ++i)
            raise(stretch.begin - kAttack + i, ease(i, kAttack));
        for (std::int64_t at = stretch.begin; at < stretch.end; ++at)
            raise(at, 1);
        for (std::int64_t i = 0; i < kRelease; ++i)
            raise(stretch.end + i, ease(kRelease - i, kRelease));
    }
    return curve;
}

void duck(StereoSound& music, const std::vector<float>& curve, double depth_db) {
    const auto exponent = static_cast<float>(-depth_db / 20 * std::numbers::ln10);
    const std::size_t size = std::min(music.size(), curve.size());
    float gain = 1;
    float last = 0;
    for (std::size_t i = 0; i < size; ++i) {
        if (curve[i] != last) {
            last = curve[i];
            gain = std::exp(exponent * last);
        }
        music.left[i] *= gain;
        music.right[i] *= gain;
    }
}

}  // namespace mss::sound
