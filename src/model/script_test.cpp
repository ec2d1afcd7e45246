#include "model/script.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace mss::model {
namespace {

Script script() {
    Script made;
    made.scenes = {{.text = "Bees make honey.", .visual = {}}};
    return made;
}

std::string refusal(const Script& script) {
    const auto valid = validate(script);
    return valid ? "" : valid.error().message;
}

TEST(Pronunciation, IsAWordAndHowToSayIt) {
    const auto plain = parse_pronunciation("  Nguyen  =  win ");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->written, "Nguyen");
    EXPECT_EQ(plain->said, "win");
    EXPECT_EQ(parse_pronunciation("E=mc = energy")->said, "mc = energy");
    for (const char* line : {"", "=", "Nguyen", "Nguyen =", "= win", "! = win", "Nguyen = !", "\xFF = win"})
        EXPECT_FALSE(parse_pronunciation(line)) << line;
}

TEST(Script, NamesTheLineOfPronunciationsThatIsNone) {
    Script wrong = script();
    wrong.pronunciations = {"Nguyen = win", "Nguyen"};
    EXPECT_EQ(refusal(wrong), "pronunciations[1]: write it as \"word = how to say it\"");
    wrong.pronunciations.pop_back();
    EXPECT_EQ(refusal(wrong), "");
}

TEST(Script, KeepsPaceAndPausesWithinWhatAVoiceCanDo) {
    for (const double pace : {0.0, 0.49, 2.01, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
        Script wrong = script();
        wrong.pace = pace;
        EXPECT_TRUE(refusal(wrong).starts_with("pace: ")) << pace;
    }
    for (const double pause : {-0.1, 10.1, std::numeric_limits<double>::infinity()}) {
        Script wrong = script();
        wrong.scenes[0].pause_s = pause;
        EXPECT_TRUE(refusal(wrong).starts_with("scenes[0].pause_s: ")) << pause;
    }
    Script right = script();
    right.pace = 2;
    right.scenes[0].pause_s = 10;
    right.scenes[0].emphasis = {"honey"};
    EXPECT_EQ(refusal(right), "");
}

}  // namespace
}  // namespace mss::model
