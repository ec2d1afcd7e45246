#include "tasks/sqlite_task_store.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <limits>
#include <map>

#include "tasks/doorbell.hpp"
#include "tasks/sqlite_claims.hpp"
#include "tasks/sqlite_outbox.hpp"
#include "tasks/sqlite_task_rows.hpp"
#include "tasks/task_row.hpp"
#include "tasks/worker_locks.hpp"

namespace mss::tasks {
namespace {

using store::Connection;
using store::Statement;

Result<std::string> read_boot_id() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    if (!(file >> id)) return fail(Code::io, "cannot read /proc/sys/kernel/random/boot_id");
    return id;
}

int page(int limit) {
    return std::clamp(limit, 0, kPageMost);
}

// One text for each combination of filters, so that each is prepared once.
std::string list_sql(const TaskQuery& query) {
    std::string where = "WHERE seq < ?1";
    int parameter = 1;
    const auto add = [&](std::string_view condition) {
        where += " AND " + std::string(condition) + " = ?" + std::to_string(++parameter);
    };
    if (query.owner) add("owner");
    if (query.state) add("state");
    if (!query.name.empty()) add("name");
    return select_tasks(where + " ORDER BY seq DESC LIMIT ?" + std::to_string(parameter + 1));
}

Result<std::optional<std::int64_t>> seq_of(Connection& connection, std::string_view id) {
    Statement statement = connection.prepare("SELECT seq FROM task WHERE id = ?1");
    statement.bind(id);
    MSS_TRY_ASSIGN(const bool found, statement.step());
    if (!found) return std::nullopt;
    return statement.integer(0);
}

Result<std::vector<Task>> list_tasks(Connection& connection, const TaskQuery& query) {
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    if (!query.before.empty()) {
        MSS_TRY_ASSIGN(const auto seq, seq_of(connection, query.before));
        if (!seq) return no_such_task(query.before);
        before = *seq;
    }
    Statement statement = connection.prepare(list_sql(query));
    statement.bind(before);
    if (query.owner) statement.bind(*query.owner);
    if (query.state) statement.bind(name_of(*query.state));
    if (!query.name.empty()) statement.bind(query.name);
    statement.bind(page(query.limit));
    MSS_TRY_ASSIGN(std::vector<TaskRow> rows, read_rows(statement));
    std::vector<Task> tasks;
    tasks.reserve(rows.size());
    for (TaskRow& row : rows)
        tasks.push_back(std::move(row.task));
    return tasks;
}

Result<std::int64_t> position_of(Connection& connection, std::string_view id) {
    MSS_TRY_ASSIGN(const auto row, TaskRows(connection, Timestamp{}).find(id));
    if (!row) return no_such_task(id);
    const Task& task = row->task;
    const bool later = task.state == State::scheduled || task.state == State::retry_wait;
    if (task.state != State::ready && !later) return 0;
    Statement statement =
        connection.prepare(later ? "SELECT count(*) FROM task WHERE state = 'ready' AND queue = ?1 AND priority <= ?2"
                                 : "SELECT count(*) FROM task WHERE state = 'ready' AND queue = ?1"
                                   " AND (priority, turn, seq) < (?2, ?3, ?4)");
    statement.bind(task.queue).bind(task.priority);
    if (!later) statement.bind(row->turn).bind(row->seq);
    MSS_TRY(statement.step());
    return statement.integer(0);
}

using Counts = std::map<std::string, QueueCounts>;

Result<void> count_rows(Statement statement, Counts& queues, std::int64_t QueueCounts::* member) {
    while (true) {
        MSS_TRY_ASSIGN(const bool more, statement.step());
        if (!more) return {};
        queues[statement.text(0)].*member += statement.integer(1);
    }
}

Result<std::vector<QueueCounts>> count_queues(Connection& connection) {
    Counts queues;
    // Each is answered from a partial index, so that tasks which succeeded cost nothing.
    MSS_TRY(count_rows(connection.prepare("SELECT queue, count(*) FROM task WHERE state = 'ready' GROUP BY queue"),
                       queues, &QueueCounts::ready));
    MSS_TRY(
        count_rows(connection.prepare(
                       "SELECT queue, count(*) FROM task WHERE state IN ('scheduled', 'retry_wait') GROUP BY queue"),
                   queues, &QueueCounts::scheduled));
    MSS_TRY(count_rows(connection.prepare("SELECT queue, count(*) FROM task WHERE state = 'running' GROUP BY queue"),
                       queues, &QueueCounts::running));
    MSS_TRY(count_rows(connection.prepare("SELECT queue, count(*) FROM task WHERE state = 'dead' GROUP BY queue"),
                       queues, &QueueCounts::dead));
    Statement paused = connection.prepare("SELECT queue FROM task_queue WHERE paused = 1");
    while (true) {
        MSS_TRY_ASSIGN(const bool more, paused.step());
        if (!more) break;
        queues[paused.text(0)].paused = true;
    }
    std::vector<QueueCounts> all;
    for (auto& [queue, counts] : queues) {
        counts.queue = queue;
        all.push_back(std::move(counts));
    }
    return all;
}

Result<void> set_paused(Connection& connection, std::string_view queue, bool paused) {
    Statement statement = connection.prepare(
        "INSERT INTO task_queue (queue, paused) VALUES (?1, ?2)"
        " ON CONFLICT (queue) DO UPDATE SET paused = excluded.paused");
    statement.bind(queue).bind(paused);
    return statement.run();
}

Result<void> insert_calls(TaskRows& rows, Duty duty, std::span<const TaskCall> calls,
                          const std::vector<std::string>& ids) {
    for (const TaskCall& call : calls) {  // before the first insert: the caller's transaction may go on
        if (call.id.empty()) continue;
        MSS_TRY_ASSIGN(const auto taken, seq_of(rows.connection(), call.id));
        if (taken) return fail(Code::conflict, "the task id " + call.id + " is taken");
    }
    for (std::size_t i = 0; i < calls.size(); ++i) {
        TaskRow row;
        Entry entry = accept(row, calls[i], ids[i], rows.now());
        if (duty == Duty::queue && row.task.state == State::ready) MSS_TRY(rows.take_turn(row));
        MSS_TRY(rows.insert(row));
        rows.log(row, std::move(entry));
        if (duty == Duty::record) MSS_TRY(put_into_outbox(rows.connection(), OutboxEntry::Wish::send, ids[i]));
    }
    return {};
}

Result<State> cancel_task(TaskRows& rows, Duty duty, std::string_view id) {
    MSS_TRY_ASSIGN(std::optional<TaskRow> row, rows.find(id));
    if (!row) return no_such_task(id);
    if (is_final(row->task.state)) return row->task.state;
    // Whether it waits or runs is known for certain only there, and who asks twice may have reasons.
    if (duty == Duty::record) MSS_TRY(put_into_outbox(rows.connection(), OutboxEntry::Wish::cancel, id));
    if (row->task.cancel_requested) return row->task.state;
    if (duty == Duty::record) {
        rows.log(*row, ask_to_cancel(*row));
        MSS_TRY(rows.save(*row));
        return row->task.state;
    }
    if (row->task.state == State::ready) MSS_TRY(rows.give_turn_back(*row));
    rows.log(*row, row->task.state == State::running ? request_cancel(*row) : cancel_waiting(*row, rows.now()));
    MSS_TRY(rows.save(*row));
    return row->task.state;
}

Result<void> revive_task(TaskRows& rows, Duty duty, std::string_view id) {
    MSS_TRY_ASSIGN(std::optional<TaskRow> row, rows.find(id));
    if (!row) return no_such_task(id);
    MSS_TRY(check_revivable(row->task));
    rows.log(*row, revive(*row, rows.now()));
    if (duty == Duty::record)
        MSS_TRY(put_into_outbox(rows.connection(), OutboxEntry::Wish::revive, id));
    else
        MSS_TRY(rows.take_turn(*row));
    return rows.save(*row);
}

}  // namespace

