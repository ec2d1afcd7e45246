#include "tasks/sqlite_task_rows.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/json.hpp"

namespace mss::tasks {
namespace {

using store::Statement;

int small(const Statement& statement, int column) {
    return static_cast<int>(statement.integer(column));
}

std::string print_failure(const std::optional<Failure>& failure) {
    return failure ? json::print(json::encode(*failure)) : std::string();
}

std::optional<Failure> parse_failure(const std::string& text) {
    if (text.empty()) return std::nullopt;
    auto failure = json::decode_text<Failure>(text);
    if (!failure) throw UnreadableRow("the failure in a task's row cannot be read: " + failure.error().message);
    return std::move(*failure);
}

State state_in(const std::string& text) {
    const auto state = state_named(text);
    if (!state) throw UnreadableRow("a task's row has the unknown state " + text);
    return *state;
}

// Where the highest served turn of a priority stands in task_turn: no queue has an empty name.
std::tuple<std::string, int, std::string> served_key(int priority) {
    return {std::string(), priority, std::string()};
}

// What a statement costs beside its rows is as much as a row or two, so many are written with one statement. OR FAIL,
// since SQLite keeps a copy of every page that it touches for the sake of a statement of several rows that may fail
// halfway; here the whole transaction's work is undone in that case.
constexpr std::size_t kRowsAtOnce = 16;

// "(?, ?), (?, ?)"
std::string parameters(std::size_t columns, std::size_t rows) {
    std::string text;
    for (std::size_t row = 0; row < rows; ++row) {
        text += row == 0 ? "(?" : ", (?";
        for (std::size_t column = 1; column < columns; ++column)
            text += ", ?";
        text += ')';
    }
    return text;
}

struct RowsSql {
    std::string one;
    std::string many;  ///< kRowsAtOnce
};

RowsSql insert_sql(std::string_view into, std::size_t columns) {
    const std::string head = "INSERT OR FAIL INTO " + std::string(into) + " VALUES ";
    return {head + parameters(columns, 1), head + parameters(columns, kRowsAtOnce)};
}

// Of tasks by their seq, which is the first parameter of each row.
RowsSql update_sql(const std::vector<std::string>& columns) {
    std::string names;
    std::string from_parameters;
    std::string from_moved;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string comma = i == 0 ? "" : ", ";
        names += ", " + columns[i];
        from_parameters += comma + columns[i] + " = ?" + std::to_string(i + 2);
        from_moved += comma + columns[i] + " = moved." + columns[i];
    }
    return {"UPDATE task SET " + from_parameters + " WHERE seq = ?1",
            "WITH moved (seq" + names + ") AS (VALUES " + parameters(columns.size() + 1, kRowsAtOnce) +
                ") UPDATE OR FAIL task SET " + from_moved + " FROM moved WHERE task.seq = moved.seq"};
}

// As many rows as one statement takes of those that are left.
std::size_t next_count(std::size_t left) {
    return left < kRowsAtOnce ? 1 : kRowsAtOnce;
}

template <class Row, class Bind>
Result<void> write_all(store::Connection& connection, const RowsSql& sql, std::span<const Row> rows, Bind bind) {
    while (!rows.empty()) {
        const std::size_t count = next_count(rows.size());
        Statement statement = connection.prepare(count == 1 ? sql.one : sql.many);
        for (const Row& row : rows.first(count))
            bind(statement, row);
        MSS_TRY(statement.run());
        rows = rows.subspan(count);
    }
    return {};
}

void bind_worker(Statement& statement, const std::string& worker) {
    if (worker.empty())
        statement.bind_null();
    else
        statement.bind(worker);
}

std::string select_columns(std::string_view arguments, std::string_view progress) {
    return "SELECT seq, name, turn, id, " + std::string(arguments) +
           ", owner, queue, priority, retries_max, state, fence, attempt, crashes, interruptions, worker,"
           " cancel_requested, " +
           std::string(progress) +
           ", result, failure, created_at, ready_since, not_before, expires_at, started_at, finished_at FROM task ";
}

}  // namespace

std::string select_tasks(std::string_view rest) {
    return select_columns("arguments", "progress") + std::string(rest);
}

TaskRow read_row(const Statement& statement) {
    TaskRow row;
    row.seq = statement.integer(0);
    row.turn = statement.integer(2);
    Task& task = row.task;
    task.name = statement.text(1);
    task.id = statement.text(3);
    task.arguments = statement.text(4);
    task.owner = statement.text(5);
    task.queue = statement.text(6);
    task.priority = small(statement, 7);
    task.retries_max = small(statement, 8);
    task.state = state_in(statement.text(9));
    task.fence = statement.integer(10);
    task.attempt = small(statement, 11);
    task.crashes = small(statement, 12);
    task.interruptions = small(statement, 13);
    task.worker = statement.text(14);
    task.cancel_requested = statement.integer(15) != 0;
    task.progress = statement.text(16);
    task.result = statement.text(17);
    task.failure = parse_failure(statement.text(18));
    task.created_at = from_unix_ms(statement.integer(19));
    task.ready_since = from_unix_ms(statement.integer(20));
    task.not_before = statement.time(21);
    task.expires_at = statement.time(22);
    task.started_at = statement.time(23);
    task.finished_at = statement.time(24);
    return row;
}

