#include "sound/limiter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace mss::sound {
namespace {

using codec::StereoSound;

constexpr std::size_t kPhases = 4;
constexpr std::size_t kTaps = 12;  // a phase, as in BS.1770-4 annex 2
constexpr std::size_t kHalfTaps = kTaps / 2;
/// The sum of a phase's absolute taps stays below this, so no peak between samples is larger than the samples by more.
constexpr float kLargestOvershoot = 2.5F;
constexpr double kFallDbPerSecond = 2'000;
constexpr double kRiseDbPerSecond = 40;

using Interpolator = std::array<std::array<float, kTaps>, kPhases>;

// Hann-windowed sinc; phase 0 is the sample itself.
Interpolator make_interpolator() {
    Interpolator taps{};
    for (std::size_t phase = 0; phase < kPhases; ++phase) {
        for (std::size_t tap = 0; tap < kTaps; ++tap) {
            const double offset = static_cast<double>(tap) - static_cast<double>(kHalfTaps - 1) -
                                  static_cast<double>(phase) / static_cast<double>(kPhases);
            const double angle = std::numbers::pi * offset;
            const double sinc = std::abs(offset) < 1e-9 ? 1 : std::sin(angle) / angle;
            const double window = std::pow(std::cos(angle / static_cast<double>(kTaps)), 2);
            taps[phase][tap] = static_cast<float>(sinc * window);
        }
    }
    return taps;
}

// Raises peaks[i] to the largest size of the signal between sample i and the next one.
void find_peaks(const std::vector<float>& samples, std::vector<float>& peaks, float quiet) {
    const Interpolator interpolator = make_interpolator();
    constexpr std::size_t kBlock = 64;
    const std::size_t size = samples.size();
    std::array<float, kBlock + kTaps> padded{};
    for (std::size_t at = 0; at < size; at += kBlock) {
        const std::size_t count = std::min(kBlock, size - at);
        float loudest = 0;
        for (std::size_t i = 0; i < count + kTaps; ++i) {
            const std::size_t source = at + i;  // shifted by the taps before a sample
            const bool inside = source >= kHalfTaps - 1 && source - (kHalfTaps - 1) < size;
            padded[i] = inside ? samples[source - (kHalfTaps - 1)] : 0;
            loudest = std::max(loudest, std::abs(padded[i]));
        }
        if (loudest * kLargestOvershoot < quiet) continue;  // nothing here can reach the ceiling
        for (std::size_t i = 0; i < count; ++i) {
            float peak = std::abs(padded[i + kHalfTaps - 1]);
            for (std::size_t phase = 1; phase < kPhases; ++phase) {
                float sum = 0;
                for (std::size_t tap = 0; tap < kTaps; ++tap)
                    sum += interpolator[phase][tap] * padded[i + tap];
                peak = std::max(peak, std::abs(sum));
            }
            peaks[at + i] = std::max(peaks[at + i], peak);
        }
    }
}

// The largest gain for each sample that keeps every peak at the ceiling, that falls and rises no faster than the rates.
// Two passes of minima: falling is planned backwards from each peak, so it begins before the peak does.
void shape_gain(std::vector<float>& gain) {
    const auto fall = static_cast<float>(std::pow(10, kFallDbPerSecond / 20 / StereoSound::kSampleRate));
    const auto rise = static_cast<float>(std::pow(10, kRiseDbPerSecond / 20 / StereoSound::kSampleRate));
    for (std::size_t i = gain.size() - 1; i-- > 0;)
        gain[i] = std::min(gain[i], gain[i + 1] * fall);
    for (std::size_t i = 1; i < gain.size(); ++i)
        gain[i] = std::min(gain[i], gain[i - 1] * rise);
}

}  // namespace

StereoSound limit(const StereoSound& sound, double gain, double ceiling_dbtp) {
    if (sound.left.empty()) return sound;
    const auto linear = static_cast<float>(gain);
    const auto ceiling = static_cast<float>(std::pow(10, ceiling_dbtp / 20)) / linear;  // at the input's level
    std::vector<float> curve(sound.size(), 0);
    find_peaks(sound.left, curve, ceiling);
    find_peaks(sound.right, curve, ceiling);
    for (float& value : curve)
        value = value > ceiling ? ceiling / value : 1;
    shape_gain(curve);

    StereoSound limited{std::vector<float>(sound.size()), std::vector<float>(sound.size())};
    for (std::size_t i = 0; i < curve.size(); ++i) {
        limited.left[i] = sound.left[i] * curve[i] * linear;
        limited.right[i] = sound.right[i] * curve[i] * linear;
    }
    return limited;
}

}  // namespace mss::sound
