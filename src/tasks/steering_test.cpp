#include "tasks/steering.hpp"

#include <gmock/gmock.h>

#include "support/task_child/worker_fixture.hpp"

namespace mss::tasks {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Steering, OfQueuesBeginsWithThoseThatAWorkerWasStartedWith) {
    Steering all;
    EXPECT_TRUE(all.queues().all);
    EXPECT_THAT(all.queues().only(), IsEmpty());
    all.remove_queue("celery");
    ASSERT_TRUE(all.add_queue("more"));
    EXPECT_THAT(all.queues().only(), IsEmpty()) << "it serves all, that one as well";
    EXPECT_THAT(all.queues().named, ElementsAre("more"));
    EXPECT_THAT(all.queues().except, ElementsAre("celery"));
    ASSERT_TRUE(all.add_queue("celery"));
    EXPECT_THAT(all.queues().except, IsEmpty());
    EXPECT_EQ(all.queues().version, 3U);

    Steering one({"a"});
    ASSERT_TRUE(one.add_queue("b"));
    ASSERT_TRUE(one.add_queue("b"));
    EXPECT_THAT(one.queues().only(), ElementsAre("a", "b"));
    EXPECT_EQ(one.add_queue("no such name").error().code, Code::invalid);
    EXPECT_TRUE(is_readable(one.changed().fd()));
}

TEST(Steering, OfARateLetsOneBeginInEachShareOfTheTime) {
    Steering steering;
    const auto now = std::chrono::steady_clock::now();
    EXPECT_TRUE(steering.may_begin("a", now));
    EXPECT_FALSE(steering.has_rates());
    steering.limit_rate("a", 0.5);
    EXPECT_TRUE(steering.has_rate("a"));
    EXPECT_TRUE(steering.may_begin("a", now));
    steering.tried("a", now, true);
    EXPECT_FALSE(steering.may_begin("a", now + milliseconds(1'999)));
    EXPECT_TRUE(steering.may_begin("a", now + seconds(2)));
    EXPECT_EQ(steering.next_begin({"a", "b"}), now + seconds(2));
    EXPECT_EQ(steering.next_begin({"b"}), std::nullopt);
    steering.tried("a", now + seconds(9), false);
    EXPECT_EQ(steering.next_begin({"a"}), std::nullopt) << "there was none, so nobody waits for the time";
    EXPECT_TRUE(steering.may_begin("a", now + seconds(9))) << "and none used it up";
    steering.limit_rate("a", 0);
    EXPECT_FALSE(steering.has_rates());
}

TEST(Steering, OfTimeLimitsReplacesWhatItNames) {
    Steering steering;
    Definition kind;
    kind.name = "a";
    steering.limit_time("a", milliseconds(10), std::nullopt);
    EXPECT_EQ(steering.limits_of(kind).soft, milliseconds(10));
    EXPECT_EQ(steering.limits_of(kind).hard, kind.limits.hard);
    steering.limit_time("a", std::nullopt, std::nullopt);
    EXPECT_EQ(steering.limits_of(kind).soft, kind.limits.soft);
}

class SteeredWorker : public test::WorkerFixture {
protected:
    std::string enqueue(const std::string& queue) {
        TaskCall call;
        call.name = "light.nothing";
        call.queue = queue;
        return store_.enqueue(std::span(&call, 1)).value().front();
    }
    bool succeeds(const std::string& id) { return test::reaches(store_, id, State::succeeded); }

    Steering steering_{{"one"}};
};

TEST_F(SteeredWorker, ServesTheQueuesThatItIsToldTo) {
    const test::RunningWorker worker(store_, {.steering = &steering_});
    const std::string other = enqueue("other");
    ASSERT_TRUE(succeeds(enqueue("one")));
    EXPECT_EQ(test::find(store_, other).state, State::ready);
    ASSERT_TRUE(steering_.add_queue("other"));
    EXPECT_TRUE(succeeds(other));
    steering_.remove_queue("one");
    const auto card = [&] { return store_.workers().value().at(0); };
    ASSERT_TRUE(test::eventually([&] { return !card().serves("one"); }));
    EXPECT_TRUE(card().serves("other"));
    const std::string one = enqueue("one");
    ASSERT_TRUE(succeeds(enqueue("other")));
    EXPECT_EQ(test::find(store_, one).state, State::ready);
    steering_.remove_queue("other");
    ASSERT_TRUE(test::eventually([&] { return !card().serves("other"); }));
    ASSERT_TRUE(steering_.add_queue("one"));
    EXPECT_TRUE(succeeds(one));
}

TEST_F(SteeredWorker, BeginsTasksOfAKindAtItsRate) {
    steering_.limit_rate("light.nothing", 20);
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i)
        ids.push_back(enqueue("one"));
    const auto before = std::chrono::steady_clock::now();
    const test::RunningWorker worker(store_, {.steering = &steering_});
    for (const std::string& id : ids)
        ASSERT_TRUE(succeeds(id));
    EXPECT_GE(std::chrono::steady_clock::now() - before, milliseconds(4 * 50));
    steering_.limit_rate("light.nothing", 1.0 / 3'600);
    ASSERT_TRUE(succeeds(enqueue("one")));
    const std::string held_back = enqueue("one");
    TaskCall other;
    other.name = "light.echo";
    other.arguments = R"({"text":"x"})";
    other.queue = "one";
    ASSERT_TRUE(succeeds(store_.enqueue(std::span(&other, 1)).value().front())) << "other kinds go on";
    EXPECT_EQ(test::find(store_, held_back).state, State::ready);
    steering_.limit_rate("light.nothing", 0);
    EXPECT_TRUE(succeeds(held_back));
}

}  // namespace
}  // namespace mss::tasks
