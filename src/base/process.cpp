#include "base/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

namespace mss {
namespace {

constexpr std::size_t kErrorOutputMax = 4096;
constexpr std::size_t kLineMax = 64U << 20U;
constexpr int kExecFailed = 127;

// Sanitizers reserve terabytes of address space for their shadow memory: no program of such a build starts under a
// limit.
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kLimitAddressSpace = false;
#else
constexpr bool kLimitAddressSpace = true;
#endif

// Between fork and exec only async-signal-safe calls are allowed (fork(2)): no allocation, no locks.
[[noreturn]] void become_child(const SpawnOptions& options, char* const* arguments, char* const* environment,
                               int control, int errors, int parent) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(kExecFailed);  // the parent died before prctl took effect
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    // Duplicates first: either descriptor may itself have a number that is about to be overwritten.
    const int safe_errors = ::fcntl(errors, F_DUPFD, 10);
    const int safe_control = ::fcntl(control, F_DUPFD, 10);
    const int null = ::open("/dev/null", O_RDWR);
    if (safe_errors < 0 || safe_control < 0 || null < 0) ::_exit(kExecFailed);
    ::dup2(null, STDIN_FILENO);
    ::dup2(null, STDOUT_FILENO);
    ::dup2(safe_errors, STDERR_FILENO);
    ::dup2(safe_control, ChildProcess::kControlFd);
    ::close_range(ChildProcess::kControlFd + 1, ~0U, 0);
    const auto limit = [](auto resource, std::uint64_t value) {
        if (value == 0) return;
        const rlimit both{value, value};
        ::setrlimit(resource, &both);
    };
    if (kLimitAddressSpace) limit(RLIMIT_AS, options.address_space_bytes);
    limit(RLIMIT_FSIZE, options.file_size_bytes);
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    if (options.nice != 0) ::setpriority(PRIO_PROCESS, 0, options.nice);
    if (!options.working_directory.empty() && ::chdir(options.working_directory.c_str()) != 0) ::_exit(kExecFailed);
    ::execve(options.program.c_str(), arguments, environment);
    ::_exit(kExecFailed);
}

// What the child gets of our environment.
std::vector<char*> environment_for(const SpawnOptions& options) {
    std::vector<char*> variables;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text(*variable);
        const bool key = text.substr(0, text.find('=')).ends_with("_KEY");
        if (!options.hides_keys || !key) variables.push_back(*variable);
    }
    variables.push_back(nullptr);
    return variables;
}

}  // namespace

Result<ChildProcess> ChildProcess::spawn(const SpawnOptions& options) {
    if (::access(options.program.c_str(), X_OK) != 0)
        return fail(Code::not_found,
                    fmt::format("cannot run {}: {}", options.program.string(), std::generic_category().message(errno)));
    std::array<int, 2> sockets{};
    std::array<int, 2> pipes{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        return fail(Code::internal, "cannot make a socket pair");
    ChildProcess child;
    child.called_ = options.called;
    child.on_error_line_ = options.on_error_line;
    child.control_ = UniqueFd(sockets[0]);
    const UniqueFd control(sockets[1]);
    if (::pipe2(pipes.data(), O_CLOEXEC | O_NONBLOCK) != 0) return fail(Code::internal, "cannot make a pipe");
    child.errors_ = UniqueFd(pipes[0]);
    const UniqueFd errors(pipes[1]);

    std::string name = options.program.string();
    std::vector<std::string> copies = options.arguments;
    std::vector<char*> arguments{name.data()};
    for (auto& copy : copies)
        arguments.push_back(copy.data());
    arguments.push_back(nullptr);
    const std::vector<char*> environment = environment_for(options);

    const int parent = ::getpid();
    child.pid_ = ::fork();
    if (child.pid_ < 0) return fail(Code::internal, "cannot fork");
    if (child.pid_ == 0)
        become_child(options, arguments.data(), environment.data(), control.get(), errors.get(), parent);
    ::setpgid(child.pid_, child.pid_);  // both sides set it, so that neither can be too late
    // Through syscall(2): the header of glibc 2.36 has no C linkage for it. Where the kernel has none, the end of the
    // socket must do.
    child.exit_ = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, child.pid_, 0)));
    return child;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      called_(std::move(other.called_)),
      peak_memory_bytes_(other.peak_memory_bytes_),
      control_(std::move(other.control_)),
      errors_(std::move(other.errors_)),
      exit_(std::move(other.exit_)),
      pending_(std::move(other.pending_)),
      error_output_(std::move(other.error_output_)),
      on_error_line_(std::move(other.on_error_line_)),
      error_line_(std::move(other.error_line_)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    if (this != &other) {
        end(std::chrono::milliseconds(0));
        pid_ = std::exchange(other.pid_, -1);
        called_ = std::move(other.called_);
        peak_memory_bytes_ = other.peak_memory_bytes_;
        control_ = std::move(other.control_);
        errors_ = std::move(other.errors_);
        exit_ = std::move(other.exit_);
        pending_ = std::move(other.pending_);
        error_output_ = std::move(other.error_output_);
        on_error_line_ = std::move(other.on_error_line_);
        error_line_ = std::move(other.error_line_);
    }
    return *this;
}

