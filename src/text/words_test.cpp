#include "text/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mss::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Words, KeepTheirPunctuation) {
    EXPECT_THAT(words("\u201cStop,\u201d he said:  it's (really) late.", "en"),
                ElementsAre("\u201cStop,\u201d", "he", "said:", "it's", "(really)", "late."));
}

TEST(Words, TakeLoneMarksToTheirNeighbour) {
    EXPECT_THAT(words("light \u2014 all of it", "en"), ElementsAre("light \u2014", "all", "of", "it"));
    EXPECT_THAT(words("\u00ab Bonjour ! \u00bb", "fr"), ElementsAre("\u00ab Bonjour ! \u00bb"));
    EXPECT_THAT(words("\u2014 Start here", "en"), ElementsAre("\u2014 Start", "here"));
}

TEST(Words, OfUnspacedScriptsComeFromTheDictionary) {
    EXPECT_THAT(words("\u5929\u7a7a\u662f\u84dd\u8272\u7684\u3002", "zh"),
                ElementsAre("\u5929\u7a7a", "\u662f", "\u84dd\u8272", "\u7684\u3002"));
    const auto quoted = words("\u300c\u7a7a\u306f\u9752\u3044\u300d", "ja");
    ASSERT_GE(quoted.size(), 3U);
    EXPECT_EQ(quoted.front(), "\u300c\u7a7a");
    EXPECT_TRUE(quoted.back().ends_with("\u300d"));
    EXPECT_GE(
        words("\u0e17\u0e49\u0e2d\u0e07\u0e1f\u0e49\u0e32\u0e40\u0e1b\u0e47\u0e19\u0e2a\u0e35\u0e1f\u0e49\u0e32", "th")
            .size(),
        3U);
}

TEST(Words, OfNothingSpeakableAreNone) {
    EXPECT_THAT(words("", "en"), IsEmpty());
    EXPECT_THAT(words(" ... \u2014 !", "en"), IsEmpty());
}

TEST(SpokenWords, CountFiguresAsTheyAreRead) {
    EXPECT_EQ(spoken_words("the sky is blue", "en"), 4U);
    EXPECT_EQ(spoken_words("in 1969", "en"), 3U);
    EXPECT_EQ(spoken_words("30%", "en"), 2U);
    EXPECT_EQ(spoken_words("", "en"), 0U);
}

TEST(AsciiForm, KeepsLatinLettersWithoutWhatStandsOnThem) {
    EXPECT_EQ(ascii_form("\u00c5ngstr\u00f6m na\u00efve, Vi\u1ec7t \u1ea4"), "Angstrom naive, Viet A");
    EXPECT_EQ(ascii_form("Stra\u00dfe, \u0141\u00f3d\u017a, \u0153uvre"), "Strasse, Lodz, oeuvre");
    EXPECT_EQ(ascii_form("\uff28\uff25\uff2c\uff2c\uff2f \u03b1-helix"), "HELLO -helix");
}

TEST(ReadableAsLatin, SaysWhatOtherLettersAloneSpell) {
    for (const char* word : {"plain", "\u00c5ngstr\u00f6m,", "Vi\u1ec7t", "1969", "\u0663", "\u03b1-helix", "&",
                             "\u2014", "\u20ac", "\u1ebf", "\uff28\uff25"})
        EXPECT_TRUE(readable_as_latin(word)) << word;
    for (const char* word :
         {"\u043c\u0438\u0440!", "\u03c0", "\u5929\u7a7a", "\u0633\u0645\u0627\u0621", "\u0e1f\u0e49\u0e32"})
        EXPECT_FALSE(readable_as_latin(word)) << word;
}

TEST(LeadingWords, CutNoWord) {
    EXPECT_EQ(leading_words("one two three", 9), "one two");
    EXPECT_EQ(leading_words("A self-made 12,000 don't", 8), "A");
    EXPECT_EQ(leading_words("天空为什么是蓝色的", 4), "天空");
    EXPECT_EQ(leading_words("short", 80), "short");
}

TEST(LeadingWords, EndAtAClauseWhereWordsHaveNoSpaces) {
    EXPECT_EQ(leading_words("江豚的数量增加了，这是好消息，科学家说", 12), "江豚的数量增加了");
    EXPECT_EQ(leading_words("東京は、新しい地下鉄の路線を発表した", 12), "東京は、新しい地下鉄の");
    EXPECT_EQ(leading_words("他说：「天空是蓝色的」", 5), "他说") << "nothing opens at the end";
}

TEST(LeadingWords, CutNoLetterInTwo) {
    EXPECT_EQ(leading_words("e\u0301e\u0301e\u0301", 3), "e\u0301");
    EXPECT_EQ(leading_words("\U0001F469\u200D\U0001F467 yes", 2), "\U0001F469\u200D\U0001F467") << "at least one";
}

TEST(LeadingWordsLength, DividesATextToItsEndWithoutLosingAnything) {
    std::string letters;
    std::string thai;
    for (int i = 0; i < 1000; ++i)
        letters += 'a';
    for (int i = 0; i < 120; ++i)
        thai += i == 7 ? "\"" : "ท้องฟ้าสีฟ้า";
    for (const std::string& text :
         {"\" " + letters, "( " + letters, "见下，" + letters, thai, "one two, (three) " + letters,
          std::string("「 」") + letters, std::string(500, '"'), std::string(500, ' ')}) {
        std::string joined;
        std::size_t parts = 0;
        for (std::string_view rest = text; !rest.empty(); ++parts) {
            const std::size_t length = leading_words_length(rest, 40);
            ASSERT_GT(length, 0U) << text;
            joined += rest.substr(0, length);
            rest.remove_prefix(length);
        }
        EXPECT_EQ(joined, text);
        EXPECT_GT(parts, 3U) << text;
    }
    EXPECT_EQ(leading_words_length("one two, three", 9), std::string("one two, ").size());
    EXPECT_EQ(leading_words_length("short", 80), 5U);
    EXPECT_EQ(leading_words_length("", 80), 0U);
}

}  // namespace
}  // namespace mss::text
