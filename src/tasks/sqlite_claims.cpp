#include "tasks/sqlite_claims.hpp"

#include <algorithm>
#include <list>
#include <map>
#include <tuple>

namespace mss::tasks {
namespace {

using store::Connection;
using store::Statement;

Result<bool> is_live(Connection& connection, std::string_view worker, const LeaseTime& time) {
    Statement statement =
        connection.prepare("SELECT 1 FROM task_worker WHERE id = ?1 AND boot_id = ?2 AND lease_until > ?3");
    statement.bind(worker).bind(time.boot_id).bind(time.uptime.count());
    return statement.step();
}

Result<void> release(TaskRows& rows, std::vector<TaskRow> running, Ending ending) {
    Outcome outcome;
    outcome.ending = ending;
    std::vector<const TaskRow*> released;
    for (TaskRow& row : running) {
        rows.log(row, settle(row, outcome, {}, rows.now(), 0));
        released.push_back(&row);
    }
    return rows.save_ends(released);
}

Result<void> forget_worker(TaskRows& rows, std::string_view worker) {
    Statement statement = rows.connection().prepare("DELETE FROM task_worker WHERE id = ?1");
    statement.bind(worker);
    return statement.run();
}

Result<std::vector<TaskRow>> running_of(TaskRows& rows, std::string_view worker) {
    static const std::string kSql =
        select_tasks("INDEXED BY task_running WHERE state = 'running' AND worker = ?1 ORDER BY seq");
    Statement statement = rows.connection().prepare(kSql);
    statement.bind(worker);
    return read_rows(statement);
}

Result<void> expire_late(TaskRows& rows) {
    static const std::string kSql = select_tasks(
        "INDEXED BY task_expiring WHERE expires_at IS NOT NULL AND state IN ('scheduled', 'ready', 'retry_wait', "
        "'blocked')"
        " AND expires_at <= ?1 ORDER BY expires_at, seq LIMIT ?2");
    Statement statement = rows.connection().prepare(kSql);
    statement.bind(rows.now()).bind(kMovesPerClaimMax);
    MSS_TRY_ASSIGN(std::vector<TaskRow> late, read_rows(statement));
    for (TaskRow& row : late) {
        if (row.task.state == State::ready) MSS_TRY(rows.give_turn_back(row));
        rows.log(row, expire(row, rows.now()));
        MSS_TRY(rows.save(row));
    }
    return {};
}

Result<void> promote_due(TaskRows& rows) {
    static const std::string kSql = select_tasks(
        "INDEXED BY task_due WHERE state IN ('scheduled', 'retry_wait') AND not_before <= ?1 ORDER BY not_before, seq "
        "LIMIT ?2");
    Statement statement = rows.connection().prepare(kSql);
    statement.bind(rows.now()).bind(kMovesPerClaimMax);
    MSS_TRY_ASSIGN(std::vector<TaskRow> due, read_rows(statement));
    for (TaskRow& row : due) {
        rows.log(row, become_due(row, rows.now()));
        MSS_TRY(rows.take_turn(row));
        MSS_TRY(rows.save(row));
    }
    return {};
}

Result<std::vector<std::string>> texts(Statement statement) {
    std::vector<std::string> all;
    while (true) {
        MSS_TRY_ASSIGN(const bool more, statement.step());
        if (!more) return all;
        all.push_back(statement.text(0));
    }
}

Result<std::vector<std::string>> lapsed_workers(Connection& connection, const LeaseTime& time) {
    Statement statement = connection.prepare("SELECT id FROM task_worker WHERE boot_id <> ?1 OR lease_until <= ?2");
    statement.bind(time.boot_id).bind(time.uptime.count());
    return texts(std::move(statement));
}

/// The ready tasks of one kind in one queue.
struct Line {
    std::string queue;
    std::string name;
};

// The first line of the next queue with something ready.
Result<std::optional<Line>> next_queue(Connection& connection, const std::string& after) {
    Statement statement = connection.prepare(
        "SELECT queue, name FROM task INDEXED BY task_ready WHERE state = 'ready' AND queue > ?1"
        " ORDER BY queue, name LIMIT 1");
    statement.bind(after);
    MSS_TRY_ASSIGN(const bool found, statement.step());
    if (!found) return std::nullopt;
    return Line{statement.text(0), statement.text(1)};
}

Result<std::optional<Line>> next_name(Connection& connection, const Line& after) {
    Statement statement = connection.prepare(
        "SELECT name FROM task INDEXED BY task_ready WHERE state = 'ready' AND queue = ?1 AND name > ?2"
        " ORDER BY name LIMIT 1");
    statement.bind(after.queue).bind(after.name);
    MSS_TRY_ASSIGN(const bool found, statement.step());
    if (!found) return std::nullopt;
    return Line{after.queue, statement.text(0)};
}

// All that has something ready: a look or two into the index for each line, however many tasks wait in it. (One query
// with "(queue, name) > (?1, ?2)" would step over all tasks of the last line.)
Result<std::vector<Line>> lines_with_work(Connection& connection) {
    std::vector<Line> lines;
    MSS_TRY_ASSIGN(std::optional<Line> line, next_queue(connection, ""));
    while (line) {
        lines.push_back(*line);
        MSS_TRY_ASSIGN(line, next_name(connection, lines.back()));
        if (line) continue;
        MSS_TRY_ASSIGN(line, next_queue(connection, lines.back().queue));
    }
    return lines;
}

Result<std::vector<Line>> lines_to_serve(Connection& connection, const ClaimRequest& request) {
    MSS_TRY_ASSIGN(std::vector<Line> lines, lines_with_work(connection));
    MSS_TRY_ASSIGN(const auto paused, texts(connection.prepare("SELECT queue FROM task_queue WHERE paused = 1")));
    const auto contains = [](const std::vector<std::string>& list, const std::string& word) {
        return std::ranges::find(list, word) != list.end();
    };
    std::erase_if(lines, [&](const Line& line) {
        return contains(paused, line.queue) || contains(request.except, line.queue) ||
               !contains(request.names, line.name) ||
               (!request.queues.empty() && !contains(request.queues, line.queue));
    });
    return lines;
}

// Picks what a claim may have, in order, merging the lines. So neither a kind that the worker does not know nor one
// that is at its limit is ever looked at, however many of it wait. Reads only: no index changes under its cursors.
class Picker {
public:
    Picker(Connection& connection, const ClaimRequest& request, Timestamp now)
        : connection_(connection), request_(request), now_(now) {}

