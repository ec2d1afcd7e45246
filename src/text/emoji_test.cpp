#include "text/emoji.hpp"

#include <gtest/gtest.h>

namespace mss::text {
namespace {

TEST(WithoutEmoji, TakesTheEmojiAndTheSpaceThatSetItApart) {
    const std::u32string_view missing = U"\U0001F389\U0001F419";
    EXPECT_EQ(without_emoji("Party \U0001F389 time", missing), "Party time");
    EXPECT_EQ(without_emoji("Party \U0001F389!", missing), "Party!");
    EXPECT_EQ(without_emoji("Party \U0001F389\U0001F419", missing), "Party");
    EXPECT_EQ(without_emoji("\"Party \U0001F389\"", missing), "\"Party\"");
    EXPECT_EQ(without_emoji("\u5929 \U0001F389\u3002", missing), "\u5929\u3002");
    EXPECT_EQ(without_emoji("\U0001F389 Party\n\U0001F419 Octopus", missing), "Party\nOctopus");
    EXPECT_EQ(without_emoji("Party\U0001F389time", missing), "Partytime");
    EXPECT_EQ(without_emoji("\U0001F389 \U0001F419", missing), "");
}

TEST(WithoutEmoji, TakesItWithItsJoinedPartsAndModifiers) {
    // A family, a waving hand with a skin tone, a heart with its presentation, a flag.
    EXPECT_EQ(without_emoji("Us \U0001F468\u200D\U0001F469\u200D\U0001F467.", U"\U0001F469"), "Us.");
    EXPECT_EQ(without_emoji("Hi \U0001F44B\U0001F3FD you", U"\U0001F3FD"), "Hi you");
    EXPECT_EQ(without_emoji("I \u2764\uFE0F it", U"\u2764"), "I it");
    EXPECT_EQ(without_emoji("Hot \U0001F336 peppers", U"\U0001F336"), "Hot peppers");
    EXPECT_EQ(without_emoji("A wave \U0001F590\U0001F3FD here", U"\U0001F590"), "A wave here");
    EXPECT_EQ(without_emoji("In \U0001F1E9\U0001F1EA.", U"\U0001F1E9\U0001F1EA"), "In.");
}

TEST(WithoutEmoji, LeavesWhatIsNotMissingAndWhatIsNoEmoji) {
    EXPECT_EQ(without_emoji("Sun \u2600 and \U0001F389", U"\U0001F389"), "Sun \u2600 and");
    EXPECT_EQ(without_emoji("Press 1\uFE0F\u20E3 now", U"\u20E3"), "Press 1 now");
    EXPECT_EQ(without_emoji("\u5929 is heaven", U"\u5929"), "\u5929 is heaven");
    EXPECT_EQ(without_emoji("Keep \u3299 and \u2122 and \u00A9 here", U"\u3299\u2122\u00A9"),
              "Keep \u3299 and \u2122 and \u00A9 here");
    EXPECT_EQ(without_emoji("\u0915\u094D\u200D\u0937 two  spaces \n", U"\U0001F389"),
              "\u0915\u094D\u200D\u0937 two  spaces \n");
}

}  // namespace
}  // namespace mss::text
