#include "text/sentences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mss::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Sentences, EndAtFullStopsQuestionAndExclamationMarks) {
    EXPECT_THAT(sentences("It rains. Does it? Yes! Good.", "en"),
                ElementsAre("It rains.", "Does it?", "Yes!", "Good."));
}

TEST(Sentences, DoNotEndAfterAbbreviations) {
    EXPECT_THAT(sentences("Dr. Smith met Mr. Jones. They spoke, e.g. about St. Helens vs. Etna.", "en"),
                ElementsAre("Dr. Smith met Mr. Jones.", "They spoke, e.g. about St. Helens vs. Etna."));
    EXPECT_THAT(sentences("The U.S. Navy sailed at 5 p.m. Eastern time. It came home.", "en"),
                ElementsAre("The U.S. Navy sailed at 5 p.m. Eastern time.", "It came home."));
    EXPECT_THAT(sentences("See No. 5 and ca. 300 others, Inc. Magazine said.", "en"),
                ElementsAre("See No. 5 and ca. 300 others, Inc. Magazine said."));
}

TEST(Sentences, EndAfterAnAbbreviationWhenASentenceStarterFollows) {
    EXPECT_THAT(sentences("She moved to the U.S. She stayed there.", "en"),
                ElementsAre("She moved to the U.S.", "She stayed there."));
    EXPECT_THAT(sentences("Oranges hold vitamin C. The body needs it.", "en"),
                ElementsAre("Oranges hold vitamin C.", "The body needs it."));
    EXPECT_THAT(sentences("It ended World War I. Germany paid.", "en"),
                ElementsAre("It ended World War I.", "Germany paid."));
    EXPECT_THAT(sentences("The answer is no. Five people knew.", "en"),
                ElementsAre("The answer is no.", "Five people knew."));
}

TEST(Sentences, KeepInitialsAndFiguresWhole) {
    EXPECT_THAT(sentences("J. R. R. Tolkien wrote it. I. M. Pei built it at 3.5 km.", "en"),
                ElementsAre("J. R. R. Tolkien wrote it.", "I. M. Pei built it at 3.5 km."));
}

TEST(Sentences, EndAfterAUnitWithASign) {
    EXPECT_THAT(sentences("Water boils at 100 °C. Light travels on. Vitamin C. Miller sold it.", "en"),
                ElementsAre("Water boils at 100 °C.", "Light travels on.", "Vitamin C. Miller sold it."));
}

TEST(Sentences, KeepQuotationMarksWithTheirSentence) {
    EXPECT_THAT(sentences("He said, \u201cStop.\u201d Then he left. (It was late.) Nobody spoke.", "en"),
                ElementsAre("He said, \u201cStop.\u201d", "Then he left.", "(It was late.)", "Nobody spoke."));
    EXPECT_THAT(sentences("\"Is it true?\" he asked. \"No!\" she cried.", "en"),
                ElementsAre("\"Is it true?\" he asked.", "\"No!\" she cried."));
}

TEST(Sentences, BeginWithTheMarkThatOpensThem) {
    EXPECT_THAT(sentences("他们同意。“这是好消息，”他说。「是的。」「不。」", "zh"),
                ElementsAre("他们同意。", "“这是好消息，”他说。", "「是的。」", "「不。」"));
    EXPECT_THAT(sentences("Er sagte: „Das ist wahr.“ Dann ging er.", "de"),
                ElementsAre("Er sagte: „Das ist wahr.“", "Dann ging er."));
}

TEST(Abbreviations, AreToldFromWordsThatEndASentence) {
    for (const char* word : {"Mr.", "(Dr.", "St.", "z.B."})
        EXPECT_TRUE(waits_for_its_word(word)) << word;
    for (const char* word : {"Mr", "town.", "etc.", "U.S.", "", "."})
        EXPECT_FALSE(waits_for_its_word(word)) << word;
    for (const char* word : {"J.", "U.S.", "J.R.R."})
        EXPECT_TRUE(initials(word)) << word;
    for (const char* word : {"U.S", "a.", "Mr.", "No.", ""})
        EXPECT_FALSE(initials(word)) << word;
}

TEST(Sentences, FollowTheLanguage) {
    EXPECT_THAT(sentences("Am 3. Oktober 1990 geschah es. Das war z. B. in Berlin so.", "de"),
                ElementsAre("Am 3. Oktober 1990 geschah es.", "Das war z. B. in Berlin so."));
    EXPECT_THAT(sentences("Dann schloss der 1.000. Betrieb. Es waren 1.000. Nun sind es mehr.", "de"),
                ElementsAre("Dann schloss der 1.000. Betrieb.", "Es waren 1.000.", "Nun sind es mehr."));
    EXPECT_THAT(sentences("M. Dupont arriva. Il partit.", "fr"), ElementsAre("M. Dupont arriva.", "Il partit."));
    EXPECT_THAT(sentences("天空是蓝色的。为什么？因为散射。", "zh"),
                ElementsAre("天空是蓝色的。", "为什么？", "因为散射。"));
}

TEST(Sentences, EndAtAnEmptyLineButNotAtALineBreak) {
    EXPECT_THAT(sentences("A heading\n\nThe text\ngoes on.", "en"), ElementsAre("A heading", "The text goes on."));
}

TEST(Sentences, OfNothingAreNone) {
    EXPECT_THAT(sentences("", "en"), IsEmpty());
    EXPECT_THAT(sentences(" \n\n ... \n\n !?", "en"), IsEmpty());
    EXPECT_THAT(sentences("\xff\xfe\x80", "en"), IsEmpty());
}

}  // namespace
}  // namespace mss::text
