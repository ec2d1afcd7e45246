#include "picture/scene_shelf.hpp"

#include <tuple>

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "picture/segment.hpp"
#include "picture/test_plans.hpp"

namespace mss::picture {
namespace {

using media_protocol::ScenePlan;
using media_protocol::SegmentRequest;
using media_protocol::Style;
using model::SceneKind;

constexpr int kWidth = 180;
constexpr int kHeight = 320;

class EveryKeptScene : public testing::TestWithParam<std::tuple<SceneKind, Style>> {};

TEST_P(EveryKeptScene, DrawsAfterOtherFramesWhatANewOneDraws) {
    const auto& [kind, style] = GetParam();
    const ScenePlan plan = test::plan_of(kind, style);
    SceneShelf shelf;
    codec::Frame target(kWidth, kHeight), expected(kWidth, kHeight);
    for (const int frame : {0, 17, plan.frames + 5, 40})
        (*shelf.scene(plan, kWidth, kHeight))->draw(frame, target);
    make_scene(plan, kWidth, kHeight)->draw(40, expected);
    EXPECT_EQ(test::bytes_of(target), test::bytes_of(expected));
}

INSTANTIATE_TEST_SUITE_P(KindsAndStyles, EveryKeptScene,
                         testing::Combine(testing::ValuesIn(test::kKinds), testing::ValuesIn(test::kStyles)));

TEST(SceneShelf, KeepsTheLastThreeScenes) {
    SceneShelf shelf;
    ScenePlan plan = test::plan_of(SceneKind::quote_card, Style::aurora);
    const auto scene_of = [&](int seed) {
        plan.seed = static_cast<std::uint64_t>(seed);
        return *shelf.scene(plan, kWidth, kHeight);
    };
    const std::weak_ptr first = scene_of(1);
    const std::weak_ptr second = scene_of(2);
    EXPECT_EQ(scene_of(1), first.lock());
    scene_of(3);
    EXPECT_FALSE(second.expired());
    scene_of(4);
    EXPECT_TRUE(second.expired());
    EXPECT_EQ(scene_of(1), first.lock());
}

TEST(SceneShelf, TellsPlansAndSizesApart) {
    SceneShelf shelf;
    const ScenePlan plan = test::plan_of(SceneKind::quote_card, Style::aurora);
    ScenePlan other = plan;
    other.palette.accent = "#ff0000";
    const auto scene = *shelf.scene(plan, kWidth, kHeight);
    EXPECT_NE(*shelf.scene(other, kWidth, kHeight), scene);
    EXPECT_NE(*shelf.scene(plan, kHeight, kWidth), scene);
    EXPECT_EQ(*shelf.scene(plan, kWidth, kHeight), scene);
    EXPECT_EQ(shelf.scene(plan, kWidth, 33).error().code, Code::invalid);
}

class SegmentsFromOneShelf : public testing::Test {
protected:
    SegmentRequest request() const {
        SegmentRequest request;
        request.width = kWidth;
        request.height = kHeight;
        request.scene = test::plan_of(SceneKind::list_reveal, Style::paper);
        request.scene.frames = 20;
        request.threads = 1;
        request.output = (folder_.path() / "segment.mp4").string();
        return request;
    }
    std::string rendered(const SegmentRequest& request, SceneShelf& shelf) const {
        EXPECT_TRUE(render_segment(request, shelf, {}));
        return *read_file(request.output, 1 << 24);
    }

    TemporaryDirectory folder_;
};

TEST_F(SegmentsFromOneShelf, AreTheSameBytesAsWithoutIt) {
    SceneShelf shelf;
    SegmentRequest first = request();
    first.upcoming = test::plan_of(SceneKind::kinetic_title, Style::paper);
    first.upcoming->frames = 20;
    rendered(first, shelf);
    SegmentRequest second = request();
    second.scene = *first.upcoming;
    second.previous = first.scene;
    second.transition_frames = 9;
    SceneShelf empty;
    EXPECT_EQ(rendered(second, shelf), rendered(second, empty));
}

TEST_F(SegmentsFromOneShelf, MakeTheUpcomingSceneReady) {
    SceneShelf shelf;
    const std::weak_ptr oldest = *shelf.scene(test::plan_of(SceneKind::quote_card, Style::night), kWidth, kHeight);
    static_cast<void>(shelf.scene(test::plan_of(SceneKind::quote_card, Style::bokeh), kWidth, kHeight));
    SegmentRequest asked = request();
    rendered(asked, shelf);
    EXPECT_FALSE(oldest.expired());
    asked.upcoming = test::plan_of(SceneKind::big_number, Style::paper);
    rendered(asked, shelf);
    // A fourth scene came onto the shelf.
    EXPECT_TRUE(oldest.expired());
}

}  // namespace
}  // namespace mss::picture
