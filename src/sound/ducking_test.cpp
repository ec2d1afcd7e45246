#include "sound/ducking.hpp"

#include <cmath>

#include <gmock/gmock.h>

#include "sound/music.hpp"

namespace mss::sound {
namespace {

using codec::StereoSound;

constexpr std::int64_t kSecond = StereoSound::kSampleRate;
constexpr std::int64_t kAttack = kSecond * 12 / 100;
constexpr std::int64_t kRelease = kSecond / 2;

float at(const std::vector<float>& curve, std::int64_t sample) {
    return curve.at(static_cast<std::size_t>(sample));
}

TEST(DuckingCurve, IsDownForTheWholeOfEachStretchAndUpFarFromIt) {
    const std::vector<float> curve = ducking_curve({{kSecond, 2 * kSecond}}, 4 * kSecond);
    ASSERT_EQ(curve.size(), 4U * kSecond);
    for (std::int64_t i = 0; i < 4 * kSecond; ++i) {
        if (i >= kSecond && i < 2 * kSecond) {
            ASSERT_EQ(at(curve, i), 1) << i;
        } else if (i <= kSecond - kAttack || i >= 2 * kSecond + kRelease) {
            ASSERT_EQ(at(curve, i), 0) << i;
        } else {
            ASSERT_THAT(at(curve, i), testing::AllOf(testing::Ge(0), testing::Le(1))) << i;
        }
    }
}

TEST(DuckingCurve, FallsBeforeTheVoiceAndComesBackSlowerWithoutAJump) {
    const std::vector<float> curve = ducking_curve({{kSecond, 2 * kSecond}}, 4 * kSecond);
    EXPECT_NEAR(at(curve, kSecond - kAttack / 2), 0.5, 0.01);
    EXPECT_NEAR(at(curve, 2 * kSecond + kRelease / 2), 0.5, 0.01);
    for (std::int64_t i = 1; i < 4 * kSecond; ++i) {
        const float step = at(curve, i) - at(curve, i - 1);
        ASSERT_LT(std::abs(step), 0.0005F) << i;
        if (i <= kSecond) ASSERT_GE(step, 0) << i;
        if (i > kSecond) ASSERT_LE(step, 0) << i;
    }
}

TEST(DuckingCurve, DoesNotComeAllTheWayBackInAShortPause) {
    const std::int64_t pause = kSecond / 5;
    const std::vector<float> curve =
        ducking_curve({{kSecond, 2 * kSecond}, {2 * kSecond + pause, 3 * kSecond}}, 4 * kSecond);
    for (std::int64_t i = kSecond; i < 3 * kSecond; ++i)
        ASSERT_GT(at(curve, i), 0.5F) << i;
}

TEST(DuckingCurve, TakesStretchesAtAndBeyondTheEnds) {
    const std::vector<float> curve =
        ducking_curve({{-kSecond, 100}, {kSecond - 10, kSecond + 10}, {5 * kSecond, 6 * kSecond}}, kSecond);
    ASSERT_EQ(curve.size(), static_cast<std::size_t>(kSecond));
    EXPECT_EQ(curve.front(), 1);
    EXPECT_EQ(curve.back(), 1);
    EXPECT_EQ(at(curve, kSecond * 3 / 4), 0);
    EXPECT_TRUE(ducking_curve({{0, 10}}, 0).empty());
}

TEST(Ducking, TurnsMusicDownUnderTheVoiceAndLetsItBack) {
    const StereoSound music = compose_music({8 * kSecond, media_protocol::Mood::calm, 3});
    const Stretch speech{3 * kSecond, 5 * kSecond};
    StereoSound ducked = music;
    duck(ducked, ducking_curve({speech}, 8 * kSecond), 9);
    EXPECT_NEAR(loudness_within(music, {speech}) - loudness_within(ducked, {speech}), 9, 0.1);
    for (std::size_t i = 0; i < music.size(); ++i) {
        const auto sample = static_cast<std::int64_t>(i);
        if (sample > speech.begin - kAttack && sample < speech.end + kRelease) continue;
        ASSERT_EQ(ducked.left[i], music.left[i]) << i;
        ASSERT_EQ(ducked.right[i], music.right[i]) << i;
    }
}

}  // namespace
}  // namespace mss::sound
