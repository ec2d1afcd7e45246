#include "media/scene_plan.hpp"

#include <gmock/gmock.h>

#include "base/json.hpp"

namespace mss::media {
namespace {

using model::SceneKind;

model::Script script_of(std::vector<model::Scene> scenes) {
    model::Script script;
    script.title = "Why do octopuses have three hearts?";
    script.scenes = std::move(scenes);
    return script;
}

// One sentence a scene, its words evenly spoken.
Narration narrate(const model::Script& script) {
    std::vector<SpokenSentence> sentences;
    for (std::size_t i = 0; i < script.scenes.size(); ++i) {
        SpokenSentence sentence{
            .scene = i, .text = script.scenes[i].text, .key = {}, .path = {}, .samples = 0, .words = {}};
        std::string word;
        for (const char byte : script.scenes[i].text + " ") {
            if (byte != ' ') {
                word += byte;
                continue;
            }
            sentence.words.push_back({word, sentence.samples, sentence.samples + 14'000});
            sentence.samples += 16'000;
            word.clear();
        }
        sentences.push_back(std::move(sentence));
    }
    return lay_out(sentences, script.scenes.size());
}

std::vector<PlannedSegment> plan(const model::Script& script) {
    static const icons::IconSet kIcons;
    return plan_segments(script, narrate(script), *choose_look(script, ""), kIcons);
}

TEST(ScenePlan, SegmentsCoverTheWholeVideo) {
    auto script = script_of({{"An octopus has three hearts and that is only the beginning of it all.", {}},
                             {"Two of them pump blood through the gills so that it can take up oxygen.", {}}});
    script.sources = {{"Octopus", "https://example.org/octopus", "Somebody", ""}};
    const auto segments = plan(script);
    ASSERT_EQ(segments.size(), 3U);
    EXPECT_EQ(segments.back().scene.kind, SceneKind::source_card);
    EXPECT_THAT(segments.back().scene.items, testing::ElementsAre("Octopus — Somebody"));
    int next = 0;
    for (const auto& segment : segments) {
        EXPECT_EQ(segment.span.first_frame, next);
        EXPECT_EQ(segment.scene.frames, segment.span.frames);
        next += segment.span.frames;
    }
    EXPECT_EQ(next, narrate(script).frames);
}

TEST(ScenePlan, AKindWithoutItsMaterialFallsBack) {
    model::Visual list;
    list.kind = SceneKind::list_reveal;
    model::Visual number;
    number.kind = SceneKind::big_number;
    for (const auto& segment : plan(script_of({{"One two three.", list}, {"Four five six.", number}}))) {
        EXPECT_NE(segment.scene.kind, SceneKind::list_reveal);
        EXPECT_NE(segment.scene.kind, SceneKind::big_number);
        EXPECT_NE(segment.scene.kind, SceneKind::automatic);
    }
}

TEST(ScenePlan, ListItemsAppearWhenTheyAreSpoken) {
    model::Visual visual;
    visual.kind = SceneKind::list_reveal;
    visual.items = {"Gills", "Body", "Unspoken"};
    const auto script =
        script_of({{"First the gills are fed and only then the whole body, which needs more of it.", visual}});
    const auto segments = plan(script);
    const auto narration = narrate(script);
    const auto frame_of = [&](std::size_t word) {
        return static_cast<int>((narration.words[word].begin + 800) / 1600);
    };
    ASSERT_EQ(segments[0].scene.item_frames.size(), 3U);
    EXPECT_EQ(segments[0].scene.item_frames[0], frame_of(2));
    EXPECT_EQ(segments[0].scene.item_frames[1], frame_of(10));
    EXPECT_GT(segments[0].scene.item_frames[2], segments[0].scene.item_frames[1]);
}

TEST(ScenePlan, AListHasAnIconForEachItemOrForNone) {
    model::Visual shopping;
    shopping.items = {"Bread", "Milk", "Eggs"};
    model::Visual abstract;
    abstract.items = {"Bread", "Whatever else", "Milk"};
    const auto segments = plan(script_of({{"Buy them all.", {}}, {"Bread, milk, eggs.", shopping}, {"So.", abstract}}));
    EXPECT_EQ(segments[1].scene.icons.size(), 3U);
    EXPECT_TRUE(segments[2].scene.icons.empty());
}

TEST(ScenePlan, ASourceCardIsCompleteForTwoSecondsOrIsLeftOut) {
    auto script = script_of({{"Too short for that.", {}}});
    script.sources = {{"Octopus", "https://example.org/octopus", "Somebody", ""}};
    EXPECT_EQ(plan(script).size(), 1U);
    constexpr int kEntrance = 18;
    bool shown = false;
    for (int words = 0; words < 30; ++words) {
        script.scenes[0].text += " more";
        const auto segments = plan(script);
        if (segments.size() == 1) continue;
        shown = true;
        EXPECT_GE(segments[0].span.frames, 60);
        EXPECT_GE(segments[1].span.frames, 60 + kEntrance);
    }
    EXPECT_TRUE(shown);
}

TEST(ScenePlan, AClosingListIsWholeBeforeTheSourcesCome) {
    model::Visual visual;
    visual.kind = SceneKind::list_reveal;
    visual.items = {"Gills", "Body", "Swimming"};
    auto script =
        script_of({{"What the three of them do has been known for a long time now, and it is simple: two are "
                    "for the gills, one is for the body and none is for swimming.",
                    visual}});
    script.sources = {{"Octopus", "https://example.org/octopus", "Somebody", ""}};
    const auto segments = plan(script);
    ASSERT_EQ(segments.size(), 2U);
    const auto& list = segments[0].scene;
    ASSERT_EQ(list.item_frames.size(), 3U);
    EXPECT_LT(list.item_frames[0], list.item_frames[1]);
    EXPECT_LT(list.item_frames[1], list.item_frames[2]);
    EXPECT_LE(list.item_frames[2], list.frames - 30);
}

TEST(ScenePlan, ASourcesTitleIsCutWhereItIsLong) {
    auto script =
        script_of({{"An octopus has three hearts and that is only the beginning of a long, strange story.", {}}});
    script.sources = {{std::string(30, 'a') + " " + std::string(30, 'b') + " " + std::string(30, 'c'), "", "", ""},
                      {"", "https://example.org/" + std::string(200, 'x'), "", ""}};
    const auto items = plan(script).back().scene.items;
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0], std::string(30, 'a') + " " + std::string(30, 'b') + "\u2026");
    EXPECT_EQ(items[1].size(), 79 + std::string("\u2026").size());
}

TEST(ScenePlan, OnlyTheGroundIsThereWhileTheContentOfTheSceneBeforeLeaves) {
    const auto segments = plan(script_of({{"One two three.", {}}, {"Four five six.", {}}}));
    EXPECT_EQ(segments[1].scene.arrival, kTransitionFrames / 2);
}

TEST(ScenePlan, TheFirstFrameShowsWhatTheVideoOpensWith) {
    EXPECT_LE(plan(script_of({{"One two three.", {}}, {"Four five six.", {}}}))[0].scene.arrival, -60);
}

TEST(ScenePlan, ASceneWithoutHeadlineAndIconShowsItsOpeningWords) {
    const auto segments = plan(script_of({{"One two three.", {}}, {"It was so then, and it is so now.", {}}}));
    EXPECT_TRUE(segments[1].scene.icons.empty());
    EXPECT_EQ(segments[1].scene.headline, "It was so then");
}

TEST(ScenePlan, AThumbnailsFigureKeepsWhatItCounts) {
    model::Visual number;
    number.number = "30%";
    number.label = "of all reefs";
    const auto script = script_of({{"One two three.", {}}, {"It is thirty percent.", number}});
    const auto thumbnail = plan_thumbnail(script, plan(script));
    EXPECT_EQ(thumbnail.number, "30%");
    EXPECT_EQ(thumbnail.label, "of all reefs");
}

TEST(ScenePlan, AThumbnailsFigureSaysWhatItCountsOrIsLeftOut) {
    model::Visual weeks;
    weeks.number = "14";
    weeks.label = "Wochen";
    model::Visual bare;
    bare.number = "7";
    model::Visual told;
    told.headline = "Blue blood";
    const auto script = script_of({{"One two three.", {}}, {"Four.", weeks}, {"Five.", bare}, {"Six.", told}});
    const auto thumbnail = plan_thumbnail(script, plan(script));
    EXPECT_EQ(thumbnail.number, "");
    EXPECT_EQ(thumbnail.label, "Blue blood");
}

TEST(ScenePlan, AThumbnailSaysNothingTwice) {
    model::Visual again;
    again.headline = "Octopuses have hearts";
    model::Visual counted;
    counted.number = "3";
    counted.label = "octopus hearts";
    const auto script = script_of({{"One two three.", {}}, {"Four.", again}, {"Five.", counted}});
    const auto thumbnail = plan_thumbnail(script, plan(script));
    EXPECT_EQ(thumbnail.headline, script.title);
    EXPECT_EQ(thumbnail.number, "");
    EXPECT_EQ(thumbnail.label, "");
}

TEST(ScenePlan, AFigureIsPlannedForWhenItIsSaid) {
    model::Visual visual;
    visual.number = "84";
    visual.label = "flats for families";
    const auto script =
        script_of({{"One two three.", {}},
                   {"All of the old halls will go, and then 84 flats come for those who waited for them.", visual}});
    const auto narration = narrate(script);
    const auto scene = plan(script)[1].scene;
    const auto& word = narration.words[3 + 9];
    ASSERT_EQ(word.text, "84");
    EXPECT_EQ(scene.number_begin, (word.begin + 800) / 1600 - narration.scenes[1].first_frame);
    EXPECT_EQ(scene.number_end, (word.end + 800) / 1600 - narration.scenes[1].first_frame);
    // Until then something can be read.
    EXPECT_EQ(scene.headline, "All of the old halls will go");
}

TEST(ScenePlan, AnOpeningShowsItsItemsAsTheyAreSaid) {
    model::Visual visual;
    visual.items = {"Harbour station", "1,200 flats"};
    auto script =
        script_of({{"The city will turn the station that was built at the harbour a hundred years ago into 1,200 "
                    "flats by the end of the year, and nobody knows yet who will live in them.",
                    visual}});
    script.title = "A new quarter";
    const auto scene = plan(script)[0].scene;
    EXPECT_THAT(scene.items, testing::ElementsAre("Harbour station", "1,200 flats"));
    ASSERT_THAT(scene.item_frames, testing::SizeIs(2));
    EXPECT_LT(scene.item_frames[0], scene.item_frames[1]);
    // Who took them out of script.json does not get them back.
    script.scenes[0].visual.items.clear();
    EXPECT_THAT(plan(script)[0].scene.items, testing::IsEmpty());
}

TEST(ScenePlan, OnlyTheSourcesThatAreShownNeedFonts) {
    auto script = script_of({{"Plain.", {}}});
    script.sources.assign(4, {"Octopus", "", "", ""});
    script.sources[3].title = "Arrow \u2192";
    const auto texts = drawn_texts(script);
    EXPECT_THAT(texts.back(), testing::Not(testing::HasSubstr("\u2192")));
    EXPECT_THAT(texts, testing::Each(testing::HasSubstr("\u2026")));
}

TEST(ScenePlan, EveryScenesTextsAreToldApart) {
    auto script = script_of({{"Arrow \u2192.", {}}, {"Plain.", {}}});
    const auto texts = drawn_texts(script);
    ASSERT_EQ(texts.size(), 3U);
    EXPECT_THAT(texts[0], testing::HasSubstr("\u2192"));
    EXPECT_THAT(texts[0], testing::HasSubstr(script.title));
    EXPECT_THAT(texts[1], testing::Not(testing::HasSubstr("\u2192")));
}

TEST(ScenePlan, AnEditedSceneLeavesTheOthersUntouched) {
    const model::Scene first{"An octopus has three hearts.", {}};
    const model::Scene third{"The third heart stops when it swims.", {}};
    const auto before = plan(script_of({first, {"Two of them serve the gills.", {}}, third}));
    const auto after =
        plan(script_of({first, {"Two of them serve the gills alone and nothing else at all.", {}}, third}));
    const auto text = [](const PlannedSegment& segment) { return json::print(json::encode(segment.scene)); };
    EXPECT_EQ(text(before[0]), text(after[0]));
    EXPECT_NE(text(before[1]), text(after[1]));
    EXPECT_EQ(text(before[2]), text(after[2]));
}

TEST(Look, AnUnknownStyleIsRefusedWithTheKnownOnes) {
    const auto look = choose_look(script_of({{"Words.", {}}}), "baroque");
    ASSERT_FALSE(look);
    EXPECT_THAT(look.error().message, testing::HasSubstr("aurora, bokeh, paper, night"));
}

TEST(Look, WordsOfTheTopicDecide) {
    auto space = script_of({{"A black hole bends the light of a star.", {}}});
    space.title = "What is a black hole?";
    EXPECT_EQ(choose_look(space, "")->style, media_protocol::Style::night);
    EXPECT_EQ(choose_look(space, "paper")->style, media_protocol::Style::paper);
}

}  // namespace
}  // namespace mss::media
