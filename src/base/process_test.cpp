#include "base/process.hpp"

#include <array>
#include <chrono>
#include <cstdlib>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <vector>

#include <gmock/gmock.h>

namespace mss {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A shell as the child: it speaks over descriptor 3 as mss-media does.
Result<ChildProcess> shell(const std::string& script) {
    return ChildProcess::spawn({.program = "/bin/sh", .arguments = {"-c", script}, .working_directory = {}});
}

steady_clock::time_point soon() {
    return steady_clock::now() + milliseconds(20'000);
}

TEST(ChildProcess, LinesGoBothWays) {
    auto child = shell("read line <&3; echo \"got $line\" >&3; echo second >&3");
    ASSERT_TRUE(child);
    ASSERT_TRUE(child->send_line("hello", soon()));
    EXPECT_EQ(child->read_line(soon()).value(), "got hello");
    EXPECT_EQ(child->read_line(soon()).value(), "second");
}

TEST(ChildProcess, HasNoKeysWhereTheyAreHidden) {
    ASSERT_EQ(::setenv("MSS_TEST_KEY", "hunter2", 1), 0);
    ASSERT_EQ(::setenv("MSS_TEST_KEY_FILE", "/a/file", 1), 0);
    for (const bool hides : {false, true}) {
        auto child = ChildProcess::spawn({.program = "/bin/sh",
                                          .arguments = {"-c", "echo \"$MSS_TEST_KEY $MSS_TEST_KEY_FILE\" >&3"},
                                          .working_directory = {},
                                          .hides_keys = hides});
        ASSERT_TRUE(child);
        EXPECT_EQ(child->read_line(soon()).value(), hides ? " /a/file" : "hunter2 /a/file");
    }
    ::unsetenv("MSS_TEST_KEY");
    ::unsetenv("MSS_TEST_KEY_FILE");
}

TEST(ChildProcess, AnEndedChildSaysHowAndWithWhatLastWords) {
    auto child = shell("echo 'about to fail' >&2; exit 7");
    ASSERT_TRUE(child);
    const auto line = child->read_line(soon());
    ASSERT_FALSE(line);
    EXPECT_EQ(line.error().code, Code::unavailable);
    EXPECT_THAT(line.error().message, testing::HasSubstr("exit code 7"));
    EXPECT_THAT(line.error().detail, testing::HasSubstr("about to fail"));
}

TEST(ChildProcess, ACrashNamesTheSignal) {
    auto child = shell("kill -SEGV $$");
    ASSERT_TRUE(child);
    EXPECT_THAT(child->read_line(soon()).error().message, testing::HasSubstr("signal 11"));
}

TEST(ChildProcess, SilenceRunsIntoTheDeadline) {
    auto child = shell("echo 'still thinking' >&2; echo ready >&3; read line <&3");
    ASSERT_TRUE(child);
    ASSERT_EQ(child->read_line(soon()).value(), "ready");
    const auto late = child->read_line(steady_clock::now() + milliseconds(30));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Code::timeout);
    EXPECT_EQ(late.error().detail, "still thinking\n");
}

TEST(ChildProcess, ALineThatCameInTimeIsReadEvenAfterTheDeadline) {
    auto child = shell("echo early >&3");
    ASSERT_TRUE(child);
    siginfo_t info{};
    ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child->pid()), &info, WEXITED | WNOWAIT), 0);
    EXPECT_EQ(child->read_line(steady_clock::now() - milliseconds(1)).value(), "early");
}

TEST(ChildProcess, NoiseOnStandardErrorIsNoSignOfLife) {
    auto child = shell("while echo noise >&2; do :; done");
    ASSERT_TRUE(child);
    EXPECT_EQ(child->read_line(steady_clock::now() + milliseconds(30)).error().code, Code::timeout);
}

TEST(ChildProcess, CancellingEndsTheWait) {
    auto child = shell("read line <&3");
    ASSERT_TRUE(child);
    const UniqueFd cancel(::eventfd(1, EFD_CLOEXEC));
    EXPECT_EQ(child->read_line(soon(), cancel.get()).error().code, Code::cancelled);
}

// More than a socket holds, so that sending it needs a reader.
std::string long_line() {
    return std::string(4'000'000, 'x');
}

TEST(ChildProcess, AChildThatNeverReadsRunsIntoTheDeadline) {
    auto child = shell("echo 'I do not listen' >&2; echo ready >&3; while :; do :; done");
    ASSERT_TRUE(child);
    ASSERT_EQ(child->read_line(soon()).value(), "ready");
    const auto sent = child->send_line(long_line(), steady_clock::now() + milliseconds(30));
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().code, Code::timeout);
    EXPECT_EQ(sent.error().detail, "I do not listen\n");
}

TEST(ChildProcess, CancellingEndsTheSending) {
    auto child = shell("while :; do :; done");
    ASSERT_TRUE(child);
    const UniqueFd cancel(::eventfd(1, EFD_CLOEXEC));
    EXPECT_EQ(child->send_line(long_line(), soon(), cancel.get()).error().code, Code::cancelled);
}

TEST(ChildProcess, AChildThatEndsWhileItIsSentToSaysHowAndWithWhatLastWords) {
    auto child = shell("echo 'enough of that' >&2; exit 7");
    ASSERT_TRUE(child);
    const auto sent = child->send_line(long_line(), soon());
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().code, Code::unavailable);
    EXPECT_THAT(sent.error().message, testing::HasSubstr("exit code 7"));
    EXPECT_EQ(sent.error().detail, "enough of that\n");
    EXPECT_EQ(child->send_line("more", soon()).error().code, Code::unavailable);
}

