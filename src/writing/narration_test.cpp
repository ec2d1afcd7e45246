#include "writing/narration.hpp"

#include <gtest/gtest.h>

namespace mss::writing {
namespace {

bool said(std::string_view shown, std::string_view narration, std::string_view language) {
    return Narration(narration, language).says(shown);
}

bool figure_said(std::string_view figure, std::string_view narration, std::string_view language) {
    return Narration(narration, language).says_figure(figure);
}

TEST(NarrationSays, WantsEveryWordThatCarriesMeaning) {
    EXPECT_TRUE(said("Red sunset", "At sunset only red light is left.", "en"));
    EXPECT_TRUE(said("The wave of colours", "Waves make every colour.", "en"));
    EXPECT_FALSE(said("Deadly sunset", "At sunset only red light is left.", "en"));
    EXPECT_TRUE(said("Blaue Blumen", "Die blaue Blume wächst hier.", "de"));
    EXPECT_FALSE(said("Rote Blumen", "Die blaue Blume wächst hier.", "de"));
    EXPECT_TRUE(said("蓝色天空", "今天的天空是蓝色的。", "zh"));
    EXPECT_FALSE(said("红色天空", "今天的天空是蓝色的。", "zh"));
}

TEST(NarrationSays, WantsFiguresAsWell) {
    EXPECT_TRUE(said("3 hearts", "An octopus has three hearts.", "en"));
    EXPECT_FALSE(said("9 hearts", "An octopus has three hearts.", "en"));
    EXPECT_FALSE(said("50 hearts", "They counted 150 hearts.", "en"));
}

TEST(NarrationSays, NeedsSomethingToSay) {
    EXPECT_FALSE(said("", "An octopus has three hearts.", "en"));
    EXPECT_FALSE(said("It is what it is", "It is what it is.", "en"));
    EXPECT_FALSE(said("\xff\xfe", "", "en"));
}

TEST(NarrationSaysFigure, AsFigureOrInWordsWithItsUnit) {
    for (const auto& [figure, narration] : {
             std::pair{"10 times", "It is ten times as strong."},
             {"10 times", "It is 10 times as strong."},
             {"30%", "Plants absorb 30 percent of it."},
             {"30 %", "Plants absorb thirty per cent of it."},
             {"$4 million", "The dam cost four million dollars."},
             {"$4 million", "The dam cost $4 million a year."},
             {"4 million dollars", "The dam cost $4 million."},
             {"2,500", "There are two thousand five hundred species."},
             {"2500", "There are 2,500 species."},
             {"1 million", "A million people came."},
             {"150", "A hundred and fifty people came."},
             {"5 km", "The crater is 5 kilometres wide."},
             {"4.5 metres", "It is four point five meters deep."},
             {"~40", "About 40 people came."},
             {"40+", "More than forty people came."},
             {"\u221260 degrees", "In winter it has -60 degrees."},
         })
        EXPECT_TRUE(figure_said(figure, narration, "en")) << figure << " in " << narration;
    EXPECT_TRUE(figure_said("10 000 km", "Le voyage couvre dix mille km.", "fr"));
    EXPECT_FALSE(figure_said("10", "Le voyage couvre 10 000 km.", "fr"));
    EXPECT_FALSE(figure_said("000", "Le voyage couvre 10 000 km.", "fr"));
    EXPECT_TRUE(figure_said("30 %", "Das sind dreißig Prozent.", "de"));
    EXPECT_TRUE(figure_said("12 Jahre", "Sie lebte zwölf Jahre dort.", "de"));
    EXPECT_TRUE(figure_said("40 %", "Le nombre a baissé de quarante pour cent.", "fr"));
}

TEST(NarrationSaysFigure, NotAsPartOfAnotherNorWithAnotherUnit) {
    for (const auto& [figure, narration] : {
             std::pair{"50", "They counted 150 people."},
             {"50", "They counted 50,000 people."},
             {"50", "They counted 2.50 of them."},
             {"20", "Twenty-five people came."},
             {"5", "Twenty-five people came."},
             {"10%", "It is ten times as strong."},
             {"10 km", "It is ten miles away."},
             {"$10", "It weighs 10 kilograms."},
             {"10 million", "Ten people came."},
             {"~40", "40 people came."},
             {"40+", "40 people came."},
             {"19", "COVID-19 spread quickly."},
             {"many", "Many people came."},
             {"", "40 people came."},
         })
        EXPECT_FALSE(figure_said(figure, narration, "en")) << figure << " in " << narration;
}

}  // namespace
}  // namespace mss::writing
