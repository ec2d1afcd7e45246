#include "tasks/task_row.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>

#include <gtest/gtest.h>

#include "base/identifier.hpp"
#include "base/json.hpp"

namespace mss::tasks {
namespace {

using std::chrono::milliseconds;

constexpr std::array kStates{State::scheduled, State::ready, State::blocked,   State::running, State::retry_wait,
                             State::succeeded, State::dead,  State::cancelled, State::expired};
constexpr Timestamp kNow{milliseconds(1'700'000'000'000)};
constexpr Timestamp kLater = kNow + milliseconds(5'000);

TaskCall call_of(std::string name) {
    TaskCall call;
    call.name = std::move(name);
    call.owner = "somebody";
    return call;
}

TaskRow accepted(const TaskCall& call) {
    TaskRow row;
    accept(row, call, "an id", kNow);
    return row;
}

// A move must work from the states it names, to a state, and throw from all others without a change.
void expect_moves(const std::vector<State>& from, State to, const std::function<Entry(TaskRow&)>& move) {
    for (const State state : kStates) {
        SCOPED_TRACE(name_of(state));
        TaskRow row = accepted(call_of("a"));
        row.task.state = state;
        if (std::ranges::find(from, state) != from.end()) {
            const Entry entry = move(row);
            EXPECT_EQ(row.task.state, to);
            EXPECT_FALSE(entry.kind.empty());
            EXPECT_TRUE(json::parse(entry.data).value().is_object());
        } else {
            EXPECT_THROW(move(row), std::logic_error);
            EXPECT_EQ(row.task.state, state);
            EXPECT_FALSE(row.task.cancel_requested);
        }
    }
}

TEST(TaskRow, AcceptsACallAsReadyOrScheduled) {
    TaskCall call = call_of("a");
    call.priority = 2;
    call.retries_max = 7;
    call.queue = "heavy";
    call.arguments = R"({"topic":"tides"})";
    call.expires_at = kLater;
    TaskRow row;
    Entry entry = accept(row, call, "an id", kNow);
    EXPECT_EQ(entry.kind, "enqueued");
    EXPECT_EQ(entry.data, R"({"state":"ready"})");
    EXPECT_EQ(row.task.id, "an id");
    EXPECT_EQ(row.task.state, State::ready);
    EXPECT_EQ(row.task.arguments, call.arguments);
    EXPECT_EQ(row.task.owner, "somebody");
    EXPECT_EQ(row.task.queue, "heavy");
    EXPECT_EQ(row.task.priority, 2);
    EXPECT_EQ(row.task.retries_max, 7);
    EXPECT_EQ(row.task.created_at, kNow);
    EXPECT_EQ(row.task.ready_since, kNow);
    EXPECT_EQ(row.task.expires_at, kLater);
    EXPECT_FALSE(row.task.not_before);

    call.not_before = kLater;
    entry = accept(row, call, "an id", kNow);
    EXPECT_EQ(row.task.state, State::scheduled);
    EXPECT_EQ(row.task.not_before, kLater);
    EXPECT_EQ(entry.data, R"({"state":"scheduled","not_before":1700000005000})");

    call.not_before = kNow;
    EXPECT_EQ(accepted(call).task.state, State::ready);
}

TEST(TaskRow, MakesEachMoveFromItsStatesOnly) {
    using enum State;
    expect_moves({scheduled, retry_wait}, ready, [](TaskRow& row) { return become_due(row, kNow); });
    expect_moves({scheduled, ready, blocked, retry_wait}, expired, [](TaskRow& row) { return expire(row, kNow); });
    expect_moves({ready}, running, [](TaskRow& row) { return start(row, "w", kNow); });
    expect_moves({scheduled, ready, blocked, retry_wait}, cancelled,
                 [](TaskRow& row) { return cancel_waiting(row, kNow); });
    expect_moves({running}, running, [](TaskRow& row) { return request_cancel(row); });
    expect_moves({dead, cancelled, expired}, ready, [](TaskRow& row) { return revive(row, kNow); });
    expect_moves({running}, succeeded, [](TaskRow& row) {
        return settle(row, {.ending = Ending::succeeded, .result = {}, .failure = {}, .retry_after = {}}, {}, kNow, 0);
    });
}

TEST(TaskRow, StartsUnderAFenceThatGrows) {
    TaskRow row = accepted(call_of("a"));
    row.task.progress = "{}";
    start(row, "first", kNow);
    EXPECT_EQ(row.task.fence, 1);
    EXPECT_EQ(row.task.worker, "first");
    EXPECT_EQ(row.task.started_at, kNow);
    EXPECT_EQ(row.task.progress, "");
    Outcome outcome;
    outcome.ending = Ending::handed_back;
    settle(row, outcome, {}, kLater, 0);
    EXPECT_EQ(row.task.worker, "");
    EXPECT_EQ(row.task.ready_since, kLater);
    EXPECT_FALSE(row.task.finished_at);
    start(row, "second", kLater);
    EXPECT_EQ(row.task.fence, 2);
}

TEST(TaskRow, SettlesWithResultAndTime) {
    TaskRow row = accepted(call_of("a"));
    start(row, "w", kNow);
    const Outcome outcome{.ending = Ending::succeeded, .result = "[1]", .failure = {}, .retry_after = {}};
    const Entry entry = settle(row, outcome, {}, kLater, 0);
    EXPECT_EQ(entry.kind, "succeeded");
    EXPECT_EQ(row.task.result, "[1]");
    EXPECT_EQ(row.task.finished_at, kLater);
}

TEST(TaskRow, RevivesWithFreshCountsButNotWithAnOldFence) {
    TaskRow row = accepted(call_of("a"));
    start(row, "w", kNow);
    settle(row, {.ending = Ending::fatal, .result = {}, .failure = {}, .retry_after = {}}, {}, kNow, 0);
    row.task.crashes = 3;
    row.task.interruptions = 1;
    row.task.expires_at = kNow;
    revive(row, kLater);
    EXPECT_EQ(row.task.state, State::ready);
    EXPECT_EQ(row.task.fence, 1);
    EXPECT_EQ(row.task.attempt + row.task.crashes + row.task.interruptions, 0);
    EXPECT_FALSE(row.task.failure);
    EXPECT_FALSE(row.task.expires_at);
    EXPECT_FALSE(row.task.finished_at);
    EXPECT_FALSE(row.task.started_at);
    EXPECT_EQ(row.task.ready_since, kLater);
}

TEST(TaskRow, KeepsAnExpiryThatIsStillAheadWhenRevived) {
    TaskRow row = accepted(call_of("a"));
    row.task.expires_at = kLater;
    cancel_waiting(row, kNow);
    EXPECT_TRUE(row.task.cancel_requested);
    revive(row, kNow);
    EXPECT_EQ(row.task.expires_at, kLater);
    EXPECT_FALSE(row.task.cancel_requested);
}

TEST(TaskRow, TellsLateFromTheMomentOfExpiryOn) {
    Task task;
    EXPECT_FALSE(is_late(task, kNow));
    task.expires_at = kLater;
    EXPECT_FALSE(is_late(task, kLater - milliseconds(1)));
    EXPECT_TRUE(is_late(task, kLater));
}

TEST(TaskRow, GivesTurnsThatAlternateBetweenOwners) {
    std::int64_t first = 0;
    for (int i = 0; i < 1000; ++i)
        first = next_turn(first, 0);
    EXPECT_EQ(first, 1000);
    const std::int64_t served = 3;
    EXPECT_EQ(next_turn(0, served), 3);         // a newcomer begins where the service is
    EXPECT_EQ(next_turn(first, served), 1001);  // who waits already goes on from the own last one
}

TEST(TaskRow, ChecksAllCallsOrTakesNone) {
    std::vector<TaskCall> calls{call_of("a"), call_of("b")};
    calls[0].id = uuid_v7(kNow);
    const auto ids = check_calls(calls, kNow);
    ASSERT_TRUE(ids);
    EXPECT_EQ(ids->at(0), calls[0].id);
    EXPECT_TRUE(is_uuid(ids->at(1)));
    calls[1].id = calls[0].id;
    EXPECT_EQ(check_calls(calls, kNow).error().code, Code::conflict);
    calls[1] = call_of("not a word");
    EXPECT_EQ(check_calls(calls, kNow).error().code, Code::invalid);
}

TEST(TaskRow, ChecksProgressQueuesAndWorkers) {
    EXPECT_TRUE(check_progress(R"({"percent":1})"));
    EXPECT_EQ(check_progress("7").error().code, Code::invalid);
    EXPECT_EQ(check_progress("{").error().code, Code::invalid);
    EXPECT_EQ(check_progress(R"({"a":")" + std::string(kProgressBytesMax, 'x') + "\"}").error().code, Code::too_large);
    EXPECT_TRUE(check_queue("default"));
    EXPECT_EQ(check_queue("").error().code, Code::invalid);
    WorkerCard card;
    EXPECT_EQ(check_worker(card).error().code, Code::invalid);
    card.id = "w";
    EXPECT_TRUE(check_worker(card));
}

TEST(TaskRow, RevivesNeitherWhatSucceededNorWhatHasNotEnded) {
    for (const State state : kStates) {
        Task task;
        task.state = state;
        const bool allowed = state == State::dead || state == State::cancelled || state == State::expired;
        EXPECT_EQ(check_revivable(task).has_value(), allowed) << name_of(state);
    }
}

}  // namespace
}  // namespace mss::tasks
