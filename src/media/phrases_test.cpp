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

TEST(OpeningPhrase, IsAWholeClauseWhereItFits) {
    EXPECT_EQ(opening_phrase("It was not the number that counted but the share.", "en"),
              "It was not the number that counted but the share");
    EXPECT_EQ(opening_clause("It was not the number that counted but the share.", "en", 8), std::nullopt);
    EXPECT_EQ(opening_clause("So why three? Nobody knows.", "en", 8), "So why three?");
}

TEST(OpeningPhrase, IsCutWhereOneThingEnds) {
    EXPECT_EQ(opening_phrase("In the last decade the keepers reported forty-four emergencies to the harbour office on "
                             "the mainland.",
                             "en"),
              "In the last decade\u2026");
    EXPECT_EQ(opening_phrase(std::string(90, 'a') + " " + std::string(90, 'b'), "en"),
              std::string(90, 'a') + " " + std::string(90, 'b') + "\u2026");
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
