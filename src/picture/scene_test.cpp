#include "picture/scene.hpp"

#include <algorithm>
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

/// The layers of a plan, each to be drawn by itself.
class LayersOf {
public:
    LayersOf(const ScenePlan& plan, Size size, Layers (*make)(const SceneKit&))
        : stage_(*make_stage(size.first, size.second)), type_(plan.language) {
        const Theme theme = make_theme(plan.palette, plan.style);
        layers_ = make({plan, stage_, theme, type_, icons_});
    }

    std::size_t count() const { return layers_.size(); }
    const Box& content() const { return stage_.content; }

    /// The pixels that the layers [begin, end) draw into, at a frame as layers count them; without width where they
    /// draw nothing.
    Box ink(std::size_t begin, std::size_t end, int frame) const {
        codec::Frame target(stage_.width, stage_.height);
        for (const codec::Plane& plane : {target.y(), target.u(), target.v()})
            for (int y = 0; y < plane.height; ++y)
                std::fill_n(plane.row(y), plane.width, std::uint8_t{16});
        for (std::size_t i = begin; i < end; ++i)
            layers_[i]->draw(frame, target, 1);
        int left = stage_.width, top = stage_.height, right = 0, bottom = 0;
        for (int y = 0; y < stage_.height; ++y) {
            for (int x = 0; x < stage_.width; ++x) {
                if (target.y().row(y)[x] < 24) continue;
                left = std::min(left, x);
                top = std::min(top, y);
                right = std::max(right, x + 1);
                bottom = std::max(bottom, y + 1);
            }
        }
        if (right == 0) return {};
        return {static_cast<double>(left), static_cast<double>(top), static_cast<double>(right - left),
                static_cast<double>(bottom - top)};
    }

private:
    Stage stage_;
    Typesetter type_;
    icons::IconSet icons_;
    Layers layers_;
};

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
    plan.icons.clear();
    plan.items.clear();
    const codec::Frame prompt = drawn(plan, {180, 320}, 12);
    plan.arrival = 5;
    ScenePlan bare = plan;
    bare.headline.clear();
    bare.icons.clear();
    EXPECT_EQ(test::bytes_of(drawn(plan, {180, 320}, 4)), test::bytes_of(drawn(bare, {180, 320}, 4)));
    EXPECT_NE(test::bytes_of(drawn(plan, {180, 320}, 17)), test::bytes_of(drawn(bare, {180, 320}, 17)));
    plan.start_frame -= 5;
    EXPECT_EQ(test::bytes_of(drawn(plan, {180, 320}, 17)), test::bytes_of(prompt));
}

