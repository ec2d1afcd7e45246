// A record and its broker: what is asked of one comes to the other, and what came of it back.
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/store_contract.hpp"
#include "tasks/brokered_task_store.hpp"
#include "tasks/memory_task_store.hpp"
#include "tasks/record_keeper.hpp"

namespace mss::tasks {
namespace {

using std::chrono::milliseconds;
using test::must;

class RecordTest : public testing::Test {
protected:
    RecordTest() {
        store::DatabaseOptions options;
        options.full_sync = false;
        database = must(store::Database::open(folder.path() / "mss.db", options));
        record = must(SqliteTaskStore::open(*database, clock, Duty::record));
        restart_broker();
        must(broker->register_worker(test::card_of("w")));
    }

    /// One that lost everything.
    void restart_broker() {
        broker = std::make_unique<MemoryTaskStore>(clock);
        relay = std::make_unique<OutboxRelay>(*database, *broker, clock, log);
        projection = std::make_unique<Projection>(*database, *broker, clock, "test");
    }

    std::string send(TaskCall call = test::call_of("job", "ann")) { return must(record->enqueue({&call, 1})).front(); }
    std::int64_t deliver() { return must(relay->deliver()); }
    void project() {
        while (must(projection->step()).events > 0) {
        }
    }
    ClaimedTask claim() {
        auto claimed = must(broker->claim({.worker = "w", .queues = {}, .names = {"job"}, .most = 1, .limits = {}}));
        if (claimed.size() != 1) throw std::runtime_error("nothing to claim");
        return std::move(claimed.front());
    }
    void settle(const ClaimedTask& claimed, Ending ending) {
        const Settlement settlement{.claim = claimed.claim(),
                                    .outcome = {.ending = ending,
                                                .result = ending == Ending::succeeded ? R"({"n":1})" : "",
                                                .failure = {"invalid", "no", ""},
                                                .retry_after = {}},
                                    .policy = {}};
        must(broker->settle({&settlement, 1}, 0.5));
    }
    bool holds(const Claim& claim) {
        bool held = false;
        must(database->write([&](store::Connection& connection) -> Result<void> {
            MSS_TRY_ASSIGN(held, record->holds_in(connection, claim));
            return {};
        }));
        return held;
    }
    Task known(const std::string& id) { return must(record->find(id)).value(); }
    std::vector<std::string> log_of(const std::string& id) {
        std::vector<std::string> kinds;
        for (const Event& event : must(record->events(id, 0, 1000)))
            kinds.push_back(event.kind);
        return kinds;
    }

