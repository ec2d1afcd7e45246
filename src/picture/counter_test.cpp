#include "picture/counter.hpp"

#include <gtest/gtest.h>

#include "picture/test_plans.hpp"

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

TEST(Counter, WritesWhatItCountsAsTheFigureIsWritten) {
    const auto thousands = *parse_figure("2,500 m");
    EXPECT_EQ(digits_at(thousands, 0), "0");
    EXPECT_EQ(digits_at(thousands, 73), "73");
    EXPECT_EQ(digits_at(thousands, 999), "999");
    EXPECT_EQ(digits_at(thousands, 1042), "1,042");
    EXPECT_EQ(digits_at(thousands, 2500), "2,500");
    const auto decimal = *parse_figure("$3.25bn");
    EXPECT_EQ(digits_at(decimal, 0), "0.00");
    EXPECT_EQ(digits_at(decimal, 7), "0.07");
    EXPECT_EQ(digits_at(decimal, 325), "3.25");
    EXPECT_EQ(digits_at(*parse_figure("1.234,5"), 345), "34,5");
}

TEST(Counter, ReadsItsTrueValueWhenItHasCounted) {
    const media_protocol::ScenePlan plan = test::plan_of(model::SceneKind::big_number, media_protocol::Style::night);
    const Stage stage = *make_stage(360, 640);
    const Theme theme = make_theme(plan.palette, plan.style);
    const Typesetter type("en");
    const icons::IconSet icons;
    const SceneKit kit{plan, stage, theme, type, icons};
    for (const char* text : {"2,500", "1969", "$3.2bn", "7"}) {
        for (const int counting : {kFewestCountingFrames, kCountingFrames, kMostCountingFrames}) {
            const Figure figure = *parse_figure(text);
            const Counter counter(kit, figure, TypeStyle{}, 300, 100, {.start = 4}, counting);
            std::uint64_t last = 0;
            for (int frame = 4; frame <= 4 + counting; ++frame) {
                EXPECT_GE(counter.value_at(frame), last) << text;
                last = counter.value_at(frame);
            }
            EXPECT_LT(counter.value_at(4), figure.value) << text;
            EXPECT_EQ(last, figure.value) << text;
        }
    }
}

}  // namespace
}  // namespace mss::picture
