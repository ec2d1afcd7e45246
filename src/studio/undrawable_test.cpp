#include "studio/undrawable.hpp"

#include <gtest/gtest.h>

namespace mss::studio {
namespace {

TEST(LeaveOutEmoji, CleansEverythingThatIsSpokenOrDrawn) {
    model::Script script;
    script.title = "Party \U0001F389";
    script.scenes.resize(1);
    script.scenes[0].text = "A party \U0001F389. It goes on.";
    script.scenes[0].visual.headline = "\U0001F389 Party";
    script.scenes[0].visual.items = {"Cake \U0001F389", "\U0001F389", "Tea"};
    script.sources.push_back({"Parties \U0001F389", "", "", ""});
    EXPECT_TRUE(leave_out_emoji(script, "\U0001F389"));
    EXPECT_EQ(script.title, "Party");
    EXPECT_EQ(script.scenes[0].text, "A party. It goes on.");
    EXPECT_EQ(script.scenes[0].visual.headline, "Party");
    EXPECT_EQ(script.scenes[0].visual.items, (std::vector<std::string>{"Cake", "Tea"}));
    EXPECT_EQ(script.sources[0].title, "Parties");
}

TEST(LeaveOutEmoji, TitlesWhatIsDrawnFromItsWordsWhereNoWordIsLeft) {
    model::Script script;
    script.title = "\U0001F389\U0001F389!";
    script.scenes.resize(1);
    script.scenes[0].text = "\U0001F389 A party is fun. It goes on until the morning.";
    EXPECT_TRUE(leave_out_emoji(script, "\U0001F389"));
    EXPECT_EQ(script.title, "A party is fun");
    script.title = "";
    EXPECT_FALSE(leave_out_emoji(script, "\U0001F389"));
    EXPECT_EQ(script.title, "") << "a video that was given no title has none";
}

TEST(LeaveOutEmoji, SaysThatLettersCannotBeLeftOut) {
    model::Script script;
    script.scenes.resize(1);
    script.scenes[0].text = "\u5929 is heaven";
    EXPECT_FALSE(leave_out_emoji(script, "\u5929"));
    EXPECT_EQ(script.scenes[0].text, "\u5929 is heaven");
}

}  // namespace
}  // namespace mss::studio
