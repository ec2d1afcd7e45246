#include "cluster/event_publisher.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/cluster_host/fake_worker.hpp"
#include "support/redis_server.hpp"

namespace mss::cluster {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::Ge;
using testing::HasSubstr;

constexpr milliseconds kLong{20'000};

// What came on one channel, as whoever watches gets it.
struct Message {
    std::string channel;
    std::vector<celery::Event> events;
};

class Watcher {
public:
    explicit Watcher(const test::RedisServer& server)
        : connection_(redis::Connection::open(redis::parse_endpoint(server.address()).value(), {}).value()) {
        EXPECT_TRUE(connection_.send({"PSUBSCRIBE", celery::event_channel({}, "*")}));
        EXPECT_TRUE(connection_.next(kLong).value());
    }

    /// Nothing where none came in time.
    std::optional<Message> next(milliseconds limit = kLong) {
        const auto reply = connection_.next(limit);
        if (!reply || !*reply) return std::nullopt;
        const auto& parts = (*reply)->elements;
        return Message{parts.at(2).text, celery::read_events(celery::read_envelope(parts.at(3).text).value()).value()};
    }

    /// The next of a type; others are passed over.
    celery::Event next_of(std::string_view type) {
        while (const auto message = next())
            for (const celery::Event& event : message->events)
                if (event.type == type) return event;
        ADD_FAILURE() << "no " << type;
        return {};
    }

private:
    redis::Connection connection_;
};

class ClusterEvents : public testing::Test {
protected:
    ClusterEvents() {
        membership_.endpoint = redis::parse_endpoint(server_.address()).value();
        membership_.hostname = "mss@host1";
        membership_.pid = 77;
        membership_.version = "1.2.3";
        worker_.set_counts({.active = 1, .processed = 3});
    }

    std::unique_ptr<EventPublisher> publisher(EventOptions options = {}) {
        return std::make_unique<EventPublisher>(membership_, worker_, lamport_, clock_, log_, options);
    }

    test::RedisServer server_;
    Membership membership_;
    test::FakeWorker worker_;
    LamportClock lamport_;
    SystemClock clock_;
    std::ostringstream lines_;
    observe::Logger log_{lines_, observe::Level::info};
};

TEST_F(ClusterEvents, AWorkerComesBeatsAndGoes) {
    Watcher watcher(server_);
    auto events = publisher({.beat_every = milliseconds(50)});
    const auto online = watcher.next().value();
    EXPECT_EQ(online.channel, "/0.celeryev/worker.online");
    const celery::Event& event = online.events.at(0);
    EXPECT_EQ(event.type, "worker-online");
    EXPECT_EQ(event.hostname, "mss@host1");
    EXPECT_EQ(event.pid, 77);
    EXPECT_GT(event.timestamp, 1.7e9);
    EXPECT_EQ(event.fields.at("freq"), 0.05);
    EXPECT_EQ(event.fields.at("active"), 1);
    EXPECT_EQ(event.fields.at("processed"), 3);
    EXPECT_EQ(event.fields.at("loadavg").as_array().size(), 3U);
    EXPECT_EQ(event.fields.at("sw_ident"), "mss");
    EXPECT_EQ(event.fields.at("sw_ver"), "1.2.3");
    const auto beat = watcher.next_of("worker-heartbeat");
    EXPECT_GT(beat.clock.value(), event.clock.value());
    watcher.next_of("worker-heartbeat");
    events.reset();
    EXPECT_GT(watcher.next_of("worker-offline").clock.value(), beat.clock.value());
    EXPECT_FALSE(watcher.next(milliseconds(0)));
}

TEST_F(ClusterEvents, ABeatIsToldAtOnceWhereItIsAskedFor) {
    Watcher watcher(server_);
    const auto events = publisher({.beat_every = seconds(3600)});
    watcher.next_of("worker-online");
    events->beat();
    watcher.next_of("worker-heartbeat");
}

TEST_F(ClusterEvents, OfTasksAreToldInBatchesAndOnlyWhileWanted) {
    Watcher watcher(server_);
    const auto events = publisher({.beat_every = seconds(3600), .batch_wait = seconds(3600)});
    watcher.next_of("worker-online");
    events->offer(celery::task_started("unwanted"));
    EXPECT_TRUE(events->tell_of_tasks(true));
    EXPECT_FALSE(events->tell_of_tasks(true));
    for (std::size_t i = 0; i < 2 * celery::kEventsInBatchMax; ++i)
        events->offer(celery::task_started(std::to_string(i)));
    std::vector<celery::Event> all;
    for (int batch = 0; batch < 2; ++batch) {
        const auto message = watcher.next().value();
        EXPECT_EQ(message.channel, "/0.celeryev/task.multi");
        EXPECT_EQ(message.events.size(), celery::kEventsInBatchMax);
        all.insert(all.end(), message.events.begin(), message.events.end());
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].fields.at("uuid"), json::Value(std::to_string(i)));
        EXPECT_EQ(all[i].hostname, "mss@host1");
        if (i > 0) EXPECT_GT(all[i].clock.value(), all[i - 1].clock.value());
    }
    events->tell_of_tasks(false);
    events->offer(celery::task_started("unwanted"));
    events->beat();
    EXPECT_EQ(watcher.next().value().events.at(0).type, "worker-heartbeat");
    EXPECT_EQ(events->dropped(), 0U);
}

