// A worker whose store fails for a while, and one that has nothing to do.

#include <atomic>

#include "support/ahead_clock.hpp"
#include "support/task_child/watched_store.hpp"
#include "support/task_child/worker_fixture.hpp"

namespace mss::tasks {
namespace {

using std::chrono::milliseconds;
using test::RunningWorker;

class OutageTest : public test::WorkerFixture {
protected:
    test::AheadClock store_clock_;
    MemoryTaskStore beneath_{store_clock_};
    test::WatchedStore watched_{beneath_};
};

TEST_F(OutageTest, AWorkerGoesOnAskingAndRunsWhatCameMeanwhile) {
    const RunningWorker worker(watched_);
    ASSERT_TRUE(test::reaches(beneath_, test::enqueue(beneath_, "light.nothing"), State::succeeded));
    watched_.failing = true;
    const int before = watched_.renewals + watched_.claims;
    const std::string id = test::enqueue(beneath_, "light.nothing");
    ASSERT_TRUE(test::eventually([&] { return watched_.renewals + watched_.claims >= before + 3; }));
    EXPECT_EQ(test::find(beneath_, id).state, State::ready);
    watched_.failing = false;
    EXPECT_TRUE(test::reaches(beneath_, id, State::succeeded));
}

TEST_F(OutageTest, WhatEndedMeanwhileIsSettledLaterAndDoesNotRunAgain) {
    const RunningWorker worker(watched_);
    const std::string light = test::enqueue(beneath_, "light.until", until_file());
    const std::string heavy = test::enqueue(beneath_, "heavy.until", until_file());
    ASSERT_GT(test::family_of(beneath_, light).pid, 0);
    ASSERT_GT(test::family_of(beneath_, heavy).pid, 0);
    watched_.failing = true;
    const int before = watched_.settlements;
    let_go();
    ASSERT_TRUE(test::eventually([&] { return watched_.settlements >= before + 3; }));
    watched_.failing = false;
    for (const auto& id : {light, heavy}) {
        ASSERT_TRUE(test::reaches(beneath_, id, State::succeeded));
        EXPECT_EQ(test::count_events(beneath_, id, "started"), 1);
        EXPECT_EQ(test::count_events(beneath_, id, "succeeded"), 1);
    }
}

TEST_F(OutageTest, AfterOneThatOutlastsTheLeaseWorkIsStoppedAndBegunAgainUnderANewOne) {
    const RunningWorker worker(watched_);
    const std::string light = test::enqueue(beneath_, "light.until", until_file());
    const std::string heavy = test::enqueue(beneath_, "heavy.until", until_file());
    const test::Family before = test::family_of(beneath_, heavy);
    ASSERT_GT(test::family_of(beneath_, light).pid, 0);
    const std::string first = test::find(beneath_, heavy).worker;
    const int asked = watched_.renewals + watched_.claims;
    watched_.failing = true;
    ASSERT_TRUE(test::eventually([&] { return watched_.renewals + watched_.claims > asked; }));
    store_clock_.advance(kLease);
    watched_.failing = false;
    for (const auto& id : {light, heavy})
        ASSERT_TRUE(test::eventually([&] {
            const Task task = test::find(beneath_, id);
            return task.state == State::running && task.worker != first;
        }));
    EXPECT_TRUE(test::eventually([&] { return test::is_gone(before.pid); }));
    let_go();
    for (const auto& id : {light, heavy}) {
        ASSERT_TRUE(test::reaches(beneath_, id, State::succeeded));
        const Task task = test::find(beneath_, id);
        EXPECT_EQ(task.attempt + task.crashes, 0);
        EXPECT_EQ(task.interruptions, 1);
    }
}

TEST_F(OutageTest, AWorkerThatCannotRegisterAtAllSaysSo) {
    watched_.failing = true;
    const Registry registry = test::task_kinds();
    std::ostringstream text;
    const observe::Logger log(text, observe::Level::info);
    Worker worker(watched_, registry, clock_, log, {});
    const auto outcome = worker.run(-1);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, Code::unavailable);
}

TEST_F(OutageTest, AStopDoesNotWaitForAStoreThatFails) {
    RunningWorker worker(watched_);
    const std::string id = test::enqueue(beneath_, "light.until", until_file());
    ASSERT_GT(test::family_of(beneath_, id).pid, 0);
    watched_.failing = true;
    worker.stop();
    watched_.failing = false;
    EXPECT_EQ(test::find(beneath_, id).state, State::running) << "nobody could tell the store";
    store_clock_.advance(kLease);
    EXPECT_EQ(beneath_.recover().value(), 1);
    EXPECT_EQ(test::find(beneath_, id).state, State::ready);
}

TEST_F(OutageTest, AnIdleWorkerAsksOnlyWhenItRenewsItsLease) {
    const RunningWorker worker(watched_);
    ASSERT_TRUE(test::eventually([&] { return watched_.renewals >= 2; }));
    const int claims = watched_.claims;
    const int renewals = watched_.renewals;
    ASSERT_TRUE(test::eventually([&] { return watched_.renewals >= renewals + 2; }));
    // Two looks, each for light and heavy tasks, and those that the renewals above were just about to cause.
    EXPECT_LE(watched_.claims - claims, 3 * 2);
}

}  // namespace
}  // namespace mss::tasks
