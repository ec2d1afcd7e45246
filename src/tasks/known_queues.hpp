#pragma once
// The queues that there are for people: an empty one is worth pausing too. Blocking; any thread.

#include <vector>

#include "base/result.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

/// With their counts, by name: those of TaskStore::counts(), the one where tasks go as a rule, and those that a worker
/// names. Errors: the store's.
Result<std::vector<QueueCounts>> known_queues(TaskStore& store);

}  // namespace mss::tasks
