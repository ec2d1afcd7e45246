#include "picture/counter.hpp"

#include <gtest/gtest.h>

namespace mss::picture {
namespace {

TEST(ParseFigure, TakesAFigureApart) {
    const auto percent = parse_figure("30 %");
    ASSERT_TRUE(percent);
    EXPECT_EQ(percent->digits, "30");
    EXPECT_EQ(percent->after, " %");
    EXPECT_EQ(percent->value, 30U);

    const auto money = parse_figure("$3.2bn");
    ASSERT_TRUE(money);
    EXPECT_EQ(money->before, "$");
    EXPECT_EQ(money->value, 32U);
    EXPECT_EQ(money->decimals, 1);
    EXPECT_EQ(money->after, "bn");
}

TEST(ParseFigure, KnowsSeparatorsOfThousandsFromDecimalSigns) {
    const auto check = [](const char* text, std::uint64_t value, int decimals) {
        const auto figure = parse_figure(text);
        ASSERT_TRUE(figure) << text;
        EXPECT_EQ(figure->value, value) << text;
        EXPECT_EQ(figure->decimals, decimals) << text;
    };
    check("2,500", 2500, 0);
    check("2.500", 2500, 0);
    check("2,5", 25, 1);
    check("1.234.567", 1234567, 0);
    check("1,234.5", 12345, 1);
    check("1.234,567", 1234567, 3);
    check("12\u202F500", 12500, 0);
    check("12'500", 12500, 0);
    check("1969", 1969, 0);
}

TEST(ParseFigure, LeavesEverythingElseAlone) {
    for (const char* text : {"", "half", "3-5", "1914\u20131918", "24/7", "12345678901234567890", "\u0661\u0662"})
        EXPECT_FALSE(parse_figure(text)) << text;
}

}  // namespace
}  // namespace mss::picture