ChildProcess::~ChildProcess() {
    end(std::chrono::milliseconds(0));
}

void ChildProcess::kill_group(int signal_number) const {
    if (pid_ > 0) ::kill(-pid_, signal_number);
}

// One read takes all that the pipe holds (64 KiB, pipe(7)). No loop: a child that writes without end would hold us.
// False where there was nothing.
bool ChildProcess::drain_errors() {
    std::array<char, 65536> buffer{};
    const ssize_t count = ::read(errors_.get(), buffer.data(), buffer.size());
    if (count == 0) errors_.reset();
    if (count <= 0) return false;
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
    error_output_.append(bytes);
    if (error_output_.size() > kErrorOutputMax) error_output_.erase(0, error_output_.size() - kErrorOutputMax);
    if (on_error_line_) tell_error_lines(bytes);
    return true;
}

// A line that does not end is told in pieces.
void ChildProcess::tell_error_lines(std::string_view bytes) {
    error_line_.append(bytes);
    std::size_t begin = 0;
    for (auto end = error_line_.find('\n'); end != std::string::npos; end = error_line_.find('\n', begin)) {
        on_error_line_(std::string_view(error_line_).substr(begin, end - begin));
        begin = end + 1;
    }
    error_line_.erase(0, begin);
    if (error_line_.size() < kErrorOutputMax) return;
    on_error_line_(error_line_);
    error_line_.clear();
}

// Who is dying may leave a line without its end.
void ChildProcess::take_last_words() {
    // A pipe may be made larger than one read, and a process outside of the group may go on writing into it.
    constexpr int kReadsMost = 16;
    for (int i = 0; i < kReadsMost && drain_errors(); ++i) {
    }
    if (!error_line_.empty() && on_error_line_) on_error_line_(error_line_);
    error_line_.clear();
}

const std::string& ChildProcess::error_output() {
    drain_errors();
    return error_output_;
}

void ChildProcess::forget_error_output() {
    drain_errors();
    error_output_.clear();
}

std::unexpected<Error> ChildProcess::failure(Code code, std::string message) {
    return fail(code, std::move(message), error_output());
}

std::unexpected<Error> ChildProcess::ended() {
    const std::string how = end(std::chrono::milliseconds(1000));
    return failure(Code::unavailable, called_ + " ended: " + how);
}

