#include "writing/pace.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mss::writing {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(SpokenSeconds, CountsWhatFiguresAndSignsTakeToSay) {
    EXPECT_NEAR(spoken_seconds("It cost two.", "en"), 0.9, 0.2);
    EXPECT_GT(spoken_seconds("It cost $2,450.", "en"), spoken_seconds("It cost two.", "en") + 1.5);
    EXPECT_GT(spoken_seconds("See example.org today.", "en"), spoken_seconds("See exampleorg today.", "en"));
    EXPECT_LT(spoken_seconds("It took 2,000,000 flowers.", "en"), spoken_seconds("It took 2,345,678 flowers.", "en"));
    EXPECT_GT(spoken_seconds("\u871C\u8702\u6BCF\u5929\u98DE\u4E09\u516C\u91CC\u3002", "zh"), 2);
    EXPECT_EQ(spoken_seconds("", "en"), 0);
}

TEST(VideoSeconds, GrowWithEveryScene) {
    const model::Scene scene{.text = "Bees make honey.", .visual = {}};
    const std::vector<model::Scene> one{scene};
    const std::vector<model::Scene> two{scene, scene};
    EXPECT_GT(video_seconds(one, "en"), spoken_seconds(scene.text, "en") + 1);
    EXPECT_NEAR(video_seconds(two, "en") - video_seconds(one, "en"), spoken_seconds(scene.text, "en") + kScenePause,
                0.05);
}

TEST(LengthNotice, IsForWhatMissesByMoreThanATenth) {
    EXPECT_THAT(length_notice(53, 45), HasSubstr("about 53 seconds to say; 45 were asked for"));
    EXPECT_THAT(length_notice(20, 45), HasSubstr("not padded"));
    EXPECT_THAT(length_notice(49, 45), IsEmpty());
    EXPECT_THAT(length_notice(41, 45), IsEmpty());
}

}  // namespace
}  // namespace mss::writing
