// Several processes on one SQLite file, some of them killed in the middle of their work.

#include <array>
#include <csignal>
#include <cstdio>
#include <map>
#include <set>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "base/fd.hpp"
#include "base/identifier.hpp"
#include "contract/store_contract.hpp"
#include "support/ahead_clock.hpp"

namespace mss::test {
namespace {

using namespace tasks;

constexpr milliseconds kForever{600'000};  ///< a test that is not woken fails by its own time limit

/// A copy of this process that runs a function; made while there is one thread only, and killed at the end at the
/// latest. What it writes to its descriptor can be read here.
class Process {
public:
    explicit Process(const std::function<void(int fd)>& work) {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) throw std::runtime_error("cannot make a pipe");
        output_ = UniqueFd(ends[0]);
        UniqueFd input(ends[1]);
        pid_ = ::fork();
        if (pid_ != 0) return;
        try {
            work(input.get());
        } catch (const std::exception& error) {
            std::fprintf(stderr, "the other process failed: %s\n", error.what());
            ::_exit(1);
        }
        ::_exit(0);
    }
    ~Process() { kill(); }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void kill() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }
    /// All that it wrote, to its end.
    std::string read_all() {
        std::string text;
        std::array<char, 4096> buffer{};
        while (true) {
            const auto count = ::read(output_.get(), buffer.data(), buffer.size());
            if (count <= 0) return text;
            text.append(buffer.data(), static_cast<std::size_t>(count));
        }
    }
    /// A byte of it; false at its end.
    bool read_one() {
        char byte = 0;
        return ::read(output_.get(), &byte, 1) == 1;
    }

private:
    UniqueFd output_;
    pid_t pid_ = -1;
};

void write_all(int fd, std::string_view text) {
    if (::write(fd, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        throw std::runtime_error("cannot write to the pipe");
}

class Processes : public testing::Test {
protected:
    /// Claims and settles for ever, as a worker of its own.
    void work_until_killed(const std::string& worker, int fd) const {
        const SystemClock clock;
        const SqliteFixture sqlite(file_, clock);
        must(sqlite.store->register_worker(card_of(worker)));
        while (true) {
            const auto seen = sqlite.store->wake_number();
            must(sqlite.store->renew(worker));
            std::vector<Settlement> settlements;
            for (const ClaimedTask& one : must(sqlite.store->claim(request_of(worker, 5))))
                settlements.push_back(settlement_of(one.claim(), Ending::succeeded));
            if (settlements.empty()) {
                sqlite.store->wait_for_change(seen, kForever, -1);
                continue;
            }
            write_all(fd, "c");  // between claim and settle is where a kill hurts most
            for (const bool counted : must(sqlite.store->settle(settlements, 0)))
                if (!counted) throw std::logic_error("a task was taken away from a worker that lives");
        }
    }

    TemporaryDirectory folder_;
    std::filesystem::path file_ = folder_.path() / "mss.db";
};

std::vector<std::string> enqueue_many(TaskStore& store, int count) {
    return must(store.enqueue(std::vector<TaskCall>(static_cast<std::size_t>(count), call_of())));
}

std::map<std::string, int> count_kinds(TaskStore& store, const std::string& id) {
    std::map<std::string, int> counts;
    for (const Event& event : must(store.events(id, 0, 1'000)))
        ++counts[event.kind];
    return counts;
}

TEST_F(Processes, WakeEachOtherAndShareTheWork) {
    Process other([&](int fd) { work_until_killed(kOther, fd); });
    const SystemClock clock;
    const SqliteFixture sqlite(file_, clock);
    for (int round = 0; round < 5; ++round) {
        const auto ids = enqueue_many(*sqlite.store, 20);
        for (const std::string& id : ids) {
            while (true) {
                const auto seen = sqlite.store->wake_number();
                if (must(sqlite.store->find(id)).value().state == State::succeeded) break;
                sqlite.store->wait_for_change(seen, kForever, -1);
            }
        }
    }
    replay(*sqlite.store);
}

TEST_F(Processes, SeeAtOnceThatAWorkerWasKilled) {
    Process worker([&](int fd) { work_until_killed("worker", fd); });
    AheadClock clock;
    const SqliteFixture sqlite(file_, clock);
    enqueue_many(*sqlite.store, 60);
    ASSERT_TRUE(worker.read_one());
    EXPECT_EQ(must(sqlite.store->recover()), 0) << "it lives";
    worker.kill();
    must(sqlite.store->recover());
    EXPECT_FALSE(must(sqlite.store->renew("worker")).known);
    EXPECT_TRUE(std::filesystem::is_empty(file_.string() + "-workers"));
    for (const QueueCounts& counts : must(sqlite.store->counts()))
        EXPECT_EQ(counts.running, 0);
}

TEST_F(Processes, LoseNothingWhenWorkersAreKilled) {
    constexpr int kRounds = 6;
    AheadClock clock;
    std::vector<std::string> ids;
    for (int round = 0; round < kRounds; ++round) {
        Process worker([&](int fd) { work_until_killed("worker-" + std::to_string(round), fd); });
        const SqliteFixture sqlite(file_, clock);
        for (const std::string& id : enqueue_many(*sqlite.store, 60))
            ids.push_back(id);
        for (int claims = 0; claims <= round; ++claims)
            ASSERT_TRUE(worker.read_one());
        worker.kill();
        clock.advance(kLease);
        must(sqlite.store->recover());
        for (const QueueCounts& counts : must(sqlite.store->counts()))
            EXPECT_EQ(counts.running, 0);
    }
    const SqliteFixture sqlite(file_, clock);
    must(sqlite.store->register_worker(card_of(kWorker)));
    while (true) {
        std::vector<Settlement> settlements;
        for (const ClaimedTask& one : must(sqlite.store->claim(request_of(kWorker, 50))))
            settlements.push_back(settlement_of(one.claim(), Ending::succeeded));
        if (settlements.empty()) break;
        for (const bool counted : must(sqlite.store->settle(settlements, 0)))
            EXPECT_TRUE(counted);
    }
    TaskQuery query;
    query.limit = 1'000;
    EXPECT_EQ(must(sqlite.store->list(query)).size(), ids.size());
    for (const std::string& id : ids) {
        EXPECT_EQ(must(sqlite.store->find(id)).value().state, State::succeeded);
        auto kinds = count_kinds(*sqlite.store, id);
        EXPECT_EQ(kinds["enqueued"], 1);
        EXPECT_EQ(kinds["succeeded"], 1);
        EXPECT_EQ(kinds["started"], 1 + kinds["recovered"]);
    }
    replay(*sqlite.store);
}

TEST_F(Processes, KeepWhatTheyAcceptedWhenKilled) {
    constexpr std::size_t kIdSize = 36;
    Process other([&](int fd) {
        const SystemClock clock;
        const SqliteFixture sqlite(file_, clock);
        while (true)
            for (const std::string& id : enqueue_many(*sqlite.store, 7))
                write_all(fd, id);
    });
    for (std::size_t bytes = 0; bytes < 50 * kIdSize; ++bytes)
        ASSERT_TRUE(other.read_one());
    other.kill();
    const std::string rest = other.read_all();
    const SystemClock clock;
    const SqliteFixture sqlite(file_, clock);
    TaskQuery query;
    std::set<std::string> there;
    query.limit = 1'000;
    while (true) {
        const auto page = must(sqlite.store->list(query));
        if (page.empty()) break;
        for (const Task& task : page)
            EXPECT_TRUE(there.insert(task.id).second);
        query.before = page.back().id;
    }
    EXPECT_EQ(there.size() % 7, 0U);  // all or none of each call
    EXPECT_GE(there.size(), 50 + rest.size() / kIdSize);
    for (std::size_t at = 0; at + kIdSize <= rest.size(); at += kIdSize)
        EXPECT_TRUE(there.contains(rest.substr(at, kIdSize)));
}

}  // namespace
}  // namespace mss::test
