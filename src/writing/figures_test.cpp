#include "writing/figures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "writing/visual.hpp"

namespace mss::writing {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using testing::IsEmpty;

void expect_figure(const char* sentence, const char* number, const char* label, const char* language = "en") {
    const auto figure = telling_figure(sentence, language);
    ASSERT_TRUE(figure) << sentence;
    EXPECT_EQ(figure->number, number);
    EXPECT_EQ(figure->label, label);
}

TEST(TellingFigure, TakesFiguresThatTell) {
    expect_figure("Plants absorb 30% of the carbon.", "30%", "of the carbon");
    expect_figure("There are 2,500 species of bees in Europe.", "2,500", "species of bees in Europe");
    expect_figure("It cost $6.4 million.", "$6.4 million", "");
    expect_figure("Light travels 150 million kilometres to us.", "150 million", "kilometres");
}

TEST(TellingFigure, KeepsItsPrecision) {
    expect_figure("It saved more than 200 million lives.", "200 million+", "lives");
    expect_figure("The world drinks about 400 billion cups each year.", "~400 billion", "cups");
    expect_figure("It crosses up to 40 times as much air as at noon.", "≤40", "times as much air");
    expect_figure("It carries no more than 500 kilograms.", "≤500", "kilograms");
    expect_figure("It needs not less than 500 kilograms.", "500+", "kilograms");
    expect_figure("The water is never more than 1,500 metres deep.", "≤1,500", "metres deep");
    expect_figure("Lorries not exceeding 3,500 kilograms may cross.", "≤3,500", "kilograms");
    expect_figure("It weighs over 3,500 kilograms.", "3,500+", "kilograms");
    expect_figure("The lake lies under 4,000 metres of ice.", "4,000", "metres of ice");
    expect_figure("In winter it has -60 degrees.", "−60", "degrees");
    expect_figure("आज 45 प्रतिशत आम भारत में पैदा होते हैं।", "45 प्रतिशत", "आम भारत में पैदा होते हैं", "hi");
    expect_figure("Etwa 80 % der Pflanzen brauchen Bienen.", "~80%", "der Pflanzen", "de");
}

TEST(TellingFigure, SaysWhatItCounts) {
    expect_figure("The work is expected to cost about £6.8 million.", "~£6.8 million", "");
    expect_figure("In all, €30 million comes from the European Investment Bank as a loan.", "€30 million",
                  "from the European Investment Bank");
    expect_figure("Each saves 900 kilograms of carbon dioxide compared with clay.", "900",
                  "kilograms of carbon dioxide");
    expect_figure("It creates 180 jobs and makes from 22 million to 65 million bricks.", "180", "jobs");
}

TEST(TellingFigure, KeepsThousandsPartedBySpaces) {
    expect_figure("Le voyage couvre près de 10 000 kilomètres.", "~10 000", "kilomètres", "fr");
    expect_figure("Il y a 1\u202F234\u202F567 habitants ici.", "1 234 567", "habitants", "fr");
    expect_figure("In 1990 the town had 300 million bricks.", "300 million", "bricks");
}

TEST(TellingFigure, HasNoLabelFromBeforeTheNumber) {
    expect_figure("At an estimated 300 million years old, the fossil is a rarity.", "~300 million", "years old");
    expect_figure("At an estimated $4 million, the bridge was dear.", "~$4 million", "");
    EXPECT_EQ(plan_visual("At an estimated $4 million, the stone bridge was dear.", "en").label, "Stone bridge");
    EXPECT_NE(plan_visual("It is $6.4 million.", "en").kind, model::SceneKind::big_number);
}

TEST(TellingFigure, ReadsGermanAndItsNeighbours) {
    expect_figure("Der Fisch wird 40 Zentimeter lang.", "40", "Zentimeter lang", "de");
    expect_figure("Der Bau kostete 1,5 Millionen Euro für die Stadt.", "1,5 Millionen", "Euro für die Stadt", "de");
    expect_figure("In der Stadt leben rund 3.000 Menschen ohne Strom.", "~3.000", "Menschen", "de");
    expect_figure("Nicht mehr als 500 Menschen kamen.", "≤500", "Menschen", "de");
    expect_figure("Le pont mesure 120 mètres de long.", "120", "mètres de long", "fr");
    EXPECT_FALSE(telling_figure("Sie feierte den 100. Geburtstag.", "de"));
}

TEST(TellingFigure, JoinsEnglishThousandsOnlyWhereTheyAreOneNumber) {
    expect_figure("The ship sailed 12 500 km to the south.", "12 500", "km");
    expect_figure("Of the 20 500 died in the first winter.", "500", "died in the first winter");
}

TEST(TellingFigure, ShowsNothingThatIsDenied) {
    EXPECT_FALSE(telling_figure("There were not 500 soldiers."));
}

TEST(TellingFigure, IgnoresYearsDatesNamesAndSmallCounts) {
    for (const char* sentence :
         {"It opened in 1940.", "On November 7 the deck broke.", "Apollo 11 landed.", "See chapter 12 for more.",
          "It has 3 hearts.", "It is 10 to 20 km long.", "One in 1,000 people is born with it.",
          "Between 22 million and 65 million people died.", "A hive holds 2,000 or 3,000 bees.",
          "Many COVID-19 people lay there."})
        EXPECT_FALSE(telling_figure(sentence)) << sentence << " " << telling_figure(sentence)->number;
}

TEST(Enumeration, FindsThreeToFiveThings) {
    EXPECT_THAT(enumeration("They escape in several ways, including camouflage, jets of ink, venom and colour.", "en"),
                ElementsAre("Camouflage", "Jets of ink", "Venom", "Colour"));
    EXPECT_THAT(enumeration("It has three layers: crust, mantle and core.", "en"),
                ElementsAre("Crust", "Mantle", "Core"));
}

TEST(Enumeration, TakesWholeLists) {
    EXPECT_THAT(
        enumeration("You need four things: a glass jar that holds about one litre, flour, water and a scale.", "en"),
        ElementsAre("A glass jar", "Flour", "Water", "A scale"));
    EXPECT_THAT(enumeration("We needed three things: glass, rail and people who understand kilns.", "en"),
                ElementsAre("Glass", "Rail", "People who understand kilns"));
}

TEST(Enumeration, DoesNotForceOne) {
    EXPECT_THAT(enumeration("Trains leave at 10:30, noon and midnight.", "en"), IsEmpty());
    EXPECT_THAT(enumeration("Salt and pepper are on the table.", "en"), IsEmpty());
    EXPECT_THAT(enumeration("The sky is blue.", "en"), IsEmpty());
    EXPECT_THAT(enumeration("It includes one very long thing that goes on and on, another and a third.", "en"),
                IsEmpty());
}

TEST(TellingFigure, KeepsWhatItsLabelNeeds) {
    expect_figure("It stands winds of 190 kilometres per hour.", "190", "kilometres per hour");
    expect_figure("Etwa 80 % der Nutz- und Wildpflanzen brauchen Bienen.", "~80%", "der Nutz- und Wildpflanzen", "de");
    expect_figure("La torre pesa más de 10.000 toneladas.", "10.000+", "toneladas", "es");
    expect_figure("Ongeveer 3.000 mensen wonen in de stad.", "~3.000", "mensen", "nl");
}

TEST(Enumeration, DoesNotListWhatIsDenied) {
    EXPECT_THAT(enumeration("They are not fish, whales or seals.", "en"), IsEmpty());
    EXPECT_THAT(enumeration("Dolphins are fast: not fish, whales or seals.", "en"), IsEmpty());
    EXPECT_THAT(enumeration("The list does not include apples, pears and plums.", "en"), IsEmpty());
}

TEST(Quotation, FindsWordsAndSpeaker) {
    const auto quote = quotation("\u201cNothing in life is to be feared, only understood,\u201d said Marie Curie.");
    ASSERT_TRUE(quote);
    EXPECT_EQ(quote->words, "Nothing in life is to be feared, only understood");
    EXPECT_EQ(quote->speaker, "Marie Curie");
    EXPECT_EQ(quotation("\"We cannot keep drying out the same building and hoping for a kinder storm,\" said the "
                        "mayor, Ingrid Dallow, on Monday.")
                  ->speaker,
              "Ingrid Dallow");
    EXPECT_FALSE(quotation("The so-called \"big bang\" was named by Fred Hoyle in a talk on the radio."));
}

TEST(Quotation, FindsTheSpeakerBehindAnArticleOfOtherLanguages) {
    const auto quote = quotation(
        "„Man nimmt uns die letzten bezahlbaren Ateliers der Stadt“, sagte die Bildhauerin "
        "Marie Otten.");
    ASSERT_TRUE(quote);
    EXPECT_EQ(quote->speaker, "Bildhauerin Marie Otten");
}

TEST(Headline, IsShortAndFromTheSentence) {
    EXPECT_EQ(headline("The replacement bridge, which opened in 1950, has deep open trusses.", "en", ""),
              "Deep open trusses");
    EXPECT_EQ(headline("Der Zoologe Karl von Frisch entdeckte den Tanz der Bienen.", "de", ""),
              "Zoologe Karl von Frisch");
    EXPECT_EQ(headline("It made a profit for the first time, of two million.", "en", ""), "Profit for the first time");
    EXPECT_EQ(headline("They fear that customers will not follow them up the hill.", "en", ""), "Customers");
    EXPECT_EQ(headline("This usually takes seven to ten days.", "en", ""), "Seven to ten days");
    EXPECT_EQ(headline("", "en", ""), "");
    EXPECT_EQ(headline("It was as it was.", "en", ""), "");
}

TEST(Headline, KeepsItsNegation) {
    EXPECT_EQ(headline("There is no known cure.", "en", ""), "No known cure");
    EXPECT_EQ(headline("They live without sunlight.", "en", ""), "Without sunlight");
    EXPECT_EQ(headline("Cats do not see in total darkness.", "en", ""), "Total darkness");
    EXPECT_EQ(headline("Es gibt kein bekanntes Heilmittel.", "de", ""), "Kein bekanntes Heilmittel");
}

TEST(Headline, AssertsNothingForWhichThereIsNoEvidence) {
    EXPECT_EQ(headline("There is no evidence that the ship sank.", "en", ""), "No evidence");
}

TEST(PlanVisual, ShowsAQuotationWholeOrNot) {
    const auto visual = plan_visual(
        "\"The arms have a mind of their own and the brain is more of a coach than a commander,\" said Peter Morris.",
        "en");
    EXPECT_NE(visual.kind, model::SceneKind::quote_card);
}

TEST(Headline, KeepsNounsInEd) {
    EXPECT_EQ(headline("It runs at high speed.", "en", ""), "High speed");
    EXPECT_EQ(headline("It sank into the river bed.", "en", ""), "River bed");
}

TEST(Headline, IsNeitherAUnitNorARandomWordElsewhere) {
    EXPECT_EQ(headline("Der Fisch wird 40 Zentimeter lang.", "de", ""), "");
    EXPECT_EQ(headline("Dort liegen die alten Frachtschiffe.", "de", ""), "Alten Frachtschiffe");
    EXPECT_EQ(headline("Dort sah man den Tanz der Bienen.", "de", ""), "Tanz der Bienen");
    EXPECT_EQ(headline("Dann kamen Frachtschiffe.", "de", "Frachtschiffe"), "Frachtschiffe");
}

TEST(Headline, HasNoSpacesWhereTheScriptHasNone) {
    EXPECT_EQ(headline("今天的天空是蓝色的。", "zh", "").find(' '), std::string::npos);
}

TEST(PlanVisual, ChoosesByWhatTheTextHolds) {
    using model::SceneKind;
    EXPECT_EQ(plan_visual("Plants absorb 30% of the carbon.", "en").kind, SceneKind::big_number);
    EXPECT_EQ(plan_visual("It has layers: crust, mantle and core.", "en").kind, SceneKind::list_reveal);
    EXPECT_EQ(plan_visual("\u201cThe sky above is not the limit,\u201d said Ada Byron.", "en").kind,
              SceneKind::quote_card);
    EXPECT_NE(plan_visual("\u201cThe sky above is not the limit,\u201d she wrote.", "en").kind, SceneKind::quote_card);
    EXPECT_EQ(plan_visual("The sky is blue.", "en").kind, SceneKind::automatic);
    EXPECT_THAT(plan_visual("The volcano erupted.", "en").icons, testing::Contains("volcano"));
}

TEST(PlanVisual, TakesAnyText) {
    for (const char* text : {"", "?", "12", "\xff\xfe", "。", "\"\"", "::,,and", "$ % €"})
        EXPECT_LE(plan_visual(text, "en").headline.size(), 80U) << text;
}

}  // namespace
}  // namespace mss::writing
