#include "speech/voice_polish.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace mss::speech {
namespace {

constexpr int kRate = 48'000;

std::vector<float> tone(double hertz, double size, std::size_t count) {
    std::vector<float> samples(count);
    for (std::size_t i = 0; i < count; ++i)
        samples[i] = static_cast<float>(size * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / kRate));
    return samples;
}

double level_db(const std::vector<float>& samples) {
    double sum = 0;
    for (const float sample : samples)
        sum += static_cast<double>(sample) * sample;
    return 10 * std::log10(sum / static_cast<double>(samples.size()));
}

TEST(VoicePolish, BringsLoudAndFaintToOneLevel) {
    std::vector<float> loud = tone(300, 0.9, 2 * kRate);
    std::vector<float> faint = tone(300, 0.01, 2 * kRate);
    polish(loud);
    polish(faint);
    EXPECT_NEAR(level_db(loud), level_db(faint), 0.3);
}

TEST(VoicePolish, LevelsWordsTooShortForTheMeterLikeLongOnes) {
    std::vector<float> brief = tone(1'000, 0.05, kRate / 5);
    std::vector<float> lengthy = tone(1'000, 0.05, 2 * kRate);
    polish(brief);
    polish(lengthy);
    EXPECT_NEAR(level_db(brief), level_db(lengthy), 2.0);
}

TEST(VoicePolish, KeepsLengthAndStaysBelowTheCeiling) {
    std::vector<float> samples = tone(200, 0.02, kRate);
    for (std::size_t i = 0; i < samples.size(); i += 4'800)
        samples[i] = 0.9F;  // clicks far above the speech
    polish(samples);
    EXPECT_EQ(samples.size(), static_cast<std::size_t>(kRate));
    EXPECT_LE(std::abs(*std::ranges::max_element(samples, {}, [](float s) { return std::abs(s); })), 0.8913F);
    EXPECT_EQ(samples.front(), 0.0F);
    EXPECT_EQ(samples.back(), 0.0F);
}

TEST(VoicePolish, TakesTheRumbleOutOfAVoice) {
    std::vector<float> clean = tone(500, 0.2, kRate);
    std::vector<float> rumbling = clean;
    const std::vector<float> rumble = tone(25, 0.2, kRate);
    for (std::size_t i = 0; i < clean.size(); ++i)
        rumbling[i] += rumble[i];
    polish(clean);
    polish(rumbling);
    double difference = 0;
    for (std::size_t i = kRate / 2; i < clean.size(); ++i)
        difference += std::pow(clean[i] - rumbling[i], 2);
    EXPECT_LT(10 * std::log10(difference / (kRate / 2.0)), level_db(clean) - 15);
}

TEST(SoundingPart, FindsTheSoundBetweenSilences) {
    std::vector<float> samples(kRate, 0.0F);
    const std::vector<float> sound = tone(400, 0.3, 12'000);
    std::ranges::copy(sound, samples.begin() + 24'000);
    const Interval part = sounding_part(samples);
    EXPECT_NEAR(static_cast<double>(part.begin), 24'000, 240);
    EXPECT_NEAR(static_cast<double>(part.end), 36'000, 240);
    EXPECT_EQ(sounding_part(std::vector<float>(1'000)).end, 0);
    EXPECT_EQ(sounding_part({}).end, 0);
}

}  // namespace
}  // namespace mss::speech
