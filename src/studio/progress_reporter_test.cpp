#include "studio/progress_reporter.hpp"

#include <gtest/gtest.h>

namespace mss::studio {
namespace {

class Reporter : public testing::Test {
protected:
    /// What it tells, into `told`.
    ProgressReporter after(const GenerationProgress& before) {
        return {[this](const json::Value& progress) { told = json::decode<GenerationProgress>(progress).value(); },
                before};
    }
    static CreateProgress drawing(double fraction) {
        return {.stage = "vertical", .fraction = fraction, .eta_seconds = 9, .note = "scene 1 of 3"};
    }

    GenerationProgress told;
};

TEST_F(Reporter, TellsWhereTheRunIs) {
    auto reporter = after({});
    reporter.words();
    EXPECT_EQ(told.step, "words");
    reporter.has_scenes(3);
    reporter.step(drawing(0.4));
    EXPECT_EQ(told.step, "vertical");
    EXPECT_DOUBLE_EQ(told.percent, 40);
    EXPECT_EQ(told.eta_s, 9);
    EXPECT_EQ(told.scenes, 3);
    reporter.scene({.format = Format::vertical, .index = 1, .preview = {}});
    EXPECT_EQ(told.vertical_done, 2);
    EXPECT_EQ(told.wide_done, 0);
}

TEST_F(Reporter, NeverGoesBackBehindWhatAnEarlierAttemptTold) {
    auto reporter =
        after({.step = "vertical", .percent = 60, .eta_s = {}, .note = {}, .scenes = 3, .vertical_done = 2});
    reporter.words();
    EXPECT_DOUBLE_EQ(told.percent, 60);
    EXPECT_EQ(told.vertical_done, 2);
    reporter.has_scenes(3);
    reporter.step(drawing(0.1));
    reporter.scene({.format = Format::vertical, .index = 0, .preview = {}});
    EXPECT_DOUBLE_EQ(told.percent, 60);
    EXPECT_EQ(told.vertical_done, 2);
    reporter.scene({.format = Format::vertical, .index = 2, .preview = {}});
    reporter.step(drawing(0.7));
    EXPECT_DOUBLE_EQ(told.percent, 70);
    EXPECT_EQ(told.vertical_done, 3);
}

TEST(LastProgress, IsTheNewestReportSinceTheTaskWasMadeAnew) {
    const auto event = [](const char* kind, const char* data) {
        return tasks::Event{.id = 0, .task_id = {}, .kind = kind, .data = data, .at = {}};
    };
    std::vector<tasks::Event> events{event("started", "{}"), event("progress", R"({"percent":10})"),
                                     event("progress", R"({"percent":20,"scenes":3})"), event("crashed", "{}"),
                                     event("started", "{}")};
    EXPECT_DOUBLE_EQ(last_progress(events).percent, 20);
    EXPECT_EQ(last_progress(events).scenes, 3);
    events.push_back(event("revived", "{}"));
    EXPECT_DOUBLE_EQ(last_progress(events).percent, 0);
    EXPECT_DOUBLE_EQ(last_progress({}).percent, 0);
}

}  // namespace
}  // namespace mss::studio
