#pragma once
// Housekeeping: the tasks that clean up, accepted once an hour however many processes ask for them. Blocking.

#include "base/clock.hpp"
#include "base/result.hpp"
#include "tasks/definition.hpp"
#include "tasks/task_store.hpp"

namespace mss::studio {

/// Accepts this hour's, unless somebody has. Errors: the store's.
Result<void> order_housekeeping(tasks::TaskStore& store, const tasks::Registry& registry, Timestamp now);

}  // namespace mss::studio
