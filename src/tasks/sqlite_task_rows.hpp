#pragma once
// TaskRows: the rows of tasks, turns and events in one SQLite transaction, without any rule: those are in task_row.hpp.
// Moves of old rows are written at once, all else with flush(). Lives as long as the transaction's work; confined to
// its thread. Errors of all: as store::Connection::run.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/result.hpp"
#include "store/sqlite.hpp"
#include "tasks/task_row.hpp"

namespace mss::tasks {

/// A row that holds what no version of this program writes: a damaged database, or one edited by hand.
class UnreadableRow : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// "SELECT <what read_row expects> FROM task " and the rest.
std::string select_tasks(std::string_view rest);
TaskRow read_row(const store::Statement& statement);
/// All rows of a statement made by select_tasks().
Result<std::vector<TaskRow>> read_rows(store::Statement& statement);
/// "SELECT <what read_events expects> FROM task_event CROSS JOIN task ... WHERE " and the rest.
std::string select_events(std::string_view rest);
/// All rows of a statement made by select_events().
Result<std::vector<Event>> read_events(store::Statement& statement);

class TaskRows {
public:
    TaskRows(store::Connection& connection, Timestamp now) : connection_(connection), now_(now) {}

    Result<std::optional<TaskRow>> find(std::string_view id);
    /// Those of the tasks that are there, by id, without arguments and progress, which may be long: not for save().
    Result<std::map<std::string, TaskRow, std::less<>>> find_to_settle(const std::vector<std::string_view>& ids);
    /// Adds a new row and gives it its seq. Nothing reads it before flush().
    Result<void> insert(TaskRow& row);
    /// Writes what a move may have changed.
    Result<void> save(const TaskRow& row);
    /// Writes what start() changed.
    Result<void> save_starts(std::span<const TaskRow> rows);
    /// Writes what settle() changed.
    Result<void> save_ends(std::span<const TaskRow* const> rows);
    Result<void> save_progress(const TaskRow& row);
    void log(const TaskRow& row, Entry entry);
    /// Takes away a task's progress events but the newest.
    Result<void> trim_progress(const TaskRow& row);

    /// The next turn of the row's owner.
    Result<void> take_turn(TaskRow& row);
    /// A row that was ready ended unclaimed: its owner has that turn still.
    Result<void> give_turn_back(const TaskRow& row);
    /// The row's turn is being served.
    Result<void> serve_turn(const TaskRow& row);

    /// Writes the new rows, events and turns that were collected, many with one statement. Ends each transaction's
    /// work.
    Result<void> flush();

    /// Whether anything was logged.
    bool changed() const { return changed_; }
    Timestamp now() const { return now_; }
    store::Connection& connection() { return connection_; }

private:
    using TurnKey = std::tuple<std::string, int, std::string>;  ///< queue, priority, owner
    struct Turn {
        std::int64_t number = 0;
        bool changed = false;
    };

    struct NewEvent {
        std::int64_t seq = 0;
        Entry entry;
    };

    Result<Turn*> turn_of(const TurnKey& key);
    Result<void> write_rows();
    Result<void> write_events();
    Result<void> write_turns();

    store::Connection& connection_;
    Timestamp now_;
    bool changed_ = false;
    std::optional<std::int64_t> last_seq_;
    std::vector<TaskRow> new_rows_;
    std::vector<NewEvent> new_events_;
    std::map<TurnKey, Turn> turns_;
};

}  // namespace mss::tasks
