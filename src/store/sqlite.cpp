#include "store/sqlite.hpp"

#include <cerrno>
#include <chrono>
#include <sqlite3.h>
#include <stdexcept>
#include <sys/stat.h>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace mss::store {
namespace {

// The write-ahead log goes back to this size after a burst.
constexpr int kLogBytesKept = 64 << 20;

// The low byte says what kind of error it is, the rest says more.
int kind_of(int code) {
    return code & 0xff;
}

bool is_space_trouble(int system_error) {
    return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
}

Code code_of(int code, int system_error) {
    switch (kind_of(code)) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_FULL: return Code::unavailable;
        case SQLITE_IOERR: return is_space_trouble(system_error) ? Code::unavailable : Code::io;
        case SQLITE_CANTOPEN:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_PERM: return Code::io;
        // The plain code is a write on a connection that only reads: a defect.
        case SQLITE_READONLY: return code == SQLITE_READONLY ? Code::internal : Code::io;
        case SQLITE_CONSTRAINT: return Code::conflict;
        default: return Code::internal;
    }
}

std::string explain(int code, int system_error, std::string_view file, std::string_view words) {
    if (kind_of(code) == SQLITE_BUSY || kind_of(code) == SQLITE_LOCKED)
        return fmt::format("the database {} is in use by another process that does not let go of it", file);
    if (kind_of(code) == SQLITE_FULL || is_space_trouble(system_error))
        return fmt::format("there is no room left on the disk for the database {}", file);
    if (kind_of(code) == SQLITE_NOTADB || kind_of(code) == SQLITE_CORRUPT)
        return fmt::format("the database {} is damaged, or is no database", file);
    if (kind_of(code) == SQLITE_CONSTRAINT) return std::string(words);
    const std::string system =
        system_error == 0 ? std::string() : " (" + std::generic_category().message(system_error) + ")";
    return fmt::format("the database {} cannot be used: {}{}", file, words, system);
}

bool is_defect(int code) {
    return kind_of(code) == SQLITE_ERROR || kind_of(code) == SQLITE_MISUSE || kind_of(code) == SQLITE_RANGE;
}

bool is_blank(const char* sql) {
    return std::string_view(sql).find_first_not_of(" \n;") == std::string_view::npos;
}

// What the system said when the database or its log could last not be used. SQLite keeps it with the file: a commit
// that fails does not pass it on to the connection.
int system_error_of(sqlite3* handle) {
    sqlite3_file* log = nullptr;
    int error = 0;
    if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log)) == SQLITE_OK &&
        log != nullptr && log->pMethods != nullptr)
        log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
    if (error == 0) sqlite3_file_control(handle, "main", SQLITE_FCNTL_LAST_ERRNO, &error);
    return error == 0 ? sqlite3_system_errno(handle) : error;
}

// Without opening it: closing a descriptor of the file would free the locks that this process holds on it.
Result<void> make_file(const std::filesystem::path& file) {
    if (::mknod(file.c_str(), S_IFREG | S_IRUSR | S_IWUSR, 0) == 0 || errno == EEXIST) return {};
    return fail(Code::io,
                fmt::format("cannot make the database {}: {}", file.string(), std::generic_category().message(errno)));
}

}  // namespace

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_),
      statement_(std::exchange(other.statement_, nullptr)),
      idle_(other.idle_),
      bound_(other.bound_),
      at_end_(other.at_end_),
      trouble_(std::move(other.trouble_)) {}

Statement::~Statement() {
    if (statement_ == nullptr) return;
    sqlite3_reset(statement_);  // repeats the error of the last step, which was reported
    sqlite3_clear_bindings(statement_);
    idle_->push_back(statement_);
}

Statement& Statement::bound(int code) {
    if (statement_ == nullptr || code == SQLITE_OK) return *this;
    if (is_defect(code))
        throw std::logic_error(
            fmt::format("cannot bind parameter {}: {}", bound_, sqlite3_errmsg(connection_->handle_)));
    trouble_ = std::make_unique<Error>(connection_->failure(code, "binding a value").error());
    return *this;
}

Statement& Statement::bind(std::int64_t number) {
    return bound(sqlite3_bind_int64(statement_, ++bound_, number));
}

Statement& Statement::bind(double number) {
    return bound(sqlite3_bind_double(statement_, ++bound_, number));
}

