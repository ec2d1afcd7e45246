// What stores do while the server is gone, slow or new, and how they learn of changes. No clock of the test's here:
// leases are by the server's.

#include <thread>

#include "support/redis_store.hpp"

namespace mss::cluster::test {
namespace {

using namespace tasks;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr milliseconds kForever{600'000};  ///< a test that is not woken fails by its own time limit

class RedisOutage : public StoreTest {
protected:
    RedisOutage() {
        RedisStoreOptions real = options();
        real.clock = nullptr;
        real_ = real;
        store_ = open_store(real);
        must(store_->register_worker(card_of("w1")));
    }
    /// Whatever may have changed before is seen.
    std::uint64_t settled_number(RedisTaskStore& store) {
        auto seen = store.wake_number();
        while (true) {
            store.wait_for_change(seen, milliseconds(200), -1);
            if (store.wake_number() == seen) return seen;
            seen = store.wake_number();
        }
    }

    RedisStoreOptions real_;
};

TEST_F(RedisOutage, RunsATaskByTheServersTime) {
    const std::string id = enqueue();
    const auto claimed = claim({"ours"});
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_LT(std::chrono::abs(claimed[0].task.created_at - SystemClock().now()), std::chrono::minutes(1));
    EXPECT_EQ(must(store_->workers()).size(), 1U);
    EXPECT_TRUE(must(store_->renew("w1")).known);
    EXPECT_TRUE(settle(claimed[0].claim(), Ending::succeeded));
    EXPECT_EQ(task(id).state, State::succeeded);
}

TEST_F(RedisOutage, IsToldOfAtOnceAndOverAtOnce) {
    const std::string id = enqueue();
    server_.kill();
    const auto begun = Steady::now();
    EXPECT_EQ(store_->find(id).error().code, Code::unavailable);
    EXPECT_EQ(store_->claim({.worker = "w1", .queues = {}, .names = {"ours"}, .most = 1, .limits = {}}).error().code,
              Code::unavailable);
    EXPECT_EQ(RedisTaskStore::open(real_).error().code, Code::unavailable);
    EXPECT_LT(Steady::now() - begun, std::chrono::seconds(5));
    server_.start();
    EXPECT_FALSE(must(store_->find(id)));  // it kept nothing, and its scripts are gone as well
    must(store_->register_worker(card_of("w1")));
    const std::string fresh = enqueue();
    EXPECT_EQ(claim({"ours"}).at(0).task.id, fresh);
}

TEST_F(RedisOutage, WakesThoseWhoWaitOnceItIsOver) {
    const auto seen = settled_number(*store_);
    server_.kill();
    server_.start();
    store_->wait_for_change(seen, kForever, -1);
    EXPECT_NE(store_->wake_number(), seen);
    // And what is pushed then is heard of again.
    const auto again = settled_number(*store_);
    redis({"LPUSH", "celery", "x"});
    store_->wait_for_change(again, kForever, -1);
}

TEST_F(RedisOutage, OfConnectionsOnlyGoesUnnoticed) {
    const std::string id = enqueue();
    const auto seen = settled_number(*store_);
    redis({"CLIENT", "KILL", "TYPE", "pubsub"});
    redis({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
    store_->wait_for_change(seen, kForever, -1);
    EXPECT_EQ(must(store_->find(id))->id, id);
}

TEST_F(RedisOutage, OfScriptsGoesUnnoticed) {
    enqueue();
    redis({"SCRIPT", "FLUSH"});
    const std::string id = enqueue();
    EXPECT_EQ(claim({"ours"}).size(), 2U);
    EXPECT_EQ(task(id).state, State::running);
}

TEST_F(RedisOutage, OfAServerThatHangsEndsInTime) {
    const auto begun = Steady::now();
    redis({"CLIENT", "PAUSE", "60000", "ALL"});
    const auto answer = store_->find("x");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::timeout);
    EXPECT_LT(Steady::now() - begun, std::chrono::seconds(20));
}

TEST_F(RedisOutage, DoorbellHearsPlainProducers) {
    must(store_->register_worker(card_of("w2", {"videos"})));
    for (const char* list : {"celery",
                             "celery\x06\x16"
                             "9",
                             "videos",
                             "videos\x06\x16"
                             "3"}) {
        const auto seen = settled_number(*store_);
        redis({"LPUSH", list, "x"});
        store_->wait_for_change(seen, kForever, -1);
        EXPECT_NE(store_->wake_number(), seen) << list;
    }
}

TEST_F(RedisOutage, DoorbellDoesNotRingForResultsWhoseKeysBeginAlike) {
    const auto seen = settled_number(*store_);
    redis({"SET", "celery-task-meta-1", "x"});
    store_->wait_for_change(seen, milliseconds(300), -1);
    EXPECT_EQ(store_->wake_number(), seen);
}

TEST_F(RedisOutage, DoorbellHearsOtherStores) {
    const auto other = open_store(real_);
    const auto seen = settled_number(*other);
    std::thread waiting([&] { other->wait_for_change(seen, kForever, -1); });
    const std::string id = enqueue("elsewhere");
    waiting.join();
    EXPECT_EQ(must(other->find(id))->id, id);
}

}  // namespace
}  // namespace mss::cluster::test
