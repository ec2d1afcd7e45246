#include "codec/audio_resampler.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace mss::codec {
namespace {

std::vector<float> sine(double hertz, int rate, std::size_t count) {
    std::vector<float> samples(count);
    for (std::size_t i = 0; i < count; ++i)
        samples[i] = static_cast<float>(std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate));
    return samples;
}

class ResampleFrom : public testing::TestWithParam<int> {};

TEST_P(ResampleFrom, KeepsATonesPhaseAmplitudeAndLength) {
    const int rate = GetParam();
    const std::vector<float> input = sine(440, rate, static_cast<std::size_t>(rate));
    const auto output = resample(input, rate, 48'000);
    ASSERT_TRUE(output);
    ASSERT_EQ(output->size(), 48'000U);
    const std::vector<float> expected = sine(440, 48'000, 48'000);
    for (std::size_t i = 2'000; i < 46'000; ++i)
        ASSERT_NEAR((*output)[i], expected[i], 1e-3) << "sample " << i;
}

INSTANTIATE_TEST_SUITE_P(EngineRates, ResampleFrom, testing::Values(16'000, 22'050, 24'000, 44'100));

TEST(Resample, LeavesNoImageAboveTheSourcesNyquistFrequency) {
    const auto output = resample(sine(6'000, 16'000, 16'000), 16'000, 48'000);
    ASSERT_TRUE(output);
    // The image of 6 kHz would lie at 10 kHz.
    double real = 0;
    double imaginary = 0;
    for (std::size_t i = 4'800; i < 43'200; ++i) {
        const double angle = 2 * std::numbers::pi * 10'000 * static_cast<double>(i) / 48'000;
        real += (*output)[i] * std::cos(angle);
        imaginary += (*output)[i] * std::sin(angle);
    }
    const double amplitude = 2 * std::hypot(real, imaginary) / 38'400;
    EXPECT_LT(20 * std::log10(amplitude), -80);
}

TEST(Resample, CopiesAtEqualRatesAndAcceptsNothing) {
    const std::vector<float> input = sine(100, 48'000, 100);
    EXPECT_EQ(resample(input, 48'000, 48'000).value(), input);
    EXPECT_TRUE(resample({}, 16'000, 48'000).value().empty());
}

TEST(Resample, RefusesImpossibleRates) {
    const std::vector<float> input(10);
    EXPECT_EQ(resample(input, 0, 48'000).error().code, Code::invalid);
    EXPECT_EQ(resample(input, 48'000, -1).error().code, Code::invalid);
}

}  // namespace
}  // namespace mss::codec
