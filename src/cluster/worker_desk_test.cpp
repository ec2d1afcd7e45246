// A worker's desk and the store that it watches, over a real Redis: what is asked from afar holds for what the worker
// holds, and for what it claims later.

#include "cluster/worker_desk.hpp"

#include <sstream>

#include <gmock/gmock.h>

#include "celery/publishing.hpp"
#include "celery/result_meta.hpp"
#include "cluster/message_wishes.hpp"
#include "cluster/observed_store.hpp"
#include "cluster/task_record.hpp"
#include "support/redis_store.hpp"

namespace mss::cluster::test {
namespace {

using namespace tasks;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ClusterDesk : public StoreTest {
protected:
    ClusterDesk() { must(store().register_worker(card_of("w1"))); }

    WorkerFacts facts() const {
        WorkerFacts facts;
        facts.membership.endpoint = must(redis::parse_endpoint(server_.address()));
        facts.membership.hostname = "mss@host1";
        facts.kinds = {"theirs"};
        facts.light_threads = 2;
        facts.light_prefetch = 4;
        return facts;
    }
    std::string push(const std::function<void(celery::TaskMessage&)>& change = {}) {
        celery::TaskMessage message = celery::new_task("theirs", {}, {}, {.origin = "gen1@there", .reply_to = {}});
        if (change) change(message);
        redis({"LPUSH", "celery", write_message(message).text});
        return message.id;
    }
    std::string push_stamped(std::string tenant) {
        return push([&](auto& message) {
            message.stamps =
                celery::Stamps{.names = std::vector<std::string>{"tenant"}, .values = {{"tenant", std::move(tenant)}}};
        });
    }
    std::vector<ClaimedTask> claim_all() {
        ClaimRequest request;
        request.worker = "w1";
        request.names = {"theirs"};
        request.most = 10;
        return must(observed_.claim(request));
    }
    std::string status_of(const std::string& id) {
        return must(celery::read_result(redis({"GET", "celery-task-meta-" + id}).text)).status;
    }
    void revoke(const std::string& id) {
        revoked_.add(id);
        desk_.revoke(std::vector{id}, false);
    }

    std::ostringstream lines_;
    observe::Logger log_{lines_, observe::Level::info};
    HeldTasks held_;
    RevokedTasks revoked_{clock_};
    LamportClock lamport_;
    WorkerDesk desk_{facts(), held_, store()};
    EventPublisher events_{facts().membership, desk_, lamport_, clock_, log_, {.tell_of_tasks = true}};
    ProgressBoard progress_{facts().membership.endpoint, naming_, seconds(60)};
    ObservedStore observed_{
        store(), {.held = held_, .revoked = revoked_, .events = events_, .progress = progress_}, clock_};
};

TEST_F(ClusterDesk, GivesTasksTheLimitsOfTheirMessages) {
    push([](auto& message) { message.limits = {.hard_seconds = 30, .soft_seconds = 0.25}; });
    const auto limited = claim_all();
    ASSERT_EQ(limited.size(), 1U);
    EXPECT_EQ(limited[0].task.hard_limit, seconds(30));
    EXPECT_EQ(limited[0].task.soft_limit, milliseconds(250));
    push();
    const auto usual = claim_all();
    ASSERT_EQ(usual.size(), 1U);
    EXPECT_FALSE(usual[0].task.hard_limit);
    EXPECT_FALSE(usual[0].task.soft_limit);
    EXPECT_TRUE(usual[0].task.stamps.empty());
}

TEST(MessageWishes, OfLimitsAreBounded) {
    EXPECT_EQ(limit_of(std::nullopt), std::nullopt);
    EXPECT_EQ(limit_of(0), std::nullopt);
    EXPECT_EQ(limit_of(-3), std::nullopt);
    EXPECT_EQ(limit_of(1e-9), milliseconds(1));
    EXPECT_EQ(limit_of(1e300), kLongestLimit);
    EXPECT_EQ(limit_of(1.5), milliseconds(1'500));
}

TEST_F(ClusterDesk, TurnsAwayWhatIsClaimedWithARevokedStamp) {
    revoked_.add_stamps({{"tenant", "acme"}});
    const std::string acme = push_stamped("acme");
    const std::string other = push_stamped("other");
    const auto claimed = claim_all();
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].task.id, other);
    EXPECT_EQ(status_of(acme), "REVOKED");
}

TEST_F(ClusterDesk, EndsWhatItHoldsByItsStamp) {
    const std::string acme = push_stamped("acme");
    push_stamped("other");
    ASSERT_EQ(claim_all().size(), 2U);
    EXPECT_THAT(desk_.revoke_stamped({{"tenant", "acme"}}, std::nullopt), IsEmpty()) << "what runs goes on";
    EXPECT_FALSE(task(acme).cancel_requested);
    EXPECT_THAT(desk_.revoke_stamped({{"tenant", json::Array{"acme", "x"}}}, 15), ElementsAre(acme));
    EXPECT_TRUE(task(acme).cancel_requested);
}

TEST_F(ClusterDesk, RunsWhatSomebodyRevivedSinceItWasRevoked) {
    const std::string id = push();
    revoke(id);  // nobody knows it yet
    EXPECT_THAT(claim_all(), IsEmpty());
    EXPECT_EQ(task(id).state, State::cancelled);
    clock_.advance(seconds(1));
    must(store().revive(id));
    EXPECT_THAT(revoked_.all(), ElementsAre(id));
    // A worker that comes now learns of it from others.
    RevokedTasks learned(clock_);
    learned.learn(id);
    desk_.revoke(std::vector{id}, true);
    ASSERT_EQ(task(id).state, State::ready);
    const auto claimed = claim_all();
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_THAT(revoked_.all(), IsEmpty());
    learned.lift(id, claimed[0].task.revived_at.value());
    EXPECT_FALSE(learned.contains(id));
}

TEST_F(ClusterDesk, RunsNothingThatWasRevokedSinceItWasRevived) {
    const std::string id = push();
    ASSERT_TRUE(settle(claim_all().at(0).claim(), Ending::fatal));
    must(store().revive(id));
    clock_.advance(seconds(1));
    revoked_.add(id);  // the store was away, and could not be told
    EXPECT_THAT(claim_all(), IsEmpty());
    EXPECT_EQ(status_of(id), "REVOKED");
}

TEST_F(ClusterDesk, ServesOtherQueuesFromThenOn) {
    redis({"LPUSH", "q9",
           write_message(celery::new_task("theirs", {}, {}, {.origin = "gen1@there", .reply_to = {}})).text});
    EXPECT_THAT(claim_all(), IsEmpty()) << "nobody has heard of that queue";
    ASSERT_TRUE(desk_.add_queue(celery::queue_named("q9")));
    EXPECT_EQ(desk_.add_queue(celery::queue_named("no such name")).error().code, Code::invalid);
    const ServedQueues served = desk_.steering().queues();
    WorkerCard card = card_of("w1");
    must(observed_.change_queues(card, served.named));
    EXPECT_EQ(claim_all().size(), 1U);
    card.except = {"q9"};
    must(observed_.change_queues(card, served.named));
    for (const WorkerCard& each : must(store().workers()))
        if (each.id == "w1") EXPECT_FALSE(each.serves("q9"));
    ASSERT_TRUE(desk_.remove_queue("celery"));
    std::vector<std::string> names;
    for (const celery::QueueInfo& queue : desk_.queues())
        names.push_back(queue.name);
    EXPECT_THAT(names, ElementsAre("default", "q9"));
    must(observed_.leave("w1"));
    EXPECT_EQ(observed_.change_queues(card, {}).error().code, Code::conflict);
}

TEST_F(ClusterDesk, LimitsKindsThatItKnows) {
    ASSERT_TRUE(desk_.limit_rate("theirs", {.text = "10/m", .per_second = 1.0 / 6}));
    EXPECT_TRUE(desk_.steering().has_rate("theirs"));
    EXPECT_EQ(desk_.registered().at(0).rate_limit, "10/m");
    ASSERT_TRUE(desk_.limit_rate("theirs", {}));
    EXPECT_EQ(desk_.registered().at(0).rate_limit, std::nullopt);
    ASSERT_TRUE(desk_.limit_time("theirs", {.hard_seconds = 60, .soft_seconds = std::nullopt}));
    Definition kind;
    kind.name = "theirs";
    EXPECT_EQ(desk_.steering().limits_of(kind).hard, seconds(60));
    EXPECT_EQ(desk_.limit_rate("no.such", {}).error().code, Code::not_found);
    EXPECT_EQ(desk_.limit_time("no.such", {}).error().code, Code::not_found);
    EXPECT_EQ(desk_.resize_pool(1).error().code, Code::invalid);
    EXPECT_EQ(desk_.restart_pool().error().code, Code::invalid);
}

TEST_F(ClusterDesk, ShowsTheSettingsThatHold) {
    const json::Object conf = celery::write_conf(desk_.conf());
    EXPECT_EQ(conf.at("task_time_limit"), json::Value(1'800));
    EXPECT_EQ(conf.at("task_soft_time_limit"), json::Value(1'500));
    EXPECT_EQ(conf.at("task_track_started"), json::Value(true));
    EXPECT_EQ(conf.at("worker_prefetch_multiplier"), json::Value(4));
    EXPECT_EQ(conf.at("worker_max_tasks_per_child"), json::Value(1'000));
    EXPECT_EQ(conf.at("result_expires"), json::Value(86'400));
    EXPECT_EQ(conf.at("timezone"), json::Value("UTC"));
    EXPECT_EQ(conf.at("accept_content"), (json::Array{json::Value("json")}));
    EXPECT_EQ(desk_.stats().prefetch_count, 1 + 2 * 4);
}

TEST_F(ClusterDesk, EventsNameAnExceptionAsItsResultDoes) {
    auto listener = must(redis::Connection::open(must(redis::parse_endpoint(server_.address())), {}));
    must(listener.send({"PSUBSCRIBE", celery::event_channel({}, "*")}));
    ASSERT_TRUE(must(listener.next(seconds(20))));
    for (const auto& [code, type] : std::map<std::string, std::string>{{"quarantined", "WorkerLostError"},
                                                                       {"timed_out", "TimeLimitExceeded"},
                                                                       {"soft_timed_out", "SoftTimeLimitExceeded"},
                                                                       {"invalid", "ValueError"},
                                                                       {"io", "RuntimeError"}}) {
        const std::string id = push();
        Settlement settlement;
        settlement.claim = claim_all().at(0).claim();
        settlement.outcome.ending = Ending::fatal;
        settlement.outcome.failure = {code, "boom", ""};
        must(observed_.settle(std::span(&settlement, 1), 0));
        const auto result = must(celery::read_result(redis({"GET", "celery-task-meta-" + id}).text));
        EXPECT_EQ(must(celery::read_exception(result.result)).type, type);
        std::string told;
        while (told.find("task-failed") == std::string::npos) {
            const auto message = must(listener.next(seconds(20)));
            ASSERT_TRUE(message) << type;
            for (const celery::Event& event :
                 must(celery::read_events(must(celery::read_envelope(message->elements.at(3).text)))))
                if (event.type == "task-failed") told += event.type + " " + json::print(json::Value(event.fields));
        }
        EXPECT_THAT(told, HasSubstr(type + "('boom')"));
    }
}

}  // namespace
}  // namespace mss::cluster::test
