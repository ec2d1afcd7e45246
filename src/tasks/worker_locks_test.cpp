#include "tasks/worker_locks.hpp"

#include <array>
#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "base/file.hpp"

namespace mss::tasks {
namespace {

TEST(WorkerLocks, OfALivingWorkerAreHeld) {
    const TemporaryDirectory folder;
    WorkerLocks mine(folder.path() / "workers");
    WorkerLocks others(folder.path() / "workers");
    mine.hold("one");
    EXPECT_FALSE(mine.is_dead("one"));
    EXPECT_FALSE(others.is_dead("one"));
}

TEST(WorkerLocks, OfOneThatLeftOrNeverWasSayNothing) {
    const TemporaryDirectory folder;
    WorkerLocks mine(folder.path() / "workers");
    EXPECT_FALSE(mine.is_dead("nobody"));
    mine.hold("one");
    mine.release("one");
    EXPECT_FALSE(WorkerLocks(folder.path() / "workers").is_dead("one"));
}

TEST(WorkerLocks, OfAKilledProcessAreFree) {
    const TemporaryDirectory folder;
    WorkerLocks mine(folder.path() / "workers");
    std::array<int, 2> ready{};
    ASSERT_EQ(::pipe(ready.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        WorkerLocks own(folder.path() / "workers");
        own.hold("one");
        if (::write(ready[1], "x", 1) != 1) ::_exit(1);
        ::pause();
        ::_exit(0);
    }
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    EXPECT_FALSE(mine.is_dead("one"));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(mine.is_dead("one"));
    mine.sweep(std::vector<std::string>{"one"});
    EXPECT_TRUE(mine.is_dead("one")) << "the store still has to recover what it left";
    mine.forget("one");
    EXPECT_FALSE(mine.is_dead("one"));
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST(WorkerLocks, OfDeadWorkersThatNobodyKnowsAreSweptAway) {
    const TemporaryDirectory folder;
    WorkerLocks mine(folder.path());
    mine.sweep({});
    mine.hold("living");
    for (const char* worker : {"dead", "known"})
        std::ofstream(folder.path() / worker) << "";
    mine.sweep(std::vector<std::string>{"known"});
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "dead"));
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "known"));
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "living"));
}

}  // namespace
}  // namespace mss::tasks
