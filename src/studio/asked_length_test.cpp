#include "studio/asked_length.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "media/narration.hpp"
#include "media_protocol/timebase.hpp"
#include "writing/pace.hpp"

namespace mss::studio {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

model::Script words() {
    model::Script script;
    for (int i = 0; i < 10; ++i)
        script.scenes.push_back({.text = "Bees carry nectar home from two million flowers for a jar.", .visual = {}});
    return script;
}

TEST(AskedLength, IsToldOfAVideoThatMissesItUnexpectedly) {
    const double planned = writing::video_seconds(words().scenes, "en");
    EXPECT_THAT(missed_length(words(), planned * 1.2, planned), HasSubstr("were asked for"));
    EXPECT_THAT(missed_length(words(), planned * 0.8, planned), HasSubstr("were asked for"));
    EXPECT_THAT(missed_length(words(), planned * 1.05, planned), IsEmpty());
}

TEST(AskedLength, IsToldOnce) {
    const double planned = writing::video_seconds(words().scenes, "en");
    EXPECT_THAT(missed_length(words(), planned, planned / 2), IsEmpty()) << "the words' own notice told it";
    EXPECT_THAT(missed_length(words(), planned, 0), IsEmpty()) << "nobody asked";
}

TEST(AskedLength, IsPlannedWithThePausesOfTheTimeLine) {
    std::vector<media::SpokenSentence> silent;
    for (std::size_t scene = 0; scene < words().scenes.size(); ++scene)
        silent.push_back({scene, words().scenes[scene].text, {}, {}, 0, {}});
    double spoken = 0;
    for (const model::Scene& scene : words().scenes)
        spoken += writing::spoken_seconds(scene.text, "en");
    const double pauses = media_protocol::seconds_of_frames(media::lay_out(silent, silent.size()).frames);
    EXPECT_NEAR(writing::video_seconds(words().scenes, "en") - spoken, pauses, 0.2);
}

}  // namespace
}  // namespace mss::studio