Result<std::vector<TaskRow>> read_rows(Statement& statement) {
    std::vector<TaskRow> rows;
    while (true) {
        MSS_TRY_ASSIGN(const bool more, statement.step());
        if (!more) return rows;
        rows.push_back(read_row(statement));
    }
}

std::string select_events(std::string_view rest) {
    // CROSS JOIN fixes the order: along the events, which the caller wants by id.
    return "SELECT task_event.id, task.id, kind, data, at FROM task_event CROSS JOIN task ON task.seq = task_event.task"
           " WHERE " +
           std::string(rest);
}

Result<std::vector<Event>> read_events(Statement& statement) {
    std::vector<Event> events;
    while (true) {
        MSS_TRY_ASSIGN(const bool more, statement.step());
        if (!more) return events;
        events.push_back({statement.integer(0), statement.text(1), statement.text(2), statement.text(3),
                          from_unix_ms(statement.integer(4))});
    }
}

Result<std::optional<TaskRow>> TaskRows::find(std::string_view id) {
    static const std::string kSql = select_tasks("WHERE id = ?1");
    Statement statement = connection_.prepare(kSql);
    statement.bind(id);
    MSS_TRY_ASSIGN(const bool found, statement.step());
    if (!found) return std::nullopt;
    return read_row(statement);
}

Result<std::map<std::string, TaskRow, std::less<>>> TaskRows::find_to_settle(const std::vector<std::string_view>& ids) {
    static const std::string kHead = select_columns("''", "''") + "WHERE id IN ";
    static const RowsSql kSql{kHead + parameters(1, 1), kHead + parameters(kRowsAtOnce, 1)};
    std::map<std::string, TaskRow, std::less<>> found;
    for (std::span left(ids); !left.empty();) {
        const std::size_t count = next_count(left.size());
        Statement statement = connection_.prepare(count == 1 ? kSql.one : kSql.many);
        for (const std::string_view id : left.first(count))
            statement.bind(id);
        MSS_TRY_ASSIGN(std::vector<TaskRow> rows, read_rows(statement));
        for (TaskRow& row : rows)
            found.emplace(row.task.id, std::move(row));
        left = left.subspan(count);
    }
    return found;
}

Result<void> TaskRows::insert(TaskRow& row) {
    if (!last_seq_) {
        Statement statement = connection_.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'task'");
        MSS_TRY_ASSIGN(const bool found, statement.step());
        last_seq_ = found ? statement.integer(0) : 0;
    }
    row.seq = ++*last_seq_;
    new_rows_.push_back(row);
    return {};
}

Result<void> TaskRows::save(const TaskRow& row) {
    const Task& task = row.task;
    Statement statement = connection_.prepare(
        "UPDATE task SET state = ?2, turn = ?3, fence = ?4, attempt = ?5, crashes = ?6, interruptions = ?7,"
        " worker = ?8, cancel_requested = ?9, progress = ?10, result = ?11, failure = ?12, ready_since = ?13,"
        " not_before = ?14, expires_at = ?15, started_at = ?16, finished_at = ?17 WHERE seq = ?1");
    statement.bind(row.seq).bind(name_of(task.state)).bind(row.turn).bind(task.fence).bind(task.attempt);
    statement.bind(task.crashes).bind(task.interruptions);
    bind_worker(statement, task.worker);
    statement.bind(task.cancel_requested).bind(task.progress).bind(task.result).bind(print_failure(task.failure));
    statement.bind(task.ready_since).bind(task.not_before);
    statement.bind(task.expires_at).bind(task.started_at);
    statement.bind(task.finished_at);
    return statement.run();
}

Result<void> TaskRows::save_starts(std::span<const TaskRow> rows) {
    static const RowsSql kSql = update_sql({"state", "fence", "worker", "progress", "started_at"});
    return write_all(connection_, kSql, rows, [](Statement& statement, const TaskRow& row) {
        const Task& task = row.task;
        statement.bind(row.seq).bind(name_of(task.state)).bind(task.fence).bind(task.worker).bind(task.progress);
        statement.bind(task.started_at);
    });
}

Result<void> TaskRows::save_ends(std::span<const TaskRow* const> rows) {
    static const RowsSql kSql = update_sql({"state", "attempt", "crashes", "interruptions", "worker", "result",
                                            "failure", "ready_since", "not_before", "finished_at"});
    return write_all(connection_, kSql, rows, [](Statement& statement, const TaskRow* row) {
        const Task& task = row->task;
        statement.bind(row->seq).bind(name_of(task.state)).bind(task.attempt).bind(task.crashes);
        statement.bind(task.interruptions);
        bind_worker(statement, task.worker);
        statement.bind(task.result).bind(print_failure(task.failure)).bind(task.ready_since);
        statement.bind(task.not_before).bind(task.finished_at);
    });
}

