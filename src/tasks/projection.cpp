#include "tasks/projection.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "tasks/sqlite_outbox.hpp"
#include "tasks/sqlite_task_rows.hpp"

namespace mss::tasks {
namespace {

using store::Connection;
using store::Statement;

constexpr int kEventsAtOnce = 500;

// What this side wrote down itself when it asked for it.
bool is_own_wish(const Event& event) {
    return event.kind == "enqueued" || event.kind == "revived" || event.kind == "cancel_requested";
}

// What came of it there; what it is and is called stays as this side has it.
// A success stays one, and an end an end, unless the task was revived or claimed since: a broker may have lost its last
// moments.
void copy_fate(const Task& from, bool revived, Task& to) {
    if (to.state == State::succeeded) return;
    if (is_final(to.state) && !is_final(from.state) && !revived && from.fence <= to.fence) return;
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

Projection::Place Projection::behind(const Event& event) {
    return {event.id, fmt::format("{} {} {}", event.task_id, event.kind, to_unix_ms(event.at))};
}

Result<Projection::Place> Projection::read_place(Connection& connection, std::string_view broker) {
    Statement statement = connection.prepare("SELECT event, mark FROM task_projection WHERE broker = ?1");
    MSS_TRY_ASSIGN(const bool found, statement.bind(broker).step());
    if (!found) return Place{};
    return Place{statement.integer(0), statement.text(1)};
}

Result<void> Projection::write_place(Connection& connection, std::string_view broker, const Place& place) {
    Statement statement = connection.prepare(
        "INSERT INTO task_projection (broker, event, mark) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (broker) DO UPDATE SET event = excluded.event, mark = excluded.mark");
    return statement.bind(broker).bind(place.event).bind(place.mark).run();
}

// The last event that is known is read once more: a log that began anew has another one there, or none.
Result<Projection::Step> Projection::step() {
    MSS_TRY_ASSIGN(const Place from, place());
    MSS_TRY_ASSIGN(const std::vector<Event> events,
                   broker_.events_since(std::max<std::int64_t>(from.event - 1, 0), kEventsAtOnce));
    std::span<const Event> fresh(events);
    if (from.event > 0) {
        MSS_TRY_ASSIGN(const std::int64_t last, broker_.last_event());
        const bool is_there = !events.empty() && events.front().id == from.event;
        if (last < from.event || (is_there && behind(events.front()).mark != from.mark)) {
            MSS_TRY(begin_anew(last));
            return Step{.events = 0, .forgotten = true};
        }
        if (is_there)
            fresh = fresh.subspan(1);
        else
            MSS_TRY(look_at_unfinished());
    }
    if (fresh.empty()) return Step{};
    MSS_TRY_ASSIGN(const Tasks tasks, tasks_of(fresh));
    MSS_TRY(take_over(fresh, tasks, from));
    return Step{.events = static_cast<std::int64_t>(fresh.size()), .forgotten = false};
}

// What the new log has told so far is not read: tasks say themselves what became of them.
Result<void> Projection::begin_anew(std::int64_t last) {
    MSS_TRY_ASSIGN(const auto newest, broker_.events_since(std::max<std::int64_t>(last - 1, 0), 1));
    const Place place = newest.empty() ? Place{} : behind(newest.front());
    MSS_TRY(look_at_unfinished());
    return database_.write([&](Connection& connection) -> Result<void> {
        MSS_TRY(send_unfinished_again(connection));
        return write_place(connection, broker_name_, place);
    });
}

Result<Projection::Place> Projection::place() {
    Place place;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(place, read_place(connection, broker_name_));
        return {};
    }));
    return place;
}

// Few as a rule: those that wait and run.
Result<void> Projection::look_at_unfinished() {
    std::vector<TaskRow> unfinished;
    MSS_TRY(database_.read([&](Connection& connection) -> Result<void> {
        static const std::string kSql = select_tasks("WHERE finished_at IS NULL ORDER BY seq");
        Statement statement = connection.prepare(kSql);
        MSS_TRY_ASSIGN(unfinished, read_rows(statement));
        return {};
    }));
    for (const TaskRow& known : unfinished) {
        MSS_TRY_ASSIGN(const auto task, broker_.find(known.task.id));
        if (!task) continue;
        MSS_TRY(database_.write([&](Connection& connection) -> Result<void> {
            TaskRows rows(connection, clock_.now());
            MSS_TRY_ASSIGN(auto row, rows.find(known.task.id));
            if (!row || is_final(row->task.state)) return {};
            MSS_TRY_ASSIGN(const bool waits_for_revival, is_to_be_revived(connection, known.task.id));
            if (waits_for_revival) return {};
            const bool moved = row->task.state != task->state;
            copy_fate(*task, false, row->task);
            // Whoever watches is told how things stand, whatever the events that are gone were called.
            if (moved) rows.log(*row, {"progress", row->task.progress.empty() ? "{}" : row->task.progress});
            MSS_TRY(rows.save(*row));
            return rows.flush();
        }));
    }
    return {};
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

Result<void> Projection::take_over(std::span<const Event> events, const Tasks& tasks, const Place& from) {
    return database_.write([&](Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(const auto place, read_place(connection, broker_name_));
        if (place.event != from.event || place.mark != from.mark) return {};  // another process was quicker
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
            MSS_TRY_ASSIGN(const bool waits_for_revival, is_to_be_revived(connection, id));
            if (waits_for_revival) continue;
            copy_fate(task->second, revived.contains(id), row.task);
            MSS_TRY(rows.save(row));
            MSS_TRY(rows.trim_progress(row));
        }
        MSS_TRY(rows.flush());
        return write_place(connection, broker_name_, behind(events.back()));
    });
}

}  // namespace mss::tasks
