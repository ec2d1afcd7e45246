#include "text/numbers.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace mss::text {
namespace {

TEST(NumberSpeller, WritesNumbersInTheLanguagesOwnWords) {
    EXPECT_EQ(NumberSpeller("en")(42), "forty-two");
    EXPECT_EQ(NumberSpeller("en-GB")(2500), "two thousand five hundred");
    EXPECT_EQ(NumberSpeller("en")(4.5), "four point five");
    EXPECT_EQ(NumberSpeller("de")(42), "zweiundvierzig");
    EXPECT_EQ(NumberSpeller("de")(1234567).find("\u00AD"), std::string::npos);
    EXPECT_EQ(NumberSpeller("he")(7), "\u05E9\u05D1\u05E2");
}

TEST(NumberSpeller, IsEmptyWhereNobodyKnowsTheWords) {
    EXPECT_EQ(NumberSpeller("tlh")(42), "");
    EXPECT_EQ(NumberSpeller("")(42), "");
    EXPECT_EQ(NumberSpeller("en")(std::numeric_limits<double>::infinity()), "");
    EXPECT_EQ(NumberSpeller("en")(std::numeric_limits<double>::quiet_NaN()), "");
    EXPECT_EQ(NumberSpeller("en")(1e18), "");
}

}  // namespace
}  // namespace mss::text
