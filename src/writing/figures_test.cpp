#include "writing/figures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "writing/title.hpp"
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

TEST(TellingFigure, IsTurnedRoundOnlyByWhatDeniesItsBound) {
    expect_figure("Without warning, more than 3,000 people left.", "3,000+", "people");
    expect_figure("It did not rain, and more than 3,000 people came.", "3,000+", "people");
    expect_figure("She is not sad because more than 3,000 people came.", "3,000+", "people");
    expect_figure("With no help from more than 3,000 people it stood.", "3,000+", "people");
    expect_figure("Ohne Vorwarnung kamen mehr als 3.000 Menschen.", "3.000+", "Menschen", "de");
    expect_figure("Er sagt nicht, dass mehr als 3.000 Menschen kamen.", "3.000+", "Menschen", "de");
    expect_figure("It does not carry more than 500 kilograms.", "≤500", "kilograms");
}

TEST(TellingFigure, TakesGermanPlacesForNoBounds) {
    expect_figure("Das Schiff fährt unter 340 Brücken hindurch.", "340", "Brücken", "de");
    expect_figure("Wir gingen über 340 Brücken.", "340", "Brücken", "de");
    expect_figure("Sie schloss einen Vertrag über 30 Millionen Euro.", "30 Millionen", "Euro", "de");
    expect_figure("Der See liegt unter 4000 Metern Eis.", "4000", "Metern", "de");
    expect_figure("Der Wal wiegt über 90 Tonnen.", "90+", "Tonnen", "de");
    expect_figure("Dort leben seit über 100 Jahren Menschen.", "100+", "Jahren", "de");
    expect_figure("Unter 5 % der Pflanzen brauchen Bienen.", "<5%", "der Pflanzen", "de");
    expect_figure("Über 3 Millionen Menschen besuchten den Park.", "3 Millionen+", "Menschen", "de");
}