    Result<std::vector<TaskRow>> pick() {
        std::vector<TaskRow> picked;
        if (request_.most <= 0) return picked;
        MSS_TRY_ASSIGN(const std::vector<Line> lines, lines_to_serve(connection_, request_));
        for (const Line& line : lines)
            MSS_TRY(open(line));
        while (static_cast<int>(picked.size()) < request_.most && !cursors_.empty()) {
            const auto next = std::ranges::min_element(cursors_, {}, [](const Cursor& cursor) {
                return std::tuple(cursor.row.task.priority, cursor.row.turn, cursor.row.seq);
            });
            const std::string name = next->row.task.name;
            picked.push_back(std::move(next->row));
            if (const auto room = room_.find(name); room != room_.end() && --room->second <= 0) {
                std::erase_if(cursors_, [&](const Cursor& cursor) { return cursor.name == name; });
                continue;
            }
            MSS_TRY_ASSIGN(const bool more, advance(*next));
            if (!more) cursors_.erase(next);
        }
        return picked;
    }

private:
    struct Cursor {
        std::string name;
        Statement statement;
        TaskRow row;
    };

    Result<void> open(const Line& line) {
        static const std::string kSql = select_tasks(
            "INDEXED BY task_ready WHERE state = 'ready' AND queue = ?1 AND name = ?2"
            " ORDER BY priority, turn, seq");
        MSS_TRY_ASSIGN(const bool has_room, find_room(line.name));
        if (!has_room) return {};
        Cursor cursor{line.name, connection_.prepare(kSql), {}};
        cursor.statement.bind(line.queue).bind(line.name);
        MSS_TRY_ASSIGN(const bool more, advance(cursor));
        if (more) cursors_.push_back(std::move(cursor));
        return {};
    }

    // To the next row whose time has not passed.
    Result<bool> advance(Cursor& cursor) {
        while (true) {
            MSS_TRY_ASSIGN(const bool more, cursor.statement.step());
            if (!more) return false;
            cursor.row = read_row(cursor.statement);
            if (!is_late(cursor.row.task, now_)) return true;
        }
    }

    // Whether a kind may run once more; where it has a limit, room_ holds how often.
    Result<bool> find_room(const std::string& name) {
        const auto limit = request_.limits.find(name);
        if (limit == request_.limits.end()) return true;
        auto room = room_.find(name);
        if (room == room_.end()) {
            Statement statement = connection_.prepare(
                "SELECT count(*) FROM task INDEXED BY task_running WHERE state = 'running' AND name = ?1");
            statement.bind(name);
            MSS_TRY(statement.step());
            room = room_.emplace(name, limit->second - statement.integer(0)).first;
        }
        return room->second > 0;
    }

