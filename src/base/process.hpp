#pragma once
// ChildProcess: a re-exec'd helper that speaks lines of JSON over a socket. The child sits in its own process group,
// under resource limits, and cannot outlive us: the kernel kills it when the thread that spawned it ends
// (PR_SET_PDEATHSIG), and the socket's end of file tells it so as well. All fork/exec rules of the project are here.
// Confined to the thread that spawned it. Destruction kills the child's whole group.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace mss {

struct SpawnOptions {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::filesystem::path working_directory;  ///< empty: ours
    std::string called = "the program";       ///< how error messages name it
    std::uint64_t address_space_bytes = 0;    ///< RLIMIT_AS; 0: unlimited
    std::uint64_t file_size_bytes = 0;        ///< RLIMIT_FSIZE; 0: unlimited
    int nice = 0;
    bool hides_keys = false;  ///< the child gets no variable of our environment whose name ends in _KEY
    /// Gets each line that the child writes to its standard error, when we look at it, and at its end what is left of
    /// one; on the thread that spawned it.
    std::function<void(std::string_view line)> on_error_line{};
};

class ChildProcess {
public:
    /// The descriptor that the child finds its end of the socket at.
    static constexpr int kControlFd = 3;

    /// Errors: not_found (no such program), internal (fork or exec failed).
    static Result<ChildProcess> spawn(const SpawnOptions& options);

    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    ~ChildProcess();

    using Time = std::chrono::steady_clock::time_point;

    /// Sends one line. `cancel_fd` (or -1) becoming readable ends the wait for a child that does not read.
    /// Errors, with error_output() as their detail: timeout, cancelled, unavailable (the child is gone; the message
    /// says how it ended). After an error the child may hold half a line: it is of no more use.
    Result<void> send_line(std::string line, Time deadline, int cancel_fd = -1);

    /// The child's next line. Errors: as send_line; internal (a line beyond 64 MiB).
    Result<std::string> read_line(Time deadline, int cancel_fd = -1);

    /// Waits for its end, of a program that speaks no lines: how it ended, as end() says. Errors, after which it goes
    /// on until it is destroyed: timeout, cancelled.
    Result<std::string> wait(Time deadline, int cancel_fd = -1);

    /// What the child last wrote to its standard error, at most 4 KiB.
    const std::string& error_output();
    /// Takes away what it wrote so far, before it begins something new.
    void forget_error_output();

    /// The most memory that it held at once, in bytes; 0 until it has ended.
    std::uint64_t peak_memory_bytes() const { return peak_memory_bytes_; }

    /// "exit code 3" or "signal 11 (Segmentation fault)"; waits for the end, killing after `grace`.
    std::string end(std::chrono::milliseconds grace);

    int pid() const { return pid_; }

private:
    ChildProcess() = default;
    void kill_group(int signal_number) const;
    bool drain_errors();
    void tell_error_lines(std::string_view bytes);
    void take_last_words();
    Result<void> wait_for(short event, Time deadline, int cancel_fd);
    std::unexpected<Error> failure(Code code, std::string message);
    std::unexpected<Error> ended();

    int pid_ = -1;
    std::string called_;
    std::uint64_t peak_memory_bytes_ = 0;
    UniqueFd control_;
    UniqueFd errors_;
    UniqueFd exit_;  ///< readable once the child has ended, whoever else may still hold its end of the socket
    std::string pending_;
    std::string error_output_;
    std::function<void(std::string_view)> on_error_line_;
    std::string error_line_;  ///< the part of it that came, for on_error_line_
};

}  // namespace mss
