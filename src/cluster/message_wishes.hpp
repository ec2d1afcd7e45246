#pragma once
// What whoever sent a message says of the task beside its arguments: limits of time, and stamps. Pure; any thread.

#include <chrono>
#include <optional>

#include "base/json.hpp"
#include "celery/task_message.hpp"
#include "tasks/task.hpp"

namespace mss::cluster {

/// Longer than this nobody may wish.
inline constexpr std::chrono::hours kLongestLimit{7 * 24};

/// A limit of time as Celery's programs say it: nothing, nought and less are none of its own; what is beyond
/// kLongestLimit is that, and what is no whole millisecond is one.
std::optional<std::chrono::milliseconds> limit_of(std::optional<double> seconds);

/// A task's stamps, by name.
json::Object stamps_of(const tasks::Task& task);

/// Adds them to the task of a message.
void add_wishes(tasks::Task& task, const celery::TaskMessage& message);

}  // namespace mss::cluster
