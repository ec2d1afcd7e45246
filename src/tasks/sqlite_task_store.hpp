#pragma once
// SqliteTaskStore: tasks in the installation's database, beside the rows that they belong to, so that a row and its
// task are accepted in one transaction. Lease times are the machine's uptime together with its boot id: all processes
// of one database share a machine. Any thread, any number of processes. Other processes learn of changes through a
// small file beside the database that all of them share as memory (see doorbell.hpp).

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/database.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

/// A member of a task's arguments that is a certain text.
struct ArgumentIs {
    std::string member;
    std::string text;
};

/// What the tables of tasks are: the queue that workers claim from, or the record of what is queued elsewhere. Of a
/// record each task that is accepted, cancelled or revived stands in its outbox as well, from where OutboxRelay tells
/// it; what comes of the tasks is written by Projection. Nobody claims from a record.
enum class Duty { queue, record };

class SqliteTaskStore final : public TaskStore {
public:
    /// Both outlive it. `boot_id` tells one start of the machine from another, as uptimes of different ones cannot be
    /// compared; empty: as the kernel says. Errors: io (the doorbell file).
    static Result<std::unique_ptr<SqliteTaskStore>> open(store::Database& database, const Clock& clock,
                                                         Duty duty = Duty::queue, std::string boot_id = {});
    ~SqliteTaskStore() override;

    /// Within the caller's transaction: the task is accepted when that commits, and only then. After the commit call
    /// ring(). Errors: as enqueue.
    Result<std::vector<std::string>> enqueue_in(store::Connection& connection, std::span<const TaskCall> calls);
    /// Cancels within the caller's transaction (of a record: asks for it); after the commit call ring(). True where it
    /// was neither over nor cancelled before. Errors: not_found.
    Result<bool> cancel_in(store::Connection& connection, std::string_view id);
    /// Makes a task ready again within the caller's transaction; after the commit call ring(). Errors: as revive.
    Result<void> revive_in(store::Connection& connection, std::string_view id);
    /// The task as the caller's transaction sees it.
    Result<std::optional<Task>> find_in(store::Connection& connection, std::string_view id);
    /// Within the caller's transaction, forgets what an owner's tasks were told and said, where `only` is given those
    /// alone whose arguments say so. Those that ended go with their log; those that are still being cancelled keep no
    /// arguments; the rest stays.
    Result<void> erase_in(store::Connection& connection, std::string_view owner, const std::optional<ArgumentIs>& only);
    /// Within the caller's transaction: whether the claim is live and nobody has asked to cancel its task. So that what
    /// an attempt writes beside its result is fenced as the result is. Of a record: whether no later claim is known and
    /// nobody has asked for an end; from then on no earlier one holds.
    Result<bool> holds_in(store::Connection& connection, const Claim& claim);
    /// Within the caller's transaction, of a record: writes down a task that came to the queue by other ways, with
    /// arguments and owner as this side has them. Errors: as store::Connection::run.
    Result<void> adopt_in(store::Connection& connection, const TaskCall& call);
    /// Wakes those who wait for changes, in every process.
    void ring();

    Result<std::vector<std::string>> enqueue(std::span<const TaskCall> calls) override;
    Result<std::optional<Task>> find(std::string_view id) override;
    Result<std::vector<Task>> list(const TaskQuery& query) override;
    Result<std::int64_t> position(std::string_view id) override;
    Result<std::vector<QueueCounts>> counts() override;
    Result<State> cancel(std::string_view id) override;
    Result<void> revive(std::string_view id) override;
    Result<void> pause(std::string_view queue) override;
    Result<void> resume(std::string_view queue) override;
    Result<std::vector<Event>> events(std::string_view task_id, std::int64_t after, int limit) override;
    Result<std::vector<Event>> events_since(std::int64_t after, int limit) override;
    Result<std::int64_t> last_event() override;
    Result<void> register_worker(const WorkerCard& card) override;
    Result<Renewal> renew(std::string_view worker) override;
    Result<void> leave(std::string_view worker) override;
    Result<std::vector<ClaimedTask>> claim(const ClaimRequest& request) override;
    Result<bool> report(const Claim& claim, std::string_view progress) override;
    Result<std::vector<bool>> settle(std::span<const Settlement> settlements, double unit) override;
    Result<std::vector<WorkerCard>> workers() override;
    Result<std::int64_t> recover() override;
    Result<std::optional<Timestamp>> next_due() override;
    void wait_for_change(std::uint64_t seen, std::chrono::milliseconds limit, int stop_fd) override;
    std::uint64_t wake_number() const override;

private:
    struct Parts;
    explicit SqliteTaskStore(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace mss::tasks
