#include "store/database.hpp"

#include <atomic>
#include <fstream>
#include <latch>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/random.hpp"
#include "store/test_database.hpp"

namespace mss::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<void> add(Connection& connection, std::string_view name) {
    Statement statement = connection.prepare("INSERT INTO setting (name, value) VALUES (?1, 'x')");
    MSS_TRY(statement.bind(name).execute());
    return {};
}

Database::Work adding(std::string name) {
    return [name = std::move(name)](Connection& connection) { return add(connection, name); };
}

// Fills the database to its last page and asks for more.
Result<void> overfill(Connection& connection) {
    Statement pages = connection.prepare("PRAGMA page_count");
    MSS_TRY(pages.step());
    MSS_TRY(connection.run(fmt::format("PRAGMA max_page_count = {}", pages.integer(0) + 20)));
    Statement statement = connection.prepare("INSERT INTO setting (name, value) VALUES ('too large', ?1)");
    MSS_TRY(statement.bind(std::string(1U << 20U, 'x')).execute());
    return {};
}

std::vector<std::string> names_in(const Database& database) {
    std::vector<std::string> names;
    must(database.read([&](Connection& connection) -> Result<void> {
        names.clear();
        Statement statement = connection.prepare("SELECT name FROM setting ORDER BY name");
        while (true) {
            MSS_TRY_ASSIGN(const bool more, statement.step());
            if (!more) return {};
            names.push_back(statement.text(0));
        }
    }));
    return names;
}

// Threads that write together: while one is kept busy, the others line up behind it, in order, and so become one group.
class Crowd {
public:
    explicit Crowd(Database& database) : database_(database) {
        start([this](Connection&) -> Result<void> {
            entered_.count_down();
            released_.wait();
            return {};
        });
        entered_.wait();
    }
    ~Crowd() { release(); }

    /// Returns when the thread waits. What it brings back is in outcomes after release().
    void add(Database::Work work) {
        std::atomic<pid_t> thread = 0;
        start(std::move(work), &thread);
        thread.wait(0);
        while (!is_asleep(thread))
            std::this_thread::yield();
    }

    void release() {
        if (threads_.empty()) return;
        released_.count_down();
        threads_.clear();
    }

    std::deque<Result<void>> outcomes;  ///< of the added ones, from 1 on

private:
    void start(Database::Work work, std::atomic<pid_t>* id = nullptr) {
        Result<void>& outcome = outcomes.emplace_back();
        threads_.emplace_back([this, &outcome, id, work = std::move(work)] {
            if (id != nullptr) {
                *id = ::gettid();
                id->notify_one();
            }
            try {
                outcome = database_.write(work);
            } catch (const std::exception& error) {
                outcome = fail(Code::gate_failed, error.what());  // a code that the store never gives
            }
        });
    }

    static bool is_asleep(pid_t thread) {
        std::ifstream file(fmt::format("/proc/self/task/{}/stat", thread));
        std::string words;
        std::getline(file, words);
        return words.find(") S ") != std::string::npos;
    }

    Database& database_;
    std::latch entered_{1};
    std::latch released_{1};
    std::vector<std::jthread> threads_;
};

TEST(Database, KeepsWhatWasWritten) {
    TestDatabase database;
    ASSERT_TRUE(database->write(adding("a")));
    database.close();
    EXPECT_FALSE(std::filesystem::exists(database.file().string() + "-wal"));
    database.open();
    EXPECT_THAT(names_in(*database), ElementsAre("a"));
    EXPECT_EQ(database->file(), database.file());
}

TEST(Database, AFailedWriteLeavesNothing) {
    const TestDatabase database;
    const auto failed = database->write([](Connection& connection) -> Result<void> {
        MSS_TRY(add(connection, "a"));
        return fail(Code::invalid, "no");
    });
    EXPECT_EQ(failed.error().code, Code::invalid);
    EXPECT_THROW(static_cast<void>(database->write([](Connection& connection) -> Result<void> {
                     MSS_TRY(add(connection, "b"));
                     throw std::runtime_error("no");
                 })),
                 std::runtime_error);
    ASSERT_TRUE(database->write(adding("c")));
    EXPECT_THAT(names_in(*database), ElementsAre("c"));
}

