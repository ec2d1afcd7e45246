#pragma once
// What the cluster needs of the worker that it speaks for: WorkerView tells what it has and does, WorkerControls does
// what operators ask from afar. The worker implements both. They are called from the threads of EventPublisher and
// ControlServer until these are gone, so they lock what they share, and answer at once: while one of them waits, no
// other question is answered.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/control.hpp"
#include "celery/iso_time.hpp"
#include "celery/keys.hpp"
#include "celery/task_message.hpp"
#include "celery/worker_info.hpp"
#include "redis/endpoint.hpp"

namespace mss::cluster {

/// Who takes part, and where.
struct Membership {
    redis::Endpoint endpoint{};
    celery::Naming naming{};
    std::string hostname;  ///< "mss@host": unique among the workers of a broker
    std::int64_t pid = 0;
    std::string software = "mss";
    std::string version{};
};

/// A task that waits for its time.
struct ScheduledTask {
    celery::IsoTime eta;
    celery::RequestInfo request;
};

struct WorkerCounts {
    std::int64_t active = 0;     ///< tasks that run
    std::int64_t processed = 0;  ///< tasks since it started
};

class WorkerView {
public:
    virtual ~WorkerView() = default;

    virtual WorkerCounts counts() const = 0;
    /// Tasks that run; that were taken and wait for a free slot; that were taken and wait for their time. Each stands
    /// in one of the three.
    virtual std::vector<celery::RequestInfo> active() const = 0;
    virtual std::vector<celery::RequestInfo> reserved() const = 0;
    virtual std::vector<ScheduledTask> scheduled() const = 0;
    virtual std::vector<celery::RegisteredTask> registered() const = 0;
    virtual std::vector<celery::QueueInfo> queues() const = 0;
    /// All but pid, clock and resources, which are filled in.
    virtual celery::WorkerStats stats() const = 0;
    virtual celery::WorkerConf conf() const = 0;
};

/// A limit of how many tasks of a name begin.
struct RateLimit {
    std::string text;       ///< "10/m"; empty: none
    double per_second = 0;  ///< 0: none
};

/// Errors of all: not_found (the worker does not know the task), invalid (it cannot do this; the message says why and
/// goes to whoever asked).
class WorkerControls {
public:
    virtual ~WorkerControls() = default;

    /// These are not to run. The list of all such tasks is kept elsewhere (RevokedTasks); here the worker lets go of
    /// those that wait with it. `learned`: another worker was told so, nobody knows when: perhaps before somebody
    /// revived the task.
    virtual void revoke(std::span<const std::string> ids, bool learned) = 0;
    /// Ends those of them that run, by a signal's number. Returns their ids.
    virtual std::vector<std::string> terminate(std::span<const std::string> ids, int signal) = 0;
    /// The same for tasks that carry one of these stamps (share_stamps()). Without a signal, those that run go on.
    virtual std::vector<std::string> revoke_stamped(const json::Object& stamps, std::optional<int> signal) = 0;
    virtual Result<void> limit_rate(std::string_view task, const RateLimit& limit) = 0;
    virtual Result<void> limit_time(std::string_view task, const celery::TimeLimits& limits) = 0;
    virtual Result<void> add_queue(const celery::QueueInfo& queue) = 0;
    virtual Result<void> remove_queue(std::string_view name) = 0;
    /// More processes, or fewer where it is negative.
    virtual Result<void> resize_pool(int by) = 0;
    virtual Result<void> restart_pool() = 0;
    virtual Result<void> autoscale(std::optional<int> most, std::optional<int> least) = 0;
    /// Takes no more, lets what runs end, and ends. Returns before that.
    virtual void shut_down() = 0;
};

/// What tells events can be told to.
class EventSwitch {
public:
    virtual ~EventSwitch() = default;

    /// Whether events of tasks are published. Returns whether that is a change.
    virtual bool tell_of_tasks(bool wanted) = 0;
    /// A heartbeat now.
    virtual void beat() = 0;
};

}  // namespace mss::cluster
