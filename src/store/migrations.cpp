#include "store/migrations.hpp"

#include <array>
#include <string>

#include <fmt/format.h>

namespace mss::store {
namespace {

// `number` tells who was first, whatever the clock said.
constexpr std::string_view kAccounts = R"(
CREATE TABLE user (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    token_hash TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_user ON session (user_id);
CREATE INDEX session_expiry ON session (expires_at);
CREATE INDEX session_use ON session (last_used_at);

CREATE TABLE login_failure (
    key TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX login_failure_key ON login_failure (key, at);
CREATE INDEX login_failure_at ON login_failure (at);
)";

// owner_id refers to no user where it is empty: what was made before there was an account. title_key is the title as
// searches compare it.
constexpr std::string_view kVideos = R"(
CREATE TABLE video (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    order_json TEXT NOT NULL,
    result_json TEXT NOT NULL,
    duration_s REAL NOT NULL,
    bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    trashed_at INTEGER
) STRICT;
CREATE INDEX video_owner ON video (owner_id, created_at, id);
CREATE INDEX video_task ON video (task_id);
CREATE INDEX video_trashed ON video (trashed_at, id) WHERE trashed_at IS NOT NULL;
CREATE INDEX video_unfinished ON video (owner_id, created_at, id) WHERE finished_at IS NULL;

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)";

// Every index is one more write for each task, so each of them serves a query that would else read all tasks, and those
// of a state hold only the tasks that are in it: finished tasks, which are nearly all, stand in two. The state is the
// same in a whole index and leads it all the same: a query that names it then searches the index for certain, and
// counts without a look into the table. The rowid, which is `seq` or the event's `id`, ends each index without being
// named.
constexpr std::string_view kTasks = R"(
CREATE TABLE task (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    arguments TEXT NOT NULL,
    owner TEXT NOT NULL,
    queue TEXT NOT NULL,
    priority INTEGER NOT NULL,
    retries_max INTEGER NOT NULL,
    state TEXT NOT NULL,
    turn INTEGER NOT NULL,
    fence INTEGER NOT NULL DEFAULT 0,
    attempt INTEGER NOT NULL DEFAULT 0,
    crashes INTEGER NOT NULL DEFAULT 0,
    interruptions INTEGER NOT NULL DEFAULT 0,
    worker TEXT,
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    progress TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL DEFAULT '',
    failure TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    ready_since INTEGER NOT NULL,
    not_before INTEGER,
    expires_at INTEGER,
    started_at INTEGER,
    finished_at INTEGER
) STRICT;
CREATE INDEX task_owner ON task (owner);
CREATE INDEX task_ready ON task (state, queue, name, priority, turn) WHERE state = 'ready';
CREATE INDEX task_running ON task (state, worker, name) WHERE state = 'running';
CREATE INDEX task_due ON task (not_before) WHERE state IN ('scheduled', 'retry_wait');
CREATE INDEX task_expiring ON task (expires_at)
    WHERE expires_at IS NOT NULL AND state IN ('scheduled', 'ready', 'retry_wait', 'blocked');
CREATE INDEX task_dead ON task (state, queue) WHERE state = 'dead';

CREATE TABLE task_turn (
    queue TEXT NOT NULL,
    priority INTEGER NOT NULL,
    owner TEXT NOT NULL,
    turn INTEGER NOT NULL,
    PRIMARY KEY (queue, priority, owner)
) STRICT, WITHOUT ROWID;

CREATE TABLE task_queue (
    queue TEXT NOT NULL PRIMARY KEY,
    paused INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE task_worker (
    id TEXT NOT NULL PRIMARY KEY,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    queues TEXT NOT NULL,
    concurrency INTEGER NOT NULL,
    boot_id TEXT NOT NULL,
    lease_until INTEGER NOT NULL,
    started_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE task_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    task INTEGER NOT NULL, -- its seq
    kind TEXT NOT NULL,
    data TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX task_event_task ON task_event (task);
CREATE INDEX task_event_progress ON task_event (kind, task) WHERE kind = 'progress';
)";

// Nothing looks a video up by its task: the task's arguments name the video.
constexpr std::string_view kNoVideoTask = "DROP INDEX video_task";

// The files of a removed video go after its row. What stands here has still to be removed, whatever ended the process
// in between; a missing row alone says nothing, since the database may have been lost or put back.
constexpr std::string_view kVideoRemovals = R"(
CREATE TABLE video_removal (
    id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
)";

// Whether a video was thrown away before it was done: taken back, it is made after all.
constexpr std::string_view kCutShort = R"(
ALTER TABLE video ADD COLUMN cut_short INTEGER NOT NULL DEFAULT 0;
)";

// For tasks whose queue is elsewhere. `number` grows also after the last entry went, so that none is passed over. Of
// the other side's log everything up to `event` is in task_event.
constexpr std::string_view kOutbox = R"(
CREATE TABLE task_outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    wish TEXT NOT NULL,
    task_id TEXT NOT NULL
) STRICT;
CREATE INDEX task_outbox_task ON task_outbox (task_id);

CREATE TABLE task_projection (
    broker TEXT NOT NULL PRIMARY KEY,
    event INTEGER NOT NULL,
    mark TEXT NOT NULL -- what that event was, so that another one with its number is told apart
) STRICT, WITHOUT ROWID;
)";

constexpr std::array kMigrations{
    Migration{"accounts", kAccounts},
    Migration{"videos", kVideos},
    Migration{"tasks", kTasks},
    Migration{"no index of videos by task", kNoVideoTask},
    Migration{"removals of videos", kVideoRemovals},
    Migration{"videos that were thrown away unfinished", kCutShort},
    Migration{"outbox of tasks", kOutbox},
};

Result<std::size_t> steps_done(Connection& connection) {
    Statement statement = connection.prepare("PRAGMA user_version");
    MSS_TRY(statement.step());
    const std::int64_t done = statement.integer(0);
    if (done < 0 || static_cast<std::size_t>(done) > kMigrations.size())
        return fail(Code::invalid, fmt::format("the database was written by a newer MSS (its schema is step {}, this "
                                               "program knows {}); use that version, or another data folder",
                                               done, kMigrations.size()));
    return static_cast<std::size_t>(done);
}

// Those that are missing; the number that ran.
Result<int> run_missing(Connection& connection) {
    MSS_TRY_ASSIGN(const std::size_t done, steps_done(connection));
    int ran = 0;
    for (const Migration& migration : std::span(kMigrations).subspan(done)) {
        if (auto run = connection.run(std::string(migration.sql)); !run)
            return std::unexpected(run.error().with_context(fmt::format("step \"{}\"", migration.name)));
        ++ran;
    }
    MSS_TRY(connection.run(fmt::format("PRAGMA user_version = {}", kMigrations.size())));
    return ran;
}

}  // namespace

std::span<const Migration> migrations() {
    return kMigrations;
}

Result<int> migrate(Connection& connection) {
    MSS_TRY_ASSIGN(const std::size_t done, steps_done(connection));
    if (done == kMigrations.size()) return 0;
    MSS_TRY(connection.run("BEGIN IMMEDIATE"));
    Result<int> ran = run_missing(connection);  // looks anew: another process may have been first
    if (ran) {
        if (auto committed = connection.run("COMMIT"); !committed) ran = std::unexpected(std::move(committed).error());
    }
    if (ran) return ran;
    if (connection.in_transaction()) MSS_TRY(connection.run("ROLLBACK"));
    return std::unexpected(ran.error().with_context("cannot bring the database up to date"));
}

}  // namespace mss::store
