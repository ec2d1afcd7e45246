// Workers that share a store: limits over all of them, what one of them cannot run, and one that is killed.

#include <csignal>
#include <map>
#include <vector>

#include "base/process.hpp"
#include "store/database.hpp"
#include "support/task_child/worker_fixture.hpp"
#include "tasks/sqlite_task_store.hpp"

namespace mss::tasks {
namespace {

using test::RunningWorker;

class SharingTest : public test::WorkerFixture {
protected:
    /// One that waits for let_go(), and then short ones, together.
    std::vector<std::string> enqueue_slow_before_short() {
        const Registry registry = test::task_kinds();
        std::vector<TaskCall> calls{registry.call("light.until", until_file(), "somebody").value()};
        calls.resize(8, registry.call("light.nothing", json::Object(), "somebody").value());
        return store_.enqueue(calls).value();
    }
    /// Short ones make a worker take many at once.
    void run_short_ones() {
        for (int i = 0; i < 100; ++i)
            ASSERT_TRUE(test::reaches(store_, test::enqueue(store_, "light.nothing"), State::succeeded));
    }
};

TEST_F(SharingTest, AKindNeverRunsMoreOftenAtOnceThanItMay) {
    for (const auto& [kind, limit] : std::map<std::string, int>{{"light.single", 1}, {"heavy.pair", 2}}) {
        MemoryTaskStore store(clock_);
        std::vector<std::string> ids;
        for (int i = 0; i < 8; ++i)
            ids.push_back(test::enqueue(store, kind, until_file()));
        const WorkerOptions options{.heavy_slots = 2, .light_threads = 2};
        const RunningWorker first(store, options);
        const RunningWorker second(store, options);
        const auto running = [&] { return store.counts().value().front().running; };
        ASSERT_TRUE(test::eventually([&] { return running() == limit; }));
        let_go();
        for (const auto& id : ids)
            ASSERT_TRUE(test::reaches(store, id, State::succeeded));
        int at_once = 0;
        for (const auto& event : store.events_since(0, 1000).value()) {
            at_once += event.kind == "started" ? 1 : 0;
            at_once -= event.kind == "succeeded" ? 1 : 0;
            EXPECT_LE(at_once, limit) << kind;
        }
        std::filesystem::remove(folder_.path() / "go");
    }
}

TEST_F(SharingTest, AKindWithoutAFunctionIsLeftToOthers) {
    const RunningWorker worker(store_);
    const std::string elsewhere = test::enqueue(store_, "none.elsewhere");
    const std::string here = test::enqueue(store_, "light.nothing");
    ASSERT_TRUE(test::reaches(store_, here, State::succeeded));
    EXPECT_EQ(test::find(store_, elsewhere).state, State::ready);
}

TEST_F(SharingTest, AStopHandsBackWhatWasClaimedAndHasNotBegun) {
    RunningWorker first(store_, {.light_threads = 1});
    run_short_ones();
    const auto ids = enqueue_slow_before_short();
    const auto running = [&] { return store_.counts().value().front().running; };
    ASSERT_TRUE(test::eventually([&] { return running() > 1; })) << "several are claimed for one thread";
    first.stop();
    EXPECT_EQ(running(), 0);
    for (const auto& id : ids)
        EXPECT_EQ(test::find(store_, id).attempt, 0);
    let_go();
    const RunningWorker second(store_);
    for (const auto& id : ids)
        EXPECT_TRUE(test::reaches(store_, id, State::succeeded));
}

TEST_F(SharingTest, ASlowTaskDoesNotKeepWhatWasClaimedAfterItFromOthers) {
    const RunningWorker first(store_, {.light_threads = 1});
    run_short_ones();
    const auto ids = enqueue_slow_before_short();
    ASSERT_TRUE(test::reaches(store_, ids.front(), State::running));
    const RunningWorker second(store_, {.light_threads = 1});
    for (std::size_t i = 1; i < ids.size(); ++i)
        EXPECT_TRUE(test::reaches(store_, ids[i], State::succeeded));
    EXPECT_EQ(test::find(store_, ids.front()).state, State::running);
    let_go();
    EXPECT_TRUE(test::reaches(store_, ids.front(), State::succeeded));
}

// All that a killed worker had goes with it, and its tasks run on elsewhere at no cost.
TEST_F(SharingTest, AKilledWorkerTakesItsProcessesWithItAndLosesNoTask) {
    const auto file = folder_.path() / "mss.db";
    const auto database = store::Database::open(file).value();
    const auto store = SqliteTaskStore::open(*database, clock_).value();
    auto killed = ChildProcess::spawn(
        {.program = MSS_TASK_CHILD, .arguments = {file.string()}, .working_directory = {}, .called = "the worker"});
    ASSERT_TRUE(killed) << killed.error().message;
    const std::string heavy = test::enqueue(*store, "heavy.family");
    const std::string light = test::enqueue(*store, "light.until", until_file());
    const test::Family family = test::family_of(*store, heavy);
    ASSERT_EQ(test::family_of(*store, light).pid, killed->pid());
    ASSERT_NE(family.pid, killed->pid());

    ASSERT_EQ(::kill(killed->pid(), SIGKILL), 0);
    for (const int pid : {killed->pid(), family.pid, family.forked, family.helper})
        EXPECT_TRUE(test::eventually([&] { return test::is_gone(pid); })) << pid;

    let_go();
    const RunningWorker second(*store, {.stop_grace = std::chrono::milliseconds(300)});
    EXPECT_TRUE(test::reaches(*store, light, State::succeeded));
    EXPECT_TRUE(test::eventually([&] { return test::find(*store, heavy).interruptions == 1; }));
    EXPECT_NE(test::family_of(*store, heavy).pid, family.pid);
    for (const auto& id : {heavy, light}) {
        const Task task = test::find(*store, id);
        EXPECT_EQ(task.attempt, 0);
        EXPECT_EQ(task.crashes, 0);
        EXPECT_EQ(task.interruptions, 1);
    }
    ASSERT_TRUE(store->cancel(heavy));
    EXPECT_TRUE(test::reaches(*store, heavy, State::cancelled));
}

}  // namespace
}  // namespace mss::tasks
