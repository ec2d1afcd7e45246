#pragma once
// ChildSlot: one child process that runs one heavy task after the other, and the thread that spawned it, watches it and
// lives as long as it does (the kernel ends a child with the thread that spawned it). The process is started before any
// task comes, kept for the next ones, and replaced when it died or served its number of tasks; one that never gets
// ready is started again after ever longer pauses. Any thread calls run() and stop(); what ended comes to the outbox.

#include <atomic>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/process.hpp"
#include "observe/log.hpp"
#include "tasks/attempt.hpp"
#include "tasks/child_protocol.hpp"
#include "tasks/child_trouble.hpp"
#include "tasks/pauses.hpp"
#include "tasks/progress_relay.hpp"

namespace mss::tasks {

struct ChildOptions {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    int tasks_max = 1000;
    std::chrono::milliseconds stop_grace{4'000};
};

/// What the slots of a worker share; outlives them.
struct SlotTools {
    Outbox& outbox;
    ProgressRelay& relay;
    ChildTrouble& trouble;
    const Flag& readied;  ///< set where a slot became ready
    const observe::Logger& log;
};

class ChildSlot {
public:
    static constexpr std::chrono::milliseconds kFirstPause{500};
    static constexpr std::chrono::milliseconds kLongestPause{60'000};  ///< between starts of what never gets ready

    ChildSlot(int number, ChildOptions options, const SlotTools& tools, Random random);
    /// Kills what still runs.
    ~ChildSlot();
    ChildSlot(const ChildSlot&) = delete;
    ChildSlot& operator=(const ChildSlot&) = delete;

    /// Whether its process said that it can take a task. It may die at any time all the same; a task that is run then
    /// gets another process, or is handed back.
    bool is_ready() const { return ready_; }
    /// Only while the slot has none, that is once the last one came to the outbox.
    void run(Job job);
    /// Asks what runs here to stop; its whole group is killed after the grace, or at once where its claim is lost.
    /// False where that claim is not here.
    bool stop(const Claim& claim, StopReason reason);
    void stop_all(StopReason reason);
    /// No more tasks: the process is let go. Does not wait.
    void close();

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Watch {
        Time soft;
        Time hard;
        Time quiet;
        Time kill;  ///< once it was asked to stop
        StopReason asked = StopReason::none;
    };

    void serve();
    bool wait_for_job();
    void wait_idle();
    Result<void> start_child();
    Result<void> wait_until_ready();
    void pass_on(std::string_view line);
    void start_failed(const Error& error);
    void let_go();
    Ended attempt();
    Result<void> send_run(const Job& job, bool& no_child);
    Result<void> wait_for_begin();
    Outcome watch(const Job& job);
    std::optional<Outcome> check_deadlines(Watch& watch, const Job& job);
    std::optional<Outcome> take_line(const std::string& line, Watch& watch, const Job& job);
    Outcome take_end(const Error& error, const Job& job);
    void heed_stop(Watch& watch);
    Outcome timed_out(const Job& job, const std::string& message, bool for_good);
    std::string let_die();
    StopReason reason() const;

    const int number_;
    const ChildOptions options_;
    const SlotTools tools_;
    std::atomic<bool> ready_ = false;

    mutable std::mutex mutex_;
    Flag wake_;  ///< something below changed
    std::optional<Job> job_;
    StopReason reason_ = StopReason::none;
    bool closed_ = false;

    // Of the slot's thread.
    std::optional<ChildProcess> child_;
    int served_ = 0;  ///< tasks, by this process
    bool starting_ = false;
    std::vector<std::string> early_lines_;  ///< what a process that is not ready yet wrote to its standard error
    Time start_at_{};                       ///< the next process, where there is none
    Pauses pauses_;
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace mss::tasks
