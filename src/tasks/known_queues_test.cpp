#include "tasks/known_queues.hpp"

#include <gmock/gmock.h>

#include "base/clock.hpp"
#include "tasks/memory_task_store.hpp"

namespace mss::tasks {
namespace {

using testing::ElementsAre;

std::vector<std::string> names(TaskStore& store) {
    std::vector<std::string> names;
    for (const QueueCounts& queue : known_queues(store, store.workers().value()).value())
        names.push_back(queue.queue);
    return names;
}

TEST(KnownQueues, HoldTheUsualOneThoughNothingWaits) {
    const SystemClock clock;
    MemoryTaskStore store(clock);
    EXPECT_THAT(names(store), ElementsAre("default"));
}

TEST(KnownQueues, HoldThoseOfTasksOfWorkersAndOfPauses) {
    const SystemClock clock;
    MemoryTaskStore store(clock);
    TaskCall call;
    call.name = "a";
    call.queue = "slow";
    ASSERT_TRUE(store.enqueue({&call, 1}));
    ASSERT_TRUE(store.register_worker({.id = "w", .host = "h", .pid = 1, .queues = {"fast"}, .concurrency = 1}));
    ASSERT_TRUE(store.pause("held"));
    EXPECT_THAT(names(store), ElementsAre("default", "fast", "held", "slow"));
    const auto queues = known_queues(store, store.workers().value()).value();
    EXPECT_TRUE(queues.at(2).paused);
    EXPECT_EQ(queues.at(3).ready, 1);
}

}  // namespace
}  // namespace mss::tasks