struct SqliteTaskStore::Parts {
    store::Database& database;
    const Clock& clock;
    Duty duty;
    std::unique_ptr<Doorbell> doorbell;
    std::string boot_id;
    WorkerLocks locks;
    std::atomic<bool> claimed_some = true;  ///< the last claim gave something, so the next one may

    LeaseTime lease_time() const { return {boot_id, clock.uptime()}; }

    /// Times are read inside of the transaction: the wait for the write lock may take seconds.
    template <class T>
    Result<T> write(const std::function<Result<T>(TaskRows&)>& work) {
        std::optional<T> value;
        bool changed = false;
        MSS_TRY(database.write([&](Connection& connection) -> Result<void> {
            TaskRows rows(connection, clock.now());
            MSS_TRY_ASSIGN(value, readable<T>([&] { return work(rows); }));
            MSS_TRY(rows.flush());
            changed = rows.changed();
            return {};
        }));
        if (changed) doorbell->ring();
        return std::move(*value);
    }

    Result<void> write_only(const std::function<Result<void>(TaskRows&)>& work) {
        MSS_TRY(write<bool>([&](TaskRows& rows) -> Result<bool> {
            MSS_TRY(work(rows));
            return true;
        }));
        return {};
    }

    template <class T>
    Result<T> read(const std::function<Result<T>(Connection&)>& work) const {
        std::optional<T> value;
        MSS_TRY(database.read([&](Connection& connection) -> Result<void> {
            MSS_TRY_ASSIGN(value, readable<T>([&] { return work(connection); }));
            return {};
        }));
        return std::move(*value);
    }

