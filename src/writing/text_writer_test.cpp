#include "writing/text_writer.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "text/words.hpp"
#include "writing/pace.hpp"
#include "writing/prose.hpp"

namespace mss::writing {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Article article(const std::string& name) {
    const auto bytes = read_file(std::string(MSS_TEST_DATA) + "/articles/" + name, 1U << 20U);
    return article_from_html(bytes.value(), "", "https://example.org/" + name).value();
}

std::string all_text(const model::Script& script) {
    std::string out;
    for (const auto& scene : script.scenes)
        out += scene.text + " ";
    return out;
}

WriteOptions of_length(double seconds) {
    WriteOptions options;
    options.duration_s = seconds;
    return options;
}

double seconds(const model::Script& script) {
    return video_seconds(script.scenes, script.language);
}

TEST(WriteFromText, SpeaksShortQuotations) {
    Article article;
    article.title = "The keeper of the lamp";
    article.language = "en";
    article.paragraphs = {"The lamp of the old lighthouse was switched to automatic control on a grey Monday in March.",
                          "The keeper moved to a flat above the harbour, where she can see the beam at night.",
                          "\"Every ten seconds,\" she says. \"I still count.\""};
    const auto script = write_from_article(article, {});
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_THAT(script->notices, testing::Not(testing::Contains(HasSubstr("cannot be spoken"))));
}

TEST(WriteFromArticle, LettersThatGrowInLowerCaseAreHarmless) {
    // Lower-casing this letter makes two bytes three, so that places in the two texts differ.
    std::string dotted;
    for (int i = 0; i < 60; ++i)
        dotted += "\u0130";
    Article source;
    source.title = "Octopus";
    source.language = "en";
    source.paragraphs = {"An octopus lives in the sea near Turkey.",
                         "Every " + dotted + " octopus has three hearts under the ray.",
                         "Octopus arms hold two thousand suckers in all."};
    EXPECT_TRUE(write_from_article(source, of_length(30)));
}

class EveryArticle : public testing::TestWithParam<const char*> {};

TEST_P(EveryArticle, GivesAScriptOfTheAskedLengthInItsOwnWords) {
    const Article source = article(GetParam());
    std::string text;
    for (const auto& paragraph : source.paragraphs)
        text += without_parentheses(paragraph) + " ";
    for (const double asked : {30.0, 60.0}) {
        const auto script = write_from_article(source, of_length(asked));
        ASSERT_TRUE(script);
        EXPECT_LE(seconds(*script), asked * 1.1);
        EXPECT_GE(seconds(*script), asked * 0.9);
        EXPECT_THAT(script->notices, SizeIs(1)) << "a selection says how much it tells";
        EXPECT_TRUE(model::validate(*script));
        for (const auto& scene : script->scenes) {
            // The first letter may have become a capital where a connective was dropped.
            for (const auto& word : text::words(scene.text.substr(1), "en"))
                EXPECT_THAT(text, HasSubstr(word)) << scene.text;
            EXPECT_LE(text::words(scene.text, "en").size(), 42U);
            EXPECT_FALSE(page_furniture(scene.text)) << scene.text;
            EXPECT_TRUE(balanced(scene.text)) << scene.text;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(TextWriter, EveryArticle,
                         testing::Values("octopus.html", "sky.html", "coffee.html", "bridge.html", "penicillin.html"));

TEST_P(EveryArticle, MeetsTheAskedLengthOrSaysSo) {
    for (const double asked : {15.0, 20.0, 45.0, 60.0, 75.0, 90.0, 300.0}) {
        const auto script = write_from_article(article(GetParam()), of_length(asked));
        ASSERT_TRUE(script);
        const bool told = std::ranges::any_of(
            script->notices, [](const std::string& notice) { return notice.find("asked for") != std::string::npos; });
        EXPECT_EQ(near_length(seconds(*script), asked), !told) << seconds(*script) << " s for " << asked;
    }
}

TEST(TextWriter, OpensWithTheTitle) {
    const auto script = write_from_article(article("octopus.html"), {});
    ASSERT_TRUE(script);
    EXPECT_EQ(script->scenes[0].visual.kind, model::SceneKind::kinetic_title);
    EXPECT_EQ(script->scenes[0].visual.headline, "Octopus");
    EXPECT_THAT(script->scenes[0].text, HasSubstr("ctopus"));
}

TEST(TextWriter, NeverLeavesAPronounWithoutItsNoun) {
    const auto script = write_from_article(article("penicillin.html"), of_length(40));
    ASSERT_TRUE(script);
    const std::string text = all_text(*script);
    if (const auto he = text.find("He had left a dish"); he != std::string::npos)
        EXPECT_LT(text.find("Alexander Fleming discovered it"), he);
    EXPECT_THAT(text, Not(HasSubstr("urine")));  // "his" is the policeman, who is not told of
}

TEST(TextWriter, AnswersTheQuestion) {
    WriteOptions options = of_length(30);
    options.title = options.question = "Why is the sky blue?";
    const auto script = write_from_article(article("sky.html"), options);
    ASSERT_TRUE(script);
    EXPECT_EQ(script->title, "Why is the sky blue?");
    EXPECT_THAT(all_text(*script), HasSubstr("The sky is blue because"));
}

TEST(TextWriter, NamesItsSource) {
    const auto script = write_from_article(article("octopus.html"), {});
    ASSERT_TRUE(script);
    ASSERT_THAT(script->sources, SizeIs(1));
    EXPECT_EQ(script->sources[0].author, "Ana Ferreira");
    EXPECT_THAT(script->description, HasSubstr("Source: \"Octopus\" by Ana Ferreira, https://example.org/octopus.html, "
                                               "licensed under CC BY 4.0."));
    EXPECT_EQ(script->writer, "text");
    EXPECT_THAT(script->keywords, testing::Contains("octopus"));
}

TEST(TextWriter, FillsTheVisuals) {
    const auto script = write_from_article(article("bridge.html"), of_length(90));
    ASSERT_TRUE(script);
    const auto figure = std::ranges::find(script->scenes, model::SceneKind::big_number,
                                          [](const model::Scene& scene) { return scene.visual.kind; });
    ASSERT_NE(figure, script->scenes.end());
    EXPECT_THAT(figure->text,
                HasSubstr(figure->visual.number.substr(figure->visual.number.find_first_of("0123456789"), 2)));
    for (const auto& scene : script->scenes)
        EXPECT_THAT(scene.visual.icons, Not(IsEmpty())) << scene.text;
}

TEST(TextWriter, IsShorterRatherThanPaddedAndSaysSo) {
    const auto script = write_from_article(article("octopus.html"), of_length(600));
    ASSERT_TRUE(script);
    EXPECT_LT(seconds(*script), 150);
    ASSERT_THAT(script->notices, Not(IsEmpty()));
    EXPECT_THAT(script->notices.back(), HasSubstr("600 seconds"));
}

TEST(TextWriter, WritesGerman) {
    const auto script = write_from_article(article("honigbiene.html"), of_length(40));
    ASSERT_TRUE(script);
    EXPECT_EQ(script->language, "de");
    EXPECT_THAT(all_text(*script), HasSubstr("Honigbiene"));
}

TEST(TextWriter, RefusesWhatHoldsNoStatements) {
    Article questions;
    questions.url = "https://example.org/questions";
    questions.paragraphs = {"What is it? Who knows? See figure 3 for all of the details."};
    const auto script = write_from_article(questions, {});
    ASSERT_FALSE(script);
    EXPECT_EQ(script.error().code, Code::no_material);
    EXPECT_EQ(write_from_article(Article{}, {}).error().code, Code::no_material);
}

TEST(TextWriter, RefusesStatementsThatAllLeanOnWhatCannotBeTold) {
    Article source;
    source.url = "https://example.org/houses";
    source.language = "en";
    for (const char* name : {"mill", "church", "bridge", "station"})
        source.paragraphs.push_back(
            fmt::format("Click here for the pictures of the old {}. It was built by the town in 1932 for its people. "
                        "It was closed by the town in 1950 after a flood.",
                        name));
    const auto script = write_from_article(source, {});
    ASSERT_FALSE(script);
    EXPECT_EQ(script.error().code, Code::no_material);
    EXPECT_THAT(script.error().message, HasSubstr("no sentence that can be told as it stands"));
}

Article report() {
    Article article;
    article.title = "A fish market moves uphill";
    article.language = "en";
    article.paragraphs = {
        "The council of Port Ellery voted on Tuesday to move the old fish market away from the harbour.",
        "\"Nobody wanted to move the market,\" said Ingrid Dallow, the mayor of Port Ellery. \"But the harbour "
        "floods the market every winter.\"",
        "There are limits. The new market can hold only forty stalls, because the railway yard is narrow.",
        "The market was built from iron in 1884 and has a roof from Glasgow. Green is the most popular.",
        "Two floods in eighteen months left the market unusable for a total of 61 days.",
        "The insurer of the fish market withdrew in June. The town has carried the risk ever since then.",
        "The council will publish the final drawings of the market in January."};
    return article;
}

TEST(TextWriter, EndsWithWhatTheArticleEndsWith) {
    const auto script = write_from_article(report(), of_length(40));
    ASSERT_TRUE(script);
    EXPECT_EQ(script->scenes.back().text, "The council will publish the final drawings of the market in January.");
}

TEST(TextWriter, TearsNoSentenceFromWhatItNeeds) {
    for (const double asked : {15.0, 20.0, 25.0, 30.0, 40.0, 60.0}) {
        const auto script = write_from_article(report(), of_length(asked));
        ASSERT_TRUE(script) << asked;
        const std::string text = all_text(*script);
        const auto needs = [&](const char* sentence, const char* other) {
            const auto at = text.find(sentence);
            EXPECT_TRUE(at == std::string::npos || text.find(other) != std::string::npos) << asked << ": " << text;
        };
        needs("But the harbour floods", "Nobody wanted to move");        // the speaker of a quotation
        needs("There are limits.", "only forty stalls");                 // what an announcement announces
        needs("Green is the most popular.", "has a roof from Glasgow");  // what a remark remarks on
    }
}

TEST(TextWriter, ChangesThePictureAtLeastEveryTwelveSeconds) {
    Article source = report();
    source.paragraphs.push_back(
        "The replacement for the market, which opened in 1950 on the railway yard, has deep open trusses that let the "
        "wind "
        "through the hall, and engineers have tested models of every long roof ever since.");
    const auto script = write_from_article(source, of_length(120));
    ASSERT_TRUE(script);
    EXPECT_THAT(all_text(*script), HasSubstr("ever since."));
    for (const auto& scene : script->scenes)
        EXPECT_LE(spoken_seconds(text::spoken_words(scene.text, "en"), 1, "en"), 12.7) << scene.text;
}

TEST(TextWriter, RefusesNonsenseWithAReason) {
    const auto refusal = [](const std::string& text) {
        const auto article = article_from_text(text);
        const auto script = article ? write_from_article(*article, of_length(30)) : std::unexpected(article.error());
        EXPECT_FALSE(script) << text;
        if (script) return std::string();
        EXPECT_EQ(script.error().code, Code::no_material) << text;
        return script.error().message;
    };
    EXPECT_THAT(
        refusal("Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore "
                "et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut "
                "aliquip ex ea commodo consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse."),
        HasSubstr("prose"));
    EXPECT_THAT(
        refusal("Asdf jklo qwer uiop zxcv bnm. Asdfghj kl qwertz uiop asdf. Hjkl fdsa rewq poiu vcxz mnb. Qwe asd "
                "zxc rty fgh vbn uio jkl."),
        HasSubstr("prose"));
    refusal("https://example.org/one\nhttps://example.org/two The second page\nwww.example.com");
    refusal("def main(argv):\n    for name in argv[1:]:\n        print(len(name), name)\n    return 0\n");
    refusal("Year | Population | Area\n1990 | 12,400 | 33\n2000 | 13,100 | 33\n");
    refusal(
        "Oh the river, the river runs down to the sea\nAnd the moon and the moon is a lantern to me\nSing hey, sing "
        "ho");
}

std::string news() {
    return "Kellmere council backs waste plant\n\n"
           "Kellmere city council voted by 31 to 24 late on Tuesday to approve a \u00a3212 million waste-to-energy "
           "plant "
           "on the disused Harrow Lane railway yard, a project that its backers say will burn 180,000 tonnes of "
           "rubbish "
           "a year and heat some 14,000 homes from the winter of 2029.\n\n"
           "The plant will be built by Norvane Energy, a Danish firm that runs eleven such furnaces in Europe. It has "
           "promised 140 permanent jobs and will pay the council a rent of \u00a33.1 million a year.\n\n"
           "\"We cannot go on burying our rubbish,\" said council leader Maeve Torrance.\n\n"
           "Critics say the plant will tie the city to burning for decades and undermine recycling.\n\n"
           "However, filters will keep emissions below a fifth of the legal limit. Construction is due to begin in "
           "March.";
}

model::Script told(const std::string& text, double duration) {
    return write_from_article(article_from_text(text).value(), of_length(duration)).value();
}

TEST(GivenText, IsToldWholeAndInItsOwnOrderWhereItFits) {
    const auto script = told(news(), 90);
    std::string whole;
    for (const std::string& paragraph : article_from_text(news())->paragraphs)
        whole += paragraph + " ";
    EXPECT_EQ(all_text(script), whole);
    for (const std::string& notice : script.notices)
        EXPECT_THAT(notice, Not(HasSubstr("left out")));
    for (const auto& scene : script.scenes)
        EXPECT_LE(spoken_seconds(text::spoken_words(scene.text, "en"), 1, "en"), 12.7) << scene.text;
}

TEST(GivenText, IsOfTheAskedLength) {
    const std::string market =
        "Our market\n\nThe market of our town opens every Saturday at seven in the morning. More than forty farmers "
        "sell what they have grown themselves. You find apples, potatoes, honey and bread, and in summer the flowers "
        "are the best part of it.\n\nMy aunt has a stall near the fountain since 1998. She bakes eleven kinds of "
        "bread, and the rye loaf is always gone by nine. People come from three villages to buy it, although the road "
        "is bad in winter.\n\nThe town wanted to close the market in 2012, because it cost too much to clean the "
        "square. Two thousand people signed a letter against it, and the mayor gave in. Since then the farmers clean "
        "the square by themselves.\n\nLast year a young couple opened a stall for cheese. They keep twenty goats on "
        "the hill behind the church. I think the market will live for another hundred years.";
    for (const double asked : {15.0, 20.0, 30.0, 45.0, 60.0}) {
        const double got = seconds(told(market, asked));
        EXPECT_TRUE(near_length(got, asked)) << got << " s for " << asked;
    }
}

TEST(GivenText, WithoutATitleIsCalledByItsBeginningAndSaysSo) {
    Article text;
    text.paragraphs = {
        "The city of Leeds will turn an old railway depot into a park, as council leader Priya Nand said on "
        "Tuesday.",
        "The park will have four hundred trees and a pond.", "Work on the site begins in March."};
    const auto script = write_from_article(text, of_length(30));
    ASSERT_TRUE(script);
    EXPECT_EQ(script->title, "The city of Leeds will turn an old railway depot into a park");
    EXPECT_THAT(script->notices, testing::Contains(HasSubstr("an old railway depot into a park\"")));
}

TEST(GivenText, OpensWithItsLeadHoweverLongAndTellsTheOtherSide) {
    for (const double asked : {15.0, 30.0, 45.0}) {
        const auto script = told(news(), asked);
        EXPECT_TRUE(script.scenes[0].text.starts_with("Kellmere city council voted")) << asked;
        EXPECT_THAT(script.notices, testing::Contains(testing::ContainsRegex("first (one|sentence) is shortened")))
            << asked;
        if (asked > 20) EXPECT_THAT(all_text(script), HasSubstr("Critics say the plant")) << asked;
    }
}

TEST(GivenText, SaysInNumbersWhatIsLeftOut) {
    const auto script = told(news(), 40);
    ASSERT_THAT(script.notices, SizeIs(1));
    EXPECT_THAT(script.notices[0], testing::MatchesRegex("[0-9]+ of the text's 7 sentences are told; the rest did not "
                                                         "fit into 40 seconds. Ask for up to 60 seconds to tell "
                                                         "more. Missed most: \".+\". The first one is shortened."));
}

TEST(GivenText, IsKeptWordForWord) {
    for (const std::string paragraph :
         {"A cup costs $3.50 (or \u20AC3,20), \u00A31.80 for us.", "About 45% of us drink 1.5 litres, e.g. at work.",
          "It is 3\u00B0 in the U.S. at 5 p.m. today.", "Mail me at jane.doe@example.com, please.",
          "More is at https://example.org/plant today.", "He said: \u201CYes!\u201D \u2014 and left; she stayed\u2026",
          "Subscribe to our newsletter.", "x = 2 * y + 3 is all of it.", "Chapter 2", "A line without a full stop",
          "What is that?", "See figure 3 [from the left].", "Down < 5 & up > 1, #bees @bees, C++.",
          "However, that was then.", "Press [A] to jump and [B] to roll.", "The [edit] key, [note 3] and a[1].",
          "The first\u00B9 and the second\u00B2 word."}) {
        const auto script = told("A title\n\n" + paragraph + "\n\nThat is all.", 60);
        EXPECT_EQ(all_text(script), paragraph + " That is all. ");
    }
    EXPECT_TRUE(told("A title\n\nHowever, that was then.\n\nThat is all.", 60).scenes[0].text.starts_with("However"));
}

TEST(GivenText, TakesALongTitleWhole) {
    WriteOptions options = of_length(60);
    options.title = std::string(399, 'a');
    EXPECT_EQ(write_from_article(article_from_text(news()).value(), options)->title, options.title);
}

TEST(GivenText, LosesNothingWhereItHasNoFullStops) {
    std::string endless;
    for (int i = 0; i < 100; ++i)
        endless += fmt::format("and then we came to the house {} ", i);
    const auto script = told("A title\n\n" + endless + "\n\nThat is all.", 600);
    EXPECT_EQ(all_text(script), endless + "That is all. ");
}

TEST(GivenText, NeedsTwoSentencesOfWhateverLanguageAndSaysSo) {
    for (const char* two :
         {"Bees fly. Ants walk.", "\u871C\u8702\u917F\u871C\u3002\u8682\u8681\u8D70\u8DEF\u3002", "Was it? It was!"})
        EXPECT_TRUE(write_from_article(article_from_text(two).value(), of_length(15))) << two;
    const auto one = write_from_article(article_from_text("Bees make honey all summer long.").value(), of_length(15));
    ASSERT_FALSE(one);
    EXPECT_THAT(one.error().message, HasSubstr("only one sentence, and a text needs at least 2"));
}

TEST(GivenText, SaysThatItsTitleGivesWayToAnother) {
    WriteOptions options = of_length(60);
    options.title = "Rubbish";
    const auto script = write_from_article(article_from_text(news()).value(), options);
    ASSERT_TRUE(script);
    EXPECT_THAT(script->notices, testing::Contains(HasSubstr("\"Kellmere council backs waste plant\"")));
}

TEST(GivenText, QuotesWhatIsLeftOut) {
    const auto script = told(news(), 30);
    EXPECT_THAT(script.notices, testing::Contains(HasSubstr("Missed most: \"")));
}

TEST(GivenText, HasNoSourceButItsOwnWords) {
    const auto script = told(news(), 60);
    EXPECT_THAT(script.sources, IsEmpty());
    EXPECT_THAT(script.description, Not(HasSubstr("Source:")));
}

TEST(GivenText, KeepsAShortSentenceWithAYear) {
    Article text;
    text.paragraphs = {"My grandmother kept bees for forty years. She died in 2019. I keep three hives now."};
    const auto script = write_from_article(text, of_length(30));
    ASSERT_TRUE(script);
    EXPECT_THAT(all_text(*script), HasSubstr("She died in 2019."));
}

TEST(GivenText, KeepsQuestionsAndItsFirstPerson) {
    const auto script = told(
        "Last Saturday I walked the coast path with my sister. We got lost twice before lunch.\n\nWas it worth it? I "
        "think so. A seal watched us from the water the whole time. I slept for eleven hours.",
        60);
    EXPECT_THAT(all_text(script), HasSubstr("Was it worth it? I think so."));
}

TEST(GivenText, InGermanAndSpanishKeepsLeadAndCritics) {
    const auto german = told(
        "Stadtrat stimmt f\u00fcr Anlage\n\nDer Stadtrat von Altenmoor hat am Dienstagabend nach einer fast "
        "f\u00fcnfst\u00fcndigen Sitzung mit 27 zu 19 Stimmen den Bau einer 86 Millionen Euro teuren Anlage "
        "beschlossen, "
        "die ab 2028 am alten G\u00fcterbahnhof stehen und j\u00e4hrlich rund 35.000 Tonnen Schlamm aus dem ganzen "
        "Landkreis "
        "aufnehmen soll.\n\nDie Anlage wird von der Firma Brenntec gebaut. Das Unternehmen verspricht 40 dauerhafte "
        "Arbeitspl\u00e4tze und will die Abw\u00e4rme in das Netz der Stadt einspeisen.\n\nKritiker warnen vor "
        "L\u00e4rm und "
        "Schadstoffen. Der Baubeginn ist f\u00fcr das Fr\u00fchjahr geplant, sagte die Stadt nach der Sitzung am "
        "Abend.",
        40);
    EXPECT_TRUE(german.scenes[0].text.starts_with("Der Stadtrat von Altenmoor"));
    EXPECT_THAT(all_text(german), HasSubstr("Kritiker warnen"));
    const auto spanish = told(
        "El pleno del ayuntamiento de Valdemora aprob\u00f3 el martes por la noche, con 14 votos a favor y 11 en "
        "contra, la "
        "construcci\u00f3n de una planta desaladora de 94 millones de euros junto al antiguo muelle pesquero, que a "
        "partir "
        "de 2028 deber\u00e1 suministrar agua potable a unas 120.000 personas.\n\nLa planta ser\u00e1 construida por "
        "la empresa "
        "Aguasol, con sede en Valencia. La empresa promete 60 empleos permanentes.\n\nLos pescadores critican que el "
        "vertido da\u00f1ar\u00e1 las praderas de posidonia.",
        30);
    EXPECT_TRUE(spanish.scenes[0].text.starts_with("El pleno del ayuntamiento"));
    EXPECT_THAT(all_text(spanish), HasSubstr("Los pescadores critican"));
}

TEST(GivenText, LosesTheMarksOfItsLists) {
    const auto script = told(
        "Soup\n\nThis soup feeds four people.\n\nYou need:\n- four potatoes\n- one carrot\n\n1. Peel the potatoes with "
        "a knife.\n2. Boil the potatoes with the carrot.",
        60);
    EXPECT_EQ(all_text(script),
              "This soup feeds four people. You need: four potatoes, one carrot. Peel the potatoes with a knife. Boil "
              "the potatoes with the carrot. ");
    EXPECT_THAT(script.notices, SizeIs(1));  // shorter than asked
}

TEST(TextWriter, MovesNoSentenceUnlessAllowed) {
    WriteOptions options = of_length(60);
    const auto told_order = [&] {
        Article source = article("bridge.html");
        return write_from_article(source, options).value().scenes[0].text;
    };
    EXPECT_THAT(told_order(), HasSubstr("The first Tacoma Narrows Bridge was"));
}

Article lighthouse() {
    Article article;
    article.title = "Skerry Light";
    article.language = "en";
    article.url = "https://example.org/skerry";
    article.paragraphs = {
        "Skerry Light is a lighthouse on a small island off the coast of northern Scotland.",
        "Robert Gall designed the tower after a winter in which many fishing boats were wrecked nearby.",
        "In one night of 1884 Skerry Light guided 340 ships to safety.",
        "Keepers lived beside the tower with their families until a machine took over their work."};
    return article;
}

TEST(TextWriter, TellsAStrikingSentenceFirstWhereItMay) {
    WriteOptions options = of_length(40);
    const std::string figure = "In one night of 1884 Skerry Light guided 340 ships to safety.";
    EXPECT_TRUE(write_from_article(lighthouse(), options)->scenes[0].text.starts_with("Skerry Light is"));
    options.may_reorder = true;
    const auto script = write_from_article(lighthouse(), options);
    ASSERT_TRUE(script);
    EXPECT_EQ(script->scenes[0].text, figure);
    EXPECT_TRUE(script->scenes[1].text.starts_with("Skerry Light is"));
    EXPECT_EQ(all_text(*script).find(figure), all_text(*script).rfind(figure)) << "it is moved and not repeated";
}

TEST(TextWriter, LeavesASentenceInItsPlaceThatAnotherLeansOn) {
    Article article = lighthouse();
    article.paragraphs[2] += " They were the whole herring fleet of Wick.";
    WriteOptions options = of_length(40);
    options.may_reorder = true;
    const auto script = write_from_article(article, options);
    ASSERT_TRUE(script);
    EXPECT_TRUE(script->scenes[0].text.starts_with("Skerry Light is"));
}

TEST(TextWriter, KeepsALeadBehindWhichAQuestionStands) {
    Article article = lighthouse();
    article.paragraphs[0] = "Skerry Light stands on a small island. Who would build a lighthouse there?";
    const auto script = write_from_article(article, of_length(40));
    ASSERT_TRUE(script);
    EXPECT_TRUE(script->scenes[0].text.starts_with("Skerry Light stands on a small island."));
    EXPECT_THAT(all_text(*script), Not(HasSubstr("Who would")));
}

TEST(TextWriter, ShowsTheQuestionFirst) {
    WriteOptions options = of_length(40);
    options.question = "Why was Skerry Light built?";
    const auto script = write_from_article(lighthouse(), options);
    ASSERT_TRUE(script);
    EXPECT_EQ(script->scenes[0].visual.headline, "Why was Skerry Light built?");
    EXPECT_EQ(script->title, "Skerry Light");
}

TEST(TextWriter, KnowsTheQuestionMarksOfOtherScripts) {
    for (const char* question : {"天空为什么是蓝色的？", "لماذا السماء زرقاء؟"}) {
        WriteOptions options = of_length(40);
        options.question = question;
        const auto script = write_from_article(lighthouse(), options);
        ASSERT_TRUE(script);
        EXPECT_EQ(script->scenes[0].visual.headline, question);
    }
}

TEST(TextWriter, ShortensALeadThatWouldFillTheVideo) {
    const auto script = told(
        "Ferry saved by loan\n\nThe council of Brightsea voted on Monday night to lend the ferry company Corran Lines "
        "6.4 million pounds over four years, a decision that its supporters say will keep the island of Marlow and its "
        "3,200 people connected to the mainland until a new pier opens in 2031.\n\nThe company lost 1.9 million pounds "
        "last year because fuel became so expensive.\n\n\"Without the ferry there is no school on Marlow,\" said Helen "
        "Draycott, who runs the only shop.\n\nCritics say the town is throwing good money after bad.\n\nThe ship "
        "carries 28 cars and 210 passengers on every crossing to the island.\n\nThe first part of the loan is due on 1 "
        "October.",
        30);
    EXPECT_THAT(all_text(script), testing::StartsWith("The council of Brightsea voted on Monday night"));
    EXPECT_THAT(all_text(script), Not(HasSubstr("supporters")));
    EXPECT_THAT(all_text(script), HasSubstr("said Helen Draycott"));
    EXPECT_THAT(all_text(script), HasSubstr("Critics say"));
    EXPECT_THAT(script.notices, testing::Contains(HasSubstr("The first one is shortened.")));
}

TEST(TextWriter, StaysFastOnHostileText) {
    for (const std::string unit : {"(", "[", "“", "Dr. ", "A b. ", "a", "He. ", "<", "\"", "1,", "…", "( [ ) "}) {
        std::string text;
        while (text.size() < 200'000)
            text += unit;
        const auto material = article_from_text("Title\n\n" + text);
        if (material) static_cast<void>(write_from_article(*material, {}));
        const auto page = article_from_html("<p>The river is long and wide here.</p><script></x" + text, "", "");
        if (page) static_cast<void>(write_from_article(*page, {}));
    }
}

TEST(TextWriter, RefusesImpossibleLengths) {
    for (const double asked : {0.0, -1.0, 1e9, std::numeric_limits<double>::quiet_NaN()})
        EXPECT_EQ(write_from_article(article("octopus.html"), of_length(asked)).error().code, Code::invalid);
}

}  // namespace
}  // namespace mss::writing
