#include "media/chapters.hpp"

#include <gtest/gtest.h>

namespace mss::media {
namespace {

constexpr int kSceneFrames = 330;

Narration even_narration(std::size_t scenes) {
    Narration narration;
    for (std::size_t i = 0; i < scenes; ++i)
        narration.scenes.push_back({static_cast<int>(i) * kSceneFrames, kSceneFrames});
    narration.frames = static_cast<int>(scenes) * kSceneFrames;
    return narration;
}

TEST(Chapters, AreNamedByPhrasesNeverByALoneWord) {
    model::Script script;
    script.scenes.resize(3);
    script.scenes[0].text = "A coral reef looks like stone. It is alive.";
    script.scenes[0].visual.headline = "Alive";
    script.scenes[1].text = "Reefs cover little.";
    script.scenes[1].visual.number = "1%";
    script.scenes[1].visual.label = "of the sea floor";
    script.scenes[2].text = "Heat hurts.";
    script.scenes[2].visual.headline = "When the water warms";
    EXPECT_EQ(chapters_text(make_chapters(script, even_narration(3))),
              "0:00 A coral reef looks like stone\n0:11 1% of the sea floor\n0:22 When the water warms\n");
}

TEST(Chapters, AreNotNamedByTwoWordsTakenOutOfTheNarration) {
    model::Script script;
    script.scenes.resize(3);
    script.scenes[0].text = "Bumblebees learn from each other.";
    script.scenes[0].visual.headline = "What do bees learn?";
    script.scenes[1].text = "Spring is the best time for it.";
    script.scenes[1].visual.headline = "Best time";
    script.scenes[2].text = "Its blood is blue.";
    script.scenes[2].visual.headline = "Blue blood";
    EXPECT_EQ(chapters_text(make_chapters(script, even_narration(3))),
              "0:00 What do bees learn?\n0:11 Spring is the best time for it\n0:22 Blue blood\n");
}

TEST(Chapters, AreNoneWhereThreeDoNotFit) {
    model::Script script;
    script.scenes.resize(2);
    for (model::Scene& scene : script.scenes)
        scene.visual.headline = "Two words";
    EXPECT_TRUE(make_chapters(script, even_narration(2)).empty());
}

}  // namespace
}  // namespace mss::media
