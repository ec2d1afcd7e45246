#pragma once
// A thin, typed hand on the SQLite C interface (https://sqlite.org/c3ref/intro.html): a connection, its prepared
// statements, rows. SQL is written by us, values are always bound. Confined to one thread at a time.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace mss::store {

class Connection;

/// A prepared statement at work: bind in order, then step through its rows. Gives the statement back, reset, at its
/// end, and so must end before its connection and its transaction do. Column numbers begin at 0. Errors are those of
/// Connection::run.
class Statement {
public:
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    /// The next parameter (?1, ?2, ...). Each call binds one. Throws std::logic_error where there is none left.
    Statement& bind(std::int64_t number);
    Statement& bind(double number);
    Statement& bind(std::string_view text);  ///< copied
    Statement& bind(const std::string& text) { return bind(std::string_view(text)); }
    Statement& bind(const char* text) { return bind(std::string_view(text)); }
    Statement& bind(Timestamp time) { return bind(to_unix_ms(time)); }
    Statement& bind_null();
    Statement& bind(bool truth) { return bind(std::int64_t{truth ? 1 : 0}); }
    Statement& bind(int number) { return bind(std::int64_t{number}); }
    Statement& bind(std::size_t number) { return bind(static_cast<std::int64_t>(number)); }
    template <class T>
    Statement& bind(const std::optional<T>& value) {
        return value ? bind(*value) : bind_null();
    }

    /// True while there is a row; after the last one always false.
    Result<bool> step();
    /// For statements without rows: runs to the end; the number of rows that changed.
    Result<std::int64_t> execute();
    /// The same for those who do not count.
    Result<void> run();
    /// The same: whether it changed one row.
    Result<bool> changes_one();

    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;               ///< also of bytes; NULL: empty
    std::optional<Timestamp> time(int column) const;  ///< NULL: nothing
    bool is_null(int column) const;

private:
    friend class Connection;
    using Idle = std::vector<sqlite3_stmt*>;
    Statement(Connection& connection, sqlite3_stmt* statement, Idle* idle)
        : connection_(&connection), statement_(statement), idle_(idle) {}
    Statement& bound(int code);

    Connection* connection_;
    sqlite3_stmt* statement_;  ///< null: it could not be prepared, or has moved on
    Idle* idle_;               ///< where it is given back
    int bound_ = 0;
    bool at_end_ = false;
    std::unique_ptr<Error> trouble_;  ///< what went wrong before the first step; that reports it
};

struct ConnectionOptions {
    bool read_only = false;
    bool full_sync = true;  ///< PRAGMA synchronous FULL, else NORMAL
    int busy_ms = 10'000;   ///< how long a lock of another process is waited for
};

class Connection {
public:
    /// Opens the file, in WAL mode with foreign keys on; makes it (mode 0600) where it is not there. Opened to read
    /// only it is neither made nor changed.
    /// Errors: as run.
    static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file,
                                                    const ConnectionOptions& options);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// A statement, from this connection's cache where it was prepared before. `sql` is one of a small number of texts:
    /// the cache keeps what it sees. Throws std::logic_error on SQL that does not compile (a defect); what else goes
    /// wrong is the error of the first step.
    Statement prepare(std::string_view sql);

    /// Statements without parameters or rows, such as BEGIN or a whole migration.
    /// Errors: unavailable (locked or full beyond the wait), io (disk, damaged file), conflict (a UNIQUE or other
    /// constraint), internal (all else).
    Result<void> run(const std::string& sql);

    /// False also after an error that made SQLite take back the whole transaction, such as a full disk.
    bool in_transaction() const;

    /// The texts that were prepared so far, for tests that look at how SQLite runs them.
    std::vector<std::string> prepared() const;

private:
    friend class Statement;
    explicit Connection(sqlite3* handle) : handle_(handle) {}
    Result<void> set_up(const ConnectionOptions& options);
    Result<void> use_wal(int busy_ms);
    std::unexpected<Error> failure(int code, std::string_view doing) const;

    sqlite3* handle_;
    std::map<std::string, Statement::Idle, std::less<>> cache_;  ///< those that nobody uses now
};

}  // namespace mss::store
