#include "store/database.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include "base/file.hpp"
#include "store/migrations.hpp"

namespace mss::store {
namespace {

// A process that is stopped in its turn must not cost the others their leases.
constexpr std::chrono::milliseconds kTurnWait{1'000};

Result<void> control(Connection& connection, std::string_view sql) {
    Statement statement = connection.prepare(sql);
    MSS_TRY(statement.step());
    return {};
}

// A new one is for its owner alone: people's videos lie beside the database.
Result<void> make_own_folder(const std::filesystem::path& folder) {
    std::error_code error;
    if (std::filesystem::exists(folder, error)) return {};
    MSS_TRY(make_directories(folder));
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    return {};
}

// Ends what is still open, so that the connection is as good as new; false where that failed.
bool roll_back(Connection& connection) {
    return !connection.in_transaction() || control(connection, "ROLLBACK").has_value();
}

// Written back into the file and emptied where nobody reads it now, so that the file alone is nearly always whole.
void empty_log(Connection& connection) {
    if (connection.run("PRAGMA busy_timeout = 0"))
        static_cast<void>(connection.run("PRAGMA wal_checkpoint(TRUNCATE)"));  // the log holds it all where it fails
}

}  // namespace

// A write and where its caller waits for it. Lives on the caller's stack; under waiting_mutex_ but while a leader has
// it.
struct Database::Pending {
    const Work& work;
    Result<void> result;
    std::exception_ptr thrown;
    bool done = false;
    std::condition_variable changed;

    void set(Result<void> outcome) {
        result = std::move(outcome);
        thrown = nullptr;
    }
};

Database::Database(std::filesystem::path file, const DatabaseOptions& options, std::unique_ptr<Connection> writer,
                   Turnstile turns)
    : file_(std::move(file)), options_(options), writer_(std::move(writer)), turns_(std::move(turns)) {
    options_.group_max = std::max<std::size_t>(options_.group_max, 1);
    options_.readers_max = std::max<std::size_t>(options_.readers_max, 1);
}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file, const DatabaseOptions& options) {
    if (file.has_parent_path()) MSS_TRY(make_own_folder(file.parent_path()));
    MSS_TRY_ASSIGN(auto writer, Connection::open(file, {.full_sync = options.full_sync, .busy_ms = options.busy_ms}));
    MSS_TRY(migrate(*writer));
    MSS_TRY_ASSIGN(Turnstile turns, Turnstile::open(file.string() + "-turns"));
    return std::unique_ptr<Database>(new Database(file, options, std::move(writer), std::move(turns)));
}

Database::~Database() {
    readers_.clear();
    empty_log(*writer_);
}

Result<void> Database::write(const Work& work) {
    Pending mine{.work = work, .result = {}, .thrown = nullptr, .done = false, .changed = {}};
    std::unique_lock lock(waiting_mutex_);
    if (leading_ && leader_ == std::this_thread::get_id()) throw std::logic_error("a write within a write");
    waiting_.push_back(&mine);
    mine.changed.wait(lock, [&] { return mine.done || !leading_; });
    while (!mine.done)  // more than a group may be before it
        lead(lock);
    lock.unlock();
    if (mine.thrown) std::rethrow_exception(mine.thrown);
    return std::move(mine.result);
}

// Commits one group, then wakes its callers and one of those that wait, who leads on.
void Database::lead(std::unique_lock<std::mutex>& lock) {
    const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), options_.group_max));
    const Group group(waiting_.begin(), waiting_.begin() + count);
    waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    leading_ = true;
    leader_ = std::this_thread::get_id();
    lock.unlock();
    commit(group);
    lock.lock();
    leading_ = false;
    for (Pending* pending : group) {
        pending->done = true;
        pending->changed.notify_one();  // under the lock: its owner is still there
    }
    if (!waiting_.empty()) waiting_.front()->changed.notify_one();
}