    /// A row that cannot be read is an error of the store: it must not end the threads that use it.
    template <class T>
    static Result<T> readable(const auto& work) {
        try {
            return work();
        } catch (const UnreadableRow& row) {
            return fail(Code::io, row.what());
        }
    }
};

SqliteTaskStore::SqliteTaskStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

SqliteTaskStore::~SqliteTaskStore() = default;

Result<std::unique_ptr<SqliteTaskStore>> SqliteTaskStore::open(store::Database& database, const Clock& clock, Duty duty,
                                                               std::string boot_id) {
    MSS_TRY_ASSIGN(auto doorbell, Doorbell::open(database.file().string() + "-doorbell"));
    if (boot_id.empty()) {
        MSS_TRY_ASSIGN(boot_id, read_boot_id());
    }
    std::unique_ptr<Parts> parts(new Parts{database, clock, duty, std::move(doorbell), std::move(boot_id),
                                           WorkerLocks(database.file().string() + "-workers")});
    return std::unique_ptr<SqliteTaskStore>(new SqliteTaskStore(std::move(parts)));
}

Result<std::vector<std::string>> SqliteTaskStore::enqueue_in(Connection& connection, std::span<const TaskCall> calls) {
    TaskRows rows(connection, parts_->clock.now());
    MSS_TRY_ASSIGN(std::vector<std::string> ids, check_calls(calls, rows.now()));
    MSS_TRY(insert_calls(rows, parts_->duty, calls, ids));
    MSS_TRY(rows.flush());
    return ids;
}

Result<bool> SqliteTaskStore::cancel_in(Connection& connection, std::string_view id) {
    TaskRows rows(connection, parts_->clock.now());
    MSS_TRY_ASSIGN(const auto row, rows.find(id));
    if (!row) return no_such_task(id);
    if (is_final(row->task.state) || row->task.cancel_requested) return false;
    MSS_TRY(cancel_task(rows, parts_->duty, id));
    MSS_TRY(rows.flush());
    return true;
}

Result<void> SqliteTaskStore::revive_in(Connection& connection, std::string_view id) {
    TaskRows rows(connection, parts_->clock.now());
    MSS_TRY(revive_task(rows, parts_->duty, id));
    return rows.flush();
}

Result<std::optional<Task>> SqliteTaskStore::find_in(Connection& connection, std::string_view id) {
    MSS_TRY_ASSIGN(auto row, TaskRows(connection, parts_->clock.now()).find(id));
    if (!row) return std::nullopt;
    return std::move(row->task);
}

Result<void> SqliteTaskStore::erase_in(Connection& connection, std::string_view owner,
                                       const std::optional<ArgumentIs>& only) {
    // instr() first: it is cheap, and nearly always says no.
    const std::string which =
        std::string("owner = ?1") + (only ? " AND instr(arguments, ?2) > 0 AND json_extract(arguments, ?3) = ?2" : "");
    const std::string ended = which + " AND state IN ('succeeded', 'dead', 'cancelled', 'expired')";
    for (const std::string& sql :
         {"DELETE FROM task_event WHERE task IN (SELECT seq FROM task WHERE " + ended + ")",
          "DELETE FROM task WHERE " + ended,
          "UPDATE task SET arguments = '{}', progress = '' WHERE cancel_requested = 1 AND " + which}) {
        Statement statement = connection.prepare(sql);
        statement.bind(owner);
        if (only) statement.bind(only->text).bind("$." + only->member);
        MSS_TRY(statement.run());
    }
    return {};
}

Result<void> SqliteTaskStore::adopt_in(Connection& connection, const TaskCall& call) {
    MSS_TRY_ASSIGN(const auto known, seq_of(connection, call.id));
    if (known) {
        Statement statement = connection.prepare("UPDATE task SET arguments = ?2, owner = ?3 WHERE id = ?1");
        return statement.bind(call.id).bind(call.arguments).bind(call.owner).run();
    }
    TaskRows rows(connection, parts_->clock.now());
    TaskRow row;
    Entry entry = accept(row, call, call.id, rows.now());
    MSS_TRY(rows.insert(row));
    rows.log(row, std::move(entry));
    return rows.flush();
}

