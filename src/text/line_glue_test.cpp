#include "text/line_glue.hpp"

#include <gtest/gtest.h>

namespace mss::text {
namespace {

TEST(StaysTogether, AFigureAndItsUnit) {
    EXPECT_TRUE(stays_together("5", "%"));
    EXPECT_TRUE(stays_together("84", "Millionen"));
    EXPECT_TRUE(stays_together("30", "km,"));
    EXPECT_TRUE(stays_together("\u20AC", "20"));
    EXPECT_FALSE(stays_together("five", "km"));
    EXPECT_FALSE(stays_together("5", "hearts"));
}

TEST(StaysTogether, NoFigureWithAPreposition) {
    EXPECT_FALSE(stays_together("1950", "in"));
    EXPECT_FALSE(stays_together("2031", "am"));
    EXPECT_FALSE(stays_together("1950", "an"));
    EXPECT_FALSE(stays_together("12", "may"));
    EXPECT_TRUE(stays_together("12", "May"));
    EXPECT_TRUE(stays_together("14", "semaines"));
}

TEST(StaysTogether, ATimeAndItsHalfOfTheDay) {
    EXPECT_TRUE(stays_together("11:30", "p.m."));
    EXPECT_TRUE(stays_together("9", "am,"));
    EXPECT_TRUE(stays_together("18", "Uhr"));
}

TEST(StaysTogether, ADayAndItsMonth) {
    EXPECT_TRUE(stays_together("3.", "M\u00E4rz"));
    EXPECT_TRUE(stays_together("12.", "Dezember,"));
    EXPECT_TRUE(stays_together("4", "July"));
    EXPECT_TRUE(stays_together("July", "4,"));
    EXPECT_TRUE(stays_together("July", "4th."));
    EXPECT_TRUE(stays_together("1er", "ao\u00FBt"));
    EXPECT_FALSE(stays_together("July,", "4"));
    EXPECT_FALSE(stays_together("July", "1969"));
    EXPECT_FALSE(stays_together("3.", "Kapitel"));
    EXPECT_FALSE(stays_together("", "July"));
    EXPECT_FALSE(stays_together("July", ""));
}

}  // namespace
}  // namespace mss::text
