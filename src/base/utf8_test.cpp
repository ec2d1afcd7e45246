#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace mss::utf8 {
namespace {

TEST(Utf8, AcceptsWellFormedText) {
    EXPECT_TRUE(valid(""));
    EXPECT_TRUE(valid("plain, Grüße, 章鱼, 🐙"));
    EXPECT_TRUE(valid("\xF4\x8F\xBF\xBF"));  // U+10FFFF, the last one
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndTruncatedPoints) {
    EXPECT_FALSE(valid("\xC0\x80"));
    EXPECT_FALSE(valid("\xE0\x80\x80"));
    EXPECT_FALSE(valid("\xED\xA0\x80"));
    EXPECT_FALSE(valid("\xF4\x90\x80\x80"));
    EXPECT_FALSE(valid("\xE2\x82"));
    EXPECT_FALSE(valid("\xFF"));
}

TEST(Utf8, DecodingAndEncodingAreInverse) {
    const std::string text = "aß章🐙";
    EXPECT_EQ(decode(text), U"aß章🐙");
    EXPECT_EQ(encode(decode(text)), text);
}

TEST(Utf8, IllFormedBytesBecomeReplacementCharacters) {
    EXPECT_EQ(decode("a\xFFz"), U"a\uFFFDz");
}

TEST(Utf8, PrintableTextHasNoControlOrDirectionCharacters) {
    EXPECT_EQ(printable("a\nb\x1B[31m\u202Ec", 20), "a?b?[31m?c");
    EXPECT_EQ(printable("abcdef", 3), "abc…");
}

TEST(Utf8, TruncationNeverCutsAPoint) {
    EXPECT_EQ(truncate("aß", 2), "a");
    EXPECT_EQ(truncate("aß", 3), "aß");
}

}  // namespace
}  // namespace mss::utf8
