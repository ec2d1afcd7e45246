#pragma once
// EventPublisher: tells whoever watches (celery events, Flower) what a worker does: events of tasks, in batches as
// Celery's workers send them, and its own coming, beat and going. Events are told once and kept by nobody: they wait
// while the connection is away, as many as fit, and the oldest make room for the newest. Owns a thread and a
// connection. Any thread may call the methods; none of them waits for the network.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/flag.hpp"
#include "celery/event.hpp"
#include "cluster/lamport_clock.hpp"
#include "cluster/worker_view.hpp"
#include "observe/log.hpp"
#include "redis/connection.hpp"

namespace mss::cluster {

class Attempts;

struct EventOptions {
    bool tell_of_tasks = false;  ///< from the start (Celery's -E); else once somebody asks for it
    std::chrono::milliseconds beat_every{2'000};
    std::chrono::milliseconds batch_wait{50};  ///< how long an event may wait for others
    std::size_t waiting_max = 10'000;          ///< events
};

class EventPublisher final : public EventSwitch {
public:
    /// All references outlive it. Begins at once, with "worker-online". Throws std::system_error where the process has
    /// no thread or descriptor left.
    EventPublisher(Membership membership, const WorkerView& worker, LamportClock& lamport, const Clock& clock,
                   const observe::Logger& log, EventOptions options = {});
    /// Tells what still waits, and "worker-offline", where there is a connection. Takes at most two seconds or so.
    ~EventPublisher() override;
    EventPublisher(const EventPublisher&) = delete;
    EventPublisher& operator=(const EventPublisher&) = delete;

    /// An event of a task, made by celery::task_started() and the like; who tells it, and when, is laid under it here.
    /// Forgotten where nobody wants events of tasks.
    void offer(celery::Event event);

    /// Whether somebody wants events of tasks, so that they are worth making.
    bool tells_of_tasks() const { return tell_of_tasks_.load(std::memory_order_relaxed); }
    bool tell_of_tasks(bool wanted) override;
    void beat() override;

    /// Events that had to make room for others.
    std::uint64_t dropped() const;
    /// Waits until this worker has told that it is there. False where the time was over first.
    bool wait_online(std::chrono::milliseconds limit) const;

private:
    using Steady = std::chrono::steady_clock;

    struct Waiting {
        celery::Event event;
        Steady::time_point since;
    };

    void serve();
    Result<void> session(Attempts& attempts);
    Result<void> say_goodbye(redis::Connection& connection);
    Result<void> publish_due(redis::Connection& connection, Steady::time_point& next_beat);
    Result<void> publish(redis::Connection& connection, std::vector<redis::Command> commands);
    redis::Command worker_command(std::string_view type);
    void take_due(bool all);
    std::vector<redis::Command> batch_commands() const;
    Steady::time_point next_batch() const;
    void set_online(bool online);
    void report_dropped();

    const Membership membership_;
    const WorkerView& worker_;
    LamportClock& lamport_;
    const Clock& clock_;
    const observe::Logger& log_;
    const EventOptions options_;
    Flag stop_;
    Flag woken_;
    std::atomic<bool> tell_of_tasks_;
    std::atomic<bool> beat_wanted_ = false;

    mutable std::mutex mutex_;  ///< guards what follows
    mutable std::condition_variable went_online_;
    std::deque<Waiting> waiting_;  ///< in the order of their clocks
    std::uint64_t dropped_ = 0;
    bool online_ = false;

    std::vector<celery::Event> sending_;  ///< taken and not yet told; of the thread alone
    std::uint64_t dropped_reported_ = 0;  ///< of the thread alone
    bool said_goodbye_ = false;           ///< of the thread alone
    std::jthread thread_;                 // last: it uses all of the above
};

}  // namespace mss::cluster
