#pragma once
// RecordKeeper: keeps a record and its broker in step, on two threads: one empties the outbox, one follows the broker's
// log. Of all processes on a data folder one does so at a time; where that one ends, another takes over. Where a store
// fails it is asked again, with growing pauses.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/background.hpp"
#include "base/fd.hpp"
#include "base/flag.hpp"
#include "observe/log.hpp"
#include "tasks/outbox_relay.hpp"
#include "tasks/pauses.hpp"
#include "tasks/projection.hpp"
#include "tasks/sqlite_task_store.hpp"

namespace mss::tasks {

class RecordKeeper {
public:
    /// Begins at once. `broker_name`: see Projection. All outlive it. Throws std::system_error where the process has no
    /// thread or descriptor left.
    RecordKeeper(store::Database& database, SqliteTaskStore& record, TaskStore& broker, const Clock& clock,
                 const observe::Logger& log, std::string broker_name);
    /// Stops; what is in the outbox then stays there.
    ~RecordKeeper() = default;
    RecordKeeper(const RecordKeeper&) = delete;
    RecordKeeper& operator=(const RecordKeeper&) = delete;

private:
    // All return when `stop_fd` becomes readable.
    void take_office(int stop_fd);
    void empty_outbox(int stop_fd);
    void follow_broker(int stop_fd);
    Result<void> catch_up(int stop_fd);

    SqliteTaskStore& record_;
    TaskStore& broker_;
    const observe::Logger& log_;
    OutboxRelay relay_;
    Projection projection_;
    const std::filesystem::path lock_file_;
    UniqueFd lock_;
    Flag in_office_;
    BackgroundWork outbox_;  // last: these two use all of the above
    BackgroundWork follower_;
};

}  // namespace mss::tasks
