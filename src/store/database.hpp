#pragma once
// Database: the one SQLite file of an installation, shared by threads and by processes. Writes of threads that come
// together are committed together (group commit): each runs in a savepoint of its own, so that one that fails takes
// back only its own changes, and write() returns when the shared commit is on the disk. Processes that write at once
// take turns. Reads run beside writes, each on a snapshot. Any thread; blocking. What PRAGMA synchronous promises when
// the power fails is told in docs/task-engine.md.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.hpp"
#include "store/sqlite.hpp"
#include "store/turnstile.hpp"

namespace mss::store {

struct DatabaseOptions {
    bool full_sync = true;  ///< a commit survives a power failure; else only the end of the process
    int busy_ms = 10'000;   ///< how long another process's write is waited for
    std::size_t readers_max = 8;
    std::size_t group_max = 256;  ///< most writes in one commit
};

class Database {
public:
    /// Opens or makes the file (mode 0600) and its folder, and brings the schema up to date (see migrations.hpp).
    /// Errors: io, unavailable (locked), invalid (a newer MSS has written it).
    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file,
                                                  const DatabaseOptions& options = {});
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    using Work = std::function<Result<void>(Connection&)>;

    /// Runs the work in a write transaction, perhaps on the thread of another caller whose commit it joins. It may run
    /// again where that transaction was lost, so it has no effects but on the database and on variables that it sets
    /// anew. It calls neither write() nor read(), and leaves no Statement behind. What it throws is thrown here, and
    /// its changes are taken back. Errors: the work's own (its changes are taken back); unavailable (another process
    /// held the write lock all the time, or the disk is full), io.
    Result<void> write(const Work& work);

    /// Runs the work on a snapshot, on this thread; it must not write. What it throws is thrown here. Errors: the
    /// work's own; unavailable, io.
    Result<void> read(const Work& work) const;

    const std::filesystem::path& file() const { return file_; }

private:
    struct Pending;
    using Group = std::vector<Pending*>;
    Database(std::filesystem::path file, const DatabaseOptions& options, std::unique_ptr<Connection> writer,
             Turnstile turns);

    void lead(std::unique_lock<std::mutex>& lock);
    void commit(const Group& group);
    std::size_t try_commit(const Group& group);
    bool run_work(Pending& pending, bool alone);
    Result<std::unique_ptr<Connection>> take_reader() const;
    void give_reader(std::unique_ptr<Connection> reader) const;

    std::filesystem::path file_;
    DatabaseOptions options_;
    std::unique_ptr<Connection> writer_;  ///< of the thread that leads
    Turnstile turns_;                     ///< between processes

    std::mutex waiting_mutex_;
    std::deque<Pending*> waiting_;
    bool leading_ = false;
    std::thread::id leader_;

    mutable std::mutex readers_mutex_;
    mutable std::condition_variable readers_changed_;
    mutable std::vector<std::unique_ptr<Connection>> readers_;
    mutable std::size_t readers_open_ = 0;
};

}  // namespace mss::store
