#include "speech/word_times.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace mss::speech {
namespace {

using media_protocol::SpokenWord;

// The spans where there is sound enough for them.
std::vector<SpokenWord> placed_in(const std::vector<std::string>& words,
                                  const std::vector<std::optional<Interval>>& times,
                                  const std::vector<float>& samples) {
    return place_words(words, times, samples).value();
}

std::vector<float> tone(std::int64_t count) {
    std::vector<float> samples(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = 0.2F * std::sin(static_cast<float>(i) * 0.05F);
    return samples;
}

void expect_in_order(const std::vector<SpokenWord>& words, std::int64_t samples) {
    std::int64_t floor = 0;
    for (const SpokenWord& word : words) {
        EXPECT_GE(word.begin, floor);
        EXPECT_LT(word.begin, word.end);
        floor = word.end;
    }
    EXPECT_LE(floor, samples);
}

TEST(WordTimes, KeepsTheEnginesTimes) {
    const auto placed = placed_in({"one", "two"}, {Interval{100, 20'000}, Interval{24'000, 40'000}}, tone(48'000));
    EXPECT_EQ(placed[0].begin, 100);
    EXPECT_EQ(placed[0].end, 20'000);
    EXPECT_EQ(placed[1].begin, 24'000);
    EXPECT_EQ(placed[1].end, 40'000);
}

TEST(WordTimes, LetsAWordWithoutATimeShareItsNeighbours) {
    const auto placed =
        placed_in({"lead", "word", "tail"}, {std::nullopt, Interval{0, 30'000}, std::nullopt}, tone(30'000));
    expect_in_order(placed, 30'000);
    EXPECT_EQ(placed[0].begin, 0);
    EXPECT_EQ(placed[1].begin, 10'000);
    EXPECT_EQ(placed[2].end, 30'000);
}

TEST(WordTimes, SharesTheSoundByLengthWhereNoTimeIsKnown) {
    const auto placed = placed_in({"a", "aaa"}, {std::nullopt, std::nullopt}, tone(48'000));
    expect_in_order(placed, 48'000);
    EXPECT_NEAR(static_cast<double>(placed[0].end), 12'000, 300);
}

TEST(WordTimes, PullsAnEndInToTheLastSound) {
    std::vector<float> samples = tone(48'000);
    std::fill(samples.begin() + 20'000, samples.begin() + 40'000, 0.0F);
    const auto placed = placed_in({"one", "two"}, {Interval{0, 40'000}, Interval{40'000, 48'000}}, samples);
    EXPECT_NEAR(static_cast<double>(placed[0].end), 20'000, 300);
    EXPECT_EQ(placed[1].end, 48'000);
}

TEST(WordTimes, RepairsOverlapsAndTimesOutsideOfTheSound) {
    const std::vector<std::optional<Interval>> times{Interval{-50, 5'000}, Interval{4'000, 4'000},
                                                     Interval{90'000, 99'000}};
    expect_in_order(placed_in({"a", "b", "c"}, times, tone(8'000)), 8'000);
}

TEST(WordTimes, GivesEveryWordItsSampleWhereThereAreJustEnough) {
    const std::vector<std::string> words(50, "word");
    const std::vector<std::optional<Interval>> late(50, Interval{49, 900});
    expect_in_order(placed_in(words, late, tone(50)), 50);
    expect_in_order(placed_in(words, std::vector<std::optional<Interval>>(50), tone(50)), 50);
}

TEST(WordTimes, RefusesLessSoundThanWords) {
    const std::vector<std::string> words(50, "word");
    const auto placed = place_words(words, std::vector<std::optional<Interval>>(50, Interval{0, 10}), tone(49));
    ASSERT_FALSE(placed);
    EXPECT_EQ(placed.error().code, Code::invalid);
}

}  // namespace
}  // namespace mss::speech