    test::JumpingClock clock;
    TemporaryDirectory folder;
    std::ostringstream log_text;
    const observe::Logger log{log_text, observe::Level::info};
    std::unique_ptr<store::Database> database;
    std::unique_ptr<SqliteTaskStore> record;
    std::unique_ptr<MemoryTaskStore> broker;
    std::unique_ptr<OutboxRelay> relay;
    std::unique_ptr<Projection> projection;
};

TEST_F(RecordTest, TellsTheBrokerAndLearnsWhatCameOfIt) {
    TaskCall call = test::call_of("job", "ann");
    call.arguments = R"({"a":1})";
    call.priority = 2;
    const std::string id = send(call);
    EXPECT_FALSE(must(broker->find(id)));
    EXPECT_EQ(deliver(), 1);
    EXPECT_EQ(deliver(), 0);
    const ClaimedTask claimed = claim();
    EXPECT_EQ(claimed.task.id, id);
    EXPECT_EQ(claimed.task.arguments, R"({"a":1})");
    EXPECT_EQ(claimed.task.owner, "ann");
    EXPECT_EQ(claimed.task.priority, 2);
    must(broker->report(claimed.claim(), R"({"percent":50})"));
    project();
    EXPECT_EQ(known(id).state, State::running);
    EXPECT_EQ(known(id).progress, R"({"percent":50})");
    EXPECT_EQ(known(id).worker, "w");
    settle(claimed, Ending::succeeded);
    project();
    EXPECT_EQ(known(id).state, State::succeeded);
    EXPECT_EQ(known(id).result, R"({"n":1})");
    EXPECT_TRUE(known(id).finished_at);
    EXPECT_THAT(log_of(id), testing::ElementsAre("enqueued", "started", "progress", "succeeded"));
}

TEST_F(RecordTest, LosesNothingWhereARelayIsCutOff) {
    const std::string id = send();
    TaskCall call = test::call_of("job", "ann");
    call.id = id;
    must(broker->enqueue({&call, 1}));  // and was killed before it took the entry out
    EXPECT_EQ(deliver(), 1);
    settle(claim(), Ending::succeeded);
    EXPECT_THROW(claim(), std::runtime_error) << "it is there once";
    project();
    EXPECT_EQ(known(id).state, State::succeeded);
}

TEST_F(RecordTest, CancelsInTheOrderInWhichItWasAsked) {
    const std::string waiting = send();
    EXPECT_EQ(must(record->cancel(waiting)), State::ready) << "what it is is known only there";
    EXPECT_TRUE(known(waiting).cancel_requested);
    EXPECT_EQ(deliver(), 2);
    project();
    EXPECT_EQ(known(waiting).state, State::cancelled);

    const std::string running = send();
    deliver();
    const ClaimedTask claimed = claim();
    project();
    must(record->cancel(running));
    deliver();
    EXPECT_THAT(must(broker->renew("w")).to_cancel, testing::SizeIs(1));
    project();
    EXPECT_EQ(known(running).state, State::running);
    EXPECT_TRUE(known(running).cancel_requested);
    settle(claimed, Ending::succeeded);
    project();
    EXPECT_EQ(known(running).state, State::cancelled);
    EXPECT_THAT(log_of(running), testing::ElementsAre("enqueued", "started", "cancel_requested", "cancelled"));
}

TEST_F(RecordTest, RevivesAlsoWhatTheBrokerHasForgotten) {
    const std::string id = send();
    deliver();
    settle(claim(), Ending::fatal);
    project();
    EXPECT_EQ(known(id).state, State::dead);
    must(record->revive(id));
    EXPECT_EQ(known(id).state, State::ready);
    deliver();
    settle(claim(), Ending::fatal);
    project();
    EXPECT_EQ(known(id).state, State::dead);
    EXPECT_EQ(known(id).attempt, 1) << "it was counted anew";

    restart_broker();
    must(broker->register_worker(test::card_of("w")));
    must(record->revive(id));
    deliver();
    EXPECT_TRUE(must(projection->step()).forgotten);
    settle(claim(), Ending::succeeded);
    project();
    EXPECT_EQ(known(id).state, State::succeeded);
}

TEST_F(RecordTest, SendsAgainWhatABrokerLost) {
    const std::string ended = send();
    deliver();
    settle(claim(), Ending::succeeded);
    const std::string waiting = send();
    deliver();
    project();
    restart_broker();
    EXPECT_TRUE(must(projection->step()).forgotten);
    must(relay->send_unfinished_again());
    must(relay->send_unfinished_again());
    EXPECT_EQ(deliver(), 1);
    EXPECT_TRUE(must(broker->find(waiting)));
    EXPECT_FALSE(must(broker->find(ended)));
}

TEST_F(RecordTest, SeesThatALogBeganAnewHoweverLongItIsByNow) {
    send();
    deliver();
    project();
    const std::string waiting = send();
    restart_broker();
    must(broker->register_worker(test::card_of("w")));
    for (int i = 0; i < 20; ++i) {
        const TaskCall foreign = test::call_of("job", "");
        must(broker->enqueue({&foreign, 1}));
    }
    EXPECT_TRUE(must(projection->step()).forgotten);
    EXPECT_EQ(must(projection->step()).events, 0) << "what happened there meanwhile is nobody's here";
    deliver();
    EXPECT_TRUE(must(broker->find(waiting)));
    project();
    EXPECT_EQ(known(waiting).state, State::ready);
}

TEST_F(RecordTest, LetsWhatWasSentAgainFinish) {
    TaskCall foreign = test::call_of("job", "");
    foreign.fence = 1000;  // as a broker counts those that came by other ways
    const std::string id = must(broker->enqueue({&foreign, 1})).front();
    const ClaimedTask lost = claim();
    project();
    EXPECT_GT(known(id).fence, 1000);
    restart_broker();
    must(broker->register_worker(test::card_of("w")));
    EXPECT_TRUE(must(projection->step()).forgotten);
    deliver();
    const ClaimedTask again = claim();
    EXPECT_GT(again.task.fence, lost.task.fence);
    EXPECT_TRUE(holds({id, again.task.fence}));
    EXPECT_FALSE(holds({id, lost.task.fence})) << "who still works on its earlier life";
}

TEST_F(RecordTest, CancelsAgainWhatWasSentAgain) {
    const std::string id = send();
    deliver();
    const ClaimedTask claimed = claim();
    project();
    must(record->cancel(id));
    deliver();
    restart_broker();
    EXPECT_TRUE(must(projection->step()).forgotten);
    EXPECT_EQ(deliver(), 2);
    project();
    EXPECT_EQ(known(id).state, State::cancelled);
}

TEST_F(RecordTest, CanBeAskedToCancelTwice) {
    const std::string id = send();
    must(record->cancel(id));
    deliver();
    must(record->cancel(id));
    EXPECT_EQ(deliver(), 1);
    EXPECT_THAT(log_of(id), testing::ElementsAre("enqueued", "cancel_requested"));
}

TEST_F(RecordTest, KeepsARevivalThatIsNotToldYet) {
    const std::string id = send();
    deliver();
    settle(claim(), Ending::fatal);
    project();
    must(record->revive(id));
    // Something of its first life is read only now.
    Projection late(*database, *broker, clock, "late");
    EXPECT_GT(must(late.step()).events, 0);
    EXPECT_EQ(known(id).state, State::ready);
    deliver();
    settle(claim(), Ending::succeeded);
    project();
    EXPECT_EQ(known(id).state, State::succeeded);
}

TEST_F(RecordTest, LeavesASuccessAsItIs) {
    const std::string id = send();
    deliver();
    const ClaimedTask claimed = claim();
    project();
    settle(claimed, Ending::succeeded);
    project();
    // A broker that lost its last moments has the task as it was before.
    restart_broker();
    must(broker->register_worker(test::card_of("w")));
    TaskCall before = test::call_of("job", "ann");
    before.id = id;
    must(broker->enqueue({&before, 1}));
    claim();
    Projection other(*database, *broker, clock, "other");
    EXPECT_GT(must(other.step()).events, 0);
    EXPECT_EQ(known(id).state, State::succeeded);
    EXPECT_EQ(known(id).result, R"({"n":1})");
}

// A broker that keeps only the last events, as one does whose log has a length.
class Forgetful final : public TaskStore {
public:
    explicit Forgetful(TaskStore& store) : store_(store) {}
    std::int64_t oldest = 0;  ///< of the events that are left