TEST(ChildProcess, AChildThatComplainsMuchBeforeItReadsIsHeardOut) {
    auto child = shell("head -c 300000 /dev/zero >&2; head -c 4000001 <&3 | wc -c >&3");
    ASSERT_TRUE(child);
    ASSERT_TRUE(child->send_line(long_line(), soon()));
    EXPECT_EQ(child->read_line(soon()).value(), "4000001");
    EXPECT_EQ(child->error_output().size(), 4096U);
}

TEST(ChildProcess, WholeLinesOfItsErrorsAreToldAsTheyCome) {
    std::vector<std::string> lines;
    auto child = ChildProcess::spawn(
        {.program = "/bin/sh",
         .arguments = {"-c", "printf 'one\\ntw' >&2; echo a >&3; read -r go <&3; echo o >&2; echo b >&3"},
         .working_directory = {},
         .on_error_line = [&](std::string_view line) { lines.emplace_back(line); }});
    ASSERT_TRUE(child);
    ASSERT_EQ(child->read_line(soon()).value(), "a");
    EXPECT_EQ(child->error_output(), "one\ntw");
    EXPECT_THAT(lines, testing::ElementsAre("one"));
    ASSERT_TRUE(child->send_line("go", soon()));
    ASSERT_EQ(child->read_line(soon()).value(), "b");
    EXPECT_EQ(child->error_output(), "one\ntwo\n");
    EXPECT_THAT(lines, testing::ElementsAre("one", "two"));
}

TEST(ChildProcess, TheLastWordsAreToldEvenWhereTheirLineHasNoEnd) {
    std::vector<std::string> lines;
    auto child = ChildProcess::spawn({.program = "/bin/sh",
                                      .arguments = {"-c", "printf 'one\\nterminate called' >&2; kill -ABRT $$"},
                                      .working_directory = {},
                                      .on_error_line = [&](std::string_view line) { lines.emplace_back(line); }});
    ASSERT_TRUE(child);
    ASSERT_FALSE(child->read_line(soon()));
    EXPECT_THAT(lines, testing::ElementsAre("one", "terminate called"));
    child->end(milliseconds(0));
    EXPECT_EQ(lines.size(), 2U) << "once";
}

TEST(ChildProcess, ACrashIsSeenThoughAnotherProcessHoldsTheSocket) {
    auto child = shell("sleep 1000 & kill -SEGV $$");
    ASSERT_TRUE(child);
    EXPECT_THAT(child->read_line(soon()).error().message, testing::HasSubstr("signal 11"));
}

TEST(ChildProcess, OfAProgramThatSpeaksNoLinesTheEndIsWaitedFor) {
    auto child = shell("exec 3>&-; echo 'no such package' >&2; exit 3");
    ASSERT_TRUE(child);
    EXPECT_EQ(child->wait(soon()).value(), "exit code 3");
    EXPECT_EQ(child->error_output(), "no such package\n");
    auto silent = shell("read line <&3");
    ASSERT_TRUE(silent);
    EXPECT_EQ(silent->wait(steady_clock::now() + milliseconds(10)).error().code, Code::timeout);
    const int event = ::eventfd(1, EFD_CLOEXEC);
    EXPECT_EQ(silent->wait(soon(), event).error().code, Code::cancelled);
    ::close(event);
}

TEST(ChildProcess, EndKillsTheWholeGroup) {
    auto child = shell("sleep 1000 & echo $! >&3; wait");
    ASSERT_TRUE(child);
    const int grandchild = std::stoi(child->read_line(soon()).value());
    EXPECT_EQ(child->end(milliseconds(0)), "signal 9 (Killed)");
    // The grandchild belongs to init now: it is gone once it cannot be signalled or waits, a zombie, to be reaped.
    const auto deadline = soon();
    bool gone = false;
    while (!gone && steady_clock::now() < deadline) {
        gone = ::kill(grandchild, 0) != 0;
        if (std::FILE* status = std::fopen(("/proc/" + std::to_string(grandchild) + "/stat").c_str(), "r")) {
            std::array<char, 256> text{};
            gone = gone || std::fgets(text.data(), text.size(), status) == nullptr ||
                   std::string(text.data()).find(") Z") != std::string::npos;
            std::fclose(status);
        }
        ::poll(nullptr, 0, 1);
    }
    EXPECT_TRUE(gone);
}

TEST(ChildProcess, AMissingProgramIsAnErrorThatNamesIt) {
    const auto child = ChildProcess::spawn({.program = "/nowhere/mss-media", .arguments = {}, .working_directory = {}});
    ASSERT_FALSE(child);
    EXPECT_EQ(child.error().code, Code::not_found);
    EXPECT_THAT(child.error().message, testing::HasSubstr("/nowhere/mss-media"));
}

TEST(ChildProcess, AFileSizeLimitHolds) {
    auto child = ChildProcess::spawn({.program = "/bin/sh",
                                      .arguments = {"-c", "ulimit -f >&3"},
                                      .working_directory = {},
                                      .file_size_bytes = 1U << 20U});
    ASSERT_TRUE(child);
    EXPECT_EQ(child->read_line(soon()).value(), "2048");
}

}  // namespace
}  // namespace mss
