#include "writing/keywords.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mss::writing {
namespace {

using testing::Contains;
using testing::Not;

Article article(const std::string& title, const std::string& text) {
    Article out;
    out.title = title;
    out.paragraphs = {text};
    return out;
}

TEST(KeywordsOf, KeepNamesTogetherAndLeaveVerbsAndGeneralWordsOut) {
    const auto words = keywords_of(article("",
                                           "The bridge in New York costs four million dollars a year. Last year the "
                                           "company repaired the bridge, said Dilip Rane."),
                                   "en", 12);
    EXPECT_THAT(words, Contains("new york"));
    EXPECT_THAT(words, Contains("dilip rane"));
    EXPECT_THAT(words, Contains("bridge"));
    for (const char* poor : {"york", "rane", "year", "million", "company", "costs", "said", "repaired"})
        EXPECT_THAT(words, Not(Contains(poor)));
}

TEST(KeywordsOf, BeginWithAShortTitleAndDoNotRepeatItsWords) {
    const std::string text = "The octopus has three hearts. An octopus lives in the sea.";
    const auto words = keywords_of(article("Octopus hearts", text), "en", 12);
    ASSERT_FALSE(words.empty());
    EXPECT_EQ(words[0], "octopus hearts");
    EXPECT_THAT(words, Not(Contains("octopus")));
    EXPECT_THAT(keywords_of(article("Why an octopus has three hearts", text), "en", 12),
                Not(Contains("why an octopus has three hearts")));
}

TEST(KeywordsOf, JoinNoFirstWordOfASentenceToAName) {
    const auto words = keywords_of(
        article("",
                "Yesterday London was quiet. Bridges Harrow Lane knew, and bridges it lost. Harrow Lane is closed."),
        "en", 12);
    EXPECT_THAT(words, Contains("london"));
    EXPECT_THAT(words, Contains("harrow lane"));
    for (const char* poor : {"yesterday london", "bridges harrow lane", "yesterday"})
        EXPECT_THAT(words, Not(Contains(poor))) << poor;
}

TEST(KeywordsOf, KnowALanguageByItsTagHoweverItIsWritten) {
    const auto words = keywords_of(article("", "Die Anlage soll warnen. Wer kann warnen?"), "DE_at", 12);
    EXPECT_THAT(words, Contains("anlage"));
    EXPECT_THAT(words, Not(Contains("warnen")));
}

TEST(KeywordsOf, AreNounsInGerman) {
    const auto words = keywords_of(
        article("", "Kritiker warnen vor der Anlage. Die Anlage soll gro\u00df werden, sagte der B\u00fcrgermeister."),
        "de", 12);
    EXPECT_THAT(words, Contains("anlage"));
    for (const char* poor : {"warnen", "sagte", "gro\u00df", "werden"})
        EXPECT_THAT(words, Not(Contains(poor)));
}

}  // namespace
}  // namespace mss::writing
