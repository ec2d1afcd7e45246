// What only the SQLite store promises: a task and the rows it belongs to are accepted together, what is accepted is
// there for the next opening of the file and for other processes, and no lease outlives the machine's start.

#include <gtest/gtest.h>

#include "base/identifier.hpp"
#include "contract/store_contract.hpp"

namespace mss::test {
namespace {

using namespace tasks;

class Sqlite : public testing::Test {
protected:
    SqliteFixture open(const std::string& boot_id = {}) { return {file_, clock_, boot_id}; }

    static std::string enqueue(TaskStore& store) {
        const TaskCall call = call_of();
        return must(store.enqueue(std::span(&call, 1))).front();
    }

    JumpingClock clock_;
    TemporaryDirectory folder_;
    std::filesystem::path file_ = folder_.path() / "mss.db";
};

Result<void> add_setting(store::Connection& connection) {
    auto statement = connection.prepare("INSERT INTO setting (name, value) VALUES ('a', 'b')");
    MSS_TRY(statement.execute());
    return {};
}

std::int64_t count_settings(const store::Database& database) {
    std::int64_t count = -1;
    must(database.read([&](store::Connection& connection) -> Result<void> {
        auto statement = connection.prepare("SELECT count(*) FROM setting");
        MSS_TRY(statement.step());
        count = statement.integer(0);
        return {};
    }));
    return count;
}

TEST_F(Sqlite, AcceptsATaskTogetherWithTheCallersRow) {
    auto sqlite = open();
    std::vector<std::string> ids;
    const std::vector<TaskCall> calls{call_of("a"), call_of("b")};
    const auto written = sqlite.database->write([&](store::Connection& connection) -> Result<void> {
        MSS_TRY(add_setting(connection));
        MSS_TRY_ASSIGN(ids, sqlite.store->enqueue_in(connection, calls));
        return {};
    });
    ASSERT_TRUE(written) << written.error().message;
    ASSERT_EQ(ids.size(), 2U);
    EXPECT_EQ(must(sqlite.store->find(ids[1])).value().name, "b");
    EXPECT_EQ(count_settings(*sqlite.database), 1);
    const auto seen = sqlite.store->wake_number();
    sqlite.store->ring();
    EXPECT_NE(sqlite.store->wake_number(), seen);
}

TEST_F(Sqlite, TakesTheTaskBackWithTheCallersTransaction) {
    auto sqlite = open();
    std::vector<std::string> ids;
    const TaskCall call = call_of();
    const auto written = sqlite.database->write([&](store::Connection& connection) -> Result<void> {
        MSS_TRY_ASSIGN(ids, sqlite.store->enqueue_in(connection, std::span(&call, 1)));
        MSS_TRY(add_setting(connection));
        return fail(Code::cancelled, "the caller thinks better of it");
    });
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Code::cancelled);
    EXPECT_FALSE(must(sqlite.store->find(ids.at(0))));
    EXPECT_EQ(must(sqlite.store->last_event()), 0);
    EXPECT_EQ(count_settings(*sqlite.database), 0);
}

TEST_F(Sqlite, LeavesTheCallersTransactionWholeWhenItRefusesACall) {
    auto sqlite = open();
    TaskCall taken = call_of();
    taken.id = enqueue(*sqlite.store);
    const std::vector<TaskCall> calls{call_of("b"), taken};
    Code refusal{};
    const auto written = sqlite.database->write([&](store::Connection& connection) -> Result<void> {
        const auto ids = sqlite.store->enqueue_in(connection, calls);
        refusal = ids ? Code::internal : ids.error().code;
        return add_setting(connection);  // the caller goes on without the task
    });
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(refusal, Code::conflict);
    EXPECT_EQ(count_settings(*sqlite.database), 1);
    EXPECT_EQ(must(sqlite.store->list({})).size(), 1U);
}

TEST_F(Sqlite, KeepsEverythingWhenTheFileIsOpenedAgain) {
    std::string waiting;
    Claim held;
    {
        auto sqlite = open();
        must(sqlite.store->register_worker(card_of(kWorker)));
        enqueue(*sqlite.store);
        held = must(sqlite.store->claim(request_of(kWorker, 1))).at(0).claim();
        waiting = enqueue(*sqlite.store);
        must(sqlite.store->pause("default"));
    }
    auto sqlite = open();
    EXPECT_EQ(must(sqlite.store->find(waiting)).value().state, State::ready);
    EXPECT_TRUE(must(sqlite.store->counts()).at(0).paused);
    // Whoever looks sees that the worker went without a word, and need not wait for the end of its lease.
    EXPECT_EQ(must(sqlite.store->recover()), 1);
    EXPECT_EQ(must(sqlite.store->find(held.task_id)).value().interruptions, 1);
    EXPECT_FALSE(must(sqlite.store->renew(kWorker)).known);
    const Settlement settlement = settlement_of(held, Ending::succeeded);
    EXPECT_FALSE(must(sqlite.store->settle(std::span(&settlement, 1), 0)).at(0));
}

// What an attempt writes beside its result is fenced as the result is.
TEST_F(Sqlite, TellsTheCallersTransactionWhetherAClaimHolds) {
    auto sqlite = open();
    must(sqlite.store->register_worker(card_of(kWorker)));
    const std::string id = enqueue(*sqlite.store);
    const auto holds = [&](const Claim& claim) {
        bool held = false;
        must(sqlite.database->write([&](store::Connection& connection) -> Result<void> {
            MSS_TRY_ASSIGN(held, sqlite.store->holds_in(connection, claim));
            return {};
        }));
        return held;
    };
    const Claim first = must(sqlite.store->claim(request_of(kWorker, 1))).at(0).claim();
    EXPECT_TRUE(holds(first));
    EXPECT_FALSE(holds({first.task_id, first.fence + 1}));
    must(sqlite.store->leave(kWorker));
    EXPECT_FALSE(holds(first)) << "nobody runs it";
    must(sqlite.store->register_worker(card_of(kWorker)));
    const Claim second = must(sqlite.store->claim(request_of(kWorker, 1))).at(0).claim();
    EXPECT_FALSE(holds(first));
    EXPECT_TRUE(holds(second));
    must(sqlite.store->cancel(id));
    EXPECT_FALSE(holds(second)) << "somebody asked to cancel it";
}

TEST_F(Sqlite, ARowThatNobodyCanReadIsAnErrorAndNoCrash) {
    auto sqlite = open();
    must(sqlite.store->register_worker(card_of(kWorker)));
    const std::string id = enqueue(*sqlite.store);
    must(sqlite.database->write(
        [&](store::Connection& connection) { return connection.run("UPDATE task SET failure = 'torn'"); }));
    EXPECT_EQ(sqlite.store->find(id).error().code, Code::io);
    EXPECT_EQ(sqlite.store->claim(request_of(kWorker, 1)).error().code, Code::io);
    must(sqlite.database->write(
        [&](store::Connection& connection) { return connection.run("UPDATE task SET failure = ''"); }));
    EXPECT_EQ(must(sqlite.store->claim(request_of(kWorker, 1))).size(), 1U);
}

TEST_F(Sqlite, EndsAllLeasesWhenTheMachineStartsAgain) {
    std::string id;
    Claim held;
    {
        auto sqlite = open("one start");
        must(sqlite.store->register_worker(card_of(kWorker)));
        id = enqueue(*sqlite.store);
        held = must(sqlite.store->claim(request_of(kWorker, 1))).at(0).claim();
    }
    auto sqlite = open("the next start");
    EXPECT_FALSE(must(sqlite.store->renew(kWorker)).known);
    EXPECT_EQ(sqlite.store->claim(request_of(kWorker, 1)).error().code, Code::conflict);
    EXPECT_EQ(must(sqlite.store->recover()), 1);
    const Task freed = must(sqlite.store->find(id)).value();
    EXPECT_EQ(freed.state, State::ready);
    EXPECT_EQ(freed.attempt, 0);
    const Settlement settlement = settlement_of(held, Ending::succeeded);
    EXPECT_FALSE(must(sqlite.store->settle(std::span(&settlement, 1), 0)).at(0));
}

TEST_F(Sqlite, SeesWhatAnotherOpeningOfTheFileDoes) {
    auto here = open();
    auto there = open();
    const auto seen = there.store->wake_number();
    const std::string id = enqueue(*here.store);
    there.store->wait_for_change(seen, std::chrono::minutes(10), -1);
    EXPECT_EQ(must(there.store->find(id)).value().state, State::ready);
    must(here.store->register_worker(card_of(kWorker)));
    must(there.store->register_worker(card_of(kOther)));
    EXPECT_EQ(must(there.store->claim(request_of(kOther, 1))).size(), 1U);
    EXPECT_TRUE(must(here.store->claim(request_of(kWorker, 1))).empty());
}

}  // namespace
}  // namespace mss::test