TEST(Scene, ItsFirstFrameIsCompleteWhereItsContentArrivedBefore) {
    ScenePlan plan = test::plan_of(SceneKind::kinetic_title, Style::night);
    plan.icons.clear();
    plan.items.clear();
    const codec::Frame later = drawn(plan, {180, 320}, 64);
    plan.arrival = -64;
    plan.start_frame += 64;
    EXPECT_EQ(test::bytes_of(drawn(plan, {180, 320}, 0)), test::bytes_of(later));
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

TEST(BigNumber, ShowsItsHeadlineUntilTheFigureIsSaid) {
    ScenePlan plan = test::plan_of(SceneKind::big_number, Style::night);
    plan.number_begin = 60;
    plan.number_end = 80;
    ScenePlan other = plan;
    other.number = "4,700";
    for (const Size size : {Size{360, 640}, Size{640, 360}}) {
        EXPECT_EQ(test::bytes_of(drawn(plan, size, 58)), test::bytes_of(drawn(other, size, 58)));
        EXPECT_NE(test::bytes_of(drawn(plan, size, 90)), test::bytes_of(drawn(other, size, 90)));
        ScenePlan wordless = plan;
        wordless.headline.clear();
        EXPECT_NE(test::bytes_of(drawn(plan, size, 40)), test::bytes_of(drawn(wordless, size, 40)));
    }
}

TEST(BigNumber, AFigureWithNothingBesideItDoesNotWait) {
    ScenePlan plan = test::plan_of(SceneKind::big_number, Style::night);
    plan.headline.clear();
    plan.label.clear();
    plan.icons.clear();
    ScenePlan late = plan;
    late.number_begin = 60;
    late.number_end = 78;
    EXPECT_EQ(test::bytes_of(drawn(late, {360, 640}, 40)), test::bytes_of(drawn(plan, {360, 640}, 40)));
    // A share has no room for an icon.
    plan.number = late.number = "30%";
    plan.icons = late.icons = {"heart"};
    EXPECT_EQ(test::bytes_of(drawn(late, {360, 640}, 40)), test::bytes_of(drawn(plan, {360, 640}, 40)));
}

/// An opening as it is planned: its content arrived before the video begins.
ScenePlan opening_number(std::string number, int number_begin) {
    ScenePlan plan = test::plan_of(SceneKind::big_number, Style::night);
    plan.arrival = -64;
    plan.number = std::move(number);
    plan.number_begin = number_begin;
    plan.number_end = number_begin + 8;
    plan.headline = "They were many";
    plan.label.clear();
    plan.icons.clear();
    return plan;
}

TEST(BigNumber, AnOpeningsFirstFrameShowsAFigureThatIsSaidSoon) {
    for (const std::string label : {"", "people in the hall"}) {
        for (const Size size : {Size{360, 640}, Size{640, 360}}) {
            for (const auto& [number, other] : {std::pair("300", "470"), std::pair("30%", "70%")}) {
                ScenePlan plan = opening_number(number, 6);
                plan.label = label;
                ScenePlan differing = opening_number(other, 6);
                differing.label = label;
                EXPECT_NE(test::bytes_of(drawn(plan, size, 0)), test::bytes_of(drawn(differing, size, 0))) << number;
            }
        }
    }
}

TEST(BigNumber, AnOpeningsFirstFrameShowsTheHeadlineOfAFigureThatIsSaidLate) {
    const ScenePlan plan = opening_number("300", 60);
    ScenePlan wordless = plan;
    wordless.headline.clear();
    for (const Size size : {Size{360, 640}, Size{640, 360}}) {
        const std::string first = test::bytes_of(drawn(plan, size, 0));
        EXPECT_EQ(first, test::bytes_of(drawn(opening_number("470", 60), size, 0)));
        EXPECT_NE(first, test::bytes_of(drawn(wordless, size, 0)));
        // Without one there is the figure.
        ScenePlan nothing = wordless;
        nothing.number.clear();
        EXPECT_NE(test::bytes_of(drawn(wordless, size, 0)), test::bytes_of(drawn(nothing, size, 0)));
    }
}

TEST(BigNumber, ShowsItsHeadlineBesideAFigureThatDoesNotWait) {
    for (const int arrival : {0, -64}) {
        for (const std::string label : {"", "people in the hall"}) {
            for (const std::string number : {"300", "30%"}) {
                ScenePlan plan = opening_number(number, 6);
                plan.arrival = arrival;
                plan.label = label;
                plan.icons = {"heart"};
                ScenePlan other = plan;
                other.headline = "They were few";
                for (const Size size : {Size{360, 640}, Size{640, 360}})
                    EXPECT_NE(test::bytes_of(drawn(plan, size, 60)), test::bytes_of(drawn(other, size, 60))) << number;
            }
        }
    }
}

TEST(BigNumber, DoesNotSayTwiceWhatFigureAndLabelSay) {
    ScenePlan plan = opening_number("300", 6);
    plan.headline = "300 people";
    ScenePlan wordless = plan;
    wordless.headline.clear();
    EXPECT_NE(test::bytes_of(drawn(plan, {360, 640}, 60)), test::bytes_of(drawn(wordless, {360, 640}, 60)));
    plan.label = wordless.label = "people";
    EXPECT_EQ(test::bytes_of(drawn(plan, {360, 640}, 60)), test::bytes_of(drawn(wordless, {360, 640}, 60)));
}

TEST(BigNumber, ItsContentStaysInItsArea) {
    ScenePlan plan = opening_number("123,456,789,012,345 kilometres", 200);
    plan.arrival = 0;
    plan.icons = {"heart"};
    plan.headline =
        "A way so long that light itself would need thirteen years and more to come to its end and back again";
    const auto expect_inside = [&](Size size, int frame) {
        const LayersOf layers(plan, size, make_big_number);
        const Box ink = layers.ink(0, layers.count(), frame);
        const double sway = 6 * std::min(size.first, size.second) / 1080.0;
        EXPECT_GT(ink.width, 0);
        EXPECT_GE(ink.y, layers.content().y - sway) << frame;
        EXPECT_LE(ink.bottom(), layers.content().bottom() + sway) << frame;
    };
    for (const Size size : {Size{540, 960}, Size{960, 540}}) {
        expect_inside(size, 100);
        expect_inside(size, 260);
        plan.number_begin = plan.number_end = 0;  // with the headline above the figure
        expect_inside(size, 100);
        plan.number_begin = 200;
        plan.number_end = 220;
    }
}

/// From the first to the last row in which two frames differ.
int rows_that_differ(const codec::Frame& one, const codec::Frame& other) {
    int first = one.height();
    int last = -1;
    for (int y = 0; y < one.height(); ++y) {
        if (std::equal(one.y().row(y), one.y().row(y) + one.width(), other.y().row(y))) continue;
        first = std::min(first, y);
        last = y;
    }
    return last < first ? 0 : last - first + 1;
}

TEST(KineticTitle, ItsDrawingStandsBesideItsWords) {
    const std::vector<std::string> headlines{"Octopus", "Three hearts, blue blood", "Blue",
                                             "\u05DE\u05D3\u05D5\u05E2 \u05D4\u05D9\u05DD"};
    for (const std::string& headline : headlines) {
        ScenePlan plan = test::plan_of(SceneKind::kinetic_title, Style::night);
        plan.headline = headline;
        plan.items.clear();
        plan.icons = {"heart"};
        const LayersOf layers(plan, {960, 540}, make_kinetic_title);
        // The drawing, the badge, the words, the rule.
        ASSERT_GE(layers.count(), 4U);
        SCOPED_TRACE(headline);
        for (const int frame : {60, 120, 200}) {
            const Box drawing = layers.ink(0, 1, frame);
            const Box words = layers.ink(2, layers.count() - 1, frame);
            // In the words' rows, so that only its place beside them keeps it from behind them.
            EXPECT_GE(drawing.height, 150);
            EXPECT_LT(drawing.y, words.y);
            EXPECT_GT(drawing.bottom(), words.centre().y);
            EXPECT_GT(words.width, 0);
            EXPECT_TRUE(drawing.x > words.right() || drawing.right() < words.x);
        }
    }
}

TEST(KineticTitle, LongWordsLeaveNoRoomForADrawing) {
    ScenePlan plan = test::plan_of(SceneKind::kinetic_title, Style::night);
    plan.headline = "Three hearts, blue blood and a mind in every single arm";
    plan.items.clear();
    for (const Size size : {Size{540, 960}, Size{960, 540}}) {
        plan.icons = {"heart"};
        const codec::Frame heart = drawn(plan, size, 80);
        plan.icons = {"fish"};
        // The icons differ in their badge above the words and nowhere else.
        const int rows = rows_that_differ(heart, drawn(plan, size, 80));
        EXPECT_GT(rows, 0);
        EXPECT_LT(rows, 150 * 540 / 1080);
    }
}

TEST(KineticTitle, ItsKeyPointsComeAsTheyAreSaid) {
    ScenePlan plan = test::plan_of(SceneKind::kinetic_title, Style::night);
    plan.item_frames = {40, 60, 80};
    for (const Size size : {Size{360, 640}, Size{640, 360}}) {
        ScenePlan other = plan;
        other.items = {"Breathes water", "Copies rock", "Squirts ink"};
        EXPECT_EQ(test::bytes_of(drawn(plan, size, 35)), test::bytes_of(drawn(other, size, 35)));
        EXPECT_NE(test::bytes_of(drawn(plan, size, 55)), test::bytes_of(drawn(other, size, 55)));
        other = plan;
        other.items[2] = "Hides well";
        EXPECT_EQ(test::bytes_of(drawn(plan, size, 70)), test::bytes_of(drawn(other, size, 70)));
        EXPECT_NE(test::bytes_of(drawn(plan, size, 95)), test::bytes_of(drawn(other, size, 95)));
    }
}

TEST(SourceCard, IsCompleteAfterEighteenFrames) {
    ScenePlan plan = test::plan_of(SceneKind::source_card, Style::night);
    plan.headline = "Fonti";
    plan.arrival = 5;
    const auto change = [&](int frame) {
        return test::difference(drawn(plan, {360, 640}, frame), drawn(plan, {360, 640}, frame + 1));
    };
    EXPECT_LT(change(18), change(8) / 4);
}

TEST(SourceCard, ShowsAsManySourcesAsAScriptMayList) {
    ScenePlan plan = test::plan_of(SceneKind::source_card, Style::night);
    plan.items = {"One", "Two", "Three", "Four", "Five"};
    ScenePlan other = plan;
    other.items[4] = "Another";
    EXPECT_NE(test::bytes_of(drawn(plan, {360, 640}, 60)), test::bytes_of(drawn(other, {360, 640}, 60)));
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
