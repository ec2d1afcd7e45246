#include "base/stop_signal.hpp"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace mss {
namespace {

// The exit code of a child that runs `work` with a StopSignal of its own; 99 where it came to its end.
template <class Work>
int exit_code_of(Work work) {
    const pid_t child = ::fork();
    if (child == 0) {
        StopSignal stop;
        work(stop);
        ::_exit(99);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST(StopSignal, IsReadableFromTheFirstSignalOn) {
    for (const int number : {SIGINT, SIGTERM}) {
        StopSignal stop;
        EXPECT_FALSE(stop.requested());
        ::raise(number);
        EXPECT_TRUE(stop.requested());
        EXPECT_TRUE(stop.requested());
    }
}

TEST(StopSignal, ASecondSignalEndsTheProcessAtOnce) {
    EXPECT_EQ(exit_code_of([](StopSignal&) { ::raise(SIGINT); }), 99);
    EXPECT_EQ(exit_code_of([](StopSignal&) {
                  ::raise(SIGINT);
                  ::raise(SIGTERM);
              }),
              130);
}

TEST(StopSignal, GivesTheSignalsBackAtItsEnd) {
    struct sigaction before{};
    struct sigaction after{};
    ::sigaction(SIGINT, nullptr, &before);
    {
        const StopSignal stop;
    }
    ::sigaction(SIGINT, nullptr, &after);
    EXPECT_EQ(before.sa_handler, after.sa_handler);
}

}  // namespace
}  // namespace mss