    Connection& connection_;
    const ClaimRequest& request_;
    Timestamp now_;
    std::map<std::string, std::int64_t> room_;
    std::list<Cursor> cursors_;
};

Result<Renewal> held_by(Connection& connection, std::string_view worker) {
    Renewal renewal;
    Statement statement = connection.prepare(
        "SELECT id, fence, cancel_requested FROM task INDEXED BY task_running WHERE state = 'running' AND worker = ?1 "
        "ORDER BY seq");
    statement.bind(worker);
    while (true) {
        MSS_TRY_ASSIGN(const bool more, statement.step());
        if (!more) return renewal;
        renewal.held.push_back({statement.text(0), statement.integer(1)});
        if (statement.integer(2) != 0) renewal.to_cancel.push_back(renewal.held.back());
    }
}

// Queues are words (is_task_word), which have no comma.
std::string join_queues(const std::vector<std::string>& queues) {
    std::string joined;
    for (const std::string& queue : queues)
        joined += (joined.empty() ? "" : ",") + queue;
    return joined;
}

std::vector<std::string> split_queues(const std::string& joined) {
    std::vector<std::string> queues;
    for (std::size_t begin = 0; begin < joined.size();) {
        const std::size_t end = std::min(joined.find(',', begin), joined.size());
        queues.push_back(joined.substr(begin, end - begin));
        begin = end + 1;
    }
    return queues;
}

}  // namespace

Result<void> register_worker(TaskRows& rows, const WorkerCard& card, const LeaseTime& time) {
    MSS_TRY_ASSIGN(auto running, running_of(rows, card.id));
    MSS_TRY(release(rows, std::move(running), Ending::lost));
    Statement statement = rows.connection().prepare(
        "INSERT OR REPLACE INTO task_worker (id, host, pid, queues, concurrency, boot_id, lease_until, started_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    statement.bind(card.id).bind(card.host).bind(card.pid).bind(join_queues(card.queues));
    statement.bind(card.concurrency).bind(time.boot_id);
    statement.bind((time.uptime + kLease).count()).bind(rows.now());
    return statement.run();
}

Result<Renewal> renew_lease(TaskRows& rows, std::string_view worker, const LeaseTime& time) {
    {
        Statement statement = rows.connection().prepare(
            "UPDATE task_worker SET lease_until = ?4 WHERE id = ?1 AND boot_id = ?2 AND lease_until > ?3");
        statement.bind(worker).bind(time.boot_id).bind(time.uptime.count()).bind((time.uptime + kLease).count());
        MSS_TRY_ASSIGN(const std::int64_t renewed, statement.execute());
        if (renewed != 1) return Renewal{.known = false, .to_cancel = {}, .held = {}};
    }
    return held_by(rows.connection(), worker);
}

Result<std::optional<Renewal>> look_at_fresh_lease(Connection& connection, std::string_view worker,
                                                   const LeaseTime& time) {
    {
        Statement statement = connection.prepare(
            "SELECT 1 FROM task_worker WHERE id = ?1 AND boot_id = ?2 AND lease_until > ?3 AND lease_until <= ?4");
        statement.bind(worker).bind(time.boot_id).bind((time.uptime + kLease - kFreshLease).count());
        MSS_TRY_ASSIGN(const bool fresh, statement.bind((time.uptime + kLease).count()).step());
        if (!fresh) return std::nullopt;
    }
    MSS_TRY_ASSIGN(Renewal renewal, held_by(connection, worker));
    return renewal;
}

Result<void> leave(TaskRows& rows, std::string_view worker) {
    MSS_TRY_ASSIGN(auto running, running_of(rows, worker));
    MSS_TRY(release(rows, std::move(running), Ending::handed_back));
    return forget_worker(rows, worker);
}

Result<bool> must_claim(Connection& connection, const ClaimRequest& request, const LeaseTime& time, Timestamp now) {
    MSS_TRY_ASSIGN(const bool live, is_live(connection, request.worker, time));
    if (!live) return true;
    MSS_TRY_ASSIGN(const bool lapsed, must_recover(connection, time));
    if (lapsed) return true;
    for (const std::string_view sql : {"SELECT 1 FROM task INDEXED BY task_due WHERE state IN ('scheduled', "
                                       "'retry_wait') AND not_before <= ?1 LIMIT 1",
                                       "SELECT 1 FROM task INDEXED BY task_expiring WHERE expires_at IS NOT NULL AND "
                                       "state IN ('scheduled', 'ready', "
                                       "'retry_wait', 'blocked') AND expires_at <= ?1 LIMIT 1"}) {
        Statement statement = connection.prepare(sql);
        MSS_TRY_ASSIGN(const bool some, statement.bind(now).step());
        if (some) return true;
    }
    MSS_TRY_ASSIGN(const auto lines, lines_to_serve(connection, request));
    return request.most > 0 && !lines.empty();
}

Result<std::vector<ClaimedTask>> claim(TaskRows& rows, const ClaimRequest& request, const LeaseTime& time) {
    MSS_TRY_ASSIGN(const bool live, is_live(rows.connection(), request.worker, time));
    if (!live) return lease_is_over(request.worker);
    MSS_TRY(recover(rows, time));
    MSS_TRY(expire_late(rows));
    MSS_TRY(promote_due(rows));
    MSS_TRY_ASSIGN(std::vector<TaskRow> picked, Picker(rows.connection(), request, rows.now()).pick());
    for (TaskRow& row : picked) {
        rows.log(row, start(row, request.worker, rows.now()));
        MSS_TRY(rows.serve_turn(row));
    }
    MSS_TRY(rows.save_starts(picked));
    std::vector<ClaimedTask> claimed;
    claimed.reserve(picked.size());
    for (TaskRow& row : picked)
        claimed.push_back({std::move(row.task)});
    return claimed;
}

Result<bool> report(TaskRows& rows, const Claim& claim, std::string_view progress) {
    MSS_TRY_ASSIGN(std::optional<TaskRow> row, rows.find(claim.task_id));
    if (!row || row->task.state != State::running || row->task.fence != claim.fence) return false;
    row->task.progress = progress;
    MSS_TRY(rows.save_progress(*row));
    rows.log(*row, {"progress", std::string(progress)});
    MSS_TRY(rows.trim_progress(*row));
    return true;
}

Result<std::vector<bool>> settle(TaskRows& rows, std::span<const Settlement> settlements, double unit) {
    std::vector<std::string_view> ids;
    ids.reserve(settlements.size());
    for (const Settlement& settlement : settlements)
        ids.push_back(settlement.claim.task_id);
    MSS_TRY_ASSIGN(auto tasks, rows.find_to_settle(ids));
    std::vector<bool> counted;
    std::vector<const TaskRow*> ended;
    for (const Settlement& settlement : settlements) {
        const double chance = spread(unit, counted.size());
        const auto found = tasks.find(settlement.claim.task_id);
        const bool counts = found != tasks.end() && found->second.task.state == State::running &&
                            found->second.task.fence == settlement.claim.fence;
        counted.push_back(counts);
        if (!counts) continue;
        TaskRow& row = found->second;
        rows.log(row, settle(row, settlement.outcome, settlement.policy, rows.now(), chance));
        ended.push_back(&row);
    }
    MSS_TRY(rows.save_ends(ended));
    return counted;
}

Result<std::vector<WorkerCard>> live_workers(Connection& connection, const LeaseTime& time) {
    Statement statement = connection.prepare(
        "SELECT id, host, pid, queues, concurrency FROM task_worker WHERE boot_id = ?1 AND lease_until > ?2 ORDER BY "
        "id");
    statement.bind(time.boot_id).bind(time.uptime.count());
    std::vector<WorkerCard> live;
    while (true) {
        MSS_TRY_ASSIGN(const bool more, statement.step());
        if (!more) return live;
        live.push_back({.id = statement.text(0),
                        .host = statement.text(1),
                        .pid = static_cast<int>(statement.integer(2)),
                        .queues = split_queues(statement.text(3)),
                        .concurrency = static_cast<int>(statement.integer(4))});
    }
}

Result<std::vector<std::string>> known_workers(Connection& connection) {
    return texts(connection.prepare("SELECT id FROM task_worker"));
}

Result<bool> must_recover(Connection& connection, const LeaseTime& time) {
    MSS_TRY_ASSIGN(const auto lapsed, lapsed_workers(connection, time));
    return !lapsed.empty();
}

Result<std::int64_t> recover(TaskRows& rows, const LeaseTime& time, std::span<const std::string> dead) {
    MSS_TRY_ASSIGN(auto lapsed, lapsed_workers(rows.connection(), time));
    lapsed.insert(lapsed.end(), dead.begin(), dead.end());
    if (lapsed.empty()) return 0;
    for (const std::string& worker : lapsed)
        MSS_TRY(forget_worker(rows, worker));
    static const std::string kSql = select_tasks(
        "INDEXED BY task_running WHERE state = 'running' AND worker NOT IN (SELECT id FROM task_worker) ORDER BY seq");
    Statement statement = rows.connection().prepare(kSql);
    MSS_TRY_ASSIGN(std::vector<TaskRow> orphans, read_rows(statement));
    const auto count = static_cast<std::int64_t>(orphans.size());
    MSS_TRY(release(rows, std::move(orphans), Ending::lost));
    return count;
}

}  // namespace mss::tasks
