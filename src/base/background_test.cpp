#include "base/background.hpp"

#include <poll.h>
#include <semaphore>
#include <stdexcept>
#include <sys/eventfd.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace mss {
namespace {

void wait_until_readable(int fd) {
    pollfd watched{fd, POLLIN, 0};
    ASSERT_EQ(::poll(&watched, 1, -1), 1);
}

TEST(BackgroundWork, RunsBesideItsOwnerAndGivesTheOutcome) {
    std::binary_semaphore go(0);
    BackgroundWork work([&](int) -> Result<void> {
        go.acquire();
        return {};
    });
    EXPECT_FALSE(work.failed());
    go.release();
    EXPECT_TRUE(work.wait());
    EXPECT_FALSE(work.failed());
}

TEST(BackgroundWork, KeepsAnErrorForWhoeverWaits) {
    BackgroundWork work([](int) -> Result<void> { return fail(Code::io, "the disk is full"); });
    const auto outcome = work.wait();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().message, "the disk is full");
    EXPECT_TRUE(work.failed());
    EXPECT_FALSE(work.wait());
}

TEST(BackgroundWork, TurnsAnExceptionIntoAnError) {
    BackgroundWork work([](int) -> Result<void> { throw std::runtime_error("out of luck"); });
    const auto outcome = work.wait();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, Code::internal);
    EXPECT_EQ(outcome.error().detail, "out of luck");
}

TEST(BackgroundWork, IsToldToStopWhenItsOwnerGoes) {
    bool stopped = false;
    {
        const BackgroundWork work([&](int stop_fd) -> Result<void> {
            wait_until_readable(stop_fd);
            stopped = true;
            return {};
        });
    }
    EXPECT_TRUE(stopped);
}

TEST(BackgroundWork, WaitingForItCanBeCancelled) {
    const UniqueFd cancel(::eventfd(1, EFD_CLOEXEC));
    BackgroundWork work([](int stop_fd) -> Result<void> {
        wait_until_readable(stop_fd);
        return {};
    });
    const auto outcome = work.wait(cancel.get());
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, Code::cancelled);
}

}  // namespace
}  // namespace mss
