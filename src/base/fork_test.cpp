#include "base/fork.hpp"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>

namespace mss {
namespace {

constexpr std::chrono::milliseconds kLong{20'000};

TEST(CallInFork, BringsBackTheResultAndChangesNothingHere) {
    int state = 1;
    const auto answer = call_in_fork(
        [&]() -> Result<std::string> {
            ++state;
            return std::string(1'000'000, static_cast<char>('0' + state));
        },
        kLong);
    ASSERT_TRUE(answer);
    EXPECT_EQ(*answer, std::string(1'000'000, '2'));
    EXPECT_EQ(state, 1);
}

TEST(CallInFork, ErrorsAndExceptionsComeBackAsErrors) {
    const auto refused = call_in_fork([]() -> Result<std::string> { return fail(Code::too_large, "too much"); }, kLong);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::too_large);
    EXPECT_EQ(refused.error().message, "too much");
    const auto thrown = call_in_fork([]() -> Result<std::string> { throw std::runtime_error("broken"); }, kLong);
    ASSERT_FALSE(thrown);
    EXPECT_EQ(thrown.error().message, "broken");
}

TEST(CallInFork, ACrashOrAHangIsAnError) {
    const auto crashed = call_in_fork(
        []() -> Result<std::string> {
            ::kill(::getpid(), SIGKILL);
            return std::string();
        },
        kLong);
    ASSERT_FALSE(crashed);
    EXPECT_EQ(crashed.error().code, Code::internal);
    const auto hung = call_in_fork(
        []() -> Result<std::string> {
            ::pause();
            return std::string();
        },
        std::chrono::milliseconds(50));
    ASSERT_FALSE(hung);
    EXPECT_EQ(hung.error().code, Code::timeout);
}

// The promise of fork.hpp: a copy made while other threads are inside the allocator and the streams can use both.
TEST(CallInFork, MemoryAndStreamsWorkInACopyMadeWhileOtherThreadsUseThem) {
    std::atomic<bool> stop = false;
    const auto use_both = [] {
        const std::vector<int> memory(300, 1);
        const std::unique_ptr<std::FILE, decltype(&std::fclose)> file(std::fopen("/dev/null", "w"), &std::fclose);
        return file != nullptr && std::fprintf(file.get(), "%d", memory.back()) == 1 && std::fflush(file.get()) == 0;
    };
    const auto busy = [&] {
        while (!stop)
            use_both();
    };
    std::jthread first(busy);
    std::jthread second(busy);
    for (int i = 0; i < 50; ++i) {
        const auto answer = call_in_fork(
            [&]() -> Result<std::string> {
                for (int j = 0; j < 20; ++j)
                    if (!use_both()) return fail(Code::internal, "no memory or no stream");
                return std::string("fine");
            },
            kLong);
        EXPECT_EQ(answer.value_or("stuck"), "fine");
        if (HasFailure()) break;
    }
    stop = true;
}

}  // namespace
}  // namespace mss
