#pragma once
// What a task that waits is waiting for: those before it, a worker, or an operator who paused its queue. Blocking
// where the store is asked; values otherwise; any thread.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "tasks/task_store.hpp"

namespace mss::api {

struct Waiting {
    std::int64_t position = 0;  ///< how many are to be claimed before it
    bool no_worker = false;     ///< nobody who is alive serves its queue
    bool paused = false;        ///< its queue is

    bool operator==(const Waiting&) const = default;
};

/// Whether it neither runs nor has ended.
bool waits(const tasks::Task& task);

/// The queues and those who serve them, as they stood at one moment.
class QueueLook {
public:
    static Result<QueueLook> at(tasks::TaskStore& store);

    /// Nothing for a task that runs or has ended. Errors: of the store.
    Result<std::optional<Waiting>> waiting(tasks::TaskStore& store, const tasks::Task& task) const;

    const std::vector<tasks::QueueCounts>& queues() const { return queues_; }
    const std::vector<tasks::WorkerCard>& workers() const { return workers_; }

private:
    std::vector<tasks::QueueCounts> queues_;
    std::vector<tasks::WorkerCard> workers_;
};

/// The same for one task alone; looks at the queues only where it waits.
Result<std::optional<Waiting>> waiting_of(tasks::TaskStore& store, const tasks::Task& task);

}  // namespace mss::api
