#include <csignal>
#include <vector>

#include "support/task_child/watched_store.hpp"
#include "support/task_child/worker_fixture.hpp"

namespace mss::tasks {
namespace {

using std::chrono::milliseconds;
using test::RunningWorker;
using testing::HasSubstr;

class HeavyTaskTest : public test::WorkerFixture {
protected:
    std::int64_t echo_pid() {
        const std::string id = test::enqueue(store_, "heavy.echo", {{"text", "x"}});
        if (!test::reaches(store_, id, State::succeeded)) return -1;
        return json::parse(test::find(store_, id).result)->at("pid").as_int64();
    }
};

TEST_F(HeavyTaskTest, AKilledChildIsReplacedAndItsTaskRunsAgain) {
    const RunningWorker worker(store_);
    const std::string id = test::enqueue(store_, "heavy.until", until_file());
    const test::Family before = test::family_of(store_, id);
    ASSERT_EQ(::kill(before.pid, SIGKILL), 0);
    ASSERT_TRUE(test::eventually([&] { return test::find(store_, id).crashes == 1; }));
    EXPECT_TRUE(test::eventually([&] { return test::family_of(store_, id).pid != before.pid; }));
    EXPECT_EQ(test::find(store_, id).attempt, 0) << "a crash is no failed try";
    let_go();
    EXPECT_TRUE(test::reaches(store_, id, State::succeeded));
    EXPECT_EQ(test::count_events(store_, id, "succeeded"), 1);
}

TEST_F(HeavyTaskTest, AChildThatIsKilledWhileIdleCostsTheNextTaskNothing) {
    const RunningWorker worker(store_);
    const auto first = static_cast<int>(echo_pid());
    ASSERT_EQ(::kill(first, SIGKILL), 0);
    ASSERT_TRUE(test::eventually([&] { return test::is_gone(first); }));
    const std::string id = test::enqueue(store_, "heavy.echo", {{"text", "x"}});
    ASSERT_TRUE(test::reaches(store_, id, State::succeeded));
    EXPECT_EQ(test::find(store_, id).crashes, 0);
}

TEST_F(HeavyTaskTest, AChildThatDiesBeforeATaskBeganCostsItNothing) {
    const RunningWorker worker(store_);
    const auto child = static_cast<int>(echo_pid());
    ASSERT_EQ(::kill(child, SIGSTOP), 0);
    const std::string id = test::enqueue(store_, "heavy.echo", {{"text", "x"}});
    ASSERT_TRUE(test::reaches(store_, id, State::running));
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ASSERT_TRUE(test::reaches(store_, id, State::succeeded));
    EXPECT_EQ(test::find(store_, id).crashes, 0);
    EXPECT_EQ(test::count_events(store_, id, "started"), 1);
}

TEST_F(HeavyTaskTest, ThreeCrashesPutATaskIntoQuarantineWithSignalAndLastOutput) {
    RunningWorker worker(store_);
    const std::string id = test::enqueue(store_, "heavy.crash");
    ASSERT_TRUE(test::reaches(store_, id, State::dead));
    const Task task = test::find(store_, id);
    EXPECT_EQ(task.crashes, 3);
    ASSERT_TRUE(task.failure);
    EXPECT_EQ(task.failure->code, "quarantined");
    EXPECT_THAT(task.failure->message, HasSubstr("signal 11"));
    EXPECT_THAT(task.failure->detail, HasSubstr("the last words"));
    EXPECT_THAT(task.failure->detail, HasSubstr("peak memory"));
    EXPECT_EQ(test::count_events(store_, id, "started"), 3);
    worker.stop();
    EXPECT_THAT(worker.log_text(), HasSubstr("\nthe last words\n")) << "the log has what children write";
}

TEST_F(HeavyTaskTest, ATaskThatIsCancelledIsAskedToStopAndItsChildGoesOn) {
    const RunningWorker worker(store_);
    const std::string id = test::enqueue(store_, "heavy.until", until_file());
    const test::Family family = test::family_of(store_, id);
    ASSERT_TRUE(store_.cancel(id));
    ASSERT_TRUE(test::reaches(store_, id, State::cancelled));
    EXPECT_EQ(echo_pid(), family.pid);
}

TEST_F(HeavyTaskTest, ATaskThatDoesNotHeedItsCancelIsKilledWithAllItsProcesses) {
    const RunningWorker worker(store_, {.stop_grace = milliseconds(300)});
    const std::string id = test::enqueue(store_, "heavy.family");
    const test::Family family = test::family_of(store_, id);
    ASSERT_TRUE(store_.cancel(id));
    ASSERT_TRUE(test::reaches(store_, id, State::cancelled));
    EXPECT_TRUE(test::is_gone(family.pid));
    EXPECT_TRUE(test::eventually([&] { return test::is_gone(family.forked) && test::is_gone(family.helper); }));
    EXPECT_NE(echo_pid(), family.pid);
}

TEST_F(HeavyTaskTest, OverItsHardLimitATaskIsKilledAndTriedAgain) {
    const RunningWorker worker(store_);
    const std::string id = test::enqueue(store_, "heavy.hard");
    const test::Family family = test::family_of(store_, id);
    ASSERT_TRUE(test::eventually([&] { return test::find(store_, id).attempt >= 1; }));
    EXPECT_TRUE(test::is_gone(family.pid));
    const Task task = test::find(store_, id);
    EXPECT_EQ(task.failure->code, "timed_out");
    EXPECT_THAT(task.failure->message, HasSubstr("time limit of 1 s"));
    EXPECT_EQ(task.crashes, 0);
}

TEST_F(HeavyTaskTest, OverTheHardLimitOfItsCallATaskIsKilledForGood) {
    test::WatchedStore store(store_);
    store.after_claim = [](Task& task) { task.hard_limit = milliseconds(300); };
    const RunningWorker worker(store);
    const std::string id = test::enqueue(store_, "heavy.family");
    const test::Family family = test::family_of(store_, id);
    ASSERT_TRUE(test::reaches(store_, id, State::dead));
    EXPECT_TRUE(test::is_gone(family.pid));
    const Task task = test::find(store_, id);
    EXPECT_EQ(task.failure->code, "timed_out");
    EXPECT_THAT(task.failure->message, HasSubstr("time limit of 0.3 s"));
    EXPECT_EQ(test::count_events(store_, id, "started"), 1);
}

TEST_F(HeavyTaskTest, WithoutProgressForTooLongATaskIsKilled) {
    const RunningWorker worker(store_);
    const std::string id = test::enqueue(store_, "heavy.quiet");
    ASSERT_TRUE(test::eventually([&] { return test::find(store_, id).attempt >= 1; }));
    EXPECT_EQ(test::find(store_, id).failure->code, "timed_out");
    EXPECT_THAT(test::find(store_, id).failure->message, HasSubstr("no progress for 1 s"));
}

TEST_F(HeavyTaskTest, WhatAnEarlierTaskLeftBehindMakesNoProgressForTheNext) {
    const RunningWorker worker(store_);
    ASSERT_TRUE(test::reaches(store_, test::enqueue(store_, "heavy.lingerer"), State::succeeded));
    const std::string id = test::enqueue(store_, "heavy.quiet");
    ASSERT_TRUE(test::eventually([&] { return test::find(store_, id).attempt >= 1; }));
    EXPECT_THAT(test::find(store_, id).failure->message, HasSubstr("no progress for 1 s"));
}

TEST_F(HeavyTaskTest, OverItsSoftLimitATaskIsAskedToStopAndHasTimedOut) {
    const RunningWorker worker(store_);
    const std::string id = test::enqueue(store_, "heavy.soft", until_file());
    const test::Family family = test::family_of(store_, id);
    ASSERT_TRUE(test::reaches(store_, id, State::dead));
    EXPECT_EQ(test::find(store_, id).failure->code, "soft_timed_out");
    EXPECT_EQ(echo_pid(), family.pid) << "a child that answered is of further use";
}

TEST_F(HeavyTaskTest, AChildServesItsNumberOfTasksAndNoMore) {
    const RunningWorker worker(store_, {.tasks_per_child_max = 2});
    const auto first = echo_pid();
    EXPECT_EQ(echo_pid(), first);
    const auto second = echo_pid();
    EXPECT_NE(second, first);
    EXPECT_TRUE(test::is_gone(static_cast<int>(first)));
    EXPECT_EQ(echo_pid(), second);
}

TEST_F(HeavyTaskTest, WhatAFunctionThrowsFailsItsTaskAndNotItsProcess) {
    const RunningWorker worker(store_);
    const auto child = echo_pid();
    const std::string id = test::enqueue(store_, "heavy.thrower");
    ASSERT_TRUE(test::reaches(store_, id, State::dead));
    EXPECT_EQ(test::find(store_, id).failure->code, "internal");
    EXPECT_THAT(test::find(store_, id).failure->detail, HasSubstr("what was thrown"));
    EXPECT_EQ(echo_pid(), child);
}

TEST_F(HeavyTaskTest, AChildThatEndsIsMissedThoughACopyOfItHoldsItsSocket) {
    const RunningWorker worker(store_);
    const std::string id = test::enqueue(store_, "heavy.leaver");
    ASSERT_TRUE(test::reaches(store_, id, State::dead));
    EXPECT_EQ(test::find(store_, id).failure->code, "quarantined");
    EXPECT_THAT(test::find(store_, id).failure->message, HasSubstr("exit code 9"));
}

TEST_F(HeavyTaskTest, AChildThatTalksNonsenseIsKilledAndItsTaskFails) {
    const RunningWorker worker(store_);
    const std::string id = test::enqueue(store_, "heavy.babbler");
    ASSERT_TRUE(test::reaches(store_, id, State::dead));
    EXPECT_EQ(test::find(store_, id).failure->code, "internal");
    EXPECT_EQ(test::find(store_, id).crashes, 0);
    EXPECT_NE(echo_pid(), -1);
}

TEST_F(HeavyTaskTest, ASignalToAllOfTheServiceDoesNotCrashItsTasks) {
    const RunningWorker worker(store_);
    const std::string id = test::enqueue(store_, "heavy.until", until_file());
    const test::Family family = test::family_of(store_, id);
    ASSERT_EQ(::kill(family.pid, SIGTERM), 0);
    ASSERT_EQ(::kill(family.pid, SIGINT), 0);
    let_go();
    ASSERT_TRUE(test::reaches(store_, id, State::succeeded));
    EXPECT_EQ(test::find(store_, id).crashes, 0);
}

// Such as after an upgrade that went wrong: it must not use up the tries of all that waits.
TEST_F(HeavyTaskTest, AWorkerWhoseProgramCannotBeStartedClaimsNoHeavyTaskAndAnotherOneRunsIt) {
    for (const char* program : {"/nowhere/mss", "/bin/true"}) {
        RunningWorker broken(store_, {.child_program = program});
        const std::string id = test::enqueue(store_, "heavy.echo", {{"text", "x"}});
        // It looks for both kinds in one go.
        ASSERT_TRUE(test::reaches(store_, test::enqueue(store_, "light.nothing"), State::succeeded)) << program;
        EXPECT_EQ(test::find(store_, id).state, State::ready) << program;
        EXPECT_EQ(test::find(store_, id).fence, 0) << program;
        {
            const RunningWorker whole(store_);
            ASSERT_TRUE(test::reaches(store_, id, State::succeeded)) << program;
        }
        broken.stop();
        const Task task = test::find(store_, id);
        EXPECT_EQ(task.attempt + task.crashes + task.interruptions, 0) << program;
        EXPECT_THAT(broken.log_text(), HasSubstr("no process can be started")) << program;
    }
}

TEST_F(HeavyTaskTest, AProgramThatDiesAtItsStartIsTriedAgainAndToldOfOnce) {
    const auto starts = folder_.path() / "starts";
    const auto program = folder_.path() / "program";
    ASSERT_TRUE(write_file(
        program, "#!/bin/sh\necho x >> " + starts.string() + "\nprintf 'no \"such\" library' >&2\nexit 127\n"));
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    RunningWorker worker(store_, {.child_program = program});
    const std::string id = test::enqueue(store_, "heavy.echo", {{"text", "x"}});
    ASSERT_TRUE(test::eventually([&] {
        const auto text = read_file(starts, 1000);
        return text && text->size() >= 3 * std::string_view("x\n").size();
    }));
    worker.stop();
    EXPECT_EQ(test::find(store_, id).fence, 0);
    const std::string log = worker.log_text();
    const std::string_view words = "no \\\"such\\\" library";
    const auto first = log.find(words);
    ASSERT_NE(first, std::string::npos) << log;
    EXPECT_EQ(log.find("such", first + words.size()), std::string::npos) << log;
}

TEST_F(HeavyTaskTest, ATaskWhoseProcessesDieBeforeItBeganIsHandedBackAndLosesNoTry) {
    const auto program = folder_.path() / "program";
    ASSERT_TRUE(write_file(program, "#!/bin/sh\necho '{\"ready\":{}}' >&3\nread run <&3\necho overcome >&2\nexit 4\n"));
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    RunningWorker worker(store_, {.child_program = program});
    const std::string id = test::enqueue(store_, "heavy.echo", {{"text", "x"}});
    ASSERT_TRUE(test::eventually([&] { return test::count_events(store_, id, "handed_back") > 0; }));
    worker.stop();
    const Task task = test::find(store_, id);
    EXPECT_EQ(task.attempt + task.crashes, 0);
    EXPECT_THAT(worker.log_text(), HasSubstr("no process can be started"));
    const RunningWorker whole(store_);
    EXPECT_TRUE(test::reaches(store_, id, State::succeeded));
}

}  // namespace
}  // namespace mss::tasks