TEST_F(ClusterEvents, AFewWaitAMomentForMoreAndTheLastAreToldAtTheEnd) {
    Watcher watcher(server_);
    auto events = publisher({.tell_of_tasks = true, .beat_every = seconds(3600)});
    watcher.next_of("worker-online");
    const auto begun = std::chrono::steady_clock::now();
    events->offer(celery::task_started("a"));
    events->offer(celery::task_started("b"));
    EXPECT_EQ(watcher.next().value().events.size(), 2U);
    EXPECT_THAT(std::chrono::steady_clock::now() - begun, Ge(milliseconds(50)));
    events->offer(celery::task_started("c"));
    events.reset();
    EXPECT_EQ(watcher.next_of("task-started").fields.at("uuid"), "c");
    watcher.next_of("worker-offline");
}

TEST_F(ClusterEvents, AnOutageKeepsTheNewestAndCountsTheRest) {
    auto events = publisher({.tell_of_tasks = true, .beat_every = milliseconds(100), .waiting_max = 30});
    ASSERT_TRUE(events->wait_online(kLong));
    server_.kill();
    // It is seen with the next beat; what is taken before that may be told twice, and nothing is lost that fits.
    for (const auto deadline = std::chrono::steady_clock::now() + kLong; events->wait_online(milliseconds(0));) {
        ASSERT_LT(std::chrono::steady_clock::now(), deadline);
        wait_readable(-1, 1);
    }
    for (int i = 0; i < 100; ++i)
        events->offer(celery::task_started(std::to_string(i)));
    EXPECT_EQ(events->dropped(), 70U);
    server_.start();
    const auto begun = std::chrono::steady_clock::now();
    ASSERT_TRUE(events->wait_online(kLong));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(2));
    Watcher watcher(server_);
    events->beat();
    watcher.next_of("worker-heartbeat");
    events.reset();
    EXPECT_THAT(lines_.str(), AllOf(HasSubstr("the Redis server is away"), HasSubstr("the Redis server is back")));
}

TEST_F(ClusterEvents, AreToldOnceInOrderOrCountedAsDropped) {
    constexpr std::size_t kAll = 1'000;
    Watcher watcher(server_);
    const auto events = publisher({.tell_of_tasks = true, .beat_every = seconds(3600), .waiting_max = 30});
    watcher.next_of("worker-online");
    auto operator_connection = redis::Connection::open(membership_.endpoint, {}).value();
    ASSERT_TRUE(operator_connection.call({"CLIENT", "PAUSE", "300", "ALL"}));
    for (std::size_t i = 0; i < kAll; ++i)
        events->offer(celery::task_started(std::to_string(i)));
    std::size_t told = 0;
    std::int64_t last = -1;
    while (last + 1 < static_cast<std::int64_t>(kAll)) {
        const auto message = watcher.next();
        ASSERT_TRUE(message);
        for (const celery::Event& event : message->events) {
            const std::int64_t number = std::stoll(std::string(event.fields.at("uuid").as_string()));
            EXPECT_GT(number, last);
            last = number;
            ++told;
        }
    }
    EXPECT_GT(events->dropped(), 0U);
    EXPECT_EQ(told + events->dropped(), kAll);
}

TEST_F(ClusterEvents, WithoutAServerNobodyWaits) {
    server_.kill();
    auto events = publisher({.tell_of_tasks = true});
    for (int i = 0; i < 1'000; ++i)
        events->offer(celery::task_started("x"));
    const auto begun = std::chrono::steady_clock::now();
    events.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(3));
    EXPECT_THAT(lines_.str(), HasSubstr("told to nobody"));
}

TEST_F(ClusterEvents, ADeploymentsOwnNamesAreUsed) {
    membership_.naming.prefix = "tenant1:";
    membership_.naming.database = 3;
    auto listener = redis::Connection::open(membership_.endpoint, {}).value();
    ASSERT_TRUE(listener.send({"PSUBSCRIBE", "tenant1:/3.celeryev/*"}));
    ASSERT_TRUE(listener.next(kLong).value());
    const auto events = publisher();
    EXPECT_EQ(listener.next(kLong).value()->elements.at(2).text, "tenant1:/3.celeryev/worker.online");
}

}  // namespace
}  // namespace mss::cluster