Result<bool> SqliteTaskStore::holds_in(Connection& connection, const Claim& claim) {
    if (parts_->duty == Duty::record) {
        Statement statement = connection.prepare(
            "UPDATE task SET fence = ?2 WHERE id = ?1 AND fence <= ?2 AND finished_at IS NULL"
            " AND cancel_requested = 0");
        return statement.bind(claim.task_id).bind(claim.fence).changes_one();
    }
    Statement statement = connection.prepare(
        "SELECT 1 FROM task WHERE id = ?1 AND fence = ?2 AND state = 'running' AND cancel_requested = 0");
    return statement.bind(claim.task_id).bind(claim.fence).step();
}

void SqliteTaskStore::ring() {
    parts_->doorbell->ring();
}

Result<std::vector<std::string>> SqliteTaskStore::enqueue(std::span<const TaskCall> calls) {
    MSS_TRY_ASSIGN(std::vector<std::string> ids, check_calls(calls, parts_->clock.now()));
    if (ids.empty()) return ids;
    MSS_TRY(parts_->write_only([&](TaskRows& rows) { return insert_calls(rows, parts_->duty, calls, ids); }));
    return ids;
}

Result<std::optional<Task>> SqliteTaskStore::find(std::string_view id) {
    return parts_->read<std::optional<Task>>([&](Connection& connection) -> Result<std::optional<Task>> {
        MSS_TRY_ASSIGN(auto row, TaskRows(connection, Timestamp{}).find(id));
        if (!row) return std::nullopt;
        return std::move(row->task);
    });
}

Result<std::vector<Task>> SqliteTaskStore::list(const TaskQuery& query) {
    return parts_->read<std::vector<Task>>([&](Connection& connection) { return list_tasks(connection, query); });
}

Result<std::int64_t> SqliteTaskStore::position(std::string_view id) {
    return parts_->read<std::int64_t>([&](Connection& connection) { return position_of(connection, id); });
}

Result<std::vector<QueueCounts>> SqliteTaskStore::counts() {
    return parts_->read<std::vector<QueueCounts>>(&count_queues);
}

Result<State> SqliteTaskStore::cancel(std::string_view id) {
    return parts_->write<State>([&](TaskRows& rows) { return cancel_task(rows, parts_->duty, id); });
}

Result<void> SqliteTaskStore::revive(std::string_view id) {
    return parts_->write_only([&](TaskRows& rows) { return revive_task(rows, parts_->duty, id); });
}

Result<void> SqliteTaskStore::pause(std::string_view queue) {
    MSS_TRY(check_queue(queue));
    MSS_TRY(parts_->write_only([&](TaskRows& rows) { return set_paused(rows.connection(), queue, true); }));
    ring();
    return {};
}

Result<void> SqliteTaskStore::resume(std::string_view queue) {
    MSS_TRY(check_queue(queue));
    MSS_TRY(parts_->write_only([&](TaskRows& rows) { return set_paused(rows.connection(), queue, false); }));
    ring();
    return {};
}

Result<std::vector<Event>> SqliteTaskStore::events(std::string_view task_id, std::int64_t after, int limit) {
    return parts_->read<std::vector<Event>>([&](Connection& connection) {
        static const std::string kSql = select_events(
            "task_event.task = (SELECT seq FROM task WHERE id = ?1) AND task_event.id > ?2"
            " ORDER BY task_event.id LIMIT ?3");
        Statement statement = connection.prepare(kSql);
        statement.bind(task_id).bind(after).bind(page(limit));
        return read_events(statement);
    });
}

Result<std::vector<Event>> SqliteTaskStore::events_since(std::int64_t after, int limit) {
    return parts_->read<std::vector<Event>>([&](Connection& connection) {
        static const std::string kSql = select_events("task_event.id > ?1 ORDER BY task_event.id LIMIT ?2");
        Statement statement = connection.prepare(kSql);
        statement.bind(after).bind(page(limit));
        return read_events(statement);
    });
}

Result<std::int64_t> SqliteTaskStore::last_event() {
    return parts_->read<std::int64_t>([](Connection& connection) -> Result<std::int64_t> {
        Statement statement = connection.prepare("SELECT coalesce(max(id), 0) FROM task_event");
        MSS_TRY(statement.step());
        return statement.integer(0);
    });
}

