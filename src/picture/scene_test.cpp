#include "picture/scene.hpp"

#include <string>
#include <tuple>

#include <gtest/gtest.h>

#include "picture/test_plans.hpp"

namespace mss::picture {
namespace {

using media_protocol::ScenePlan;
using media_protocol::Style;
using model::SceneKind;
using Size = std::pair<int, int>;

codec::Frame drawn(const ScenePlan& plan, Size size, int frame) {
    auto scene = make_scene(plan, size.first, size.second);
    EXPECT_TRUE(scene) << scene.error().message;
    codec::Frame target(size.first, size.second);
    scene->draw(frame, target);
    return target;
}

class EveryScene : public testing::TestWithParam<std::tuple<SceneKind, Style, Size>> {};

TEST_P(EveryScene, IsNotBlackAndNeverStandsStill) {
    const auto& [kind, style, size] = GetParam();
    auto scene = make_scene(test::plan_of(kind, style), size.first, size.second);
    ASSERT_TRUE(scene);
    codec::Frame earlier(size.first, size.second);
    codec::Frame later(size.first, size.second);
    // Well after every entrance, over less than the two seconds that freezedetect allows, at its noise of -60 dB.
    for (const int frame : {120, 400, 2000}) {
        scene->draw(frame, earlier);
        scene->draw(frame + 45, later);
        EXPECT_GT(test::mean_luma(earlier), 22);
        EXPECT_GT(test::difference(earlier, later), 255 * 0.001) << frame;
    }
}

TEST_P(EveryScene, ShowsItsContentInFrontOfTheGround) {
    const auto& [kind, style, size] = GetParam();
    ScenePlan empty = test::plan_of(SceneKind::mesh_gradient, style);
    empty.headline.clear();
    empty.icons.clear();
    const codec::Frame ground = drawn(empty, size, 80);
    const codec::Frame scene = drawn(test::plan_of(kind, style), size, 80);
    EXPECT_GT(test::difference(ground, scene), 1.0);
}

TEST_P(EveryScene, DrawsTheSameFrameWhateverWasDrawnBefore) {
    const auto& [kind, style, size] = GetParam();
    const ScenePlan plan = test::plan_of(kind, style);
    auto scene = make_scene(plan, size.first, size.second);
    ASSERT_TRUE(scene);
    codec::Frame target(size.first, size.second);
    for (const int frame : {70, 3, 33})
        scene->draw(frame, target);
    EXPECT_EQ(test::bytes_of(target), test::bytes_of(drawn(plan, size, 33)));
}

INSTANTIATE_TEST_SUITE_P(KindsStylesAndSizes, EveryScene,
                         testing::Combine(testing::ValuesIn(test::kKinds), testing::ValuesIn(test::kStyles),
                                          testing::Values(Size{360, 640}, Size{640, 360})));

class HardContent : public testing::TestWithParam<SceneKind> {};

TEST_P(HardContent, MakesAPictureAllTheSame) {
    std::string long_text;
    while (long_text.size() < 400)
        long_text += "extraordinarily ";
    const std::string texts[] = {"",
                                 long_text,
                                 std::string(400, 'M'),
                                 "\u05DE\u05D3\u05D5\u05E2 \u05D4\u05D9\u05DD \u05DB\u05D7\u05D5\u05DC",
                                 "\u4E3A\u4EC0\u4E48\u6D77\u662F\u84DD\u8272\u7684",
                                 "\U0001F419\U0001F419 octopus",
                                 "{\\b1} <b>&amp;</b> \xff\xfe"};
    for (const std::string& text : texts) {
        ScenePlan plan = test::plan_of(GetParam(), Style::aurora);
        plan.headline = plan.number = plan.label = text;
        plan.items = {text, text, text, text, text, text, text, text, text};
        plan.item_frames = {-5, 1'000'000};
        plan.icons = {"no such icon", "heart"};
        EXPECT_GT(test::mean_luma(drawn(plan, {180, 320}, 60)), 22);
        plan.items.clear();
        plan.icons.clear();
        plan.palette = {};
        EXPECT_GT(test::mean_luma(drawn(plan, {320, 180}, 60)), 22);
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, HardContent, testing::ValuesIn(test::kKinds));

TEST(Scene, TheGroundMovesOnFromOneSceneToTheNext) {
    ScenePlan first = test::plan_of(SceneKind::mesh_gradient, Style::aurora);
    first.headline.clear();
    first.icons.clear();
    ScenePlan second = first;
    second.start_frame = first.start_frame + 60;
    EXPECT_EQ(test::bytes_of(drawn(first, {180, 320}, 60)), test::bytes_of(drawn(second, {180, 320}, 0)));
}

TEST(Scene, ItsContentComesWithItsArrival) {
    ScenePlan plan = test::plan_of(SceneKind::kinetic_title, Style::night);
    const codec::Frame prompt = drawn(plan, {180, 320}, 12);
    plan.arrival = 5;
    ScenePlan bare = plan;
    bare.headline.clear();
    bare.icons.clear();
    EXPECT_EQ(test::bytes_of(drawn(plan, {180, 320}, 4)), test::bytes_of(drawn(bare, {180, 320}, 4)));
    EXPECT_NE(test::bytes_of(drawn(plan, {180, 320}, 17)), test::bytes_of(drawn(bare, {180, 320}, 17)));
    plan.start_frame -= 5;
    EXPECT_EQ(test::bytes_of(drawn(plan, {180, 320}, 17)).substr(0, 180), test::bytes_of(prompt).substr(0, 180));
}

TEST(Scene, RefusesSizesThatCannotBeEncoded) {
    for (const auto& [width, height] : {Size{0, 0}, Size{1080, 1921}, Size{-2, 100}, Size{100'000, 100}}) {
        const auto scene = make_scene(test::plan_of(SceneKind::kinetic_title, Style::aurora), width, height);
        ASSERT_FALSE(scene);
        EXPECT_EQ(scene.error().code, Code::invalid);
    }
}

TEST(BigNumber, EndsAtItsNumberAndCountsOnTheWay) {
    ScenePlan plan = test::plan_of(SceneKind::big_number, Style::night);
    plan.label.clear();
    plan.headline.clear();
    plan.icons.clear();
    auto scene = make_scene(plan, 360, 640);
    ASSERT_TRUE(scene);
    codec::Frame early(360, 640), late(360, 640), later(360, 640);
    scene->draw(14, early);
    scene->draw(60, late);
    scene->draw(62, later);
    // While it counts the figure's pixels change far more than the ground and the float of a finished one.
    EXPECT_GT(test::difference(early, late), 4 * test::difference(late, later));
}

TEST(ListReveal, ShowsNothingOfARowBeforeItsFrame) {
    ScenePlan plan = test::plan_of(SceneKind::list_reveal, Style::night);
    plan.item_frames = {40, 55, 80};
    ScenePlan without = plan;
    without.items = {"Something else", "Another", "A third"};
    without.icons.clear();
    EXPECT_EQ(test::bytes_of(drawn(plan, {360, 640}, 35)), test::bytes_of(drawn(without, {360, 640}, 35)));
    EXPECT_NE(test::bytes_of(drawn(plan, {360, 640}, 48)), test::bytes_of(drawn(without, {360, 640}, 48)));
    // Nor an empty card in its place: with the headline away there is only the ground.
    plan.headline.clear();
    ScenePlan ground = test::plan_of(SceneKind::mesh_gradient, Style::night);
    ground.headline.clear();
    ground.icons.clear();
    EXPECT_EQ(test::bytes_of(drawn(plan, {360, 640}, 35)), test::bytes_of(drawn(ground, {360, 640}, 35)));
}

TEST(ListReveal, IconsStandBeforeAllRowsOrBeforeNone) {
    ScenePlan plan = test::plan_of(SceneKind::list_reveal, Style::night);
    plan.icons = {"heart", "fish"};
    ScenePlan numbered = plan;
    numbered.icons.clear();
    EXPECT_EQ(test::bytes_of(drawn(plan, {360, 640}, 80)), test::bytes_of(drawn(numbered, {360, 640}, 80)));
    plan.icons.push_back("brain");
    EXPECT_NE(test::bytes_of(drawn(plan, {360, 640}, 80)), test::bytes_of(drawn(numbered, {360, 640}, 80)));
}

}  // namespace
}  // namespace mss::picture
