#include "tasks/attempt.hpp"

#include <limits>

#include <gmock/gmock.h>

#include "tasks/pauses.hpp"

namespace mss::tasks {
namespace {

Ending ending_of_stopped(Code code, StopReason reason) {
    return outcome_of(fail(code, "why"), reason).ending;
}

TEST(Attempt, WhatWasCutShortEndsAsTheOneWhoAskedForItMeantIt) {
    EXPECT_EQ(ending_of_stopped(Code::cancelled, StopReason::cancelled), Ending::cancelled);
    EXPECT_EQ(ending_of_stopped(Code::cancelled, StopReason::stopping), Ending::handed_back);
    EXPECT_EQ(ending_of_stopped(Code::cancelled, StopReason::soft_limit), Ending::timed_out);
    EXPECT_EQ(ending_of_stopped(Code::cancelled, StopReason::none), Ending::cancelled);
}

TEST(Attempt, WhatEndedByItselfEndsAsItDidWhateverWasAsked) {
    EXPECT_EQ(ending_of_stopped(Code::invalid, StopReason::stopping), Ending::fatal);
    EXPECT_EQ(ending_of_stopped(Code::unavailable, StopReason::soft_limit), Ending::failed);
    const Outcome done = outcome_of(json::Value{{"a", 1}}, StopReason::stopping);
    EXPECT_EQ(done.ending, Ending::succeeded);
    EXPECT_EQ(done.result, R"({"a":1})");
}

TEST(Attempt, AFailureKeepsItsWordsAndItsRetryAfter) {
    const Outcome outcome = outcome_of(
        std::unexpected(Error{Code::rate_limited, "later", "detail", std::chrono::milliseconds(7)}), StopReason::none);
    EXPECT_EQ(outcome.ending, Ending::failed);
    EXPECT_EQ(outcome.failure.code, "rate_limited");
    EXPECT_EQ(outcome.failure.message, "later");
    EXPECT_EQ(outcome.failure.detail, "detail");
    EXPECT_EQ(outcome.retry_after, std::chrono::milliseconds(7));
}

TEST(Attempt, AResultThatNobodyCouldReadIsAFailure) {
    const Outcome outcome =
        outcome_of(json::Value{{"seconds", std::numeric_limits<double>::infinity()}}, StopReason::none);
    EXPECT_EQ(outcome.ending, Ending::failed);
    EXPECT_EQ(outcome.failure.code, "internal");
    EXPECT_EQ(outcome.result, "");
}

TEST(Attempt, BytesThatAreNoTextDoNotGetIntoAFailure) {
    EXPECT_EQ(failed_outcome(Ending::crashed, "crashed", "why", "a\xff").failure.detail, "a\xEF\xBF\xBD");
}

TEST(Outbox, TellsOfTheFirstThatComesAndGivesAllAtOnce) {
    const Flag filled;
    Outbox outbox(filled);
    EXPECT_FALSE(is_readable(filled.fd()));
    outbox.push({.settlement = {}, .slot = 1});
    outbox.push({.settlement = {}, .slot = 2});
    EXPECT_TRUE(is_readable(filled.fd()));
    filled.clear();
    EXPECT_EQ(outbox.take().size(), 2U);
    EXPECT_TRUE(outbox.take().empty());
    EXPECT_FALSE(is_readable(filled.fd()));
    outbox.push({.settlement = {}});
    EXPECT_TRUE(is_readable(filled.fd()));
}

TEST(Pauses, GrowToFiveSecondsAndBeginAgainAfterASuccess) {
    Pauses pauses{Random(7)};
    EXPECT_LE(pauses.next(), Pauses::kFirst);
    std::chrono::milliseconds last{};
    for (int i = 0; i < 20; ++i) {
        last = pauses.next();
        EXPECT_LE(last, Pauses::kMost);
    }
    EXPECT_GE(last, Pauses::kMost / 2);
    pauses.reset();
    EXPECT_LE(pauses.next(), Pauses::kFirst);
}

}  // namespace
}  // namespace mss::tasks
