#pragma once
// LightPool: runs light tasks on a few threads of the worker. They take one task after the other from one queue, so a
// slow one holds up nobody else's. A light function is asked to stop but cannot be killed. Any thread.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "observe/log.hpp"
#include "tasks/attempt.hpp"
#include "tasks/progress_relay.hpp"

namespace mss::tasks {

class LightPool {
public:
    /// Most tasks that wait here and run at once: as many share the two commits of their claim and their end.
    static constexpr int kMost = 256;

    struct Size {
        int threads = 2;
        int prefetch = 4;  ///< most tasks for each of them, as long as a thread does that many in a second
    };

    /// All outlive it.
    LightPool(Size size, Outbox& outbox, ProgressRelay& relay, const observe::Logger& log);
    /// Waits for the functions that still run; what waits for its turn is handed back.
    ~LightPool();
    LightPool(const LightPool&) = delete;
    LightPool& operator=(const LightPool&) = delete;

    /// How many tasks it takes on at once: one a thread where they are long; as many as its size says where what waits
    /// for its turn here waits for less than a second; and more the shorter they are, where it waits for milliseconds.
    int capacity() const;

    void push(std::vector<Job> jobs);
    /// Ends what waits, and asks what runs to stop. False where that claim is not here.
    bool stop(const Claim& claim, StopReason reason);
    void stop_all(StopReason reason);

    /// Asks those over a time limit to stop, and tells the log of those over the hard one. Hands back what waits while
    /// all threads have been busy for long, so that another worker can have it. When the next limit of those that run
    /// is over, if one is; else the end of time.
    std::chrono::steady_clock::time_point check_limits();
    /// Returns when nothing waits or runs, or after the limit.
    void wait_idle(std::chrono::microseconds limit);

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Seat {
        Flag cancel;
        const Job* job = nullptr;  ///< what runs here
        StopReason reason = StopReason::none;
        Time began{};
        bool overdue_told = false;
        std::thread thread;
    };

    void serve(Seat& seat);
    Ended run(const Job& job, Seat& seat);
    void stop_seat(Seat& seat, StopReason reason);
    void took(Time::duration duration);
    Time::duration stuck_for(Time now) const;
    void end_waiting(StopReason reason);

    const int prefetch_;
    Outbox& outbox_;
    ProgressRelay& relay_;
    const observe::Logger& log_;
    mutable std::mutex mutex_;
    std::condition_variable pushed_;
    std::condition_variable idle_;
    std::deque<Job> waiting_;
    int running_ = 0;
    bool closed_ = false;
    double usual_seconds_ = 1.0;  ///< of the last tasks, the newest weighing most
    std::vector<std::unique_ptr<Seat>> seats_;
};

}  // namespace mss::tasks
