#include "speech/english_numbers.hpp"

#include <gtest/gtest.h>

namespace mss::speech {
namespace {

TEST(EnglishNumbers, SaysCardinals) {
    EXPECT_EQ(cardinal(0), "zero");
    EXPECT_EQ(cardinal(42), "forty-two");
    EXPECT_EQ(cardinal(100), "one hundred");
    EXPECT_EQ(cardinal(2'500), "two thousand five hundred");
    EXPECT_EQ(cardinal(1'000'001), "one million one");
    EXPECT_EQ(cardinal(18'446'744'073'709'551'615ULL).substr(0, 20), "eighteen quintillion");
}

TEST(EnglishNumbers, SaysOrdinals) {
    EXPECT_EQ(ordinal(1), "first");
    EXPECT_EQ(ordinal(12), "twelfth");
    EXPECT_EQ(ordinal(20), "twentieth");
    EXPECT_EQ(ordinal(21), "twenty-first");
    EXPECT_EQ(ordinal(100), "one hundredth");
}

TEST(EnglishNumbers, SaysYearsAsPeopleDo) {
    EXPECT_EQ(year(1950), "nineteen fifty");
    EXPECT_EQ(year(1905), "nineteen oh five");
    EXPECT_EQ(year(1900), "nineteen hundred");
    EXPECT_EQ(year(2000), "two thousand");
    EXPECT_EQ(year(2007), "two thousand seven");
    EXPECT_EQ(year(2025), "twenty twenty-five");
}

TEST(EnglishNumbers, ReadsWrittenNumbers) {
    EXPECT_EQ(number_words("2,500"), "two thousand five hundred");
    EXPECT_EQ(number_words("3.14"), "three point one four");
    EXPECT_EQ(number_words("007"), "zero zero seven");
    EXPECT_EQ(number_words("1234567890123456"), digit_by_digit("1234567890123456"));
}

TEST(EnglishNumbers, RefusesWhatIsNoNumber) {
    for (const char* text : {"", ".", "5.", "2,50", ",500", "1,2,3", "1.2.3", "x"})
        EXPECT_EQ(number_words(text), "") << text;
}

}  // namespace
}  // namespace mss::speech
