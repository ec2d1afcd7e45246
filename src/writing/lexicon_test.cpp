#include "writing/lexicon.hpp"

#include <gtest/gtest.h>

namespace mss::writing {
namespace {

TEST(RefersBack, FindsPronounsWithoutTheirNoun) {
    for (const char* sentence :
         {"It grew quickly.", "They died soon afterwards.", "This made him famous.", "In 1847, he left the city.",
          "For this reason, the sky is blue.", "When he came back, a mould had grown.",
          "Doctors gave it to him again, but his fever rose.", "Their skin changes colour.",
          "Since then, bridges are tested."})
        EXPECT_TRUE(refers_back(sentence, "en")) << sentence;
}

TEST(RefersBack, LeavesWholeStatementsAlone) {
    for (const char* sentence :
         {"The octopus can change its colour.", "Fleming named the drug after its mould.",
          "It is thought that bees can count.", "Those who drank coffee stayed awake.",
          "When Fleming came back, he found a mould.", "When the rain stops, the river keeps its level."})
        EXPECT_FALSE(refers_back(sentence, "en")) << sentence;
}

TEST(RefersBack, KnowsOtherLanguages) {
    EXPECT_TRUE(refers_back("Dabei wechseln sie ihre Aufgabe.", "de"));
    EXPECT_TRUE(refers_back("Elle est morte en 1934.", "fr"));
    EXPECT_FALSE(refers_back("Die Königin legt Eier.", "de"));
    EXPECT_FALSE(refers_back("It grew.", "xx"));
}

TEST(WithoutConnective, DropsOnlyConnectives) {
    EXPECT_EQ(without_connective("However, bees dance.", "en"), "Bees dance.");
    EXPECT_EQ(without_connective("But bees dance.", "en"), "Bees dance.");
    EXPECT_EQ(without_connective("In Paris, bees dance.", "en"), "In Paris, bees dance.");
    EXPECT_EQ(without_connective("Cependant, les abeilles dansent.", "fr"), "Les abeilles dansent.");
}

TEST(RefersBack, KnowsGermanDasWithoutItsNoun) {
    EXPECT_TRUE(refers_back("Das kostet nach Angaben der Stadt viel Geld.", "de"));
    EXPECT_TRUE(refers_back("Das war nicht immer so.", "de"));
    EXPECT_FALSE(refers_back("Das alte Haus am Hafen wird umgebaut.", "de"));
    EXPECT_FALSE(refers_back("Das Viertel bekommt eine eigene Schule.", "de"));
}

TEST(RefersBack, SeesOrdersAndDemonstratives) {
    for (const char* sentence : {"Pour it off or stir it in, then feed the starter.",
                                 "Ms Tait was not consoled by that.", "In that case, let the jug stand overnight."})
        EXPECT_TRUE(refers_back(sentence, "en")) << sentence;
    for (const char* sentence :
         {"The heart of a whale is larger than that of an elephant.", "Bakers know that the dough needs time."})
        EXPECT_FALSE(refers_back(sentence, "en")) << sentence;
}

TEST(FrequentVerb, IsKnownByItsEnding) {
    EXPECT_TRUE(frequent_verb("changera", "fr"));
    EXPECT_TRUE(frequent_verb("coûteront", "fr"));
    EXPECT_TRUE(frequent_verb("llegaron", "es"));
    EXPECT_FALSE(frequent_verb("caméra", "fr"));
    EXPECT_FALSE(frequent_verb("ville", "fr"));
    EXPECT_FALSE(frequent_verb("era", "fr"));
}

TEST(FrequentVerb, IsNoNounAndNoName) {
    EXPECT_FALSE(frequent_verb("tubarão", "pt"));
    EXPECT_FALSE(frequent_verb("camarão", "pt"));
    EXPECT_FALSE(frequent_verb("catamarán", "es"));
    for (const char* word : {"teherán", "aldebarán"})
        EXPECT_FALSE(frequent_verb(word, "es")) << word;
    for (const char* word : {"riviera", "shakira", "elvira"})
        EXPECT_FALSE(frequent_verb(word, "fr")) << word;
    EXPECT_TRUE(frequent_verb("llegará", "es"));
    EXPECT_FALSE(frequent_verb("pará", "pt", true));
    EXPECT_FALSE(frequent_verb("tamará", "es", true));
    EXPECT_TRUE(frequent_verb("dice", "es", true)) << "whatever its first letter";
}

}  // namespace
}  // namespace mss::writing
