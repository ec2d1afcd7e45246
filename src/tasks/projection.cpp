#include "tasks/projection.hpp"

#include <set>
#include <vector>

#include "tasks/sqlite_task_rows.hpp"

namespace mss::tasks {
namespace {

using store::Connection;
using store::Statement;

constexpr int kEventsAtOnce = 500;

Result<std::optional<std::int64_t>> read_place(Connection& connection, std::string_view broker) {
    Statement statement = connection.prepare("SELECT event FROM task_projection WHERE broker = ?1");
    MSS_TRY_ASSIGN(const bool found, statement.bind(broker).step());
    if (!found) return std::nullopt;
    return statement.integer(0);
}

Result<void> write_place(Connection& connection, std::string_view broker, std::int64_t event) {
    Statement statement = connection.prepare(
        "INSERT INTO task_projection (broker, event) VALUES (?1, ?2)"
        " ON CONFLICT (broker) DO UPDATE SET event = excluded.event");
    return statement.bind(broker).bind(event).run();
}

// What this side wrote down itself when it asked for it.
bool is_own_wish(const Event& event) {
    return event.kind == "enqueued" || event.kind == "revived" || event.kind == "cancel_requested";
}

// What came of it there; what it is and is called stays as this side has it.
void copy_fate(const Task& from, bool revived, Task& to) {
    const bool asked_to_cancel = to.cancel_requested && !revived;
    to.state = from.state;
    to.fence = std::max(to.fence, from.fence);
    to.attempt = from.attempt;
    to.crashes = from.crashes;
    to.interruptions = from.interruptions;
    to.worker = from.worker;
    to.cancel_requested = from.cancel_requested || asked_to_cancel;
    to.progress = from.progress;
    to.result = from.result;
    to.failure = from.failure;
    to.ready_since = from.ready_since;
    to.not_before = from.not_before;
    to.expires_at = from.expires_at;
    to.started_at = from.started_at;
    to.finished_at = from.finished_at;
}

}  // namespace

Result<Projection::Step> Projection::step() {
    MSS_TRY_ASSIGN(const auto known, place());
    MSS_TRY_ASSIGN(const std::int64_t last, broker_.last_event());
    if (known && last < *known) {
        MSS_TRY(database_.write([&](Connection& connection) { return write_place(connection, broker_name_, 0); }));
        return Step{.events = 0, .forgotten = true};
    }
    const std::int64_t from = known.value_or(0);
    MSS_TRY_ASSIGN(const std::vector<Event> events, broker_.events_since(from, kEventsAtOnce));
    if (events.empty()) return Step{};
    MSS_TRY_ASSIGN(const Tasks tasks, tasks_of(events));
    MSS_TRY(take_over(events, tasks, from, events.back().id));
    return Step{.events = static_cast<std::int64_t>(events.size()), .forgotten = false};
}

Result<std::optional<std::int64_t>> Projection::place() {
    std::optional<std::int64_t> place;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(place, read_place(connection, broker_name_));
        return {};
    }));
    return place;
}

// As they are now, which is what the last of their events tells or newer.
Result<Projection::Tasks> Projection::tasks_of(std::span<const Event> events) {
    Tasks tasks;
    for (const Event& event : events) {
        if (tasks.contains(event.task_id)) continue;
        MSS_TRY_ASSIGN(auto task, broker_.find(event.task_id));
        if (task) tasks.emplace(event.task_id, std::move(*task));
    }
    return tasks;
}

Result<void> Projection::take_over(std::span<const Event> events, const Tasks& tasks, std::int64_t from,
                                   std::int64_t to) {
    return database_.write([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(const auto place, read_place(connection, broker_name_));
        if (place.value_or(0) != from) return {};  // another process was quicker
        TaskRows rows(connection, clock_.now());
        std::map<std::string, TaskRow, std::less<>> open;
        std::set<std::string, std::less<>> known;
        std::set<std::string, std::less<>> revived;
        for (const Event& event : events) {
            if (!open.contains(event.task_id)) {
                MSS_TRY_ASSIGN(auto row, rows.find(event.task_id));
                if (row) known.insert(event.task_id);
                const auto task = tasks.find(event.task_id);
                if (!row && task == tasks.end()) continue;  // forgotten on both sides
                if (!row) {
                    row.emplace();
                    row->task = task->second;
                    MSS_TRY(rows.insert(*row));
                }
                open.emplace(event.task_id, std::move(*row));
            }
            if (event.kind == "revived") revived.insert(event.task_id);
            if (known.contains(event.task_id) && is_own_wish(event)) continue;
            rows.log(open.at(event.task_id), {event.kind, event.data});
        }
        MSS_TRY(rows.flush());  // save() and trim_progress() are of rows that are there
        for (auto& [id, row] : open) {
            const auto task = tasks.find(id);
            if (task == tasks.end()) continue;
            copy_fate(task->second, revived.contains(id), row.task);
            MSS_TRY(rows.save(row));
            MSS_TRY(rows.trim_progress(row));
        }
        MSS_TRY(rows.flush());
        return write_place(connection, broker_name_, to);
    });
}

}  // namespace mss::tasks
