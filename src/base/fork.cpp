#include "base/fork.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <exception>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/fd.hpp"

namespace mss {
namespace {

// The first byte says what follows: the result, or an error's code and message.
constexpr char kResult = 'r';
constexpr char kError = 'a';

void write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

[[noreturn]] void run_copy(const std::function<Result<std::string>()>& work, int answer, int parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    try {
        const auto result = work();
        if (result)
            write_all(answer, kResult + *result);
        else
            write_all(answer,
                      static_cast<char>(kError + static_cast<char>(result.error().code)) + result.error().message);
    } catch (const std::exception& exception) {
        write_all(answer,
                  static_cast<char>(kError + static_cast<char>(Code::internal)) + std::string(exception.what()));
    }
    ::_exit(0);
}

Result<std::string> read_answer(int fd, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    std::string bytes;
    std::array<char, 65536> buffer{};
    while (true) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) return fail(Code::timeout, "a helper process took too long");
        pollfd watched{fd, POLLIN, 0};
        if (::poll(&watched, 1, static_cast<int>(left.count())) <= 0) continue;
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return bytes;
        bytes.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

}  // namespace

Result<std::string> call_in_fork(const std::function<Result<std::string>()>& work, std::chrono::milliseconds limit) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail(Code::internal, "cannot make a pipe");
    const UniqueFd reading(ends[0]);
    UniqueFd writing(ends[1]);
    const int parent = ::getpid();
    const pid_t copy = ::fork();
    if (copy < 0) return fail(Code::internal, "cannot fork");
    if (copy == 0) run_copy(work, writing.get(), parent);
    writing.reset();
    auto bytes = read_answer(reading.get(), limit);
    if (!bytes) ::kill(copy, SIGKILL);
    int status = 0;
    while (::waitpid(copy, &status, 0) < 0 && errno == EINTR) {
    }
    if (!bytes) return bytes;
    if (!WIFEXITED(status) || bytes->empty())
        return fail(Code::internal, fmt::format("a helper process ended with status {:#x}", status));
    const char kind = bytes->front();
    bytes->erase(0, 1);
    if (kind == kResult) return bytes;
    return fail(static_cast<Code>(kind - kError), std::move(*bytes));
}

}  // namespace mss
