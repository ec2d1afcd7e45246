#include "tasks/doorbell.hpp"

#include <array>
#include <filesystem>
#include <functional>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include "base/fd.hpp"
#include "base/file.hpp"

namespace mss::tasks {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kForever{600'000};  ///< a test that is not woken fails by its own time limit

/// A copy of this process that runs a function; made while there is one thread only.
class Copy {
public:
    explicit Copy(const std::function<int()>& work) : pid_(::fork()) {
        if (pid_ == 0) ::_exit(work());
    }
    ~Copy() {
        if (pid_ > 0) wait();
    }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;

    int wait() {
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    pid_t pid_;
};

std::uint64_t wait_beyond(Doorbell& doorbell, std::uint64_t seen) {
    while (doorbell.number() == seen)
        doorbell.wait(seen, kForever, -1);
    return doorbell.number();
}

TEST(Doorbell, ReturnsAtOnceWhereTheNumberIsNotTheSeenOne) {
    Doorbell doorbell;
    const auto seen = doorbell.number();
    doorbell.ring();
    EXPECT_NE(doorbell.number(), seen);
    doorbell.wait(seen, kForever, -1);
}

TEST(Doorbell, ReturnsAfterItsLimit) {
    Doorbell doorbell;
    doorbell.wait(doorbell.number(), milliseconds(1), -1);
    doorbell.wait(doorbell.number(), milliseconds(0), -1);
    EXPECT_EQ(doorbell.number(), 0U);
}

TEST(Doorbell, ReturnsWhenTheStopDescriptorIsReadable) {
    Doorbell doorbell;
    const UniqueFd stop(::eventfd(1, EFD_CLOEXEC));
    doorbell.wait(doorbell.number(), kForever, stop.get());
    EXPECT_EQ(doorbell.number(), 0U);
}

TEST(Doorbell, WakesEveryThreadThatWaits) {
    Doorbell doorbell;
    const auto seen = doorbell.number();
    std::array<std::thread, 4> threads;
    for (auto& thread : threads)
        thread = std::thread([&] { wait_beyond(doorbell, seen); });
    doorbell.ring();
    for (auto& thread : threads)
        thread.join();
}

TEST(Doorbell, MissesNoRingBetweenThreads) {
    Doorbell there;
    Doorbell back;
    constexpr std::uint64_t kRounds = 2'000;
    std::thread other([&] {
        for (std::uint64_t round = 0; round < kRounds; ++round) {
            wait_beyond(there, round);
            back.ring();
        }
    });
    for (std::uint64_t round = 0; round < kRounds; ++round) {
        there.ring();
        wait_beyond(back, round);
    }
    other.join();
    EXPECT_EQ(back.number(), kRounds);
}

TEST(Doorbell, MissesNoRingBetweenTwoProcesses) {
    const TemporaryDirectory folder;
    const auto there_file = folder.path() / "there";
    const auto back_file = folder.path() / "back";
    constexpr std::uint64_t kRounds = 2'000;
    Copy other([&] {
        const auto there = Doorbell::open(there_file);
        const auto back = Doorbell::open(back_file);
        if (!there || !back) return 2;
        for (std::uint64_t round = 0; round < kRounds; ++round) {
            wait_beyond(**there, round);
            (*back)->ring();
        }
        // A destructor rings once more, which must not be taken for an answer: the other side counts to kRounds.
        return 0;
    });
    const auto there = Doorbell::open(there_file);
    const auto back = Doorbell::open(back_file);
    ASSERT_TRUE(there) << there.error().message;
    ASSERT_TRUE(back) << back.error().message;
    for (std::uint64_t round = 0; round < kRounds; ++round) {
        (*there)->ring();
        wait_beyond(**back, round);
    }
    EXPECT_EQ(other.wait(), 0);
    EXPECT_GE((*back)->number(), kRounds);
}

TEST(Doorbell, WakesThreadsOfAnotherProcess) {
    const TemporaryDirectory folder;
    const auto file = folder.path() / "bell";
    Copy other([&] {
        const auto bell = Doorbell::open(file);
        if (!bell) return 2;
        std::array<std::thread, 3> threads;
        for (auto& thread : threads)
            thread = std::thread([&] { wait_beyond(**bell, 0); });
        for (auto& thread : threads)
            thread.join();
        return 0;
    });
    {
        const auto bell = Doorbell::open(file);
        ASSERT_TRUE(bell) << bell.error().message;
        (*bell)->ring();
    }
    EXPECT_EQ(other.wait(), 0);
}

TEST(Doorbell, HearsWhatRingsWhileItIsBeingOpened) {
    const TemporaryDirectory folder;
    const auto file = folder.path() / "bell";
    const auto mouth = Doorbell::open(file);
    ASSERT_TRUE(mouth);
    for (int round = 0; round < 500; ++round) {
        const auto seen = (*mouth)->number();
        const auto ear = Doorbell::open(file);  // as another process would
        ASSERT_TRUE(ear);
        std::thread waiting([&] { wait_beyond(**ear, seen); });
        (*mouth)->ring();
        waiting.join();
    }
}

TEST(Doorbell, MakesAFileThatOnlyItsOwnerMayRead) {
    const TemporaryDirectory folder;
    const auto file = folder.path() / "bell";
    ASSERT_TRUE(Doorbell::open(file));
    struct stat about{};
    ASSERT_EQ(::stat(file.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST(Doorbell, SaysWhyAFileCannotBeOpened) {
    const TemporaryDirectory folder;
    const auto bell = Doorbell::open(folder.path() / "absent" / "bell");
    ASSERT_FALSE(bell);
    EXPECT_EQ(bell.error().code, Code::io);
    EXPECT_NE(bell.error().message.find("No such file"), std::string::npos);
}

}  // namespace
}  // namespace mss::tasks
