#include "writing/given_script.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"

namespace mss::writing {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

TEST(ScriptFromFile, MakesAParagraphAScene) {
    const auto script =
        script_from_file("# The Sky\n\nThe sky is blue.\nIt is the air.\n\nAbout 30% of the light is scattered.\n");
    ASSERT_TRUE(script);
    EXPECT_EQ(script->title, "The Sky");
    EXPECT_EQ(script->writer, "given");
    ASSERT_THAT(script->scenes, SizeIs(2));
    EXPECT_EQ(script->scenes[0].text, "The sky is blue. It is the air.");
    EXPECT_EQ(script->scenes[1].visual.kind, model::SceneKind::big_number);
    EXPECT_EQ(script->scenes[1].visual.number, "~30%");
}

TEST(ScriptFromFile, LooksForNoPictureOfALongAddress) {
    const std::string text = "See https://example.org/" + std::string(440, 'a') + " about bees.";
    const auto script = script_from_file("{\"scenes\": [{\"text\": \"" + text + "\"}]}");
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_EQ(script->scenes.front().text, text);
}

TEST(ScriptFromFile, OpensWithAnotherTitleWhereOneIsGiven) {
    const auto text = script_from_file("# The Sky\n\nThe sky is blue.\n\nRed light passes.", "en", "My title");
    ASSERT_TRUE(text);
    EXPECT_EQ(text->title, "My title");
    EXPECT_EQ(text->scenes[0].visual.headline, "My title");
    EXPECT_THAT(text->notices, testing::Contains(HasSubstr("\"The Sky\"")));
    const auto untitled = script_from_file(R"({"scenes": [{"text": "Bees make honey."}]})", "en", "My title");
    ASSERT_TRUE(untitled);
    EXPECT_EQ(untitled->scenes[0].visual.headline, "My title");
    const auto planned = script_from_file(json::print(json::encode(*text)), "en", "Another title");
    ASSERT_TRUE(planned);
    EXPECT_EQ(planned->title, "Another title");
    EXPECT_EQ(planned->scenes[0].visual.headline, "Another title");
}

TEST(ScriptFromFile, KeepsBracketsAndRaisedNumbers) {
    for (const std::string words : {"Press [A] to jump and [B] to roll.", "Then [edit] it.", "It holds [note that].",
                                    "So he said.[1] And left.[2] And came.[3]", "A word\u00B9 and more."}) {
        const auto script = script_from_file("A title\n\n" + words);
        ASSERT_TRUE(script);
        EXPECT_EQ(script->scenes[0].text, words);
    }
}

TEST(ScriptFromFile, GuessesALanguageThatNobodyNamed) {
    const auto language = [](const char* members) {
        return script_from_file(std::string("{") + members +
                                R"("scenes": [{"text": "蜜蜂酿造蜂蜜。蜂巢里有很多蜜蜂。"}]})")
            ->language;
    };
    EXPECT_EQ(language(""), "zh");
    EXPECT_EQ(language(R"("language": "ja", )"), "ja") << "what is named is so";
    EXPECT_EQ(script_from_file(R"({"scenes": [{"text": "Bees."}]})")->language, "en");
    EXPECT_EQ(script_from_file(R"({"scenes": [{"text": "Bees."}]})", "de")->language, "de");
}

TEST(ScriptFromFile, TakesAShortFirstLineAsTitle) {
    EXPECT_EQ(script_from_file("Why the sky is blue\n\nAir scatters blue light.")->title, "Why the sky is blue");
    const auto untitled = script_from_file("Air scatters blue light.\n\nRed light passes.");
    ASSERT_TRUE(untitled);
    EXPECT_THAT(untitled->scenes, SizeIs(2));
    EXPECT_EQ(untitled->title, "Air scatters blue light");
}

TEST(ScriptFromFile, WithoutATitleIsNamedAfterItsFirstWords) {
    const auto title_of = [](const std::string& words, const std::string& title = {}) {
        model::Script script;
        script.title = title;
        script.scenes = {{.text = words, .visual = {}}};
        const auto read = script_from_file(json::print(json::encode(script)));
        return read ? read->title : read.error().message;
    };
    EXPECT_EQ(title_of("Bees make honey."), "Bees make honey");
    EXPECT_EQ(title_of("Bees make honey.", " \n "), "Bees make honey");
    EXPECT_EQ(title_of("Bees make honey.", "My bees"), "My bees");
    EXPECT_EQ(title_of("Every summer the bees of our village visit two million flowers for a jar of honey."),
              "Every summer the bees of our village visit two million…");
    EXPECT_EQ(title_of("蜜蜂酿蜜。"), "蜜蜂酿蜜");
    EXPECT_EQ(title_of("42!"), "42!");
}

TEST(ScriptFromFile, NamesPlainTextsOfWhichNoPhraseTells) {
    for (const char* text : {"It was.\n\nAnd so on.", "Ah, oh, hm, and.", "1, 2, 3"})
        EXPECT_NE(script_from_file(text)->title, "") << text;
}

TEST(ScriptFromFile, ReadsItsOwnJsonAndKeepsVisuals) {
    model::Script script;
    script.title = "T";
    script.scenes = {{"This is a palace.", {}}, {"And a garden.", {}}, {"It has 3,000 rooms.", {}}};
    script.scenes[1].visual.headline = "Mine";
    const auto read = script_from_file(json::pretty(json::encode(script)));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->scenes[0].visual.headline, "T") << "the opening shows the title";
    EXPECT_EQ(read->scenes[2].visual.number, "3,000");
    EXPECT_EQ(read->scenes[1].visual.headline, "Mine");
    EXPECT_EQ(read->scenes[1].visual.icons, std::vector<std::string>{});
}

