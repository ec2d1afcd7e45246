#include "text/clean.hpp"

#include <gtest/gtest.h>

namespace mss::text {
namespace {

TEST(Clean, CollapsesWhiteSpaceAndKeepsParagraphs) {
    EXPECT_EQ(clean("  a \t b\r\nc\n \n\n d\u00a0e  "), "a b\nc\n\nd e");
    EXPECT_EQ(clean_line(" Title\n\nof  it\n"), "Title of it");
}

TEST(Clean, ComposesAccents) {
    EXPECT_EQ(clean("e\u0301"), "\u00e9");
}

TEST(Clean, DropsWhatIsInvisibleOrMisleading) {
    EXPECT_EQ(clean("a\u202eb\u2066c\u200bd\u00ade\x01\x1b[0m\ufefff"), "abcde[0mf");
    EXPECT_EQ(clean("ok\xff\xc3!"), "ok!");
}

TEST(Clean, KeepsJoinersThatScriptsNeed) {
    EXPECT_EQ(clean("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
              "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645");
}

TEST(Clean, OfNothingIsEmpty) {
    EXPECT_EQ(clean(" \n\n\u202e "), "");
}

}  // namespace
}  // namespace mss::text
