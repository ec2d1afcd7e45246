#pragma once
// OutboxRelay: tells the store that has the queue (the broker) what stands in the outbox of a record, in order. Each
// entry stays until the broker has acknowledged it, so that a kill at any instant loses none; one that is told twice
// changes nothing, since tasks keep their ids. One relay at a time works on a record. Blocking; one thread.

#include <cstdint>

#include "base/result.hpp"
#include "observe/log.hpp"
#include "store/database.hpp"
#include "tasks/sqlite_outbox.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

class OutboxRelay {
public:
    /// All outlive it.
    OutboxRelay(store::Database& database, TaskStore& broker, const Clock& clock, const observe::Logger& log)
        : database_(database), broker_(broker), clock_(clock), log_(log) {}

    /// Tells all that stands there, until `stop_fd` (or -1) is readable; how many entries. Errors: those of the
    /// database and of the broker; what was not told stays for the next call. An entry that is to blame itself holds up
    /// no other.
    Result<std::int64_t> deliver(int stop_fd = -1);

    /// Has everything sent once more that the record does not know as ended: after a start, and where the broker has
    /// forgotten what it had.
    Result<void> send_unfinished_again();

private:
    Result<void> take_out(const OutboxEntry& entry);
    Result<void> tell_readable(const OutboxEntry& entry);
    Result<void> tell(const OutboxEntry& entry);
    Result<void> send(const Task& task);
    Result<void> cancel(const Task& task);
    Result<void> revive(const Task& task);
    /// Of what the broker will never run.
    Result<void> give_up(std::string_view id, const Error& reason);

    store::Database& database_;
    TaskStore& broker_;
    const Clock& clock_;
    const observe::Logger& log_;
};

}  // namespace mss::tasks