    Result<std::vector<Event>> events_since(std::int64_t after, int limit) override {
        return store_.events_since(std::max(after, oldest - 1), limit);
    }
    Result<std::int64_t> last_event() override { return store_.last_event(); }
    Result<std::optional<Task>> find(std::string_view id) override { return store_.find(id); }
    Result<std::vector<std::string>> enqueue(std::span<const TaskCall>) override { return unasked(); }
    Result<std::vector<Task>> list(const TaskQuery&) override { return unasked(); }
    Result<std::int64_t> position(std::string_view) override { return unasked(); }
    Result<std::vector<QueueCounts>> counts() override { return unasked(); }
    Result<State> cancel(std::string_view) override { return unasked(); }
    Result<void> revive(std::string_view) override { return unasked(); }
    Result<void> pause(std::string_view) override { return unasked(); }
    Result<void> resume(std::string_view) override { return unasked(); }
    Result<std::vector<Event>> events(std::string_view, std::int64_t, int) override { return unasked(); }
    Result<void> register_worker(const WorkerCard&) override { return unasked(); }
    Result<Renewal> renew(std::string_view) override { return unasked(); }
    Result<void> leave(std::string_view) override { return unasked(); }
    Result<std::vector<ClaimedTask>> claim(const ClaimRequest&) override { return unasked(); }
    Result<bool> report(const Claim&, std::string_view) override { return unasked(); }
    Result<std::vector<bool>> settle(std::span<const Settlement>, double) override { return unasked(); }
    Result<std::vector<WorkerCard>> workers() override { return unasked(); }
    Result<std::int64_t> recover() override { return unasked(); }
    Result<std::optional<Timestamp>> next_due() override { return unasked(); }
    void wait_for_change(std::uint64_t, milliseconds, int) override {}
    std::uint64_t wake_number() const override { return 0; }

private:
    static std::unexpected<Error> unasked() { return fail(Code::internal, "a projection does not ask that"); }
    TaskStore& store_;
};

TEST_F(RecordTest, LooksAtTheTasksWhereEventsWereDroppedUnread) {
    const std::string id = send();
    deliver();
    Forgetful short_log(*broker);
    Projection behind(*database, short_log, clock, "short");
    EXPECT_EQ(must(behind.step()).events, 1);
    settle(claim(), Ending::succeeded);
    const std::string later = send();
    deliver();
    short_log.oldest = must(broker->last_event());
    EXPECT_EQ(must(behind.step()).events, 1);
    EXPECT_EQ(known(id).state, State::succeeded);
    EXPECT_EQ(known(later).state, State::ready);
    EXPECT_EQ(must(behind.step()).events, 0);
}

TEST_F(RecordTest, EndsWhatIsCancelledAndKnownNowhere) {
    const std::string id = send();
    deliver();
    restart_broker();
    must(record->cancel(id));
    deliver();
    EXPECT_EQ(known(id).state, State::cancelled);
    EXPECT_EQ(known(id).failure->code, "not_found");
}

TEST_F(RecordTest, TakesOverWhatOthersSentAndKeepsItsOwnWords) {
    TaskCall foreign = test::call_of("job", "");
    foreign.arguments = R"({"from":"elsewhere"})";
    const std::string id = must(broker->enqueue({&foreign, 1})).front();
    project();
    EXPECT_EQ(known(id).arguments, foreign.arguments);
    TaskCall ours = foreign;
    ours.id = id;
    ours.owner = "ann";
    ours.arguments = R"({"video_id":"v"})";
    must(database->write([&](store::Connection& connection) { return record->adopt_in(connection, ours); }));
    settle(claim(), Ending::succeeded);
    project();
    EXPECT_EQ(known(id).arguments, ours.arguments);
    EXPECT_EQ(known(id).owner, "ann");
    EXPECT_EQ(known(id).state, State::succeeded);
    EXPECT_THAT(log_of(id), testing::ElementsAre("enqueued", "started", "succeeded"));
    EXPECT_EQ(deliver(), 0) << "nobody asked for it here";
}

TEST_F(RecordTest, FencesWhatAnAttemptWritesBesideItsResult) {
    const std::string id = send();
    EXPECT_TRUE(holds({id, 3})) << "the record may be behind";
    EXPECT_TRUE(holds({id, 3}));
    EXPECT_FALSE(holds({id, 2}));
    EXPECT_TRUE(holds({id, 4}));
    EXPECT_FALSE(holds({id, 3}));
    must(record->cancel(id));
    EXPECT_FALSE(holds({id, 5}));
}

TEST_F(RecordTest, KeeperDoesAllOfItByItself) {
    const RecordKeeper keeper(*database, *record, *broker, clock, log, "test");
    const RecordKeeper waiting(*database, *record, *broker, clock, log, "test");
    const std::string id = send();
    const auto until = [&](TaskStore& store, const auto& true_now) {
        for (int looks = 0; looks < 200; ++looks) {
            const std::uint64_t seen = store.wake_number();
            if (true_now()) return true;
            store.wait_for_change(seen, milliseconds(100), -1);
        }
        return false;
    };
    ASSERT_TRUE(until(*broker, [&] { return must(broker->find(id)).has_value(); }));
    settle(claim(), Ending::succeeded);
    EXPECT_TRUE(until(*record, [&] { return known(id).state == State::succeeded; }));
}

}  // namespace
}  // namespace mss::tasks
