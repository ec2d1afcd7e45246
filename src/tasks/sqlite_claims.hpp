#pragma once
// What workers do in a SQLite task store: leases, claims under limits, reports, ends, recovery. Each function is part
// of the write transaction whose rows it is given. Confined to its thread. Errors: as store::Connection::run, and what
// is named.

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/sqlite_task_rows.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

/// The store's time for leases: uptime of the machine, and which start of it that counts from.
struct LeaseTime {
    std::string boot_id;
    std::chrono::milliseconds uptime{};
};

/// What is still running of a worker with this id is lost.
Result<void> register_worker(TaskRows& rows, const WorkerCard& card, const LeaseTime& time);
Result<Renewal> renew_lease(TaskRows& rows, std::string_view worker, const LeaseTime& time);
/// What renew_lease would tell, where the lease has just been renewed and so needs no write.
Result<std::optional<Renewal>> look_at_fresh_lease(store::Connection& connection, std::string_view worker,
                                                   const LeaseTime& time);
Result<void> leave(TaskRows& rows, std::string_view worker);

/// Whether claim() would change or refuse anything; only reads.
Result<bool> must_claim(store::Connection& connection, const ClaimRequest& request, const LeaseTime& time,
                        Timestamp now);
/// Errors: conflict (the lease is over).
Result<std::vector<ClaimedTask>> claim(TaskRows& rows, const ClaimRequest& request, const LeaseTime& time);
Result<bool> report(TaskRows& rows, const Claim& claim, std::string_view progress);
Result<std::vector<bool>> settle(TaskRows& rows, std::span<const Settlement> settlements, double unit);

/// Those whose lease lasts, by their ids.
Result<std::vector<WorkerCard>> live_workers(store::Connection& connection, const LeaseTime& time);
/// All that have not left, by their ids.
Result<std::vector<std::string>> known_workers(store::Connection& connection);
/// Whether recover() would do anything; only reads.
Result<bool> must_recover(store::Connection& connection, const LeaseTime& time);
/// Frees the tasks of workers whose leases ended, and of those that are known to be dead; how many.
Result<std::int64_t> recover(TaskRows& rows, const LeaseTime& time, std::span<const std::string> dead = {});

}  // namespace mss::tasks
