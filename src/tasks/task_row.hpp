#pragma once
// TaskRow: a task as stores keep it, and every move that it can make, as pure functions that all stores share: they
// change the row and tell what is to be logged. Each names the states that it may start from (may_move) and throws
// std::logic_error from any other: a store asks first, and reports a refusal to its caller. Any thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/lifecycle.hpp"
#include "tasks/task.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

/// At most so many tasks become due, and so many expire, with one claim.
inline constexpr int kMovesPerClaimMax = 256;
inline constexpr int kPageMost = 1000;  ///< tasks or events that one answer holds

struct TaskRow {
    std::int64_t seq = 0;   ///< grows with each accepted task
    std::int64_t turn = 0;  ///< order of service within a priority: see next_turn
    Task task;
};

/// An event before it has an id.
struct Entry {
    std::string kind;
    std::string data;  ///< JSON object
};

/// Start-time fair queueing with equal weights (Goyal, Vin and Cheng 1996): an owner's tasks take turns that follow
/// each other, and nobody's begin before the turn that is served now. So a thousand waiting tasks of one owner do not
/// hold up the first one of another. `last_of_owner` counts within queue and priority; `served` is the highest turn of
/// this priority that was claimed in any queue, which keeps the turns of queues comparable. Both begin at 0. A ready
/// task that ends unclaimed gives its turn back: `last_of_owner` becomes one less.
std::int64_t next_turn(std::int64_t last_of_owner, std::int64_t served);

/// A new row of a valid call, scheduled or ready.
Entry accept(TaskRow& row, const TaskCall& call, std::string id, Timestamp now);
/// scheduled or retry_wait to ready.
Entry become_due(TaskRow& row, Timestamp now);
Entry expire(TaskRow& row, Timestamp now);
Entry start(TaskRow& row, std::string_view worker, Timestamp now);
/// running to what decide() says.
Entry settle(TaskRow& row, const Outcome& outcome, const RetryPolicy& policy, Timestamp now, double unit);
Entry cancel_waiting(TaskRow& row, Timestamp now);
/// Of a running one; it stays running.
Entry request_cancel(TaskRow& row);
/// Of one whose queue is elsewhere, and which has not ended; it stays as it is.
Entry ask_to_cancel(TaskRow& row);
/// Of one whose queue is elsewhere, where nobody will run it any more: cancelled, with the reason.
Entry abandon(TaskRow& row, Failure reason, Timestamp now);
Entry revive(TaskRow& row, Timestamp now);

/// Whether its time to begin has passed.
bool is_late(const Task& task, Timestamp now);
/// Ids of the calls (new ones where they bring none) if all are valid and none is there twice.
/// Errors: invalid, too_large, conflict.
Result<std::vector<std::string>> check_calls(std::span<const TaskCall> calls, Timestamp now);
/// Errors: invalid, too_large.
Result<void> check_progress(std::string_view progress);
Result<void> check_queue(std::string_view queue);
Result<void> check_worker(const WorkerCard& card);
/// Errors: conflict.
Result<void> check_revivable(const Task& task);

/// The error (not_found).
std::unexpected<Error> no_such_task(std::string_view id);
/// The error (conflict).
std::unexpected<Error> lease_is_over(std::string_view worker);

}  // namespace mss::tasks
