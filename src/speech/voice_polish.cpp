#include "speech/voice_polish.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include <ebur128.h>

#include "codec/audio_filter.hpp"
#include "media_protocol/timebase.hpp"

namespace mss::speech {
namespace {

using codec::Biquad;
using media_protocol::kSampleRate;

constexpr std::int64_t kStep = kSampleRate / 200;
/// Below the loudest step by this much is silence: engines leave breath noise, not zeros.
constexpr double kSilenceDb = -45;
constexpr double kCeiling = 0.891;  // -1 dBFS
constexpr std::int64_t kFade = kSampleRate / 200;

double rms(const float* begin, const float* end) {
    double sum = 0;
    for (const float* sample = begin; sample != end; ++sample)
        sum += static_cast<double>(*sample) * *sample;
    return begin == end ? 0 : std::sqrt(sum / static_cast<double>(end - begin));
}

std::vector<double> step_levels(const std::vector<float>& samples) {
    std::vector<double> levels;
    const auto size = static_cast<std::int64_t>(samples.size());
    for (std::int64_t at = 0; at < size; at += kStep)
        levels.push_back(rms(samples.data() + at, samples.data() + std::min(at + kStep, size)));
    return levels;
}

/// Root mean square over the steps that are not silence, in dB of full scale.
double active_level_db(const std::vector<float>& samples) {
    const std::vector<double> levels = step_levels(samples);
    const double loudest = levels.empty() ? 0 : *std::ranges::max_element(levels);
    double sum = 0;
    double count = 0;
    for (const double level : levels) {
        if (level < loudest * 0.03) continue;
        sum += level * level;
        ++count;
    }
    return sum <= 0 ? -120 : 10 * std::log10(sum / count);
}

struct DestroyMeter {
    void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};

/// Integrated loudness of a mono voice as both loudspeakers play it; for clips too short for the standard's 400 ms
/// blocks, the level of the sounding parts, which for speech differs by little.
double loudness(const std::vector<float>& samples) {
    const std::unique_ptr<ebur128_state, DestroyMeter> meter(ebur128_init(1, kSampleRate, EBUR128_MODE_I));
    double lufs = -HUGE_VAL;
    if (meter) {
        ebur128_set_channel(meter.get(), 0, EBUR128_DUAL_MONO);
        ebur128_add_frames_float(meter.get(), samples.data(), samples.size());
        ebur128_loudness_global(meter.get(), &lufs);
    }
    constexpr double kTwoLoudspeakersDb = 3.01;
    return std::isfinite(lufs) ? lufs : active_level_db(samples) + kTwoLoudspeakersDb;
}

void scale(std::vector<float>& samples, double gain_db) {
    const auto gain = static_cast<float>(std::pow(10, gain_db / 20));
    for (float& sample : samples)
        sample *= gain;
}

// Feed-forward, on the level of some milliseconds: 2:1 above the threshold, with a soft knee.
void compress(std::vector<float>& samples) {
    constexpr double kThresholdDb = -22;
    constexpr double kKneeDb = 8;
    constexpr double kSlope = 0.5;  // 1 - 1/ratio
    const double attack = std::exp(-1.0 / (0.005 * kSampleRate));
    const double release = std::exp(-1.0 / (0.090 * kSampleRate));
    double power = 0;
    double gain = 1;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double now = static_cast<double>(samples[i]) * samples[i];
        const double memory = now > power ? attack : release;
        power = memory * power + (1 - memory) * now;
        if (i % 16 == 0) {  // the level moves slowly: a logarithm for every sample would be waste
            const double over = 10 * std::log10(power + 1e-12) - kThresholdDb;
            const double curved = std::clamp(over + kKneeDb / 2, 0.0, kKneeDb);
            const double above = over > kKneeDb / 2 ? over : curved * curved / (2 * kKneeDb);
            gain = std::pow(10, -kSlope * above / 20);
        }
        samples[i] *= static_cast<float>(gain);
    }
}

// Scales to the speech loudness; peaks that would pass the ceiling are bent, not cut.
void level(std::vector<float>& samples) {
    scale(samples, kSpeechLufs - loudness(samples));
    constexpr double kKnee = 0.7;
    for (float& sample : samples) {
        const double size = std::abs(static_cast<double>(sample));
        if (size <= kKnee) continue;
        const double room = kCeiling - kKnee;
        const double bent = kKnee + room * std::tanh((size - kKnee) / room);
        sample = static_cast<float>(std::copysign(bent, static_cast<double>(sample)));
    }
}

}  // namespace

Interval sounding_part(const std::vector<float>& samples) {
    const std::vector<double> levels = step_levels(samples);
    if (levels.empty()) return {};
    const double threshold = *std::ranges::max_element(levels) * std::pow(10, kSilenceDb / 20);
    const auto sounds = [&](double value) { return value > threshold; };
    const auto first = std::ranges::find_if(levels, sounds);
    if (first == levels.end()) return {};
    const auto last = std::find_if(levels.rbegin(), levels.rend(), sounds).base();
    return {(first - levels.begin()) * kStep,
            std::min((last - levels.begin()) * kStep, static_cast<std::int64_t>(samples.size()))};
}

void fade_ends(std::vector<float>& samples) {
    const std::size_t length = std::min(static_cast<std::size_t>(kFade), samples.size() / 2);
    for (std::size_t i = 0; i < length; ++i) {
        const float gain = static_cast<float>(i) / static_cast<float>(length);
        samples[i] *= gain;
        samples[samples.size() - 1 - i] *= gain;
    }
}

void polish(std::vector<float>& samples) {
    Biquad::high_pass(80, 0.707, kSampleRate).apply(samples);
    Biquad::peak(3'000, 0.8, 3, kSampleRate).apply(samples);
    scale(samples, kSpeechLufs - loudness(samples));
    compress(samples);
    level(samples);
    fade_ends(samples);
}

}  // namespace mss::speech
