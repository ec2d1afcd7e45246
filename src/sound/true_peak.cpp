#include "sound/true_peak.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace mss::sound {
namespace {

constexpr std::size_t kPhases = 4;
constexpr std::size_t kTaps = 12;  // a phase
constexpr std::size_t kHalfTaps = kTaps / 2;
/// The sum of a phase's absolute taps stays below this, so no peak between samples is larger than the samples by more.
constexpr float kLargestOvershoot = 2.5F;
constexpr std::size_t kBlock = 64;

using Interpolator = std::array<std::array<float, kTaps>, kPhases>;
/// The samples that a block's peaks depend on.
using Surroundings = std::array<float, kBlock + kTaps>;
using BlockPeaks = std::array<float, kBlock>;

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

// Silence lies around the track.
Surroundings around(const std::vector<float>& samples, std::size_t at) {
    constexpr std::size_t kBefore = kHalfTaps - 1;
    Surroundings result;
    if (at >= kBefore && at - kBefore + result.size() <= samples.size()) {
        std::copy_n(samples.data() + (at - kBefore), result.size(), result.data());
        return result;
    }
    for (std::size_t i = 0; i < result.size(); ++i)
        result[i] = at + i >= kBefore && at + i - kBefore < samples.size() ? samples[at + i - kBefore] : 0;
    return result;
}

float loudest(const Surroundings& samples) {
    float size = 0;
    for (const float sample : samples)
        size = std::max(size, std::abs(sample));
    return size;
}

BlockPeaks peaks_of(const Surroundings& samples, const Interpolator& interpolator) {
    BlockPeaks peaks;
    for (std::size_t i = 0; i < kBlock; ++i)
        peaks[i] = std::abs(samples[i + kHalfTaps - 1]);
    for (std::size_t phase = 1; phase < kPhases; ++phase) {
        BlockPeaks sums{};
        for (std::size_t tap = 0; tap < kTaps; ++tap)
            for (std::size_t i = 0; i < kBlock; ++i)
                sums[i] += interpolator[phase][tap] * samples[i + tap];
        for (std::size_t i = 0; i < kBlock; ++i)
            peaks[i] = std::max(peaks[i], std::abs(sums[i]));
    }
    return peaks;
}

}  // namespace

void raise_to_peaks(const std::vector<float>& samples, float floor, std::vector<float>& peaks) {
    const Interpolator interpolator = make_interpolator();
    for (std::size_t at = 0; at < samples.size(); at += kBlock) {
        const Surroundings surroundings = around(samples, at);
        if (loudest(surroundings) * kLargestOvershoot < floor) continue;
        const BlockPeaks found = peaks_of(surroundings, interpolator);
        const std::size_t count = std::min(kBlock, samples.size() - at);
        for (std::size_t i = 0; i < count; ++i)
            peaks[at + i] = std::max(peaks[at + i], found[i]);
    }
}

float true_peak(const codec::StereoSound& sound) {
    const Interpolator interpolator = make_interpolator();
    float peak = 0;
    for (const std::vector<float>* channel : {&sound.left, &sound.right}) {
        for (std::size_t at = 0; at < channel->size(); at += kBlock) {
            const Surroundings surroundings = around(*channel, at);
            if (loudest(surroundings) * kLargestOvershoot <= peak) continue;
            const BlockPeaks found = peaks_of(surroundings, interpolator);
            peak = std::max(peak, *std::ranges::max_element(found));
        }
    }
    return peak;
}

}  // namespace mss::sound
