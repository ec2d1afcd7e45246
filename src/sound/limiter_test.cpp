#include "sound/limiter.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "base/random.hpp"
#include "codec/audio_filter.hpp"
#include "sound/loudness.hpp"

namespace mss::sound {
namespace {

using codec::Biquad;
using codec::StereoSound;

constexpr std::size_t kSecond = StereoSound::kSampleRate;
/// By how much a change of gain within the interpolator's reach may move a peak.
constexpr double kMeterTolerance = 0.1;

// Noise without treble, so that it is a band-limited signal as speech and music are; peaks near 0.5.
StereoSound noise(std::size_t samples) {
    StereoSound sound;
    Random random(std::uint64_t{5});
    for (std::vector<float>* channel : {&sound.left, &sound.right}) {
        for (std::size_t i = 0; i < samples; ++i)
            channel->push_back(static_cast<float>(random.between(-1, 1)));
        Biquad::low_pass(6'000, 0.7, StereoSound::kSampleRate).apply(*channel);
    }
    return sound;
}

StereoSound tone(double hertz, double phase, std::size_t samples) {
    StereoSound sound;
    for (std::size_t i = 0; i < samples; ++i) {
        const double turns = hertz * static_cast<double>(i) / StereoSound::kSampleRate + phase;
        sound.left.push_back(static_cast<float>(std::sin(2 * std::numbers::pi * turns)));
    }
    sound.right = sound.left;
    return sound;
}

TEST(Limiter, KeepsTheTruePeakOfHotNoiseBelowTheCeiling) {
    const StereoSound hot = noise(2 * kSecond);
    ASSERT_GT(measure(hot).true_peak_dbtp + 20 * std::log10(8), 10);
    for (const double ceiling : {-1.0, -6.0}) {
        const double peak = measure(limit(hot, 8, ceiling)).true_peak_dbtp;
        EXPECT_LE(peak, ceiling + kMeterTolerance);
        EXPECT_GT(peak, ceiling - 1) << "it turns down more than it must";
    }
}

TEST(Limiter, SeesPeaksBetweenTheSamples) {
    const StereoSound beside_its_peaks = tone(12'000, 0.125, kSecond);  // no sample over -3 dBFS, peaks at 0 dBTP
    const StereoSound limited = limit(beside_its_peaks, 1, -2);
    EXPECT_LE(measure(limited).true_peak_dbtp, -2 + kMeterTolerance);
}

TEST(Limiter, LeavesWhatStaysBelowTheCeilingAlone) {
    const StereoSound quiet = noise(kSecond);
    const StereoSound same = limit(quiet, 0.5, -1);
    for (std::size_t i = 0; i < quiet.size(); ++i) {
        ASSERT_EQ(same.left[i], quiet.left[i] * 0.5F);
        ASSERT_EQ(same.right[i], quiet.right[i] * 0.5F);
    }
}

TEST(Limiter, TurnsDownAheadOfALoudPartAndComesBackAfterIt) {
    StereoSound sound = tone(500, 0, 2 * kSecond);
    const std::size_t loud_begin = kSecond / 2;
    const std::size_t loud_end = kSecond;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const float level = i >= loud_begin && i < loud_end ? 2 : 0.25F;
        sound.left[i] *= level;
        sound.right[i] *= level;
    }
    const StereoSound limited = limit(sound, 1, -1);
    EXPECT_LE(measure(limited).true_peak_dbtp, -1 + kMeterTolerance);
    const std::size_t look_ahead = kSecond / 100;
    const std::size_t recovery = kSecond / 4;  // 7 dB at 40 dB a second
    for (std::size_t i = 0; i < loud_begin - look_ahead; ++i)
        ASSERT_EQ(limited.left[i], sound.left[i]) << i;
    for (std::size_t i = loud_end + recovery; i < sound.size(); ++i)
        ASSERT_EQ(limited.left[i], sound.left[i]) << i;
    float largest_step = 0;
    for (std::size_t i = loud_begin - look_ahead; i < loud_begin; ++i)
        largest_step = std::max(largest_step, std::abs(limited.left[i + 1] - limited.left[i]));
    EXPECT_LT(largest_step, 0.06F) << "turning down clicks";
}

TEST(Limiter, GivesBothChannelsTheSameGain) {
    StereoSound sound = noise(kSecond);
    for (std::size_t i = 0; i < sound.size(); ++i)
        sound.right[i] = sound.left[i] * 0.25F;  // only the left channel is too loud
    const StereoSound limited = limit(sound, 8, -1);
    for (std::size_t i = 0; i < sound.size(); ++i)
        ASSERT_NEAR(limited.right[i], limited.left[i] * 0.25F, 1e-6F);
}

TEST(Limiter, TakesTracksOfAnyLength) {
    EXPECT_EQ(limit({}, 2, -1).size(), 0U);
    for (const std::size_t samples : {1U, 2U, 11U, 63U, 64U, 65U, 127U}) {
        const StereoSound constant{std::vector<float>(samples, 0.9F), std::vector<float>(samples, -0.9F)};
        const StereoSound limited = limit(constant, 4, -1);
        ASSERT_EQ(limited.size(), samples);
        for (std::size_t i = 0; i < samples; ++i) {
            EXPECT_LE(limited.left[i], 0.8913F);
            EXPECT_GE(limited.left[i], 0.6F);
            EXPECT_EQ(limited.right[i], -limited.left[i]);
        }
    }
}

}  // namespace
}  // namespace mss::sound