// Gives every write of the group its outcome. A write that makes SQLite take back the whole transaction, as one that
// fills the disk does, must not cost the others theirs: they run again without it.
void Database::commit(const Group& group) {
    const Turnstile::Turn turn = turns_.take(kTurnWait);  // or none: SQLite waits too
    Group left = group;
    try {
        while (!left.empty()) {
            const std::size_t culprit = try_commit(left);
            if (culprit == left.size()) return;
            left.erase(left.begin() + static_cast<std::ptrdiff_t>(culprit));
        }
    } catch (...) {  // nothing here throws but for want of memory; the callers must not wait for ever
        for (Pending* pending : left)
            pending->thrown = std::current_exception();
        roll_back(*writer_);
    }
}

// The index of the write that lost the transaction, or the size of the group when all have their outcome.
std::size_t Database::try_commit(const Group& group) {
    const auto all_get = [&](const Result<void>& outcome) {
        roll_back(*writer_);
        for (Pending* pending : group)
            pending->set(outcome);
        return group.size();
    };
    if (const Result<void> begun = control(*writer_, "BEGIN IMMEDIATE"); !begun) return all_get(begun);
    const bool alone = group.size() == 1;
    for (std::size_t i = 0; i < group.size(); ++i)
        if (!run_work(*group[i], alone)) return i;
    if (!writer_->in_transaction()) return group.size();  // the only write failed, and was taken back
    if (const Result<void> committed = control(*writer_, "COMMIT"); !committed) return all_get(committed);
    return group.size();
}

// False where the transaction is lost, and with it what ran before.
bool Database::run_work(Pending& pending, bool alone) {
    if (!alone) {
        if (Result<void> saved = control(*writer_, "SAVEPOINT one_write"); !saved) {
            pending.set(std::move(saved));
            roll_back(*writer_);
            return false;
        }
    }
    try {
        pending.set(pending.work(*writer_));
    } catch (...) {
        pending.thrown = std::current_exception();
    }
    const bool kept = pending.result && !pending.thrown;
    if (!writer_->in_transaction()) {
        if (kept) pending.set(fail(Code::internal, "a write ended the transaction that it was part of"));
        return false;
    }
    if (alone) return kept || roll_back(*writer_);
    const bool undone = kept || control(*writer_, "ROLLBACK TO one_write").has_value();
    if (undone && control(*writer_, "RELEASE one_write")) return true;
    if (kept) pending.set(fail(Code::io, "the end of a write failed"));
    roll_back(*writer_);
    return false;
}

Result<void> Database::read(const Work& work) const {
    MSS_TRY_ASSIGN(std::unique_ptr<Connection> reader, take_reader());
    Result<void> result;
    std::exception_ptr thrown;
    try {
        result = control(*reader, "BEGIN");
        if (result) result = work(*reader);
    } catch (...) {
        thrown = std::current_exception();
    }
    if (!roll_back(*reader)) reader.reset();
    give_reader(std::move(reader));
    if (thrown) std::rethrow_exception(thrown);
    return result;
}

Result<std::unique_ptr<Connection>> Database::take_reader() const {
    std::unique_lock lock(readers_mutex_);
    readers_changed_.wait(lock, [&] { return !readers_.empty() || readers_open_ < options_.readers_max; });
    if (!readers_.empty()) {
        std::unique_ptr<Connection> reader = std::move(readers_.back());
        readers_.pop_back();
        return reader;
    }
    ++readers_open_;
    lock.unlock();
    auto reader =
        Connection::open(file_, {.read_only = true, .full_sync = options_.full_sync, .busy_ms = options_.busy_ms});
    if (!reader) give_reader(nullptr);
    return reader;
}

// Null: it is of no more use.
void Database::give_reader(std::unique_ptr<Connection> reader) const {
    {
        const std::scoped_lock lock(readers_mutex_);
        if (reader)
            readers_.push_back(std::move(reader));
        else
            --readers_open_;
    }
    readers_changed_.notify_one();
}

}  // namespace mss::store