Result<void> SqliteTaskStore::register_worker(const WorkerCard& card) {
    MSS_TRY(check_worker(card));
    parts_->locks.hold(card.id);
    auto done =
        parts_->write_only([&](TaskRows& rows) { return tasks::register_worker(rows, card, parts_->lease_time()); });
    if (!done) parts_->locks.release(card.id);
    return done;
}

Result<Renewal> SqliteTaskStore::renew(std::string_view worker) {
    // Asked at each change while tasks run, for what is to be cancelled: as a rule a look is enough.
    MSS_TRY_ASSIGN(auto fresh, parts_->read<std::optional<Renewal>>([&](Connection& connection) {
        return look_at_fresh_lease(connection, worker, parts_->lease_time());
    }));
    if (fresh) return std::move(*fresh);
    auto renewal =
        parts_->write<Renewal>([&](TaskRows& rows) { return renew_lease(rows, worker, parts_->lease_time()); });
    if (renewal && !renewal->known) parts_->locks.release(worker);
    return renewal;
}

Result<void> SqliteTaskStore::leave(std::string_view worker) {
    MSS_TRY(parts_->write_only([&](TaskRows& rows) { return tasks::leave(rows, worker); }));
    parts_->locks.release(worker);
    return {};
}

Result<std::vector<ClaimedTask>> SqliteTaskStore::claim(const ClaimRequest& request) {
    // Asked at each change, also while nothing waits: a look first, beside the writers, unless there was work just now.
    if (!parts_->claimed_some) {
        MSS_TRY_ASSIGN(const bool some, parts_->read<bool>([&](Connection& connection) {
            return must_claim(connection, request, parts_->lease_time(), parts_->clock.now());
        }));
        if (!some) return std::vector<ClaimedTask>();
    }
    auto claimed = parts_->write<std::vector<ClaimedTask>>(
        [&](TaskRows& rows) { return tasks::claim(rows, request, parts_->lease_time()); });
    parts_->claimed_some = claimed && !claimed->empty();
    return claimed;
}

Result<bool> SqliteTaskStore::report(const Claim& claim, std::string_view progress) {
    MSS_TRY(check_progress(progress));
    return parts_->write<bool>([&](TaskRows& rows) { return tasks::report(rows, claim, progress); });
}

Result<std::vector<bool>> SqliteTaskStore::settle(std::span<const Settlement> settlements, double unit) {
    if (settlements.empty()) return std::vector<bool>();
    return parts_->write<std::vector<bool>>([&](TaskRows& rows) { return tasks::settle(rows, settlements, unit); });
}

Result<std::vector<WorkerCard>> SqliteTaskStore::workers() {
    return parts_->read<std::vector<WorkerCard>>(
        [&](Connection& connection) { return live_workers(connection, parts_->lease_time()); });
}

Result<std::int64_t> SqliteTaskStore::recover() {
    // Asked often and seldom needed: a look first, beside the writers.
    std::vector<std::string> dead;
    MSS_TRY_ASSIGN(const bool lapsed, parts_->read<bool>([&](Connection& connection) -> Result<bool> {
        MSS_TRY_ASSIGN(dead, known_workers(connection));
        return must_recover(connection, parts_->lease_time());
    }));
    parts_->locks.sweep(dead);
    std::erase_if(dead, [&](const std::string& worker) { return !parts_->locks.is_dead(worker); });
    if (!lapsed && dead.empty()) return 0;
    MSS_TRY_ASSIGN(const std::int64_t freed, parts_->write<std::int64_t>([&](TaskRows& rows) {
        return tasks::recover(rows, parts_->lease_time(), dead);
    }));
    for (const std::string& worker : dead)
        parts_->locks.forget(worker);
    return freed;
}

Result<std::optional<Timestamp>> SqliteTaskStore::next_due() {
    return parts_->read<std::optional<Timestamp>>([](Connection& connection) -> Result<std::optional<Timestamp>> {
        Statement statement = connection.prepare(
            "SELECT min(not_before) FROM task WHERE state IN ('scheduled', 'retry_wait') AND not_before IS NOT NULL");
        MSS_TRY(statement.step());
        if (statement.is_null(0)) return std::nullopt;
        return from_unix_ms(statement.integer(0));
    });
}

void SqliteTaskStore::wait_for_change(std::uint64_t seen, std::chrono::milliseconds limit, int stop_fd) {
    parts_->doorbell->wait(seen, limit, stop_fd);
}

std::uint64_t SqliteTaskStore::wake_number() const {
    return parts_->doorbell->number();
}

}  // namespace mss::tasks
