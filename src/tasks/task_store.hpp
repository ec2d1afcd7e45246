#pragma once
// TaskStore: the port behind which tasks wait, are claimed under leases, and end. Three stores implement it, memory and
// SQLite here and Redis above (cluster), and tests/contract checks the ten invariants of docs/task-engine.md on each.
// Blocking; any thread; several processes where the store is shared.
//
// A lease belongs to a worker, not to a task: a worker renews one row however many tasks it runs. All lease times are
// the store's. A write for a claim carries its fence; where another claim is newer, it changes nothing and says so.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "tasks/lifecycle.hpp"
#include "tasks/task.hpp"

namespace mss::tasks {

inline constexpr std::chrono::milliseconds kLease{10'000};
inline constexpr std::chrono::milliseconds kRenewEvery{2'500};
/// A lease that was renewed less long ago stays as it is: who asks again so soon wants to know of cancel requests.
inline constexpr std::chrono::milliseconds kFreshLease{1'250};

/// What a worker is and serves.
struct WorkerCard {
    std::string id;  ///< UUID, new with each start
    std::string host;
    int pid = 0;
    std::vector<std::string> queues;    ///< empty: all
    int concurrency = 0;                ///< heavy tasks at once
    std::vector<std::string> except{};  ///< not these queues

    bool serves(std::string_view queue) const {
        return (queues.empty() || std::ranges::find(queues, queue) != queues.end()) &&
               std::ranges::find(except, queue) == except.end();
    }
};

/// Whether one of them takes the tasks of a queue.
inline bool is_served(std::string_view queue, std::span<const WorkerCard> workers) {
    return std::ranges::any_of(workers, [&](const WorkerCard& worker) { return worker.serves(queue); });
}

struct ClaimRequest {
    std::string worker;
    std::vector<std::string> queues;  ///< empty: all
    std::vector<std::string> names;   ///< kinds that this worker can run
    int most = 1;
    std::map<std::string, int> limits;  ///< by name: most running at once over all workers; absent: no limit
    std::vector<std::string> except{};  ///< not from these queues
};

/// A right to run a task, until its fence is outrun.
struct Claim {
    std::string task_id;
    std::int64_t fence = 0;
};

struct ClaimedTask {
    Task task;
    Claim claim() const { return {task.id, task.fence}; }
};

struct Settlement {
    Claim claim;
    Outcome outcome;
    RetryPolicy policy;
};

/// What a worker learns when it renews its lease.
struct Renewal {
    bool known = true;             ///< false: the lease was lost, and with it all claims; register anew
    std::vector<Claim> to_cancel;  ///< of these, those that somebody asked to cancel
    std::vector<Claim> held;       ///< what it holds by the store's record
};

struct TaskQuery {
    std::optional<std::string> owner;
    std::optional<State> state;
    std::string name;
    std::string before;  ///< id that the page begins after (the newest first); empty: from the start
    int limit = 50;
};

struct QueueCounts {
    std::string queue;
    bool paused = false;
    std::int64_t ready = 0;
    std::int64_t scheduled = 0;  ///< with those that wait for a retry
    std::int64_t running = 0;
    std::int64_t dead = 0;
};

class TaskStore {
public:
    virtual ~TaskStore() = default;

    /// Accepts calls, all or none; durable on return. Ids in the same order. Errors: invalid, too_large (its
    /// arguments), conflict (an id is taken).
    virtual Result<std::vector<std::string>> enqueue(std::span<const TaskCall> calls) = 0;

    virtual Result<std::optional<Task>> find(std::string_view id) = 0;
    virtual Result<std::vector<Task>> list(const TaskQuery& query) = 0;
    /// How many tasks are to be claimed before this one; 0: it is next or past waiting.
    virtual Result<std::int64_t> position(std::string_view id) = 0;
    /// Of queues with tasks that wait, run or are dead, and of paused ones; see known_queues().
    virtual Result<std::vector<QueueCounts>> counts() = 0;

    /// Cancels what waits at once, and asks for the end of what runs. The state after it. Error: not_found.
    virtual Result<State> cancel(std::string_view id) = 0;
    /// Makes a final task that did not succeed ready again, with fresh counts. Error: not_found, conflict.
    virtual Result<void> revive(std::string_view id) = 0;
    virtual Result<void> pause(std::string_view queue) = 0;
    virtual Result<void> resume(std::string_view queue) = 0;

    /// The log of a task after an event id, the oldest first.
    virtual Result<std::vector<Event>> events(std::string_view task_id, std::int64_t after, int limit) = 0;
    /// The log of all tasks after an event id: what a server passes on to those who watch.
    virtual Result<std::vector<Event>> events_since(std::int64_t after, int limit) = 0;
    virtual Result<std::int64_t> last_event() = 0;

    // For workers.
    virtual Result<void> register_worker(const WorkerCard& card) = 0;
    /// A worker that is registered serves other queues from now on; `named` are those that it was told of by name,
    /// which nobody may have used yet. Errors: conflict (its lease is over), invalid (the queues of this store's
    /// workers stay).
    virtual Result<void> change_queues(const WorkerCard& /*card*/, std::span<const std::string> /*named*/) {
        return fail(Code::invalid, "the queues of a worker cannot be changed while it runs");
    }
    virtual Result<Renewal> renew(std::string_view worker) = 0;
    /// Takes the worker away; what it still holds is handed back.
    virtual Result<void> leave(std::string_view worker) = 0;
    /// By priority, then in turn between owners, then by age; a store over lists that others serve as well (Redis)
    /// knows no turns, only priority and age within a queue. Running tasks per name never pass its limit. First frees
    /// what lapsed leases held, expires what is late and moves what is due (scheduled, retry_wait).
    /// Error: conflict (the worker's lease is over).
    virtual Result<std::vector<ClaimedTask>> claim(const ClaimRequest& request) = 0;
    /// False where the claim is outrun. `progress` is a JSON object.
    virtual Result<bool> report(const Claim& claim, std::string_view progress) = 0;
    /// In one commit; for each whether it counted (false: the claim is outrun). `unit`: see decide() and
    /// spread().
    virtual Result<std::vector<bool>> settle(std::span<const Settlement> settlements, double unit) = 0;
    /// Those whose lease lasts, by their ids.
    virtual Result<std::vector<WorkerCard>> workers() = 0;
    /// Frees the tasks of workers whose lease ended; how many. Anybody may call it; claim() does the same.
    virtual Result<std::int64_t> recover() = 0;
    /// When the next waiting task becomes due, if any.
    virtual Result<std::optional<Timestamp>> next_due() = 0;

    /// Returns when something may have changed since `seen` (a number that wake_number() gave), or after `limit`, or
    /// when `stop_fd` (or -1) is readable. Sees what other processes change as well.
    virtual void wait_for_change(std::uint64_t seen, std::chrono::milliseconds limit, int stop_fd) = 0;
    virtual std::uint64_t wake_number() const = 0;
};

}  // namespace mss::tasks
