#include "sound/loudness.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "codec/audio_filter.hpp"
#include "sound/true_peak.hpp"

namespace mss::sound {
namespace {

using codec::Biquad;
using codec::StereoSound;

/// The gates hear blocks of 400 ms, one each 100 ms.
constexpr std::size_t kStep = StereoSound::kSampleRate / 10;
constexpr std::size_t kStepsPerBlock = 4;
constexpr double kAbsoluteGateLufs = -70;
constexpr double kRelativeGateLu = -10;

/// The two filters of BS.1770-4, tables 1 and 2, which are given for 48 kHz: the head as a sphere, and the ear's
/// weaker hearing of low notes.
class Weighting {
public:
    double operator()(float sample) { return ear_(head_(static_cast<double>(sample))); }

private:
    Biquad head_ =
        Biquad::of({1.53512485958697, -2.69169618940638, 1.19839281085285}, {-1.69065929318241, 0.73248077421585});
    Biquad ear_ = Biquad::of({1, -2, 1}, {-1.99004745483398, 0.99007225036621});
};

double lufs_of(double power) {
    return -0.691 + 10 * std::log10(power);
}
double power_of(double lufs) {
    return std::pow(10, (lufs + 0.691) / 10);
}

/// Collects the weighted power of each step of 100 ms.
class Meter {
public:
    void feed(std::span<const float> left_samples, std::span<const float> right_samples, Stretch stretch) {
        const auto size = static_cast<std::int64_t>(left_samples.size());
        const auto end = static_cast<std::size_t>(std::clamp<std::int64_t>(stretch.end, 0, size));
        auto at = static_cast<std::size_t>(std::clamp<std::int64_t>(stretch.begin, 0, size));
        while (at < end) {
            const std::size_t stop = std::min(end, at + (kStep - filled_));
            filled_ += stop - at;
            for (; at < stop; ++at) {
                const double left = left_(left_samples[at]);
                const double right = right_(right_samples[at]);
                energy_ += left * left + right * right;
            }
            if (filled_ < kStep) continue;
            steps_.push_back(energy_ / kStep);
            energy_ = 0;
            filled_ = 0;
        }
    }

    /// Mean of the blocks that pass both gates.
    double integrated() const {
        std::vector<double> blocks;
        for (std::size_t i = kStepsPerBlock; i <= steps_.size(); ++i) {
            double power = 0;
            for (std::size_t j = i - kStepsPerBlock; j < i; ++j)
                power += steps_[j] / kStepsPerBlock;
            blocks.push_back(power);
        }
        if (blocks.empty()) blocks.push_back(mean());
        const double audible = mean_above(blocks, power_of(kAbsoluteGateLufs));
        if (audible <= 0) return kSilentLufs;
        const double gate = std::max(power_of(kAbsoluteGateLufs), audible * std::pow(10, kRelativeGateLu / 10));
        return lufs_of(mean_above(blocks, gate));
    }

private:
    // Of all that was heard, however short.
    double mean() const {
        const double energy = std::accumulate(steps_.begin(), steps_.end(), 0.0) * kStep + energy_;
        const std::size_t samples = steps_.size() * kStep + filled_;
        return samples > 0 ? energy / static_cast<double>(samples) : 0;
    }

    // 0 where no block is louder.
    static double mean_above(const std::vector<double>& blocks, double gate) {
        double sum = 0;
        double count = 0;
        for (const double power : blocks) {
            if (power <= gate) continue;
            sum += power;
            ++count;
        }
        return count > 0 ? sum / count : 0;
    }

    Weighting left_;
    Weighting right_;
    std::vector<double> steps_;
    double energy_ = 0;
    std::size_t filled_ = 0;
};

double loudness_of(std::span<const float> left, std::span<const float> right, const std::vector<Stretch>& stretches) {
    Meter meter;
    for (const Stretch& stretch : stretches)
        meter.feed(left, right, stretch);
    return meter.integrated();
}

}  // namespace

double loudness(const StereoSound& sound) {
    return loudness_within(sound, {{0, static_cast<std::int64_t>(sound.size())}});
}

double loudness_within(const StereoSound& sound, const std::vector<Stretch>& stretches) {
    return loudness_of(sound.left, sound.right, stretches);
}

double loudness_within(std::span<const float> voice, const std::vector<Stretch>& stretches) {
    return loudness_of(voice, voice, stretches);
}

Measurement measure(const StereoSound& sound) {
    const float peak = true_peak(sound);
    const double peak_db = peak > 0 ? 20 * std::log10(static_cast<double>(peak)) : kSilentLufs;
    return {loudness(sound), std::max(kSilentLufs, peak_db)};
}

}  // namespace mss::sound
