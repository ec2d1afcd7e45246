#include "writing/narration.hpp"

#include <gtest/gtest.h>

namespace mss::writing {
namespace {

bool said(std::string_view shown, std::string_view narration, std::string_view language) {
    return Narration(narration, language).says(shown);
}

bool figure_said(std::string_view figure, std::string_view narration, std::string_view language) {
    return Narration(narration, language).figure_as_said(figure, "").has_value();
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
             {"50", "They lost 50% of it."},
             {"5", "It was -5 degrees."},
             {"-5 degrees", "It was 5 degrees."},
             {"30", "It took 30-40 days."},
             {"40", "It took thirty to forty days."},
             {"50", "It happens to one in fifty."},
             {"~40", "About 90 people came, and 40 stayed."},
             {"40+", "About 40 people came."},
             {"many", "Many people came."},
             {"", "40 people came."},
         })
        EXPECT_FALSE(figure_said(figure, narration, "en")) << figure << " in " << narration;
}

TEST(NarrationFigure, CarriesTheMarkThatTheWordsAskFor) {
    const auto shown = [](std::string_view figure, std::string_view narration, std::string_view language) {
        return Narration(narration, language).figure_as_said(figure, "").value_or("not said");
    };
    EXPECT_EQ(shown("40", "About 40 people came.", "en"), "~40");
    EXPECT_EQ(shown("$4 million", "It cost more than four million dollars.", "en"), "$4 million+");
    EXPECT_EQ(shown("30-40", "It took 30 to 40 days.", "en"), "30-40");
    EXPECT_EQ(shown("3.000", "Rund 3.000 Menschen kamen.", "de"), "~3.000");
    EXPECT_EQ(shown("40", "Nicht mehr als 40 Menschen kamen.", "de"), "≤40");
    EXPECT_EQ(shown("3,000", "It did not rain, more than 3,000 people came.", "en"), "3,000+");
    EXPECT_EQ(shown("3,000", "Without warning, more than 3,000 people came.", "en"), "3,000+");
}

TEST(NarrationFigure, MayHaveItsUnitInItsLabel) {
    const Narration narration("The dam cost $4 million.", "en");
    EXPECT_FALSE(narration.figure_as_said("4 million", "for the dam"));
    EXPECT_TRUE(narration.figure_as_said("4 million", "dollars for the dam"));
}

TEST(NarrationFigure, ReadsDecimalsAsTheLanguageWritesThem) {
    EXPECT_TRUE(figure_said("0.125", "It is zero point one two five of it.", "en"));
    EXPECT_FALSE(figure_said("0.125", "It is one hundred twenty-five of it.", "en"));
    EXPECT_FALSE(figure_said("125", "It is 0.125 of it.", "en"));
    EXPECT_FALSE(figure_said("125", "Es sind 0,125 davon.", "de"));
    EXPECT_TRUE(figure_said("3000", "Es sind 3.000 davon.", "de"));
    EXPECT_FALSE(figure_said("2500", "It is 2.500 of it.", "en"));
}

TEST(NarrationSays, NothingThatIsDenied) {
    EXPECT_FALSE(said("Bees can fly in rain", "Bees cannot fly in rain.", "en"));
    EXPECT_TRUE(said("Bees cannot fly", "Bees cannot fly in rain.", "en"));
    EXPECT_FALSE(said("Known cure", "There is no known cure.", "en"));
    EXPECT_TRUE(said("No known cure", "There is no known cure.", "en"));
    EXPECT_FALSE(said("Whales", "They are not fish, whales or seals.", "en"));
    EXPECT_FALSE(said("No cure", "There is a cure.", "en"));
    EXPECT_TRUE(said("Total darkness", "Cats do not see in total darkness.", "en"));
    EXPECT_FALSE(said("Bekanntes Heilmittel", "Es gibt kein bekanntes Heilmittel.", "de"));
}

}  // namespace
}  // namespace mss::writing
