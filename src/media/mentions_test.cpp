#include "media/mentions.hpp"

#include <gmock/gmock.h>

#include "text/words.hpp"

namespace mss::media {
namespace {

using testing::ElementsAre;

// One word every ten frames.
SpokenScene spoken(const std::string& text, int frames, const std::string& language = "en") {
    SpokenScene scene{{}, {100, frames}, language};
    std::int64_t at = 160'000;
    for (const std::string& word : text::words(text, language)) {
        scene.words.push_back({word, at, at + 14'400, 0, 0});
        at += 16'000;
    }
    return scene;
}

TEST(ItemFrames, AreThoseOfTheirWords) {
    EXPECT_THAT(item_frames({"Gills", "Body"}, spoken("It feeds the gills and then the whole body as well today", 200)),
                ElementsAre(30, 80));
}

TEST(ItemFrames, ALateMentionOfOneDoesNotHoldUpTheOthers) {
    // "Gills" are named last; the others come as they are said, and the gills before them.
    const auto scene = spoken("They feed the body and then the brain and last of all come the gills", 200);
    const auto frames = item_frames({"Gills", "Body", "Brain"}, scene);
    EXPECT_LT(frames[0], frames[1]);
    EXPECT_THAT(frames, ElementsAre(testing::_, 30, 70));
}

TEST(ItemFrames, AMentionBehindWhichTheRestHasNoTimeDoesNotCount) {
    const auto scene = spoken("One two three four five six seven eight nine ten eleven twelve thirteen gills", 150);
    const auto frames = item_frames({"Gills", "Lungs", "Skin"}, scene);
    EXPECT_LT(frames[0], 60);
    EXPECT_GT(frames[1], frames[0] + 20);
    EXPECT_GT(frames[2], frames[1] + 20);
    EXPECT_LE(frames[2], 120);
}

TEST(ItemFrames, StayApartAndInsideTheScene) {
    const std::vector<std::string> items{"A", "B", "C", "D", "E"};
    for (const int frames : {1, 20, 40, 75, 300}) {
        const auto at = item_frames(items, spoken("Nothing of it is named.", frames));
        ASSERT_EQ(at.size(), 5U);
        EXPECT_TRUE(std::ranges::is_sorted(at));
        EXPECT_GE(at.front(), 0);
        EXPECT_LT(at.back(), frames);
    }
}

TEST(NumberSaid, InDigitsOrInWords) {
    const auto digits = number_said("~84 Millionen", spoken("Es kostet rund 84 Millionen Euro.", 200, "de"));
    ASSERT_TRUE(digits);
    EXPECT_EQ(digits->begin, 30);
    EXPECT_EQ(digits->end, 49);
    const auto words = number_said("3", spoken("An octopus has three hearts.", 200));
    ASSERT_TRUE(words);
    EXPECT_EQ(words->begin, 30);
    EXPECT_FALSE(number_said("3", spoken("An octopus has some hearts.", 200)));
    EXPECT_FALSE(number_said("many", spoken("An octopus has many hearts.", 200)));
}

TEST(NumberSaid, IsNoOtherNumberWithTheSameDigits) {
    const auto scene = spoken("Of the 25 ships that came, only some paid the 2.5 million pounds.", 300);
    const auto said = number_said("2.5 million", scene);
    ASSERT_TRUE(said);
    EXPECT_GT(said->begin, number_said("25", scene)->begin);
    EXPECT_TRUE(number_said("3000", spoken("About 3,000 people came.", 300)));
}

}  // namespace
}  // namespace mss::media
