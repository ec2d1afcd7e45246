#include "picture/type.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mss::picture {
namespace {

std::string repeated(std::string_view part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i)
        text += part;
    return text;
}

TEST(Typesetter, AnyTextFitsItsBox) {
    const Typesetter type("en");
    TypeStyle style;
    style.size = 120;
    style.smallest = 40;
    const std::string texts[] = {"Short",
                                 repeated("long headline ", 30),
                                 std::string(400, 'W'),
                                 repeated("\u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD ", 20),
                                 repeated("\u6F22\u5B57", 80),
                                 repeated("\U0001F419", 60),
                                 "broken \xff\xfe bytes \xc3",
                                 "two\nlines\tand \x01 controls"};
    for (const std::string& text : texts) {
        for (const auto align : {Align::left, Align::centre}) {
            style.align = align;
            const SetText set = type.set(text, style, 600, 300);
            EXPECT_FALSE(set.empty()) << text;
            EXPECT_LE(set.width(), 601) << text;
            EXPECT_LE(set.height(), 301) << text;
            EXPECT_FALSE(set.sprite().empty()) << text;
        }
    }
}

TEST(Typesetter, ShrinksBeforeItCuts) {
    const Typesetter type("en");
    TypeStyle style;
    style.size = 120;
    style.smallest = 30;
    EXPECT_EQ(type.set("Hi", style, 600, 300).size(), 120);
    const double size = type.set("A headline that is somewhat too long for its box", style, 600, 300).size();
    EXPECT_LT(size, 120);
    EXPECT_GT(size, 30);
}

TEST(Typesetter, NothingToSetDrawsNothing) {
    const Typesetter type("");
    for (const char* text : {"", "   ", "\n\t"}) {
        const SetText set = type.set(text, {}, 300, 200);
        EXPECT_TRUE(set.empty());
        EXPECT_TRUE(set.sprite().empty());
        EXPECT_TRUE(set.parts(kWhite).empty());
        EXPECT_EQ(set.width(), 0);
    }
    EXPECT_TRUE(type.set("no room", {}, 0, 0).empty());
}

TEST(Typesetter, BalancesItsLines) {
    const Typesetter type("en");
    TypeStyle style;
    style.size = style.smallest = 50;
    // Set greedily, the last line would hold one short word.
    const SetText set = type.set("words that fill a whole line and then one more", style, 900, 400);
    EXPECT_LT(set.width(), 700);
}

TEST(SetText, ItsPartsAreItsWordsInReadingOrderWithOneEmphasised) {
    const Typesetter type("en");
    TypeStyle style;
    style.size = style.smallest = 40;
    const auto parts = type.set("the ocean remembers you", style, 900, 100).parts({1, 1, 0});
    ASSERT_EQ(parts.size(), 4U);
    for (std::size_t i = 1; i < parts.size(); ++i)
        EXPECT_GT(parts[i].place.x, parts[i - 1].place.x);
    EXPECT_TRUE(parts[2].emphasised);
    EXPECT_FALSE(parts[0].emphasised || parts[1].emphasised || parts[3].emphasised);
}

TEST(SetText, HebrewRunsFromRightToLeft) {
    const Typesetter type("he");
    TypeStyle style;
    style.size = style.smallest = 40;
    const SetText set = type.set("\u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD", style, 900, 100);
    EXPECT_TRUE(set.right_to_left());
    const auto parts = set.parts(kWhite);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_GT(parts[0].place.x, parts[1].place.x);
}

TEST(SetText, ChineseMovesCharacterByCharacter) {
    const Typesetter type("zh");
    TypeStyle style;
    style.size = style.smallest = 40;
    EXPECT_EQ(type.set("\u6D77\u6D0B\u8BB0\u5FC6", style, 900, 100).parts(kWhite).size(), 4U);
}

}  // namespace
}  // namespace mss::picture
