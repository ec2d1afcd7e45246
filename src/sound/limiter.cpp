#include "sound/limiter.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "sound/true_peak.hpp"

namespace mss::sound {
namespace {

using codec::StereoSound;

constexpr double kFallDbPerSecond = 2'000;

// The largest gain for each sample that keeps every peak at the ceiling, that falls and rises no faster than the rates.
// Two passes of minima: falling is planned backwards from each peak, so it begins before the peak does.
void shape_gain(std::vector<float>& gain, double rise_db_per_second) {
    const auto fall = static_cast<float>(std::pow(10, kFallDbPerSecond / 20 / StereoSound::kSampleRate));
    const auto rise = static_cast<float>(std::pow(10, rise_db_per_second / 20 / StereoSound::kSampleRate));
    if (std::ranges::all_of(gain, [](float value) { return value >= 1; })) return;
    for (std::size_t i = gain.size() - 1; i-- > 0;)
        gain[i] = std::min(gain[i], gain[i + 1] * fall);
    for (std::size_t i = 1; i < gain.size(); ++i)
        gain[i] = std::min(gain[i], gain[i - 1] * rise);
}

}  // namespace

StereoSound limit(const StereoSound& sound, double gain, double ceiling_dbtp, double recovery_db_per_second) {
    if (sound.left.empty()) return sound;
    const auto linear = static_cast<float>(gain);
    const auto ceiling = static_cast<float>(std::pow(10, ceiling_dbtp / 20)) / linear;  // at the input's level
    std::vector<float> curve(sound.size(), 0);
    raise_to_peaks(sound.left, ceiling, curve);
    raise_to_peaks(sound.right, ceiling, curve);
    for (float& value : curve)
        value = ceiling / std::max(value, ceiling);
    shape_gain(curve, recovery_db_per_second);

    StereoSound limited{std::vector<float>(sound.size()), std::vector<float>(sound.size())};
    for (std::size_t i = 0; i < curve.size(); ++i) {
        limited.left[i] = sound.left[i] * curve[i] * linear;
        limited.right[i] = sound.right[i] * curve[i] * linear;
    }
    return limited;
}

}  // namespace mss::sound
