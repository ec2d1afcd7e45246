#include "tasks/lifecycle.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace mss::tasks {
namespace {

using std::chrono::milliseconds;

constexpr std::array kStates{State::scheduled, State::ready, State::blocked,   State::running, State::retry_wait,
                             State::succeeded, State::dead,  State::cancelled, State::expired};
constexpr std::array kEndings{Ending::succeeded,   Ending::failed, Ending::fatal,   Ending::cancelled,
                              Ending::handed_back, Ending::lost,   Ending::crashed, Ending::timed_out};
constexpr Timestamp kNow{milliseconds(1'700'000'000'000)};
constexpr double kUnit = 0.5;

Task running_task() {
    Task task;
    task.id = "a task";
    task.state = State::running;
    task.fence = 4;
    task.attempt = 1;
    task.retries_max = 3;
    task.interruptions = 2;
    return task;
}

Outcome ending(Ending how) {
    Outcome outcome;
    outcome.ending = how;
    if (how == Ending::succeeded) outcome.result = R"({"file":"a.mp4"})";
    return outcome;
}

Decision decided(const Task& task, const Outcome& outcome) {
    return decide(task, outcome, {}, kNow, kUnit);
}

json::Object data_of(const Decision& decision) {
    return json::parse(decision.event_data).value().as_object();
}

// What may follow each state, written out by hand.
TEST(Lifecycle, AllowsTheMovesOfTheTableAndNoOthers) {
    using enum State;
    const std::vector<std::pair<State, std::vector<State>>> table{
        {scheduled, {ready, cancelled, expired}},
        {ready, {running, blocked, cancelled, expired}},
        {blocked, {ready, cancelled, expired}},
        {running, {ready, retry_wait, succeeded, dead, cancelled}},
        {retry_wait, {ready, cancelled, expired}},
        {succeeded, {}},
        {dead, {ready}},
        {cancelled, {ready}},
        {expired, {ready}},
    };
    ASSERT_EQ(table.size(), kStates.size());
    for (const auto& [from, allowed] : table)
        for (const State to : kStates)
            EXPECT_EQ(may_move(from, to), std::ranges::find(allowed, to) != allowed.end())
                << name_of(from) << " to " << name_of(to);
}

TEST(Lifecycle, RefusesEveryEndingOfATaskThatIsNotRunning) {
    for (const State state : kStates) {
        for (const Ending how : kEndings) {
            Task task = running_task();
            task.state = state;
            if (state == State::running) {
                const Decision decision = decided(task, ending(how));
                EXPECT_TRUE(may_move(State::running, decision.next)) << name_of(decision.next);
            } else {
                EXPECT_THROW(decided(task, ending(how)), std::logic_error) << name_of(state);
            }
        }
    }
}

struct Row {
    Ending how;
    State next;
    const char* event;
    int attempt;
    int crashes;
    int interruptions;
    const char* code;  ///< of the failure; empty: none
};

TEST(Lifecycle, DecidesEachEndingByTheTable) {
    const std::vector<Row> table{
        {Ending::succeeded, State::succeeded, "succeeded", 1, 0, 2, ""},
        {Ending::failed, State::retry_wait, "retry", 2, 0, 2, "internal"},
        {Ending::fatal, State::dead, "dead", 2, 0, 2, "internal"},
        {Ending::cancelled, State::cancelled, "cancelled", 1, 0, 2, ""},
        {Ending::handed_back, State::ready, "handed_back", 1, 0, 3, ""},
        {Ending::lost, State::ready, "recovered", 1, 0, 3, ""},
        {Ending::crashed, State::ready, "crashed", 1, 1, 2, "crashed"},
        {Ending::timed_out, State::retry_wait, "retry", 2, 0, 2, "timed_out"},
    };
    ASSERT_EQ(table.size(), kEndings.size());
    for (const Row& row : table) {
        SCOPED_TRACE(row.event);
        const Decision decision = decided(running_task(), ending(row.how));
        EXPECT_EQ(decision.next, row.next);
        EXPECT_EQ(decision.event, row.event);
        EXPECT_EQ(decision.attempt, row.attempt);
        EXPECT_EQ(decision.crashes, row.crashes);
        EXPECT_EQ(decision.interruptions, row.interruptions);
        EXPECT_EQ(decision.failure ? decision.failure->code : "", row.code);
        EXPECT_EQ(decision.not_before.has_value(), row.next == State::retry_wait);
        EXPECT_EQ(decision.result, row.how == Ending::succeeded ? R"({"file":"a.mp4"})" : "");
        EXPECT_EQ(data_of(decision).at("state").as_string(), name_of(row.next));
        EXPECT_EQ(data_of(decision).at("attempt").as_int64(), row.attempt);
        EXPECT_EQ(data_of(decision).contains("code"), *row.code != '\0');
    }
}

TEST(Lifecycle, CancelsATaskWithACancelRequestWhateverItsEnding) {
    for (const Ending how : kEndings) {
        Task task = running_task();
        task.cancel_requested = true;
        const Decision decision = decided(task, ending(how));
        EXPECT_EQ(decision.next, State::cancelled);
        EXPECT_EQ(decision.event, "cancelled");
        EXPECT_EQ(decision.result, "");
        EXPECT_EQ(decision.attempt, task.attempt);
        EXPECT_EQ(decision.crashes, task.crashes);
        EXPECT_EQ(decision.interruptions, task.interruptions);
    }
}

TEST(Lifecycle, ForgetsAnOldFailureOnSuccessOnly) {
    Task task = running_task();
    task.failure = Failure{"unavailable", "no answer", ""};
    EXPECT_FALSE(decided(task, ending(Ending::succeeded)).failure);
    for (const Ending how : {Ending::cancelled, Ending::handed_back, Ending::lost}) {
        const Decision decision = decided(task, ending(how));
        ASSERT_TRUE(decision.failure);
        EXPECT_EQ(decision.failure->code, "unavailable");
        EXPECT_FALSE(data_of(decision).contains("code"));
    }
}

TEST(Lifecycle, TriesAgainAsOftenAsAllowedAndThenGivesUp) {
    for (const int retries : {0, 1, 3}) {
        Task task = running_task();
        task.retries_max = retries;
        for (task.attempt = 0; task.attempt < retries; ++task.attempt)
            EXPECT_EQ(decided(task, ending(Ending::failed)).next, State::retry_wait);
        const Decision last = decided(task, ending(Ending::failed));
        EXPECT_EQ(last.next, State::dead);
        EXPECT_EQ(last.event, "dead");
        EXPECT_EQ(last.attempt, retries + 1);
    }
}

TEST(Lifecycle, DoublesTheWaitWithEachTryUpToTheMost) {
    const RetryPolicy policy{.base = milliseconds(2'000), .most = milliseconds(10'000), .crashes_max = 3};
    Task task = running_task();
    task.retries_max = 100;
    const std::vector<std::int64_t> expected{1'000, 2'000, 4'000, 5'000, 5'000};
    for (task.attempt = 0; task.attempt < 5; ++task.attempt) {
        const Decision decision = decide(task, ending(Ending::failed), policy, kNow, 0.5);
        EXPECT_EQ(*decision.not_before - kNow, milliseconds(expected[static_cast<std::size_t>(task.attempt)]));
        EXPECT_EQ(data_of(decision).at("not_before").as_int64(), to_unix_ms(*decision.not_before));
    }
    task.attempt = 99;  // 2^99 times the base fits into no integer
    EXPECT_EQ(*decide(task, ending(Ending::failed), policy, kNow, 0.999).not_before - kNow, milliseconds(9'990));
}

TEST(Lifecycle, WaitsAtLeastAsLongAsTheOtherSideAsked) {
    Outcome outcome = ending(Ending::failed);
    outcome.retry_after = milliseconds(60'000);
    EXPECT_EQ(*decide(running_task(), outcome, {}, kNow, 0).not_before - kNow, milliseconds(60'000));
    outcome.retry_after = milliseconds(1);
    EXPECT_EQ(*decide(running_task(), outcome, {}, kNow, 0.5).not_before - kNow, milliseconds(2'000));
}

TEST(Lifecycle, QuarantinesTheThirdCrash) {
    Task task = running_task();
    Outcome outcome = ending(Ending::crashed);
    outcome.failure = {"crashed", "killed by signal 11", "last words"};
    const Decision first = decided(task, outcome);
    EXPECT_EQ(first.next, State::ready);
    EXPECT_FALSE(first.not_before);
    task.crashes = 1;
    const Decision second = decided(task, outcome);
    EXPECT_EQ(second.next, State::retry_wait);
    EXPECT_EQ(*second.not_before - kNow, milliseconds(1'000));
    EXPECT_EQ(second.event, "crashed");
    task.crashes = 2;
    const Decision third = decided(task, outcome);
    EXPECT_EQ(third.next, State::dead);
    EXPECT_EQ(third.crashes, 3);
    EXPECT_EQ(third.attempt, task.attempt);
    EXPECT_EQ(third.failure->code, "quarantined");
    EXPECT_NE(third.failure->message.find("killed by signal 11"), std::string::npos);
    EXPECT_EQ(third.failure->detail, "last words");
    EXPECT_EQ(data_of(third).at("code").as_string(), "quarantined");
}

TEST(Lifecycle, SpreadsTheChancesOfThoseThatEndTogether) {
    EXPECT_DOUBLE_EQ(spread(0.25, 0), 0.25);
    for (const double unit : {0.0, 0.5, 0.999}) {
        std::vector<double> chances;
        for (std::size_t i = 0; i < 256; ++i)
            chances.push_back(spread(unit, i));
        std::ranges::sort(chances);
        EXPECT_GE(chances.front(), 0);
        EXPECT_LT(chances.back(), 1);
        for (std::size_t i = 1; i < chances.size(); ++i)
            EXPECT_GT(chances[i] - chances[i - 1], 0.001);
    }
}

TEST(Lifecycle, SortsErrorsByWhetherASecondTryCanHelp) {
    for (const Code code : {Code::invalid, Code::not_found, Code::no_material, Code::too_large, Code::conflict,
                            Code::unauthenticated, Code::forbidden, Code::gate_failed})
        EXPECT_EQ(ending_of(code), Ending::fatal) << name_of(code);
    for (const Code code : {Code::rate_limited, Code::unavailable, Code::timeout, Code::io, Code::internal})
        EXPECT_EQ(ending_of(code), Ending::failed) << name_of(code);
    EXPECT_EQ(ending_of(Code::cancelled), Ending::cancelled);
}

}  // namespace
}  // namespace mss::tasks
