#include "writing/topics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.hpp"

namespace mss::writing {
namespace {

using testing::IsEmpty;
using testing::Not;

void expect_complete(const model::Topic& topic) {
    EXPECT_THAT(topic.title, Not(IsEmpty()));
    EXPECT_THAT(topic.angle, Not(IsEmpty()));
    EXPECT_THAT(topic.keywords, Not(IsEmpty()));
    EXPECT_THAT(topic.yt_title, Not(IsEmpty()));
    EXPECT_THAT(topic.yt_description, Not(IsEmpty()));
    EXPECT_THAT(topic.yt_tags, Not(IsEmpty()));
    EXPECT_THAT(topic.outline, Not(IsEmpty()));
    EXPECT_THAT(topic.visual_cues, Not(IsEmpty()));
    EXPECT_THAT(topic.hook_options, Not(IsEmpty()));
    EXPECT_LE(utf8::decode(topic.yt_title).size(), 100U);
    std::size_t tags = 0;
    for (const auto& tag : topic.yt_tags)
        tags += utf8::decode(tag).size() + 1;
    EXPECT_LE(tags, 500U);
}

TEST(TopicFrom, FillsEveryField) {
    expect_complete(
        topic_from({.title = "Why is the sky blue?", .summary = {}, .niche = "science", .source = "starter"}));
    expect_complete(
        topic_from({.title = "空はなぜ青い", .summary = {}, .niche = {}, .source = "wikipedia", .language = "ja"}));
}

TEST(Completed, KeepsWhatIsThereWithinTheLimits) {
    model::Topic topic;
    topic.title = "Bees";
    topic.yt_title = std::string(90, 'a') + " " + std::string(90, 'b');
    for (int i = 0; i < 40; ++i)
        topic.yt_tags.push_back("tag number " + std::to_string(i) + std::string(60, 'x'));
    topic.hook_options = {"Bees dance.", "Bees dance.", " "};
    const auto done = completed(topic, {.title = "Bees", .summary = {}, .niche = {}, .source = "model"});
    expect_complete(done);
    EXPECT_EQ(done.yt_title, std::string(90, 'a') + "…");
    EXPECT_THAT(done.hook_options, testing::ElementsAre("Bees dance."));
    EXPECT_EQ(done.source, "model");
}

}  // namespace
}  // namespace mss::writing
