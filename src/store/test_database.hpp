#pragma once
// What the tests of stores share: a real database in a temporary folder, other processes that use it, and a look at how
// SQLite runs statements. Only for tests; confined to the test's thread. What goes wrong is an exception, which fails
// the test.

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <memory>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "base/fd.hpp"
#include "base/file.hpp"
#include "store/database.hpp"

namespace mss::store {

/// The value, or an exception with the error's words.
template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message + " [" + result.error().detail + "]");
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// A database of its own, that a test may also close and open again.
class TestDatabase {
public:
    explicit TestDatabase(const DatabaseOptions& options = {}) : options_(options) { open(); }

    Database& operator*() const { return *database_; }
    Database* operator->() const { return database_.get(); }
    std::filesystem::path file() const { return folder_.path() / "data" / "mss.db"; }
    void close() { database_.reset(); }
    void open() { database_ = must(Database::open(file(), options_)); }

    /// A second way to the file, as another process has it.
    std::unique_ptr<Connection> stranger(int busy_ms = 0) const {
        return must(Connection::open(file(), {.busy_ms = busy_ms}));
    }

    /// The one number that a query gives.
    std::int64_t number(std::string_view sql) const {
        std::int64_t value = 0;
        must(database_->read([&](Connection& connection) -> Result<void> {
            Statement statement = connection.prepare(sql);
            MSS_TRY(statement.step());
            value = statement.integer(0);
            return {};
        }));
        return value;
    }

    /// The words of PRAGMA integrity_check: "ok".
    std::string integrity() const {
        std::string words;
        must(database_->read([&](Connection& connection) -> Result<void> {
            Statement statement = connection.prepare("PRAGMA integrity_check");
            MSS_TRY(statement.step());
            words = statement.text(0);
            return {};
        }));
        return words;
    }

private:
    TemporaryDirectory folder_;
    DatabaseOptions options_;
    std::unique_ptr<Database> database_;
};

/// A copy of this process that runs a function and reports bytes through a pipe. Made while the test has no other
/// threads. It is killed at the end if it still runs.
class ForkedProcess {
public:
    /// `work` gets the descriptor to report to. The copy leaves with 0, or with 1 where `work` throws.
    explicit ForkedProcess(const std::function<void(int)>& work) {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        reports_ = UniqueFd(ends[0]);
        UniqueFd report(ends[1]);
        pid_ = ::fork();
        if (pid_ < 0) throw std::runtime_error("no process");
        if (pid_ > 0) return;
        int code = 1;
        try {
            work(report.get());
            code = 0;
        } catch (const std::exception& error) {
            static_cast<void>(::write(STDERR_FILENO, error.what(), std::string_view(error.what()).size()));
        }
        ::_exit(code);
    }
    ~ForkedProcess() { wait(SIGKILL); }
    ForkedProcess(const ForkedProcess&) = delete;
    ForkedProcess& operator=(const ForkedProcess&) = delete;

    /// Up to `most` bytes of the report; less at its end.
    std::string read(std::size_t most) const {
        std::string bytes(most, '\0');
        std::size_t size = 0;
        while (size < most) {
            const ssize_t got = ::read(reports_.get(), bytes.data() + size, most - size);
            if (got <= 0) break;
            size += static_cast<std::size_t>(got);
        }
        bytes.resize(size);
        return bytes;
    }

    /// Whether there is something to read now.
    bool has_reported() const {
        pollfd report{reports_.get(), POLLIN, 0};
        return ::poll(&report, 1, 0) == 1 && (report.revents & POLLIN) != 0;
    }

    /// Sends it a signal if one is given, and waits for its end; its exit code, or minus the signal that ended it.
    int wait(int signal = 0) {
        if (pid_ <= 0) return ended_;
        if (signal != 0) ::kill(pid_, signal);
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = 0;
        ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
        return ended_;
    }

private:
    pid_t pid_ = 0;
    int ended_ = 0;
    UniqueFd reports_;
};

/// How SQLite runs a statement, one step a line.
inline std::string plan_of(Connection& connection, const std::string& sql) {
    Statement statement = connection.prepare("EXPLAIN QUERY PLAN " + sql);
    std::string plan;
    while (must(statement.step()))
        plan += statement.text(3) + "\n";
    return plan;
}

/// The statements that this connection has prepared and that read a whole table, or a whole index that is not a partial
/// one, each after the step of its plan that does so. Tables that are always small may be named.
inline std::vector<std::string> whole_reads(Connection& connection, const std::vector<std::string>& small_tables) {
    std::vector<std::string> harmless;
    {
        Statement partial =
            connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'");
        while (must(partial.step()))
            harmless.push_back(" INDEX " + partial.text(0));
    }
    for (const std::string& table : small_tables)
        harmless.push_back("SCAN " + table);
    const auto is_harmless = [](std::string_view step, const std::string& words) {
        const std::size_t at = step.find(words);
        if (at == std::string_view::npos) return false;
        const std::string_view rest = step.substr(at + words.size());
        return rest.empty() || rest.front() == ' ';
    };
    const auto reads_all = [&](std::string_view step) {
        return step.starts_with("SCAN ") &&
               std::ranges::none_of(harmless, [&](const std::string& words) { return is_harmless(step, words); });
    };
    std::vector<std::string> found;
    for (const std::string& sql : connection.prepared()) {
        if (!sql.starts_with("SELECT") && !sql.starts_with("UPDATE") && !sql.starts_with("DELETE")) continue;
        if (sql.find("sqlite_schema") != std::string::npos) continue;
        std::istringstream plan(plan_of(connection, sql));
        for (std::string step; std::getline(plan, step);)
            if (reads_all(step)) found.push_back(fmt::format("{}\n{}\n", step, sql));
    }
    return found;
}

}  // namespace mss::store