TEST(TellingFigure, ReadsBoundsInTheLanguageOfTheTextOnly) {
    expect_figure("The train went fast 200 mph through the night.", "200 mph", "");
    expect_figure("Der Zug fuhr fast 200 Meter weit.", "~200", "Meter weit", "de-AT");
    expect_figure("De kerk is bijna 200 meter hoog.", "~200", "meter hoog", "nl");
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
    EXPECT_EQ(plan_visual("At an estimated $4 million, the stone bridge was dear.", "en").label, "");
    EXPECT_EQ(plan_visual("At an estimated $4 million, the stone bridge was dear.", "en").kind,
              model::SceneKind::big_number);
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
    expect_figure("The ship sailed 12 500 km to the south.", "12 500 km", "");
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

TEST(TellingFigure, TakesNoTelephoneNumberForAFigure) {
    for (const char* sentence : {"Call +49 30 123456 now.", "Ring us at (030) 123456 today.",
                                 "Our number is 030 123456.", "The hotline 1234567 is open.", "Write to +4930123456."})
        EXPECT_FALSE(telling_figure(sentence)) << sentence << " " << telling_figure(sentence)->number;
    EXPECT_FALSE(telling_figure("Rufen Sie 030 123 456 an.", "de"));
}

TEST(Headline, EndsNoThoughtInItsMiddle) {
    const auto shown = [](std::string_view text, std::string_view language) { return headline(text, language, ""); };
    EXPECT_THAT(shown("Physicists work e.g. on magnets, lasers etc.", "en"), testing::Not(testing::HasSubstr("etc")));
    EXPECT_THAT(shown("Fish & chips cost £9 at the pier.", "en"), "Fish & chips");
    EXPECT_THAT(shown("Fish & chips cost about nine pounds.", "en"), "Fish & chips");
    EXPECT_EQ(shown("The shop closes at 5 p.m.", "en").ends_with("p.m"), false);
    EXPECT_EQ(shown("Und ein zweiter Satz ist das.", "en"), "Und ein zweiter Satz");
    EXPECT_THAT(shown("Selon lui, M. Dupont l'a dit hier à Paris.", "fr"), "M. Dupont");
    EXPECT_EQ(shown("M. Dupont l'a dit.", "fr"), "M. Dupont");
    EXPECT_EQ(shown("M. Dupont l'a dit hier soir.", "en"), "M. Dupont");
}

TEST(TitleFor, KeepsTheMarkOfAQuestion) {
    EXPECT_EQ(title_for("Почему небо голубое? Воздух рассеивает свет.", "ru"), "Почему небо голубое?");
    EXPECT_EQ(title_for("蜜蜂怎样酿蜜？它们采集花蜜。", "zh"), "蜜蜂怎样酿蜜？");
    EXPECT_EQ(title_for("The small shop closes at 5 p.m.", "en"), "The small shop closes at 5 p.m.");
}

TEST(PlanVisual, ShowsNoFigureUnderTheHeadlineOfAnotherClause) {
    const auto water = plan_visual("Water freezes at 0 °C (32 °F) and boils at 100 °C.", "en");
    EXPECT_NE(water.kind, model::SceneKind::big_number);
    EXPECT_EQ(water.number, "");
    EXPECT_EQ(water.headline, "Water freezes");
    const auto firm = plan_visual("The bicycle firm employs 62 people and guards more than 200,000 bicycles.", "en");
    EXPECT_EQ(firm.number, "200,000+");
    EXPECT_EQ(firm.headline, "");
    EXPECT_EQ(plan_visual("The stone bridge was built in 1940 and cost $4 million.", "en").number, "$4 million");
}

TEST(Enumeration, FindsThreeToFiveThings) {
    EXPECT_THAT(
        enumeration("They escape in several ways, including camouflage, jets of ink, venom and colour.", "en").items,
        ElementsAre("Camouflage", "Jets of ink", "Venom", "Colour"));
    EXPECT_THAT(enumeration("It has three layers: crust, mantle and core.", "en").items,
                ElementsAre("Crust", "Mantle", "Core"));
}

TEST(Enumeration, TakesWholeLists) {
    EXPECT_THAT(
        enumeration("You need four things: a glass jar that holds about one litre, flour, water and a scale.", "en")
            .items,
        ElementsAre("A glass jar", "Flour", "Water", "A scale"));
    EXPECT_THAT(enumeration("We needed three things: glass, rail and people who understand kilns.", "en").items,
                ElementsAre("Glass", "Rail", "People who understand kilns"));
}

TEST(Enumeration, DoesNotForceOne) {
    EXPECT_THAT(enumeration("Trains leave at 10:30, noon and midnight.", "en").items, IsEmpty());
    EXPECT_THAT(enumeration("Salt and pepper are on the table.", "en").items, IsEmpty());
    EXPECT_THAT(enumeration("The sky is blue.", "en").items, IsEmpty());
    EXPECT_THAT(enumeration("It includes one very long thing that goes on and on, another and a third.", "en").items,
                IsEmpty());
}

TEST(TellingFigure, KeepsWhatItsLabelNeeds) {
    expect_figure("It stands winds of 190 kilometres per hour.", "190", "kilometres per hour");
    expect_figure("Etwa 80 % der Nutz- und Wildpflanzen brauchen Bienen.", "~80%", "der Nutz- und Wildpflanzen", "de");
    expect_figure("La torre pesa más de 10.000 toneladas.", "10.000+", "toneladas", "es");
    expect_figure("Ongeveer 3.000 mensen wonen in de stad.", "~3.000", "mensen", "nl");
}

TEST(Enumeration, PassesOverWhatOnlyLeadsToAThing) {
    EXPECT_THAT(
        enumeration("The burger has four parts: the bun, the meat, the lettuce and even the pickles.", "en").items,
        ElementsAre("The bun", "The meat", "The lettuce", "The pickles"));
    EXPECT_THAT(enumeration("Dort wohnen Tiere wie Hunde, Katzen und sogar Wölfe.", "de").items,
                ElementsAre("Hunde", "Katzen", "Wölfe"));
}

TEST(Enumeration, HasNoItemsThatSayNothing) {
    EXPECT_THAT(enumeration("He took all there was: this, these and those.", "en").items, IsEmpty());
    EXPECT_THAT(enumeration("They came in three sizes: 10, 20 and 30.", "en").items, IsEmpty());
}

TEST(Enumeration, FollowsTheWordsOfItsOwnLanguageOnly) {
    EXPECT_THAT(enumeration("They come apples, pears and plums.", "en").items, IsEmpty());
    EXPECT_THAT(enumeration("Ci sono frutti come mele, pere e prugne.", "it").items,
                ElementsAre("Mele", "Pere", "Prugne"));
    EXPECT_THAT(enumeration("Ci sono frutti come mele, pere e prugne.", "es").items, IsEmpty());
}

TEST(PlanVisual, HeadsAListWithNoneOfItsItems) {
    const auto visual =
        plan_visual("It has layers: hot liquid outer mantle, solid inner core and brittle crust.", "en");
    ASSERT_EQ(visual.kind, model::SceneKind::list_reveal);
    EXPECT_THAT(visual.items, testing::Not(testing::Contains(visual.headline)));
    for (const char* text :
         {"The bakery has three specialities, including rye bread, plum cake and butter biscuits.",
          "Visitors find crowded markets, such as Portobello Road, Borough Market and Covent Garden."}) {
        const auto plan = plan_visual(text, "en");
        ASSERT_EQ(plan.kind, model::SceneKind::list_reveal) << text;
        EXPECT_THAT(plan.items, testing::Not(testing::Contains(plan.headline))) << text;
    }
}

TEST(Enumeration, DoesNotListWhatIsDenied) {
    EXPECT_THAT(enumeration("They are not fish, whales or seals.", "en").items, IsEmpty());
    EXPECT_THAT(enumeration("Dolphins are fast: not fish, whales or seals.", "en").items, IsEmpty());
    EXPECT_THAT(enumeration("The list does not include apples, pears and plums.", "en").items, IsEmpty());
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
    EXPECT_EQ(headline("They fear that customers will not follow them up the hill.", "en", ""), "");
    EXPECT_EQ(headline("This usually takes seven to ten days.", "en", ""), "Seven to ten days");
    EXPECT_EQ(headline("", "en", ""), "");
    EXPECT_EQ(headline("It was as it was.", "en", ""), "");
}

TEST(Headline, IsNotCutAtAnAbbreviation) {
    EXPECT_EQ(headline("The accountant Mr. Duffy lived there and disliked the newer suburbs.", "en", ""),
              "Accountant Mr. Duffy");
    EXPECT_EQ(headline("They moved to the village of St. Martin.", "en", ""), "Village of St. Martin");
    EXPECT_EQ(headline("He was seen by the U.S. embassy.", "en", ""), "U.S. embassy");
    EXPECT_EQ(headline("Critics like Prof. Dr. Anna Klein say that it is too dear.", "en", ""), "Prof. Dr. Anna Klein");
    EXPECT_EQ(headline("Der Bürgermeister Dr. Hans Weber kündigte es an.", "de", ""), "Bürgermeister Dr. Hans Weber");
    EXPECT_EQ(headline("It contains much vitamin C. Oranges have more of it than lemons.", "en", ""), "Vitamin C");
}

TEST(Headline, IsNoArticleWithOneWord) {
    EXPECT_EQ(headline("They will not be told what to do because it is a price's own, as they so often say.", "en", ""),
              "");
    EXPECT_EQ(headline("The No. 1 risk is a slowdown.", "en", ""), "The No. 1 risk is a slowdown");
}

TEST(Headline, HasNoVerbForAThing) {
    EXPECT_EQ(headline("Ce pont changera la vie des habitants.", "fr", ""), "Vie des habitants");
    EXPECT_EQ(headline("El olor viene de ahí.", "es", ""), "El olor viene de ahí");
    EXPECT_EQ(headline("\"No podemos pagarlo\", dijo Antonio Ruiz a todos los que estaban allí.", "es", ""),
              "Antonio Ruiz");
    EXPECT_EQ(headline("Dort wird die Stadt im nächsten Jahr 12 neue Spielplätze bauen.", "de", ""),
              "Neue Spielplätze");
}

TEST(Headline, IsAThingAndNotWhatItDoes) {
    EXPECT_EQ(headline("The cellars on the south bank offer tastings to all who come by on foot.", "en", ""),
              "South bank");
    EXPECT_EQ(headline("He knows that Robert De Niro and the band Van Halen met.", "en", ""), "Robert De Niro");
    EXPECT_EQ(headline("How Can I Help Bees", "en", ""), "");
    EXPECT_EQ(headline("It was shown to Van Halen and the singer Lana Del Rey.", "en", ""), "Singer Lana Del Rey");
    EXPECT_EQ(headline("From the Dom Luís I Bridge you see the whole old town.", "en", ""), "Dom Luís I Bridge");
    EXPECT_EQ(headline("We're sorry that your order arrived so very late this time.", "en", ""), "");
    EXPECT_EQ(headline("They have found out thy bed\nOf crimson joy.", "en", ""), "Thy bed of crimson joy");
}

TEST(Headline, IsAClauseWhereWordsHaveNoSpaces) {
    EXPECT_EQ(headline("他们认为，禁渔政策是主要原因。", "zh", ""), "禁渔政策是主要原因");
    EXPECT_EQ(headline("北京大学的研究人员发现，长江江豚的数量首次出现了增长。", "zh", ""),
              "长江江豚的数量首次出现了增长");
    EXPECT_EQ(headline("但是，江豚被称为“水中大熊猫”。", "zh", ""), "江豚被称为“水中大熊猫”");
    EXPECT_EQ(headline("苹果公司周二发布了新款iPhone 16 Pro手机，售价为7999元起。", "zh", ""),
              "苹果公司周二发布了新款iPhone 16 Pro手机");
    EXPECT_EQ(headline("まずい料理はだれも食べません。", "ja", ""), "まずい料理はだれも食べません");
    EXPECT_EQ(headline("まずはバナナ一本から始めてみましょう。", "ja", ""), "バナナ一本から始めてみましょう");
    EXPECT_EQ(headline("この路線は東京駅と臨海部を結ぶ。", "ja", ""), "この路線は東京駅と臨海部を結ぶ");
    EXPECT_EQ(headline("กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทย มีประชากรมากกว่าสิบล้านคน", "th", ""),
              "กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทย");
}

TEST(Headline, ThatIsTooLongEndsAtAWordWithoutSpaces) {
    EXPECT_EQ(headline("目前估计有1249头江豚生活在长江中下游及其附属湖泊里。", "zh", ""),
              "目前估计有1249头江豚生活在长江中下游…");
    EXPECT_EQ(headline("人工智能正在改变我们的生活方式和工作方式以及我们与世界互动的方方面面。", "zh", ""),
              "人工智能正在改变我们的生活方式和工作方式…");
}

TEST(Quotation, KeepsTheInitialsOfItsSpeaker) {
    const auto speaker = [](const std::string& behind) {
        const auto quote = quotation("\"We choose to go to the moon in this decade,\" said " + behind);
        return quote ? quote->speaker : "nobody";
    };
    EXPECT_EQ(speaker("John F. Kennedy."), "John F. Kennedy");
    EXPECT_EQ(speaker("J. R. R. Tolkien in May."), "J. R. R. Tolkien");
    EXPECT_EQ(speaker("Mark T."), "Mark T.");
    EXPECT_EQ(speaker("Mark T. She left."), "Mark T.");
}

TEST(Quotation, HasNoSpeakerFromAnotherQuotation) {
    const auto quote =
        quotation("\"The house was cold, and the roof let in the rain.\" Her brother said, \"You say that.\"");
    ASSERT_TRUE(quote);
    EXPECT_EQ(quote->speaker, "");
}

TEST(PlanVisual, ShowsNoMarkup) {
    EXPECT_EQ(plan_visual("The bridge has <i>deep</i> open <b>trusses</b>.", "en").headline, "Deep open trusses");
}

TEST(TitleVisual, ShowsATypedTitleAsItIs) {
    EXPECT_EQ(title_visual("What do <h1> and <p> mean\nin HTML?", "Words.", "en").headline,
              "What do <h1> and <p> mean in HTML?");
}

TEST(TitleFor, SaysWhatHappenedInItsOwnWords) {
    EXPECT_EQ(title_for("\"It is a truth universally acknowledged, that a single man in possession of a good fortune, "
                        "must be in want of a wife.\" So begins the novel.",
                        "en"),
              "It is a truth universally acknowledged");
    EXPECT_EQ(title_for("M. Dupont, le maire de la ville, a annoncé lundi la construction d'un nouveau pont sur la "
                        "Loire.",
                        "fr"),
              "M. Dupont a annoncé lundi la construction d'un nouveau pont sur la Loire");
    EXPECT_EQ(title_for("LONDON (Reuters) - Britain's economy grew by 0.3% in the third quarter.", "en"),
              "Britain's economy grew by 0.3% in the third quarter");
    EXPECT_EQ(title_for("The WHO (World Health Organization) - an agency - was founded in 1948.", "en"),
              "The WHO (World Health Organization) - an agency - was founded in 1948");
    EXPECT_EQ(title_for("2024 (provisional) – figures for the old harbour and its ships.", "en"),
              "2024 (provisional) – figures for the old harbour and its ships");
    EXPECT_EQ(title_for("大家好！禁渔政策是江豚增加的主要原因。", "zh"), "禁渔政策是江豚增加的主要原因");
    EXPECT_EQ(title_for("Q: How long does shipping take? A: Three days.", "en"), "How long does shipping take?");
    EXPECT_EQ(title_for("He moved to the U.S.", "en"), "He moved to the U.S.");
    EXPECT_EQ(first_words("The dark and narrow old house at the very end belonged to Mr. Duffy."),
              "The dark and narrow old house at the very end belonged to…");
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

TEST(Headline, IsACompletePhraseOrAShortSentence) {
    EXPECT_EQ(headline("The city's audit found many faults last year.", "en", ""), "The city's audit");
    EXPECT_EQ(headline("She never wore gloves.", "en", ""), "She never wore gloves");
    EXPECT_EQ(headline("\"Yes,\" she said.", "en", ""), "");
    EXPECT_EQ(headline("Critics say the town is throwing good money after bad.", "en", ""), "Good money");
    EXPECT_EQ(headline("They fear that the plant will close.", "en", "The plant"),
              "They fear that the plant will close");
}

TEST(Headline, KeepsAHedgeOfTwoWordsWhole) {
    EXPECT_EQ(headline("Alrededor de 250 comerciantes, en total.", "es", ""), "Alrededor de 250 comerciantes");
}

TEST(PlanVisual, HeadsAFigureOnlyWithWhatItIsAbout) {
    EXPECT_EQ(plan_visual("The first bank loan of 800,000 pounds is not paid back.", "en").headline, "Bank loan");
    EXPECT_EQ(plan_visual("In one year I covered 1,150 miles and wore out two pairs of shoes.", "en").headline, "");
}

TEST(TitleFor, IsAClauseThatSaysSomething) {
    EXPECT_EQ(title_for("My grandmother kept bees for forty years. She never wore gloves.", "en"),
              "My grandmother kept bees for forty years");
    EXPECT_EQ(title_for("Bumblebees can learn to solve puzzles from each other, a study by three researchers in London "
                        "suggests after two years of work.",
                        "en"),
              "Bumblebees can learn to solve puzzles from each other");
    EXPECT_EQ(title_for("The council will build a new bridge over the wide river near the old "
                        "mill and the school if the county pays half of what it costs.",
                        "en"),
              "New bridge");
}

TEST(Headline, KeepsNounsInEd) {
    EXPECT_EQ(headline("It runs at high speed.", "en", ""), "High speed");
    EXPECT_EQ(headline("It sank into the river bed.", "en", ""), "River bed");
}

TEST(Headline, IsNeitherAUnitNorARandomWordElsewhere) {
    EXPECT_EQ(headline("Der Fisch wird 40 Zentimeter lang.", "de", ""), "Der Fisch wird 40 Zentimeter lang");
    EXPECT_EQ(headline("Dort liegen die alten Frachtschiffe.", "de", ""), "Die alten Frachtschiffe");
    EXPECT_EQ(headline("Dort sah man den Tanz der Bienen.", "de", ""), "Tanz der Bienen");
    EXPECT_EQ(headline("Dann kamen Frachtschiffe.", "de", "Frachtschiffe"), "Frachtschiffe");
}

TEST(Headline, IsTheOrderOfAnInstruction) {
    EXPECT_EQ(headline("Fold the dough four times in two hours. Each fold makes it stronger.", "en", ""),
              "Fold the dough four times");
    EXPECT_EQ(headline("Bake it in a hot pot at 250 degrees.", "en", ""), "Bake it in a hot pot");
    EXPECT_EQ(headline("Feed the starter: mix 50 g of starter with 100 g of flour.", "en", ""), "Feed the starter");
    EXPECT_EQ(headline("Let it rest for 30 minutes.", "en", ""), "Let it rest");
    EXPECT_EQ(headline("Keep the lid on until the rice is soft.", "en", ""), "Keep the lid on");
    EXPECT_NE(headline("Keep the children from the pool when nobody is there.", "en", ""), "Keep the children");
    EXPECT_NE(headline("Cook the rice without a lid.", "en", ""), "Cook the rice");
    EXPECT_NE(headline("Change comes to the old harbour.", "en", ""), "Change comes");
}

TEST(Headline, KeepsNounsAndNamesThatEndLikeVerbs) {
    EXPECT_EQ(headline("Foi visto um tubarão azul.", "pt", ""), "Tubarão azul");
    EXPECT_EQ(headline("Se trata de un catamarán blanco.", "es", ""), "Catamarán blanco");
    EXPECT_EQ(headline("Era en la vieja Teherán.", "es", ""), "Vieja Teherán");
    EXPECT_EQ(headline("Tudo isso foi em Belém do Pará.", "pt", ""), "Belém do Pará");
}

TEST(Headline, LeavesTimesAndClausesToTheVerb) {
    EXPECT_EQ(headline("She folded the dough four times.", "en", ""), "She folded the dough four times");
    EXPECT_NE(headline("Critics answer that nobody will see a boat in trouble any more.", "en", ""), "Critics answer");
    EXPECT_NE(headline("Dafür spart es nach Angaben der Stadt im Jahr 600 Tonnen.", "de", "").substr(0, 7), "Angaben");
}

TEST(Headline, ChangesNoShareAndCutsNoSentenceBehindItsVerb) {
    EXPECT_NE(headline("In Italy, nine out of ten homes own one.", "en", ""), "Ten homes");
    EXPECT_EQ(headline("Packed grounds block the water.", "en", ""), "Packed grounds");
}

TEST(Headline, KeepsAGermanAdjectiveWithItsArticleOnly) {
    EXPECT_EQ(headline("Er bemängelt, dass die neuen Schiffe bei Eisgang nicht fahren.", "de", ""),
              "Die neuen Schiffe");
    EXPECT_NE(headline("In der alten Stadt leben viele Menschen.", "de", ""), "Der alten Stadt");
    EXPECT_EQ(headline("Sie fahren mit neuen Schiffen der Hamburger.", "de", ""), "Schiffen der Hamburger");
}

TEST(TellingFigure, ShowsTheSignOfItsUnit) {
    const auto figure = telling_figure("Add 500 g of bread flour.");
    ASSERT_TRUE(figure);
    EXPECT_EQ(figure->number, "500 g");
    EXPECT_EQ(figure->label, "of bread flour");
    EXPECT_EQ(telling_figure("They paid 120 m pounds for it.")->number, "120");
    const auto german = telling_figure("Das spart 600 Tonnen Kohlendioxid.", "de");
    ASSERT_TRUE(german);
    EXPECT_EQ(german->label, "Tonnen Kohlendioxid");
}

TEST(TitleFor, SaysNoMoreThanTheText) {
    const auto title = [](std::string_view text) { return title_for(text, "en"); };
    EXPECT_EQ(
        title("The new law will punish drivers who use a phone while they steer a car through one of the towns of "
              "the county."),
        "New law");
    EXPECT_FALSE(title("The city of Leeds will ban all cars that were built before the year 2005 from the old town and "
                       "its bridges.")
                     .contains("will ban"));
    EXPECT_FALSE(title("The two firms have agreed to stop selling sugar to children under twelve in all of their shops "
                       "in the north.")
                     .contains("agreed"));
    EXPECT_EQ(title_for("Город построит новый мост через широкую реку рядом со старой мельницей.", "ru"),
              "Город построит новый мост через широкую реку рядом со старой мельницей");
}

TEST(TitleFor, IsWhatWasFoundAndNotWhoFoundIt) {
    EXPECT_EQ(title_for("Researchers at the University of Otago have found that kea, the mountain parrots of New "
                        "Zealand, can judge probabilities.",
                        "en"),
              "Kea can judge probabilities");
    for (const std::string_view denied : {"No study has shown that phones can cause cancer in adults.",
                                          "Scientists haven't shown that the new vaccine can cause harm.",
                                          "It has yet to be shown that the new drug can help people.",
                                          "Few studies have found that the mayor was wrong here.",
                                          "Researchers hope it will be shown that the drug can help."})
        EXPECT_EQ(title_for(denied, "en") + ".", denied);
    EXPECT_FALSE(
        title_for("Police found that night a second body in the river near the old town.", "en").starts_with("Night"));
    // What somebody only says stays with who says it.
    EXPECT_EQ(title_for("Critics say that the bridge is unsafe.", "en"), "Critics say that the bridge is unsafe");
    EXPECT_EQ(title_for("The team has not found that the bridge is unsafe.", "en"),
              "The team has not found that the bridge is unsafe");
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
