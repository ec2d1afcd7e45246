#include "sound/loudness.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <ebur128.h>
#include <gtest/gtest.h>

#include "base/random.hpp"

namespace mss::sound {
namespace {

using codec::StereoSound;

constexpr std::int64_t kSecond = StereoSound::kSampleRate;

// Appends a tone in both channels. The tests of EBU Tech 3341 are made of such tones.
void append_tone(StereoSound& sound, double hertz, double peak_dbfs, std::int64_t samples, double phase = 0) {
    const double level = std::pow(10, peak_dbfs / 20);
    for (std::int64_t i = 0; i < samples; ++i) {
        const double turns = hertz * static_cast<double>(i) / StereoSound::kSampleRate + phase;
        const auto sample = static_cast<float>(level * std::sin(2 * std::numbers::pi * turns));
        sound.left.push_back(sample);
        sound.right.push_back(sample);
    }
}

TEST(Loudness, OfTheReferenceToneIsItsLevel) {
    for (const double level : {-23.0, -33.0}) {  // EBU Tech 3341, cases 1 and 2
        StereoSound sound;
        append_tone(sound, 1'000, level, 5 * kSecond);
        EXPECT_NEAR(loudness(sound), level, 0.1);
    }
}

/// What libebur128 measures.
struct Reference {
    double loudness_lufs = 0;
    double true_peak_dbtp = 0;
};

Reference reference(const StereoSound& sound) {
    ebur128_state* meter = ebur128_init(2, StereoSound::kSampleRate, EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK);
    std::vector<float> interleaved;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        interleaved.push_back(sound.left[i]);
        interleaved.push_back(sound.right[i]);
    }
    ebur128_add_frames_float(meter, interleaved.data(), sound.size());
    Reference reference;
    ebur128_loudness_global(meter, &reference.loudness_lufs);
    double left = 0;
    double right = 0;
    ebur128_true_peak(meter, 0, &left);
    ebur128_true_peak(meter, 1, &right);
    reference.true_peak_dbtp = 20 * std::log10(std::max(left, right));
    ebur128_destroy(&meter);
    return reference;
}

// Noise of many levels, left and right apart: quiet parts for both gates, steep edges for the peaks.
StereoSound changing_noise(std::uint64_t seed) {
    StereoSound sound;
    Random random(seed);
    for (std::int64_t part = 0; part < 24; ++part) {
        const double left = std::pow(10, random.between(-90, 0) / 20);
        const double right = std::pow(10, random.between(-50, 0) / 20);
        const std::int64_t samples = kSecond / 10 + static_cast<std::int64_t>(random.below(kSecond));
        for (std::int64_t i = 0; i < samples; ++i) {
            sound.left.push_back(static_cast<float>(left * random.between(-1, 1)));
            sound.right.push_back(static_cast<float>(right * random.between(-1, 1)));
        }
    }
    return sound;
}

TEST(Loudness, AndTruePeakAgreeWithTheReferenceMeter) {
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
        const StereoSound sound = changing_noise(seed);
        const Reference wanted = reference(sound);
        const Measurement measured = measure(sound);
        EXPECT_NEAR(measured.loudness_lufs, wanted.loudness_lufs, 0.02) << seed;
        EXPECT_NEAR(measured.true_peak_dbtp, wanted.true_peak_dbtp, 0.1) << seed;
    }
}

TEST(Loudness, OfAVoiceIsThatOfBothLoudspeakers) {
    StereoSound sound;
    append_tone(sound, 1'000, -20, 2 * kSecond);
    const std::vector<Stretch> stretches{{0, kSecond}};
    EXPECT_EQ(loudness_within(sound.left, stretches), loudness_within(sound, stretches));
}

TEST(Loudness, OfATrackPassesOverItsQuietParts) {
    StereoSound sound;  // EBU Tech 3341, case 3, in shorter parts
    append_tone(sound, 1'000, -36, 2 * kSecond);
    append_tone(sound, 1'000, -23, 12 * kSecond);
    append_tone(sound, 1'000, -36, 2 * kSecond);
    EXPECT_NEAR(loudness(sound), -23, 0.15);
}

TEST(Loudness, WithinStretchesHearsNothingElse) {
    StereoSound sound;
    append_tone(sound, 1'000, -30, 2 * kSecond);
    append_tone(sound, 1'000, -10, 2 * kSecond);
    append_tone(sound, 1'000, -30, 2 * kSecond);
    EXPECT_NEAR(loudness_within(sound, {{0, 2 * kSecond}, {4 * kSecond, 6 * kSecond}}), -30, 0.2);
    EXPECT_NEAR(loudness_within(sound, {{2 * kSecond, 4 * kSecond}}), -10, 0.2);
}

TEST(Loudness, WithinStretchesBeyondTheTrackHearsWhatThereIs) {
    StereoSound sound;
    append_tone(sound, 1'000, -20, kSecond);
    EXPECT_NEAR(loudness_within(sound, {{-kSecond, 9 * kSecond}}), -20, 0.2);
    EXPECT_EQ(loudness_within(sound, {{2 * kSecond, 3 * kSecond}}), kSilentLufs);
}

TEST(Loudness, OfSilenceOrOfNothingIsSilent) {
    const std::vector<float> zeros(static_cast<std::size_t>(kSecond));
    EXPECT_EQ(loudness({zeros, zeros}), kSilentLufs);
    EXPECT_EQ(loudness({}), kSilentLufs);
}

TEST(Loudness, OfLessThanABlockIsThatOfAllThereIs) {
    for (const std::int64_t samples : {kSecond * 39 / 100, kSecond * 3 / 10, kSecond / 20}) {
        StereoSound blip;
        append_tone(blip, 1'000, -10, samples);
        EXPECT_NEAR(loudness(blip), -10, 0.3) << samples;
    }
}

TEST(TruePeak, CountsTheSignalBetweenTheSamples) {
    StereoSound sound;  // a quarter of the sample rate, sampled 3 dB beside its peaks: EBU Tech 3341, case 16
    append_tone(sound, 12'000, -6, kSecond, 0.125);
    for (const float sample : sound.left)
        ASSERT_LT(std::abs(sample), 0.36F);
    const double peak = measure(sound).true_peak_dbtp;
    EXPECT_GT(peak, -6.4);
    EXPECT_LT(peak, -5.8);
}

TEST(TruePeak, IsTheLouderChannels) {
    StereoSound sound;
    append_tone(sound, 1'000, -3, kSecond);
    for (float& sample : sound.left)
        sample *= 0.1F;
    EXPECT_NEAR(measure(sound).true_peak_dbtp, -3, 0.2);
}

TEST(TruePeak, OfSilenceIsSilent) {
    const std::vector<float> zeros(static_cast<std::size_t>(kSecond));
    EXPECT_EQ(measure({zeros, zeros}).true_peak_dbtp, kSilentLufs);
    EXPECT_EQ(measure({}).true_peak_dbtp, kSilentLufs);
}

}  // namespace
}  // namespace mss::sound
