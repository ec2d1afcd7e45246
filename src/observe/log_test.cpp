#include "observe/log.hpp"

#include <sstream>

#include <gmock/gmock.h>

namespace mss::observe {
namespace {

using testing::HasSubstr;
using testing::Not;

// 2026-02-03T04:05:06.007Z
std::chrono::system_clock::time_point fixed_time() {
    using namespace std::chrono;
    return sys_days(year(2026) / 2 / 3) + hours(4) + minutes(5) + seconds(6) + milliseconds(7);
}

TEST(Logger, ARecordIsOneLineOfTimeLevelMessageAndFields) {
    std::ostringstream out;
    const Logger log(out, Level::debug, &fixed_time);
    log.info("stage done", {{"name", "speech-1"}, {"cached", false}, {"seconds", 0.5}, {"pid", 42}});
    EXPECT_EQ(out.str(),
              "time=2026-02-03T04:05:06.007Z level=info message=\"stage done\" name=speech-1 cached=false "
              "seconds=0.500 pid=42\n");
}

TEST(Logger, WhatIsLessImportantThanTheLevelIsDropped) {
    std::ostringstream out;
    const Logger log(out, Level::warning);
    log.debug("d");
    log.info("i");
    log.warning("w");
    log.error("e");
    EXPECT_THAT(out.str(), Not(HasSubstr("message=d")));
    EXPECT_THAT(out.str(), Not(HasSubstr("message=i")));
    EXPECT_THAT(out.str(), HasSubstr("level=warning message=w\n"));
    EXPECT_THAT(out.str(), HasSubstr("level=error message=e\n"));
    EXPECT_FALSE(log.keeps(Level::info));
    EXPECT_TRUE(log.keeps(Level::warning));
}

TEST(Logger, AValueCannotPassForAnotherFieldOrRecord) {
    std::ostringstream out;
    const Logger log(out, Level::debug, &fixed_time);
    log.error("failed", {{"detail", "one\ntime=2026 \"level\"=error\x1b[31m\\"}, {"empty", ""}});
    EXPECT_EQ(out.str(),
              "time=2026-02-03T04:05:06.007Z level=error message=failed "
              "detail=\"one\\ntime=2026 \\\"level\\\"=error?[31m\\\\\" empty=\"\"\n");
}

TEST(Logger, ALineThatIsPassedOnStaysOneLineAndSteersNoTerminal) {
    std::ostringstream out;
    const Logger log(out, Level::error, &fixed_time);
    log.pass_on("level=info message=\"a \\\"word\\\"\" name=b");
    EXPECT_EQ(out.str(), "level=info message=\"a \\\"word\\\"\" name=b\n");
    out.str({});
    log.pass_on("50 %\r\x1b[31mred\tand\nmore\xff");
    EXPECT_EQ(out.str(), "50 %\\r?[31mred\\tand\\nmore?\n");
}

// A bar that is redrawn in place shares the terminal: the record must neither begin behind it nor mix with it.
TEST(Logger, BeginsEachRecordWithWhatTakesARedrawnLineAway) {
    std::ostringstream out;
    const Logger log(out, Level::debug, &fixed_time, "\r\x1b[K");
    out << "\r[####....]  50 %\x1b[K";
    log.warning("crashed");
    EXPECT_EQ(out.str(),
              "\r[####....]  50 %\x1b[K\r\x1b[Ktime=2026-02-03T04:05:06.007Z level=warning message=crashed\n");
}

TEST(Logger, AValueHasALimit) {
    std::ostringstream out;
    const Logger log(out, Level::debug);
    log.error("failed", {{"detail", std::string(100'000, 'x')}});
    EXPECT_LT(out.str().size(), 7000U);
}

TEST(Level, IsKnownByItsName) {
    EXPECT_EQ(level_named("warning"), Level::warning);
    EXPECT_EQ(level_named("loud"), std::nullopt);
}

}  // namespace
}  // namespace mss::observe