TEST(Database, ManyThreadsWriteWhatTheySay) {
    constexpr int kThreads = 8;
    constexpr int kWrites = 150;
    const TestDatabase database({.group_max = 5});
    std::atomic<int> surprises = 0;
    const auto write = [&](int thread, int number) {
        const std::string name = fmt::format("{}/{:03}", thread, number);
        try {
            const auto written = database->write([&](Connection& connection) -> Result<void> {
                MSS_TRY(add(connection, name));
                if (number % 10 == 3) return fail(Code::invalid, name);
                if (number % 25 == 7) throw std::runtime_error(name);
                return {};
            });
            if (number % 10 == 3 ? (written || written.error().message != name) : (!written || number % 25 == 7))
                ++surprises;
        } catch (const std::runtime_error& error) {
            if (error.what() != name) ++surprises;
        }
    };
    {
        std::vector<std::jthread> threads;
        threads.reserve(kThreads);
        for (int thread = 0; thread < kThreads; ++thread)
            threads.emplace_back([&, thread] {
                for (int number = 0; number < kWrites; ++number)
                    write(thread, number);
            });
    }
    EXPECT_EQ(surprises, 0);
    std::vector<std::string> expected;
    for (int thread = 0; thread < kThreads; ++thread)
        for (int number = 0; number < kWrites; ++number)
            if (number % 10 != 3 && number % 25 != 7) expected.push_back(fmt::format("{}/{:03}", thread, number));
    EXPECT_EQ(names_in(*database), expected);
}

TEST(Database, WritesThatComeTogetherAreOneCommit) {
    const TestDatabase database;
    std::vector<std::thread::id> ran_on;
    const auto mine = [&](std::string name) -> Database::Work {
        return [&ran_on, name = std::move(name)](Connection& connection) {
            ran_on.push_back(std::this_thread::get_id());
            return add(connection, name);
        };
    };
    Crowd crowd(*database);
    for (const char* name : {"a", "b", "c"})
        crowd.add(mine(name));
    crowd.release();
    ASSERT_EQ(ran_on.size(), 3U);
    EXPECT_EQ(std::set(ran_on.begin(), ran_on.end()).size(), 1U);  // the one that led
    EXPECT_THAT(names_in(*database), ElementsAre("a", "b", "c"));
}

TEST(Database, InACommonCommitEachFailsAlone) {
    const TestDatabase database;
    Crowd crowd(*database);
    crowd.add(adding("a"));
    crowd.add([](Connection& connection) -> Result<void> {
        MSS_TRY(add(connection, "b"));
        return fail(Code::not_found, "b is not to be");
    });
    crowd.add([](Connection& connection) -> Result<void> {
        MSS_TRY(add(connection, "c"));
        throw std::runtime_error("c is broken");
    });
    crowd.add(adding("a"));
    crowd.add(adding("e"));
    crowd.release();
    EXPECT_TRUE(crowd.outcomes[1]);
    EXPECT_EQ(crowd.outcomes[2].error().message, "b is not to be");
    EXPECT_EQ(crowd.outcomes[3].error().message, "c is broken");
    EXPECT_EQ(crowd.outcomes[4].error().code, Code::conflict);
    EXPECT_TRUE(crowd.outcomes[5]);
    EXPECT_THAT(names_in(*database), ElementsAre("a", "e"));
}

TEST(Database, AWriteThatLosesTheTransactionCostsTheOthersNothing) {
    const TestDatabase database;
    int runs = 0;
    bool is_first_run = true;
    Crowd crowd(*database);
    crowd.add([&](Connection& connection) {
        ++runs;
        return add(connection, "a");
    });
    crowd.add([&](Connection& connection) -> Result<void> {
        if (std::exchange(is_first_run, false)) throw std::runtime_error("only once");
        return add(connection, "b");
    });
    crowd.add(overfill);
    crowd.add(adding("d"));
    crowd.release();
    EXPECT_EQ(runs, 2);  // with it and without it
    EXPECT_TRUE(crowd.outcomes[1]);
    EXPECT_TRUE(crowd.outcomes[2]);
    EXPECT_EQ(crowd.outcomes[3].error().code, Code::unavailable);
    EXPECT_TRUE(crowd.outcomes[4]);
    EXPECT_THAT(names_in(*database), ElementsAre("a", "b", "d"));
    EXPECT_EQ(database.integrity(), "ok");
}

TEST(Database, AFullDatabaseRefusesAndGoesOn) {
    const TestDatabase database;
    ASSERT_TRUE(database->write(adding("a")));
    const auto refused = database->write(overfill);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::unavailable);
    ASSERT_TRUE(database->write(adding("b")));
    EXPECT_THAT(names_in(*database), ElementsAre("a", "b"));
}

TEST(Database, WhereTheLockIsNeverFreeNothingOfTheGroupIsKept) {
    const TestDatabase database({.busy_ms = 30});
    const auto stranger = database.stranger();
    {
        Crowd crowd(*database);
        crowd.add(adding("a"));
        crowd.add([&](Connection&) -> Result<void> { return fail(Code::invalid, "never runs"); });
        crowd.release();
        EXPECT_TRUE(crowd.outcomes[1]);
    }
    must(stranger->run("BEGIN IMMEDIATE"));
    EXPECT_EQ(database->write(adding("b")).error().code, Code::unavailable);
    EXPECT_EQ(database->write(adding("c")).error().code, Code::unavailable);
    EXPECT_THAT(names_in(*database), ElementsAre("a"));  // reading goes on
    must(stranger->run("ROLLBACK"));
    EXPECT_TRUE(database->write(adding("d")));
    EXPECT_THAT(names_in(*database), ElementsAre("a", "d"));
}

