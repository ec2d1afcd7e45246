// What becomes of a text that somebody gave: its own words, its count and its length.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "writing/pace.hpp"
#include "writing/text_writer.hpp"

namespace mss::writing {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

std::string all_text(const model::Script& script) {
    std::string out;
    for (const auto& scene : script.scenes)
        out += scene.text + " ";
    return out;
}

double seconds(const model::Script& script) {
    return video_seconds(script.scenes, script.language);
}

model::Script told(const std::string& text, double duration) {
    WriteOptions options;
    options.duration_s = duration;
    return write_from_article(article_from_text(text).value(), options).value();
}

TEST(WholeGivenText, LosesTheMarksOfAnEncyclopaediaAndSaysSo) {
    const auto script = told(
        "A title\n\nThe sky is blue.[1][2] Air scatters light,[3] and [A] stays.\n\nRed light passes[12] at dusk.", 60);
    EXPECT_EQ(all_text(script), "The sky is blue. Air scatters light, and [A] stays. Red light passes at dusk. ");
    EXPECT_THAT(script.notices, Contains(HasSubstr("Reference marks such as \"[1]\"")));
}

TEST(WholeGivenText, KeepsAHoweverWhoseAnswerIsLeftOut) {
    std::string text = "The plant of Kellmere\n\nThe council of Kellmere voted to build a large waste plant in May.";
    for (int i = 0; i < 30; ++i)
        text += fmt::format("\n\nIt rained in town number {} of the valley and nobody came to see it there at all.", i);
    text += "\n\nHowever, filters will keep the emissions of the waste plant below a fifth of the legal limit.";
    const auto script = told(text, 40);
    EXPECT_THAT(all_text(script), HasSubstr("However, filters will keep"));
}

TEST(WholeGivenText, OfABookCountsAllSentencesAndSaysHowManyWereRead) {
    std::string endless;
    while (endless.size() < 400'000)
        endless += "and then we came to the house ";
    const auto notices = told("A title\n\n" + endless, 60).notices;
    EXPECT_THAT(notices, Contains(testing::ContainsRegex("of the text's 17[0-9][0-9] sentences are told")));
    EXPECT_THAT(notices, Contains(HasSubstr("Only the first 600 sentences were looked at")));
}

// Of sentences that are told in about two seconds each.
std::string long_text(int sentences) {
    std::string text = "A walk\n\n";
    for (int i = 0; i < sentences; ++i)
        text += fmt::format("We came to the house number {}.{}", i, i % 7 == 6 ? "\n\n" : " ");
    return text;
}

TEST(WholeGivenText, BecomesNoVideoThatIsTooLong) {
    for (const int sentences : {150, 170, 180, 190, 200, 210, 220, 400})
        for (const double asked : {500.0, 540.0, 555.0, 570.0, 590.0, 600.0}) {
            const auto script = told(long_text(sentences), asked);
            EXPECT_LE(seconds(script), kLongestPlanned) << sentences << " sentences for " << asked;
            if (sentences > 220) EXPECT_GE(seconds(script), 0.9 * asked) << sentences << " sentences for " << asked;
        }
}

TEST(WholeGivenText, IsNotPromisedInAVideoThatIsTooLong) {
    EXPECT_THAT(
        told(long_text(500), 60).notices,
        Contains(HasSubstr("Ask for up to 600 seconds to tell more; the whole text is longer than a video can be.")));
    EXPECT_THAT(
        told(long_text(500), 600).notices,
        Contains(testing::AllOf(HasSubstr("The whole text is longer than a video can be."), Not(HasSubstr("Ask")))));
}

}  // namespace
}  // namespace mss::writing
