#include "tasks/worker.hpp"

#include <map>
#include <vector>

#include "store/database.hpp"
#include "support/task_child/worker_fixture.hpp"
#include "tasks/sqlite_task_store.hpp"

namespace mss::tasks {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::RunningWorker;

class WorkerTest : public test::WorkerFixture {};

TEST_F(WorkerTest, RunsLightTasksInItsOwnProcessAndHeavyOnesInAnother) {
    const RunningWorker worker(store_);
    const std::string light = test::enqueue(store_, "light.echo", {{"text", "one"}});
    const std::string heavy = test::enqueue(store_, "heavy.echo", {{"text", "two"}});
    ASSERT_TRUE(test::reaches(store_, light, State::succeeded));
    ASSERT_TRUE(test::reaches(store_, heavy, State::succeeded));
    const auto ours = json::parse(test::find(store_, light).result).value();
    EXPECT_EQ(ours.at("text"), "one");
    EXPECT_EQ(ours.at("owner"), "somebody");
    EXPECT_EQ(ours.at("pid").as_int64(), ::getpid());
    const auto theirs = json::parse(test::find(store_, heavy).result).value();
    EXPECT_EQ(theirs.at("text"), "two");
    EXPECT_EQ(theirs.at("owner"), "somebody");
    EXPECT_NE(theirs.at("pid").as_int64(), ::getpid());
}

TEST_F(WorkerTest, TellsATaskWhetherThereIsAnotherTry) {
    const RunningWorker worker(store_);
    for (const char* kind : {"light.echo", "heavy.echo"})
        for (const int retries : {0, 1}) {
            TaskCall call;
            call.name = kind;
            call.arguments = R"({"text":"x"})";
            call.retries_max = retries;
            const std::string id = store_.enqueue({&call, 1}).value().front();
            ASSERT_TRUE(test::reaches(store_, id, State::succeeded));
            EXPECT_EQ(json::parse(test::find(store_, id).result)->at("may_retry").as_bool(), retries > 0) << kind;
        }
}

TEST_F(WorkerTest, TwentyThousandShortTasksAllEndExactlyOnce) {
    constexpr int kTasks = 20'000;
    std::vector<TaskCall> calls(kTasks);
    for (auto& call : calls)
        call.name = "light.nothing";
    const auto database = store::Database::open(folder_.path() / "mss.db").value();
    const auto store = SqliteTaskStore::open(*database, clock_).value();
    ASSERT_TRUE(store->enqueue(calls));
    const RunningWorker worker(*store);
    std::map<std::string, int> ends;
    std::int64_t seen = 0;
    ASSERT_TRUE(test::eventually(
        [&] {
            for (const auto& event : store->events_since(seen, 1000).value()) {
                seen = event.id;
                if (event.kind == "succeeded") ++ends[event.task_id];
            }
            return ends.size() == kTasks;
        },
        seconds(240)));
    for (const auto& [id, count] : ends)
        EXPECT_EQ(count, 1) << id;
}

TEST_F(WorkerTest, ALightTaskThatIsCancelledIsAskedToStopAndEndsCancelled) {
    const RunningWorker worker(store_);
    const std::string id = test::enqueue(store_, "light.until", until_file());
    ASSERT_TRUE(test::eventually([&] { return !test::find(store_, id).progress.empty(); }));
    ASSERT_TRUE(store_.cancel(id));
    EXPECT_TRUE(test::reaches(store_, id, State::cancelled));
}

TEST_F(WorkerTest, SlowLightTasksDoNotHoldUpHeavyOnes) {
    const RunningWorker worker(store_, {.light_threads = 1});
    const std::string slow = test::enqueue(store_, "light.until", until_file());
    const std::string waiting = test::enqueue(store_, "light.echo", {{"text", "one"}});
    const std::string heavy = test::enqueue(store_, "heavy.echo", {{"text", "two"}});
    ASSERT_TRUE(test::reaches(store_, heavy, State::succeeded));
    EXPECT_EQ(test::find(store_, slow).state, State::running);
    EXPECT_EQ(test::find(store_, waiting).state, State::ready) << "no more are claimed than there are threads";
    let_go();
    EXPECT_TRUE(test::reaches(store_, slow, State::succeeded));
    EXPECT_TRUE(test::reaches(store_, waiting, State::succeeded));
}

TEST_F(WorkerTest, ATaskThatIsDueLaterRunsWhenItIsDue) {
    const RunningWorker worker(store_);
    TaskCall call;
    call.name = "light.nothing";
    call.not_before = clock_.now() + milliseconds(300);
    const std::string id = store_.enqueue({{call}}).value().front();
    ASSERT_TRUE(test::reaches(store_, id, State::succeeded));
    EXPECT_GE(test::find(store_, id).started_at, call.not_before);
}

TEST_F(WorkerTest, ServesOnlyItsQueues) {
    const RunningWorker worker(store_, {.queues = {"mine"}});
    TaskCall mine;
    mine.name = "light.nothing";
    mine.queue = "mine";
    TaskCall other = mine;
    other.queue = "other";
    const auto ids = store_.enqueue(std::vector{other, mine}).value();
    ASSERT_TRUE(test::reaches(store_, ids[1], State::succeeded));
    EXPECT_EQ(test::find(store_, ids[0]).state, State::ready);
}

TEST_F(WorkerTest, AGracefulStopHandsWorkBackAtNoCostAndAnotherWorkerDoesIt) {
    const std::string light = test::enqueue(store_, "light.until", until_file());
    const std::string heavy = test::enqueue(store_, "heavy.until", until_file());
    RunningWorker first(store_);
    const test::Family family = test::family_of(store_, heavy);
    ASSERT_TRUE(test::reaches(store_, light, State::running));
    first.stop();
    EXPECT_TRUE(test::is_gone(family.pid));
    for (const auto& id : {light, heavy}) {
        const Task task = test::find(store_, id);
        EXPECT_EQ(task.state, State::ready);
        EXPECT_EQ(task.attempt, 0);
        EXPECT_EQ(task.crashes, 0);
        EXPECT_EQ(task.interruptions, 1);
    }
    let_go();
    const RunningWorker second(store_);
    EXPECT_TRUE(test::reaches(store_, light, State::succeeded));
    EXPECT_TRUE(test::reaches(store_, heavy, State::succeeded));
}

TEST_F(WorkerTest, AGracefulStopKillsWhatDoesNotHeedIt) {
    const std::string id = test::enqueue(store_, "heavy.family");
    RunningWorker worker(store_, {.stop_grace = milliseconds(300)});
    const test::Family family = test::family_of(store_, id);
    worker.stop();
    EXPECT_TRUE(test::is_gone(family.pid));
    EXPECT_TRUE(test::eventually([&] { return test::is_gone(family.forked) && test::is_gone(family.helper); }));
    EXPECT_EQ(test::find(store_, id).state, State::ready);
    EXPECT_EQ(test::find(store_, id).attempt, 0);
    EXPECT_EQ(test::find(store_, id).interruptions, 1);
}

TEST_F(WorkerTest, AWorkerThatLostItsLeaseStopsItsTasksAndGoesOnUnderANewOne) {
    const std::string id = test::enqueue(store_, "heavy.until", until_file());
    const RunningWorker worker(store_);
    const test::Family before = test::family_of(store_, id);
    const std::string first = test::find(store_, id).worker;
    ASSERT_TRUE(store_.leave(first));  // the store forgets it, as if its lease had ended
    ASSERT_TRUE(test::eventually([&] {
        const Task task = test::find(store_, id);
        return task.state == State::running && task.worker != first;
    }));
    EXPECT_TRUE(test::eventually([&] { return test::is_gone(before.pid); }));
    EXPECT_EQ(test::find(store_, id).attempt, 0);
    let_go();
    EXPECT_TRUE(test::reaches(store_, id, State::succeeded));
    EXPECT_EQ(test::count_events(store_, id, "succeeded"), 1);
}

TEST_F(WorkerTest, ProgressIsCoalescedAndItsLastReportIsNotLost) {
    const RunningWorker worker(store_);
    json::Value arguments = until_file();
    arguments.as_object()["count"] = 2'000;
    const std::string id = test::enqueue(store_, "heavy.steps", arguments);
    ASSERT_TRUE(test::eventually([&] {
        const Task task = test::find(store_, id);
        return !task.progress.empty() && json::decode_text<test::Family>(task.progress)->serial == 2'000;
    }));
    const auto took = clock_.now() - *test::find(store_, id).started_at;
    EXPECT_LE(test::count_events(store_, id, "progress"), 2 + took / milliseconds(250));
    let_go();
    EXPECT_TRUE(test::reaches(store_, id, State::succeeded));
}

}  // namespace
}  // namespace mss::tasks
