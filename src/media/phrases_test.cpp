#include "media/phrases.hpp"

#include <gtest/gtest.h>

namespace mss::media {
namespace {

TEST(OpeningPhrase, EndsWithTheFirstClause) {
    EXPECT_EQ(opening_phrase("After thirty years, you have more. Far more.", "en"), "After thirty years");
    EXPECT_EQ(opening_phrase("It is alive. It grows.", "en"), "It is alive");
    EXPECT_EQ(opening_phrase("So why three? Nobody knows.", "en"), "So why three?");
    EXPECT_EQ(opening_phrase("Yes, it does.", "en"), "Yes, it does");
}

TEST(OpeningPhrase, CutsALongClause) {
    EXPECT_EQ(opening_phrase("Banks have known this for two and a half thousand years.", "en"),
              "Banks have known this for two\u2026");
}

TEST(OpeningPhrase, DoesNotEndWithAnOrdinal) {
    EXPECT_EQ(opening_phrase("Die Wahl ist am 12. Dezember.", "de"), "Die Wahl ist am 12. Dezember");
    EXPECT_EQ(opening_phrase("It was 1912. Nobody knew.", "en"), "It was 1912");
}

TEST(OpeningPhrase, JoinsUnspacedScriptsWithoutSpaces) {
    EXPECT_EQ(opening_phrase("\u7AE0\u9C7C\u6709\u4E09\u9897\u5FC3\u810F\u3002", "zh"),
              "\u7AE0\u9C7C\u6709\u4E09\u9897\u5FC3\u810F");
}

}  // namespace
}  // namespace mss::media