TEST(Database, AWriteThatEndsItsTransactionIsToldSo) {
    const TestDatabase database;
    EXPECT_EQ(database->write([](Connection& connection) { return connection.run("COMMIT"); }).error().code,
              Code::internal);
    EXPECT_TRUE(database->write(adding("a")));
}

TEST(Database, AWriteWithinAWriteIsADefect) {
    const TestDatabase database;
    EXPECT_THROW(static_cast<void>(database->write([&](Connection&) { return database->write(adding("a")); })),
                 std::logic_error);
    EXPECT_TRUE(database->write(adding("b")));
}

TEST(Database, AReaderSeesOneState) {
    const TestDatabase database;
    must(database->write(adding("a")));
    std::vector<std::int64_t> seen;
    must(database->read([&](Connection& connection) -> Result<void> {
        for (int i = 0; i < 2; ++i) {
            Statement statement = connection.prepare("SELECT count(*) FROM setting");
            MSS_TRY(statement.step());
            seen.push_back(statement.integer(0));
            std::jthread([&] { must(database->write(adding(fmt::format("b{}", i)))); }).join();
        }
        return {};
    }));
    EXPECT_THAT(seen, ElementsAre(1, 1));
    EXPECT_EQ(database.number("SELECT count(*) FROM setting"), 3);
}

TEST(Database, AReaderCannotWrite) {
    const TestDatabase database({.readers_max = 1});
    EXPECT_EQ(database->read(adding("a")).error().code, Code::internal);
    EXPECT_THROW(static_cast<void>(database->read([](Connection&) -> Result<void> { throw std::runtime_error("no"); })),
                 std::runtime_error);
    EXPECT_EQ(database->read([](Connection&) -> Result<void> { return fail(Code::not_found, "no"); }).error().code,
              Code::not_found);
    EXPECT_EQ(database.number("SELECT count(*) FROM setting"), 0);
}

TEST(Database, MoreReadersThanConnectionsTakeTurns) {
    const TestDatabase database({.readers_max = 2});
    must(database->write(adding("a")));
    std::atomic<int> inside = 0;
    std::atomic<int> most = 0;
    std::atomic<int> good = 0;
    {
        std::vector<std::jthread> threads;
        threads.reserve(6);
        for (int thread = 0; thread < 6; ++thread)
            threads.emplace_back([&] {
                for (int i = 0; i < 50; ++i)
                    must(database->read([&](Connection& connection) -> Result<void> {
                        const int now = ++inside;
                        for (int known = most; now > known && !most.compare_exchange_weak(known, now);) {
                        }
                        Statement statement = connection.prepare("SELECT name FROM setting");
                        MSS_TRY_ASSIGN(const bool found, statement.step());
                        if (found && statement.text(0) == "a") ++good;
                        --inside;
                        return {};
                    }));
            });
    }
    EXPECT_EQ(good, 300);
    EXPECT_LE(most, 2);
}

TEST(Database, AFileThatIsNoDatabaseIsAnError) {
    const TemporaryDirectory folder;
    std::ofstream(folder.path() / "mss.db") << std::string(5000, 'x');
    EXPECT_EQ(Database::open(folder.path() / "mss.db").error().code, Code::io);
    std::ofstream(folder.path() / "file") << "no folder";
    EXPECT_EQ(Database::open(folder.path() / "file" / "mss.db").error().code, Code::io);
}

// The pages that hold the rows are damaged, not the head: that shows only when they are read.
TEST(Database, DamagedPagesAreAnErrorOfTheRead) {
    TestDatabase database;
    for (int i = 0; i < 200; ++i)
        must(database->write(adding(fmt::format("{:03}", i))));
    database.close();
    std::string bytes = must(read_file(database.file(), 10U << 20U));
    Random random(std::uint64_t{1});
    for (std::size_t at = bytes.size() / 2; at < bytes.size(); ++at)
        bytes[at] = static_cast<char>(random.next());
    std::ofstream(database.file()) << bytes;
    const auto opened = Database::open(database.file());
    const auto read = opened ? (*opened)->read([](Connection& connection) -> Result<void> {
        for (const char* sql : {"SELECT count(*), max(value) FROM setting", "SELECT count(*) FROM task_event"})
            MSS_TRY(connection.prepare(sql).step());
        return {};
    })
                             : Result<void>(std::unexpected(opened.error()));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Code::io);
}

}  // namespace
}  // namespace mss::store
