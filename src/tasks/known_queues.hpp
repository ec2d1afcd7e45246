#pragma once
// The queues that there are for people: an empty one is worth pausing too. Blocking; any thread.

#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

/// With their counts, by name: those of TaskStore::counts(), the one where tasks go as a rule, and those that one of
/// the workers, who are the store's, names. Errors: the store's.
Result<std::vector<QueueCounts>> known_queues(TaskStore& store, std::span<const WorkerCard> workers);

/// Whether there is such a queue. One that nobody has would wait for its resume unseen, and its name is most likely a
/// typing error. Errors: the store's.
Result<bool> is_known_queue(TaskStore& store, std::string_view name);

}  // namespace mss::tasks
