// How attempts end, for light and heavy tasks alike.

#include <csignal>
#include <vector>

#include "support/task_child/watched_store.hpp"
#include "support/task_child/worker_fixture.hpp"
#include "tasks/attempt.hpp"

namespace mss::tasks {
namespace {

using test::RunningWorker;
using testing::HasSubstr;

class EndingsTest : public test::WorkerFixture, public testing::WithParamInterface<const char*> {
protected:
    std::string enqueue(const std::string& kind, const json::Value& arguments = json::Object()) {
        return test::enqueue(store_, GetParam() + kind, arguments);
    }
    Task ended(const std::string& id, State state) {
        EXPECT_TRUE(test::reaches(store_, id, state));
        return test::find(store_, id);
    }
};

INSTANTIATE_TEST_SUITE_P(Kinds, EndingsTest, testing::Values("light.", "heavy."),
                         [](const auto& instance) { return std::string(instance.param).substr(0, 5); });

TEST_P(EndingsTest, AFailureIsTriedAgainUntilItsRetriesAreUsedUp) {
    const RunningWorker worker(store_);
    const std::string id = enqueue("fail", {{"code", "unavailable"}});
    const Task task = ended(id, State::dead);
    EXPECT_EQ(task.attempt, 4);
    EXPECT_EQ(task.failure->code, "unavailable");
    EXPECT_EQ(task.failure->message, "why it failed");
    EXPECT_EQ(test::count_events(store_, id, "retry"), 3);
    EXPECT_EQ(test::count_events(store_, id, "started"), 4);
}

TEST_P(EndingsTest, AnErrorThatASecondTryCannotChangeEndsTheTaskAtOnce) {
    const RunningWorker worker(store_);
    const std::string id = enqueue("fail", {{"code", "no_material"}});
    EXPECT_EQ(ended(id, State::dead).failure->code, "no_material");
    EXPECT_EQ(test::count_events(store_, id, "started"), 1);
}

TEST_P(EndingsTest, ATaskMaySayWhenToTryItAgain) {
    const RunningWorker worker(store_);
    const Task task = ended(enqueue("later"), State::retry_wait);
    EXPECT_EQ(task.failure->code, "rate_limited");
    EXPECT_GE(*task.not_before, *task.started_at + std::chrono::hours(1));
}

TEST_P(EndingsTest, AResultThatCannotBeKeptFailsItsTask) {
    const RunningWorker worker(store_);
    const std::string large = enqueue("large");
    const std::string garbled = enqueue("garbled");
    const std::string deep = enqueue("deep");
    EXPECT_EQ(ended(large, State::dead).failure->code, "too_large");
    EXPECT_THAT(ended(garbled, State::dead).failure->message, HasSubstr("UTF-8"));
    EXPECT_EQ(ended(deep, State::dead).failure->code, "internal");
}

TEST_P(EndingsTest, WhateverAFunctionThrowsFailsItsTaskAlone) {
    const RunningWorker worker(store_);
    const std::string thrower = enqueue("thrower");
    const std::string hurler = enqueue("hurler");
    EXPECT_EQ(ended(thrower, State::dead).failure->code, "internal");
    EXPECT_THAT(ended(thrower, State::dead).failure->detail, HasSubstr("what was thrown"));
    EXPECT_EQ(ended(hurler, State::dead).failure->code, "internal");
    EXPECT_EQ(test::find(store_, thrower).crashes + test::find(store_, hurler).crashes, 0);
    ended(enqueue("echo", {{"text", "still there"}}), State::succeeded);
}

TEST_P(EndingsTest, OverItsSoftLimitATaskIsAskedToStopAndHasTimedOut) {
    const RunningWorker worker(store_);
    EXPECT_EQ(ended(enqueue("soft", until_file()), State::dead).failure->code, "soft_timed_out");
}

TEST_P(EndingsTest, OverTheSoftLimitOfItsCallATaskIsNotTriedAgain) {
    test::WatchedStore store(store_);
    store.after_claim = [](Task& task) { task.soft_limit = std::chrono::milliseconds(50); };
    const RunningWorker worker(store);
    const std::string id = enqueue("until", until_file());
    EXPECT_EQ(ended(id, State::dead).failure->code, "soft_timed_out");
    EXPECT_EQ(test::count_events(store_, id, "started"), 1);
}

TEST_P(EndingsTest, ALimitThatWasSetFromAfarStandsInPlaceOfItsKinds) {
    Steering steering;
    const RunningWorker worker(store_, {.steering = &steering});
    steering.limit_time(std::string(GetParam()) + "until", std::chrono::milliseconds(50), std::nullopt);
    const std::string id = enqueue("until", until_file());
    ASSERT_TRUE(test::eventually([&] { return test::find(store_, id).attempt == 1; }));
    EXPECT_EQ(test::find(store_, id).failure->code, "soft_timed_out");
}

TEST_P(EndingsTest, ATaskThatIsCancelledIsAskedToStop) {
    const RunningWorker worker(store_);
    const std::string id = enqueue("until", until_file());
    ASSERT_GT(test::family_of(store_, id).pid, 0);
    ASSERT_TRUE(store_.cancel(id));
    EXPECT_TRUE(ended(id, State::cancelled).result.empty());
}

TEST_P(EndingsTest, AnAttemptWhoseClaimIsOutrunStopsAtItsNextReport) {
    const RunningWorker worker(store_);
    const std::string id = enqueue("reporting");
    const test::Family before = test::family_of(store_, id);
    const Task task = test::find(store_, id);
    const std::vector<Settlement> taken{{{id, task.fence}, failed_outcome(Ending::lost, "lost", "taken"), {}}};
    ASSERT_TRUE(store_.settle(taken, 0).value().front());  // as if somebody else had it by now
    ASSERT_TRUE(test::eventually([&] { return test::find(store_, id).fence > task.fence; }));
    const bool is_heavy = before.pid != ::getpid();
    if (is_heavy) EXPECT_TRUE(test::eventually([&] { return test::is_gone(before.pid); }));
    ASSERT_TRUE(store_.cancel(id));
    EXPECT_EQ(ended(id, State::cancelled).attempt, 0);
    // With one thread or process less, which the first attempt would hold on to, these could not run at once.
    ended(enqueue("echo", {{"text", "x"}}), State::succeeded);
}

}  // namespace
}  // namespace mss::tasks
