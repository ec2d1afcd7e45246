#include "writing/text_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "text/words.hpp"
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
    double sum = 0;
    for (const auto& scene : script.scenes)
        sum += spoken_seconds(text::spoken_words(scene.text, script.language), 1);
    return sum;
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
        EXPECT_GE(seconds(*script), asked * 0.7);
        EXPECT_THAT(script->notices, IsEmpty());
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
    ASSERT_THAT(script->notices, SizeIs(1));
    EXPECT_THAT(script->notices[0], HasSubstr("600 seconds"));
}

TEST(TextWriter, WritesGerman) {
    const auto script = write_from_article(article("honigbiene.html"), of_length(40));
    ASSERT_TRUE(script);
    EXPECT_EQ(script->language, "de");
    EXPECT_THAT(all_text(*script), HasSubstr("Honigbiene"));
}

TEST(TextWriter, RefusesWhatHoldsNoStatements) {
    Article questions;
    questions.paragraphs = {"What is it? Who knows? See figure 3 for all of the details."};
    const auto script = write_from_article(questions, {});
    ASSERT_FALSE(script);
    EXPECT_EQ(script.error().code, Code::no_material);
    EXPECT_EQ(write_from_article(Article{}, {}).error().code, Code::no_material);
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
