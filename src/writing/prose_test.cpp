#include "writing/prose.hpp"

#include <gtest/gtest.h>

#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

TEST(WithoutReferenceMarks, RemovesOnlyMarks) {
    EXPECT_EQ(without_reference_marks("Blue.[1][note 2] Red[citation needed]."), "Blue. Red.");
    EXPECT_EQ(without_reference_marks("He said that [the king] left."), "He said that [the king] left.");
    EXPECT_EQ(without_reference_marks("It is open [update: it closed in 2020] now."),
              "It is open [update: it closed in 2020] now.");
    EXPECT_EQ(without_reference_marks("He wrote: \"[T]he sea is wide.\"[b]"), "He wrote: \"[T]he sea is wide.\"");
}

TEST(WithoutReferenceMarks, KeepsTheLettersOfAWord) {
    EXPECT_EQ(without_reference_marks("The word[s] and the name[s] stay[a]."), "The word[s] and the name[s] stay.");
    EXPECT_EQ(without_parentheses("The word[s] stay."), "The word[s] stay.");
}

TEST(WithoutParentheses, MendsTheSpaces) {
    EXPECT_EQ(without_parentheses("The octopus (order Octopoda (see there)), a mollusc, swims (slowly)."),
              "The octopus, a mollusc, swims.");
    EXPECT_EQ(without_parentheses("Take f(x) as given."), "Take f(x) as given.");
    EXPECT_EQ(without_parentheses("Never (closed."), "Never (closed.");
}

TEST(Balanced, FindsHalfQuotesAndBrackets) {
    EXPECT_TRUE(balanced("He said \u201cyes\u201d (twice)."));
    EXPECT_TRUE(balanced("Er sagte \u201eja\u201c."));
    EXPECT_FALSE(balanced("He said \u201cyes."));
    EXPECT_FALSE(balanced("yes\u201d he said."));
    EXPECT_FALSE(balanced("\"I came."));
    EXPECT_FALSE(balanced("(open."));
}

TEST(WithoutStrayQuotes, KeepsWhatIsWhole) {
    for (const char* text : {"He said \"yes\" twice",
                             "„Ja“, sagte er",
                             "«Oui»",
                             "The dogs' home",
                             "Don't",
                             "’90s music",
                             "A 5\" screen",
                             "他说「是」",
                             "»Ja«",
                             "f(x)",
                             "The film \"Apollo 13\" tells how they came home",
                             "Why ‘dark skies’ matter",
                             "Why 'dark skies' matter",
                             "‘The dogs' home’",
                             "O‘zbekiston",
                             "f(x) and g(x)",
                             "'s-Hertogenbosch is old",
                             "'t Hooft won it",
                             "They are goin' home",
                             "A 5\" and a \"big\" one"})
        EXPECT_EQ(without_stray_quotes(text), text);
    for (const char* word :
         {"'s-Hertogenbosch", "'t", "po'", "Ol'", "goin'", "O‘zbekiston", "f(x)", "dogs'", "’90s", "word[s]"})
        EXPECT_EQ(without_marks(word), word);
}

TEST(WithoutStrayQuotes, RemovesTheHalfThatIsLeft) {
    EXPECT_EQ(without_stray_quotes("Why ‘dark skies"), "Why dark skies");
    EXPECT_EQ(without_stray_quotes("The film \"Apollo"), "The film Apollo");
    EXPECT_EQ(without_stray_quotes("\"I came"), "I came");
    EXPECT_EQ(without_stray_quotes("the “old mill"), "the old mill");
    EXPECT_EQ(without_stray_quotes("old mill”"), "old mill");
    EXPECT_EQ(without_stray_quotes("‘Never again"), "Never again");
    EXPECT_EQ(without_stray_quotes("'Nobody believes me"), "Nobody believes me");
    EXPECT_EQ(without_stray_quotes("是」他说"), "是他说");
    EXPECT_EQ(without_stray_quotes("in 1990\""), "in 1990");
    EXPECT_EQ(without_stray_quotes("the ship (of"), "the ship of");
}

TEST(PageFurniture, IsToldFromProse) {
    EXPECT_TRUE(page_furniture("Subscribe to our newsletter."));
    EXPECT_TRUE(page_furniture("We use cookies."));
    EXPECT_FALSE(page_furniture("The sky is blue."));
    EXPECT_FALSE(page_furniture("Bake the cookies for twelve minutes."));
    EXPECT_FALSE(page_furniture("Divers retrieved the wreck."));
}

TEST(FindPhrase, WantsWordBorders) {
    EXPECT_EQ(find_phrase("with this in mind", "this"), 5U);
    EXPECT_EQ(find_phrase("thistle", "this"), std::string::npos);
}

TEST(FittingWords, CutsBehindAWordOfAnyScript) {
    EXPECT_EQ(fitting_words("short", 80), "short");
    EXPECT_EQ(fitting_words("one two three", 9), "one two");
    EXPECT_EQ(fitting_words("one two three", 7), "one two");
    EXPECT_EQ(fitting_words("आम को फलों का राजा क्यों कहते हैं", 80), "आम को फलों का राजा क्यों कहते हैं");
    EXPECT_EQ(fitting_words("天空为什么是蓝色的", 4), "天空");
    EXPECT_EQ(fitting_words("He said \"never again\" twice", 15), "He said never") << "no half quotation";
}

TEST(Capitalised, WorksBeyondAscii) {
    EXPECT_EQ(capitalised("\u00e9t\u00e9"), "\u00c9t\u00e9");
    EXPECT_EQ(capitalised(""), "");
}

}  // namespace
}  // namespace mss::writing
