#include "speech/delivery.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "media_protocol/pronunciations.hpp"
#include "speech/reading.hpp"
#include "text/words.hpp"

namespace mss::speech {
namespace {

using Words = std::vector<std::string>;

Words pronounced(const Words& words, const Words& pronunciations) {
    return media_protocol::read_pronunciations(pronunciations, "en").in(words);
}

TEST(Delivery, SaysWordsAsTheListHasThemAndKeepsTheirMarks) {
    const Words words = text::words("(Nguyen), from New Delhi's north, met nguyen.", "en");
    const Words said = pronounced(words, {"Nguyen = win", "New Delhi = new deli"});
    EXPECT_EQ(said, (Words{"(win),", "from", "new deli's", "", "north,", "met", "win."}));
}

TEST(Delivery, ReadsWhatTheListSaysAsAnyOtherWords) {
    EXPECT_EQ(readings(pronounced({"Windows", "11"}, {"11 = eleven point 2"}), "en"),
              (Words{"Windows", "eleven point two"}));
}

TEST(Delivery, LeavesWordsAloneThatNoLineNames) {
    EXPECT_EQ(pronounced({"Nguyens"}, {"Nguyen = win", "no line", "= x"}), (Words{"Nguyens"}));
}

TEST(Delivery, FindsTheWordsThatAreToStandOut) {
    const Words words = text::words("Not one, but two million bees: two!", "en");
    EXPECT_EQ(emphasised(words, {"two million", "Two", "absent"}, "en"), (std::vector<std::size_t>{3, 4, 6}));
}

TEST(Delivery, RestsBeforeAWordAndMovesWhatFollows) {
    Utterance utterance{
        1'000, std::vector<float>(1'000, 0.5F), {Interval{0, 400}, Interval{400, 700}, Interval{700, 900}}};
    rest_before(utterance, {1});
    EXPECT_EQ(utterance.samples.size(), 1'060U);
    EXPECT_EQ(utterance.times[0]->end, 400);
    EXPECT_EQ(utterance.times[1]->begin, 460);
    EXPECT_EQ(utterance.times[1]->end, 760);
    EXPECT_EQ(utterance.times[2]->begin, 760);
    EXPECT_TRUE(std::all_of(utterance.samples.begin() + 400, utterance.samples.begin() + 460,
                            [](float sample) { return sample == 0; }));
}

TEST(Delivery, RestsNeitherBeforeTheFirstWordNorInsideAPhrase) {
    Utterance utterance{1'000, std::vector<float>(1'000, 0.5F), {Interval{0, 400}, Interval{400, 700}, std::nullopt}};
    rest_before(utterance, {0, 1, 2});
    EXPECT_EQ(utterance.samples.size(), 1'000U);
}

TEST(Delivery, RaisesAWordAndNothingElseBelowTheCeiling) {
    std::vector<float> samples(30'000, 0.1F);
    std::fill(samples.begin() + 20'000, samples.end(), 0.8F);
    const std::vector<media_protocol::SpokenWord> words{
        {"one", 0, 10'000}, {"two", 10'000, 20'000}, {"three", 20'000, 30'000}};
    raise(samples, words, {1, 2, 7});
    EXPECT_EQ(samples[5'000], 0.1F);
    EXPECT_NEAR(samples[15'000], 0.141F, 0.001F);
    EXPECT_NEAR(samples[10'000], 0.1F, 0.001F);  // without a step
    EXPECT_LE(*std::ranges::max_element(samples), 0.891F);
}

}  // namespace
}  // namespace mss::speech