TEST(ScriptFromFile, WritesTheLanguageTagOfJsonInOneWay) {
    const auto read = script_from_file(R"({"title":"T","language":"EN_GB","scenes":[{"text":"The sky is blue."}]})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->language, "en-GB");
}

TEST(ScriptFromFile, NamesTheWrongMember) {
    const auto kind = script_from_file(R"({"scenes":[{"text":"a"},{"text":"b","visual":{"kind":"explosion"}}]})");
    ASSERT_FALSE(kind);
    EXPECT_THAT(kind.error().message, HasSubstr("scenes[1].visual.kind"));
    const auto text = script_from_file(R"({"scenes":[{"text":"..."}]})");
    ASSERT_FALSE(text);
    EXPECT_THAT(text.error().message, HasSubstr("scenes[0].text"));
}

TEST(ScriptFromFile, RefusesWhatIsNoScript) {
    EXPECT_EQ(script_from_file("").error().code, Code::no_material);
    EXPECT_EQ(script_from_file("caf\xe9 is closed.").error().code, Code::invalid);
    EXPECT_EQ(script_from_file("{").error().code, Code::invalid);
    EXPECT_EQ(script_from_file("{}").error().code, Code::invalid);
    EXPECT_EQ(script_from_file("...\n\n!!!").error().code, Code::no_material);
}

TEST(ScriptFromFile, DividesAParagraphThatIsTooLongToLookAt) {
    const std::string text =
        "The plant draws water from the bay through a tunnel of two kilometres. It will supply a third of the city "
        "when "
        "the second intake opens in spring. Household bills will rise by four dollars a month to pay for it, and "
        "critics "
        "call that too much for a plant that rests in every wet year.";
    const auto script = script_from_file("A title\n\n" + text);
    ASSERT_TRUE(script);
    EXPECT_GE(script->scenes.size(), 2U);
    std::string joined;
    for (const auto& scene : script->scenes) {
        joined += (joined.empty() ? "" : " ") + scene.text;
        EXPECT_LE(scene.text.size(), 200U);
        EXPECT_FALSE(scene.visual.headline.empty());
    }
    EXPECT_EQ(joined, text);
}

TEST(ScriptFromFile, CountsTheScenesThatStay) {
    const std::string text =
        "The plant draws water from the bay through a tunnel of two kilometres. It will supply a third of the city "
        "when the second intake opens in spring. Household bills will rise by four dollars a month to pay for it.";
    const auto script = script_from_file("A title\n\n. . .\n\n" + text + "\n\n***\n\nThe last words.\n\n***");
    ASSERT_TRUE(script) << script.error().message;
    ASSERT_THAT(script->notices, SizeIs(1));
    EXPECT_THAT(script->notices[0], HasSubstr("(" + std::to_string(script->scenes.size()) + " in all): 2."));
}

TEST(ScriptFromFile, CountsOnlySpokenScenesAgainstTheMost) {
    std::string text = "A title";
    for (std::size_t i = 0; i < model::ScriptLimits::kScenesMax; ++i)
        text += "\n\nThe river flows down to the sea again.\n\n***";
    const auto script = script_from_file(text);
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_THAT(script->scenes, SizeIs(model::ScriptLimits::kScenesMax));
    EXPECT_THAT(script->notices, SizeIs(0));
}

TEST(ScriptFromFile, LeavesTheScenesOfJsonAsTheyAre) {
    model::Script script;
    std::string text;
    for (int i = 0; i < 12; ++i)
        text += "The river flows down to the sea again. ";
    script.title = "T";
    script.scenes = {{text, {}}};
    const auto read = script_from_file(json::pretty(json::encode(script)));
    ASSERT_TRUE(read);
    ASSERT_THAT(read->scenes, SizeIs(1));
    EXPECT_EQ(read->scenes[0].text, text);
}

TEST(ScriptFromFile, DividesAnEndlessParagraph) {
    std::string text;
    for (int i = 0; i < 300; ++i)
        text += "The river flows down to the sea again. ";
    const auto script = script_from_file(text);
    ASSERT_TRUE(script);
    EXPECT_GT(script->scenes.size(), 5U);
}

TEST(ScriptFromFile, TellsOfMarkupThatItLeavesOut) {
    const auto script = script_from_file("# <i>Bees</i>\n\n<b>Bees</b> make honey.\n\nThey dance.", "en", "");
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_EQ(script->title, "Bees");
    EXPECT_EQ(script->scenes[0].text, "Bees make honey.");
    EXPECT_THAT(script->notices, testing::Contains(testing::HasSubstr("Markup such as \"<i>\"")));
}

TEST(ScriptFromFile, LeavesOutParagraphsThatNobodyCanSpeak) {
    const auto script =
        script_from_file("A title\n\nThe first words.\n\n* * *\n\nThe last.\n\n\U0001F389\U0001F389", "");
    ASSERT_TRUE(script) << script.error().message;
    ASSERT_EQ(script->scenes.size(), 2U);
    EXPECT_EQ(script->scenes[1].text, "The last.");
    EXPECT_FALSE(script_from_file("\U0001F389\U0001F389", ""));
}

}  // namespace
}  // namespace mss::writing
