#include "sound/music.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "sound/loudness.hpp"
#include "sound/music_score.hpp"

namespace mss::sound {
namespace {

using codec::StereoSound;
using media_protocol::Mood;

constexpr std::int64_t kSecond = StereoSound::kSampleRate;

double energy(const std::vector<float>& samples, std::int64_t begin, std::int64_t end) {
    double sum = 0;
    for (std::int64_t i = begin; i < end; ++i) {
        const double sample = samples.at(static_cast<std::size_t>(i));
        sum += sample * sample;
    }
    return sum;
}

// Of both channels together, in dB relative to full scale.
double level_dbfs(const StereoSound& sound, std::int64_t begin, std::int64_t end) {
    const double sum = energy(sound.left, begin, end) + energy(sound.right, begin, end);
    return 10 * std::log10(sum / static_cast<double>(2 * (end - begin)) + 1e-12);
}

// 1 for the same signal, about 0 for signals that have nothing to do with each other.
double likeness(const StereoSound& one, const StereoSound& other) {
    double product = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        product += static_cast<double>(one.left[i]) * static_cast<double>(other.left[i]);
    const auto size = static_cast<std::int64_t>(one.size());
    return product / std::sqrt(energy(one.left, 0, size) * energy(other.left, 0, size));
}

class MusicOfMood : public testing::TestWithParam<Mood> {};

TEST_P(MusicOfMood, FillsItsTrackWithSoundBelowFullScale) {
    const StereoSound music = compose_music({12 * kSecond, GetParam(), 7});
    ASSERT_EQ(music.left.size(), 12U * kSecond);
    ASSERT_EQ(music.right.size(), 12U * kSecond);
    EXPECT_GT(loudness(music), -30);
    EXPECT_LE(measure(music).true_peak_dbtp, -0.5);
    for (std::int64_t second = 0; second < 10; ++second)
        EXPECT_GT(level_dbfs(music, second * kSecond, (second + 1) * kSecond), -50) << "nothing plays at " << second;
}

TEST_P(MusicOfMood, BeginsInSilenceAndFadesOutAtItsEnd) {
    const StereoSound music = compose_music({8 * kSecond, GetParam(), 7});
    EXPECT_EQ(music.left.front(), 0);
    EXPECT_EQ(music.left.back(), 0);
    EXPECT_EQ(music.right.back(), 0);
    const std::int64_t end = 8 * kSecond;
    EXPECT_LT(level_dbfs(music, end - kSecond / 20, end), -60);
    EXPECT_LT(level_dbfs(music, end - kSecond / 2, end), level_dbfs(music, end - 2 * kSecond, end - kSecond) - 6);
}

TEST_P(MusicOfMood, HasNoClicks) {
    // A note cut off in its swing steps by 0.1 and more; the steps of the music itself stay below 0.065.
    const StereoSound music = compose_music({12 * kSecond, GetParam(), 7});
    for (const std::vector<float>* channel : {&music.left, &music.right}) {
        float largest_step = 0;
        for (std::size_t i = 1; i < channel->size(); ++i)
            largest_step = std::max(largest_step, std::abs((*channel)[i] - (*channel)[i - 1]));
        EXPECT_LT(largest_step, 0.08F);
    }
}

TEST_P(MusicOfMood, IsTheSameForTheSameSeedAndAnotherForAnother) {
    const StereoSound music = compose_music({6 * kSecond, GetParam(), 7});
    const StereoSound again = compose_music({6 * kSecond, GetParam(), 7});
    EXPECT_EQ(music.left, again.left);
    EXPECT_EQ(music.right, again.right);
    for (const std::uint64_t seed : {8U, 9U, 10U}) {
        const StereoSound other = compose_music({6 * kSecond, GetParam(), seed});
        EXPECT_LT(std::abs(likeness(music, other)), 0.5) << seed;
    }
}

INSTANTIATE_TEST_SUITE_P(Every, MusicOfMood, testing::Values(Mood::calm, Mood::curious, Mood::bright, Mood::grave));

TEST(Music, FitsTracksOfAnyLength) {
    EXPECT_EQ(compose_music({0, Mood::calm, 1}).size(), 0U);
    EXPECT_EQ(compose_music({-5, Mood::calm, 1}).size(), 0U);
    for (const std::int64_t samples : {1, 2, 3, 100, 1'600, 50'000, 400'001}) {
        const StereoSound music = compose_music({samples, Mood::bright, 1});
        ASSERT_EQ(music.size(), static_cast<std::size_t>(samples));
        for (const std::vector<float>* channel : {&music.left, &music.right})
            for (const float sample : *channel)
                ASSERT_LE(std::abs(sample), 0.81F) << samples;  // false for what is not a number, too
    }
}

TEST(Score, EndsOnTheKeysChordAtAWholeBarBeforeTheTrackEnds) {
    for (const std::int64_t seconds : {2, 5, 10, 30, 90, 600}) {
        const std::int64_t samples = seconds * kSecond;
        const Score score = write_score({samples, Mood::curious, 4});
        ASSERT_GT(score.bar, 0);
        EXPECT_EQ(score.ending % score.bar, 0);
        EXPECT_LT(score.ending, samples);
        EXPECT_GE(score.ending, samples - 3 * score.bar);
        for (const Note& note : score.pad)
            EXPECT_LE(note.begin, score.ending);
        for (const Note& note : score.lead)
            EXPECT_LT(note.begin, score.ending) << "the motif runs into the last chord";
        for (const Hit& hit : score.drums)
            EXPECT_LT(hit.begin, score.ending) << "a drum plays into the last chord";
    }
}

TEST(Score, HasItsOwnTempoInEachMood) {
    std::set<std::int64_t> bars;
    for (const Mood mood : {Mood::calm, Mood::curious, Mood::bright, Mood::grave})
        bars.insert(write_score({60 * kSecond, mood, 7}).bar);
    EXPECT_EQ(bars.size(), 4U);
}

TEST(Score, KeepsItsNotesWithinWhatInstrumentsPlay) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const Score score = write_score({120 * kSecond, static_cast<Mood>(seed % 4), seed});
        for (const std::vector<Note>* part : {&score.pad, &score.bass, &score.pluck, &score.lead}) {
            for (const Note& note : *part) {
                EXPECT_GE(note.begin, 0);
                EXPECT_LT(note.begin, 120 * kSecond);
                EXPECT_GT(note.length, 0);
                EXPECT_GE(note.pitch, 28);  // the lowest string of a bass
                EXPECT_LE(note.pitch, 96);
                EXPECT_GT(note.velocity, 0);
                EXPECT_LE(note.velocity, 1);
                EXPECT_LE(std::abs(note.pan), 1);
            }
        }
    }
}

}  // namespace
}  // namespace mss::sound
