#include "studio/video_order.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "studio/generate_video.hpp"

namespace mss::studio {
namespace {

using testing::ElementsAre;

std::vector<std::string> wrong_members(VideoOrder order) {
    std::vector<std::string> pointers;
    for (const WrongMember& wrong : check(order))
        pointers.push_back(wrong.pointer);
    return pointers;
}

VideoOrder about(std::string topic) {
    VideoOrder order;
    order.topic = std::move(topic);
    return order;
}

TEST(VideoOrder, NeedsWordsOrATopic) {
    EXPECT_THAT(wrong_members(about("")), ElementsAre("/topic"));
    VideoOrder hidden = about("Bees");
    hidden.style = std::string("night\0x", 7);
    hidden.voice = std::string("\0x", 2);
    EXPECT_THAT(wrong_members(hidden), ElementsAre("/style", "/voice"));
    EXPECT_THAT(wrong_members(about(" \n ")), ElementsAre("/topic"));
    EXPECT_THAT(wrong_members(about("Bees")), ElementsAre());
    VideoOrder text;
    text.text = "Bees make honey.";
    EXPECT_THAT(wrong_members(text), ElementsAre());
    text.url = "https://example.org/bees";
    EXPECT_THAT(wrong_members(text), ElementsAre(""));
}

TEST(VideoOrder, TakesAScriptAsAnObjectOrAsAText) {
    VideoOrder order;
    order.script = json::Value("# Bees\n\nBees make honey.");
    EXPECT_THAT(wrong_members(order), ElementsAre());
    EXPECT_EQ(words_request(order).script_file, "# Bees\n\nBees make honey.");
    order.script = json::Object{{"title", "Bees"}};
    EXPECT_THAT(wrong_members(order), ElementsAre());
    EXPECT_EQ(words_request(order).script_file, R"({"title":"Bees"})");
    order.script = json::Value(std::string(kTextBytesMax + 1, 'x'));
    EXPECT_THAT(wrong_members(order), ElementsAre("/script"));
    order.script = json::Array{"Bees make honey."};
    EXPECT_THAT(wrong_members(order), ElementsAre("/script"));
}

TEST(VideoOrder, KeepsToItsLimits) {
    for (const auto& [seconds, right] : {std::pair{14, false}, {15, true}, {600, true}, {601, false}, {-1, false}}) {
        VideoOrder order = about("Bees");
        order.duration = seconds;
        EXPECT_EQ(wrong_members(order).empty(), right) << seconds;
    }
    EXPECT_THAT(wrong_members(about(std::string(kTopicBytesMax + 1, 'x'))), ElementsAre("/topic"));
    VideoOrder order = about("Bees");
    order.url = "ftp://example.org";
    order.style = "pink";
    order.language = "not a tag";
    EXPECT_THAT(wrong_members(order), ElementsAre("/url", "/style", "/language"));
}

TEST(VideoOrder, TakesEachFormatOnce) {
    VideoOrder order = about("Bees");
    order.formats = {Format::wide, Format::vertical, Format::wide};
    EXPECT_TRUE(check(order).empty());
    EXPECT_THAT(order.formats, ElementsAre(Format::wide, Format::vertical));
}

TEST(VideoOrder, SurvivesTheQueue) {
    VideoOrder order = about("Bees");
    order.script = json::Object{{"title", "Bees"}};
    order.music = false;
    const auto back = json::decode<VideoOrder>(json::encode(order));
    ASSERT_TRUE(back);
    EXPECT_EQ(json::print(json::encode(*back)), json::print(json::encode(order)));
}

TEST(GenerationSteps, AreThoseThatPeopleWaitFor) {
    const auto step = [](std::string stage, std::string note = {}) {
        return step_of({.stage = std::move(stage), .fraction = 0, .eta_seconds = -1, .note = std::move(note)});
    };
    EXPECT_EQ(step("words"), "words");
    EXPECT_EQ(step("speech"), "speech");
    EXPECT_EQ(step("vertical", "scene 1 of 3"), "vertical");
    EXPECT_EQ(step("wide", "joining"), "finish");
    for (const char* stage : {"sound", "thumbnails", "checks"})
        EXPECT_EQ(step(stage), "finish");
}

}  // namespace
}  // namespace mss::studio