Result<void> TaskRows::save_progress(const TaskRow& row) {
    Statement statement = connection_.prepare("UPDATE task SET progress = ?2 WHERE seq = ?1");
    statement.bind(row.seq).bind(row.task.progress);
    return statement.run();
}

void TaskRows::log(const TaskRow& row, Entry entry) {
    changed_ = true;
    new_events_.push_back({row.seq, std::move(entry)});
}

Result<void> TaskRows::trim_progress(const TaskRow& row) {
    MSS_TRY(write_events());  // the newest of them counts
    Statement statement = connection_.prepare(
        "DELETE FROM task_event WHERE task = ?1 AND kind = 'progress' AND id <= (SELECT id FROM task_event"
        " WHERE task = ?1 AND kind = 'progress' ORDER BY id DESC LIMIT 1 OFFSET ?2)");
    statement.bind(row.seq).bind(kProgressEventsKept);
    return statement.run();
}

Result<TaskRows::Turn*> TaskRows::turn_of(const TurnKey& key) {
    const auto known = turns_.find(key);
    if (known != turns_.end()) return &known->second;
    const auto& [queue, priority, owner] = key;
    Statement statement =
        connection_.prepare("SELECT turn FROM task_turn WHERE queue = ?1 AND priority = ?2 AND owner = ?3");
    statement.bind(queue).bind(priority).bind(owner);
    MSS_TRY_ASSIGN(const bool found, statement.step());
    Turn& turn = turns_[key];
    if (found) turn.number = statement.integer(0);
    return &turn;
}

Result<void> TaskRows::take_turn(TaskRow& row) {
    const Task& task = row.task;
    MSS_TRY_ASSIGN(const Turn* served, turn_of(served_key(task.priority)));
    MSS_TRY_ASSIGN(Turn * last, turn_of({task.queue, task.priority, task.owner}));
    row.turn = next_turn(last->number, served->number);
    *last = {row.turn, true};
    return {};
}

Result<void> TaskRows::give_turn_back(const TaskRow& row) {
    const Task& task = row.task;
    MSS_TRY_ASSIGN(Turn * last, turn_of({task.queue, task.priority, task.owner}));
    *last = {last->number - 1, true};
    return {};
}

Result<void> TaskRows::serve_turn(const TaskRow& row) {
    MSS_TRY_ASSIGN(Turn * served, turn_of(served_key(row.task.priority)));
    if (row.turn > served->number) *served = {row.turn, true};
    return {};
}

Result<void> TaskRows::flush() {
    MSS_TRY(write_rows());
    MSS_TRY(write_events());
    return write_turns();
}

Result<void> TaskRows::write_rows() {
    static const RowsSql kSql = insert_sql(
        "task (seq, id, name, arguments, owner, queue, priority, retries_max, state, turn, fence, created_at,"
        " ready_since, not_before, expires_at)",
        15);
    MSS_TRY(
        write_all(connection_, kSql, std::span<const TaskRow>(new_rows_), [](Statement& statement, const TaskRow& row) {
            const Task& task = row.task;
            statement.bind(row.seq)
                .bind(task.id)
                .bind(task.name)
                .bind(task.arguments)
                .bind(task.owner)
                .bind(task.queue);
            statement.bind(task.priority).bind(task.retries_max).bind(name_of(task.state)).bind(row.turn);
            statement.bind(task.fence).bind(task.created_at).bind(task.ready_since);
            statement.bind(task.not_before).bind(task.expires_at);
        }));
    new_rows_.clear();
    return {};
}

Result<void> TaskRows::write_events() {
    static const RowsSql kSql = insert_sql("task_event (task, kind, data, at)", 4);
    MSS_TRY(write_all(connection_, kSql, std::span<const NewEvent>(new_events_),
                      [&](Statement& statement, const NewEvent& event) {
                          statement.bind(event.seq).bind(event.entry.kind).bind(event.entry.data).bind(now_);
                      }));
    new_events_.clear();
    return {};
}

Result<void> TaskRows::write_turns() {
    for (auto& [key, turn] : turns_) {
        if (!turn.changed) continue;
        const auto& [queue, priority, owner] = key;
        Statement statement = connection_.prepare(
            "INSERT INTO task_turn (queue, priority, owner, turn) VALUES (?1, ?2, ?3, ?4)"
            " ON CONFLICT (queue, priority, owner) DO UPDATE SET turn = excluded.turn");
        statement.bind(queue).bind(priority).bind(owner).bind(turn.number);
        MSS_TRY(statement.run());
        turn.changed = false;
    }
    return {};
}

}  // namespace mss::tasks