Statement& Statement::bind(std::string_view text) {
    const char* data = text.empty() ? "" : text.data();  // a null pointer would bind NULL
    return bound(sqlite3_bind_text64(statement_, ++bound_, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement& Statement::bind_null() {
    return bound(sqlite3_bind_null(statement_, ++bound_));
}

Result<bool> Statement::step() {
    if (trouble_) return std::unexpected(*trouble_);
    if (at_end_) return false;  // a further step would begin anew
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    at_end_ = true;
    if (code == SQLITE_DONE) return false;
    return connection_->failure(code, sqlite3_sql(statement_));
}

Result<std::int64_t> Statement::execute() {
    while (true) {
        MSS_TRY_ASSIGN(const bool more, step());
        if (!more) return sqlite3_changes64(connection_->handle_);
    }
}

Result<void> Statement::run() {
    MSS_TRY(execute());
    return {};
}

Result<bool> Statement::changes_one() {
    MSS_TRY_ASSIGN(const std::int64_t changed, execute());
    return changed == 1;
}

std::optional<Timestamp> Statement::time(int column) const {
    if (is_null(column)) return std::nullopt;
    return from_unix_ms(integer(column));
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(statement_, column);
}

std::string Statement::text(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);  // of a text: its bytes
    const int size = sqlite3_column_bytes(statement_, column);
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file,
                                                     const ConnectionOptions& options) {
    if (!options.read_only) MSS_TRY(make_file(file));
    sqlite3* handle = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
    if (handle == nullptr) throw std::bad_alloc();
    std::unique_ptr<Connection> connection(new Connection(handle));  // closes the handle also after a failure
    if (code != SQLITE_OK) return connection->failure(code, "opening");
    if (sqlite3_db_readonly(handle, "main") == 1)
        return fail(Code::io, fmt::format("the database {} is write-protected", file.string()));
    MSS_TRY(connection->set_up(options));
    return connection;
}

Connection::~Connection() {
    for (const auto& [sql, idle] : cache_)
        for (sqlite3_stmt* statement : idle)
            sqlite3_finalize(statement);
    sqlite3_close_v2(handle_);
}

Result<void> Connection::set_up(const ConnectionOptions& options) {
    sqlite3_busy_timeout(handle_, options.busy_ms);
    for (const auto& [setting, value] :
         {std::pair(SQLITE_DBCONFIG_DEFENSIVE, 1), std::pair(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
          std::pair(SQLITE_DBCONFIG_ENABLE_FKEY, 1), std::pair(SQLITE_DBCONFIG_DQS_DML, 0),  // "x" is never a text
          std::pair(SQLITE_DBCONFIG_DQS_DDL, 0)})
        if (const int code = sqlite3_db_config(handle_, setting, value, nullptr); code != SQLITE_OK)
            return failure(code, "setting up");
    MSS_TRY(run(fmt::format("PRAGMA synchronous = {}; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = {}",
                            options.full_sync ? "FULL" : "NORMAL", kLogBytesKept)));
    return options.read_only ? run("PRAGMA query_only = ON") : use_wal(options.busy_ms);
}

// Where two processes turn a new file into one with a write-ahead log at once, SQLite refuses one of them without
// waiting. Taking the write lock, for which it does wait, lets the other get done.
Result<void> Connection::use_wal(int busy_ms) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(busy_ms);
    while (true) {
        Result<void> set = run("PRAGMA journal_mode = WAL");
        if (set || set.error().code != Code::unavailable || std::chrono::steady_clock::now() >= deadline) return set;
        MSS_TRY(run("BEGIN IMMEDIATE; ROLLBACK"));
    }
}

Statement Connection::prepare(std::string_view sql) {
    auto known = cache_.find(sql);
    if (known == cache_.end()) known = cache_.emplace(sql, Statement::Idle()).first;
    Statement::Idle& idle = known->second;
    if (!idle.empty()) {
        sqlite3_stmt* statement = idle.back();
        idle.pop_back();
        return {*this, statement, &idle};
    }
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(handle_, known->first.c_str(), static_cast<int>(sql.size() + 1),
                                        SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    if (is_defect(code)) throw std::logic_error(fmt::format("{}: {}", sqlite3_errmsg(handle_), sql));
    Statement prepared(*this, statement, &idle);
    if (code != SQLITE_OK)
        prepared.trouble_ = std::make_unique<Error>(failure(code, sql).error());
    else if (statement == nullptr || !is_blank(rest))
        throw std::logic_error(fmt::format("not one statement: {}", sql));
    return prepared;
}

Result<void> Connection::run(const std::string& sql) {
    if (const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK)
        return failure(code, sql);
    return {};
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(handle_) == 0;
}

std::vector<std::string> Connection::prepared() const {
    std::vector<std::string> texts;
    texts.reserve(cache_.size());
    for (const auto& [sql, idle] : cache_)
        texts.push_back(sql);
    return texts;
}

std::unexpected<Error> Connection::failure(int code, std::string_view doing) const {
    const char* name = sqlite3_db_filename(handle_, "main");
    const std::string words = sqlite3_errmsg(handle_);
    const int system_error = kind_of(code) == SQLITE_IOERR ? system_error_of(handle_) : 0;
    return fail(code_of(code, system_error), explain(code, system_error, name == nullptr ? "" : name, words),
                fmt::format("SQLite error {} ({}): {}", code, words, doing));
}

}  // namespace mss::store
