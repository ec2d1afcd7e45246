#include "text/terms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/stop_words.hpp"

namespace mss::text {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Terms, LeaveOutStopWordsAndEndings) {
    EXPECT_THAT(terms("Why is the sky's light scattered by the molecules?", "en"),
                ElementsAre("sky", "light", "scatter", "molecul"));
    EXPECT_THAT(terms("Warum ist der Himmel blau?", "de"), ElementsAre("himmel", "blau"));
    EXPECT_THAT(terms("Why is the?", "en"), IsEmpty());
}

TEST(Terms, KeepNumbers) {
    EXPECT_THAT(terms("Apollo 11 in 1969", "en"), ElementsAre("apollo", "11", "1969"));
}

TEST(Stem, BringsFormsOfAWordTogether) {
    for (const auto& [one, other] : {std::pair{"makes", "making"},
                                     {"cities", "city"},
                                     {"stopped", "stops"},
                                     {"scattering", "scatters"},
                                     {"waves", "wave"},
                                     {"boxes", "box"}})
        EXPECT_EQ(stem(one, "en"), stem(other, "en")) << one << " and " << other;
    EXPECT_EQ(stem("glass", "en"), "glass");
    EXPECT_EQ(stem("virus", "en"), "virus");
    EXPECT_EQ(stem("red", "en"), "red");
    EXPECT_EQ(stem("bring", "en"), "bring");
}

TEST(StopWords, ExistForTheLanguagesThatWeWriteFor) {
    for (const auto& [language, word] : {std::pair{"en", "the"},
                                         {"de", "und"},
                                         {"fr", "les"},
                                         {"es", "los"},
                                         {"it", "della"},
                                         {"pt", "não"},
                                         {"nl", "het"}})
        EXPECT_TRUE(stop_word(word, language)) << language;
    EXPECT_TRUE(stop_word("the", "en-GB"));
    EXPECT_FALSE(stop_word("the", "xx"));
}

}  // namespace
}  // namespace mss::text
