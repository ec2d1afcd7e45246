#include "cli/progress_view.hpp"

#include <algorithm>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.hpp"

namespace mss::cli {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

studio::CreateProgress at(double fraction, std::string stage = "wide", double eta_seconds = 65) {
    return {std::move(stage), fraction, eta_seconds, "scene 3 of 12"};
}

TEST(ProgressLine, ShowsBarPercentStageRemainingTimeAndNote) {
    EXPECT_EQ(progress_line(at(0.5), 80, false), "[############............]  50 %  wide, 1:05 left  scene 3 of 12");
}

TEST(ProgressLine, LeavesTheLastColumnFreeAtEveryWidth) {
    for (int width = 0; width < 120; ++width)
        EXPECT_LE(utf8::decode(progress_line(at(0.42), width, false)).size(),
                  static_cast<std::size_t>(std::max(width - 1, 0)));
}

TEST(ProgressLine, SaysHundredOnlyAtTheEndAndNoTimeWhereNoneIsKnown) {
    EXPECT_THAT(progress_line(at(0.9999), 80, false), HasSubstr(" 99 %"));
    EXPECT_THAT(progress_line(at(1.0, "checks", -1), 80, false), HasSubstr("100 %  checks  scene"));
    EXPECT_THAT(progress_line(at(7.0), 80, false), HasSubstr("100 %"));
}

TEST(ProgressLine, IsColouredOnlyWhenAsked) {
    EXPECT_THAT(progress_line(at(0.5), 80, true), HasSubstr("\x1b[32m############\x1b[0m"));
    EXPECT_THAT(progress_line(at(0.5), 80, false), Not(HasSubstr("\x1b")));
}

TEST(ProgressView, RedrawsATerminalAtMostTenTimesASecond) {
    std::ostringstream stream;
    ProgressView view(stream, {.terminal = true, .colour = false}, [] { return 80; });
    const ProgressView::Time start{};
    for (int millisecond = 0; millisecond < 1000; ++millisecond)
        view.show(at(millisecond / 2000.0), start + std::chrono::milliseconds(millisecond));
    const std::string text = stream.str();
    EXPECT_EQ(std::ranges::count(text, '\r'), 10);
    EXPECT_EQ(std::ranges::count(text, '\n'), 0);
}

TEST(ProgressView, ShowsTheEndAtOnceAndClearsItsLine) {
    std::ostringstream stream;
    ProgressView view(stream, {.terminal = true, .colour = false}, [] { return 80; });
    view.show(at(0.99), ProgressView::Time{});
    view.show(at(1.0), ProgressView::Time{} + 1ms);
    EXPECT_THAT(stream.str(), HasSubstr("100 %"));
    view.clear();
    EXPECT_TRUE(stream.str().ends_with("\r\x1b[K"));
}

TEST(ProgressView, LogsEachStageAndEachTenthInPlainLines) {
    std::ostringstream stream;
    ProgressView view(stream, {}, [] { return 80; });
    for (int step = 0; step <= 1000; ++step)
        view.show(at(step / 1000.0, step < 500 ? "vertical" : "wide", -1), {});
    view.clear();
    EXPECT_EQ(stream.str(),
              "  0 %  vertical\n 10 %  vertical\n 20 %  vertical\n 30 %  vertical\n 40 %  vertical\n 50 %  wide\n"
              " 60 %  wide\n 70 %  wide\n 80 %  wide\n 90 %  wide\n100 %  wide\n");
}

}  // namespace
}  // namespace mss::cli