// Waits until the socket is ready for `event`, or has ended. Meanwhile standard error is taken in, so that a child that
// says much there is not held up.
Result<void> ChildProcess::wait_for(short event, Time deadline, int cancel_fd) {
    if (!control_) return failure(Code::unavailable, called_ + " has ended");
    while (true) {
        const auto left =
            std::max(std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()),
                     std::chrono::milliseconds(0));
        std::array<pollfd, 4> watched{pollfd{control_.get(), event, 0}, pollfd{errors_.get(), POLLIN, 0},
                                      pollfd{cancel_fd, POLLIN, 0}, pollfd{exit_.get(), POLLIN, 0}};
        const int ready =
            ::poll(watched.data(), watched.size(), static_cast<int>(std::min<std::int64_t>(left.count(), 60'000)));
        if (ready < 0 && errno != EINTR) return failure(Code::internal, "poll failed");
        if (ready > 0 && watched[2].revents != 0) return failure(Code::cancelled, "interrupted");
        if (ready > 0 && watched[1].revents != 0) drain_errors();
        // Ready wins over late: we may have been stopped (Ctrl-Z) while the child went on.
        if (ready > 0 && watched[0].revents != 0) return {};
        if (ready > 0 && watched[3].revents != 0) {
            // What it said last may have come between the looks at the two descriptors.
            if (::poll(watched.data(), 1, 0) > 0) return {};
            return ended();
        }
        if (ready >= 0 && left.count() == 0) return failure(Code::timeout, called_ + " made no progress in time");
    }
}

Result<void> ChildProcess::send_line(std::string line, Time deadline, int cancel_fd) {
    line += '\n';
    std::string_view rest = line;
    while (!rest.empty()) {
        MSS_TRY(wait_for(POLLOUT, deadline, cancel_fd));
        const ssize_t count = ::send(control_.get(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (count < 0) return ended();
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

Result<std::string> ChildProcess::read_line(Time deadline, int cancel_fd) {
    while (true) {
        if (const auto newline = pending_.find('\n'); newline != std::string::npos) {
            std::string line = pending_.substr(0, newline);
            pending_.erase(0, newline + 1);
            return line;
        }
        if (pending_.size() > kLineMax) return failure(Code::internal, called_ + " sent a line that is too long");
        MSS_TRY(wait_for(POLLIN, deadline, cancel_fd));
        std::array<char, 65536> buffer{};
        const ssize_t count = ::recv(control_.get(), buffer.data(), buffer.size(), 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return ended();
        pending_.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

Result<std::string> ChildProcess::wait(Time deadline, int cancel_fd) {
    while (true) {
        const auto left =
            std::max(std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()),
                     std::chrono::milliseconds(0));
        // Without a descriptor of its end, that of the socket must do.
        std::array<pollfd, 3> watched{pollfd{exit_ ? exit_.get() : control_.get(), POLLIN, 0},
                                      pollfd{errors_.get(), POLLIN, 0}, pollfd{cancel_fd, POLLIN, 0}};
        const int ready =
            ::poll(watched.data(), watched.size(), static_cast<int>(std::min<std::int64_t>(left.count(), 60'000)));
        if (ready < 0 && errno != EINTR) return failure(Code::internal, "poll failed");
        if (ready > 0 && watched[2].revents != 0) return failure(Code::cancelled, "interrupted");
        if (ready > 0 && watched[1].revents != 0) drain_errors();
        if (ready > 0 && watched[0].revents != 0) return end(std::chrono::seconds(1));
        if (ready >= 0 && left.count() == 0) return failure(Code::timeout, called_ + " did not end in time");
    }
}

std::string ChildProcess::end(std::chrono::milliseconds grace) {
    if (pid_ <= 0) return "already ended";
    control_.reset();
    siginfo_t info{};
    const auto deadline = std::chrono::steady_clock::now() + grace;
    // WNOWAIT keeps the zombie, so that the group's number cannot be taken before the group is killed.
    while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0 &&
           std::chrono::steady_clock::now() < deadline)
        ::poll(nullptr, 0, 2);
    kill_group(SIGKILL);
    int status = 0;
    rusage usage{};
    while (::wait4(pid_, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    peak_memory_bytes_ = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024U;  // Linux counts in KiB: getrusage(2)
    take_last_words();
    pid_ = -1;
    if (WIFEXITED(status))
        return WEXITSTATUS(status) == kExecFailed ? std::string("it could not be started")
                                                  : fmt::format("exit code {}", WEXITSTATUS(status));
    return fmt::format("signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
}

}  // namespace mss
