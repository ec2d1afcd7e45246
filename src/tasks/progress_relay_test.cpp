#include "tasks/progress_relay.hpp"

#include <atomic>
#include <sstream>

#include <gmock/gmock.h>

#include "support/task_child/running_worker.hpp"
#include "support/task_child/watched_store.hpp"
#include "tasks/memory_task_store.hpp"

namespace mss::tasks {
namespace {

class RelayTest : public testing::Test {
protected:
    /// A task that runs here.
    Claim claim() {
        WorkerCard card;
        card.id = "w";
        if (!beneath_.register_worker(card)) return {};
        test::enqueue(beneath_, "light.nothing");
        return beneath_.claim({.worker = "w", .queues = {}, .names = {"light.nothing"}, .most = 1, .limits = {}})
            .value()
            .front()
            .claim();
    }
    std::string progress(const Claim& claim) { return test::find(beneath_, claim.task_id).progress; }
    bool comes(const Claim& claim, const std::string& text) {
        return test::eventually([&] { return progress(claim) == text; });
    }

    const SystemClock clock_;
    MemoryTaskStore beneath_{clock_};
    test::WatchedStore store_{beneath_};
    std::ostringstream log_text_;
    const observe::Logger log_{log_text_, observe::Level::info};
    std::atomic<int> outrun_ = 0;
    ProgressRelay relay_{store_, log_, [this](const Claim&) { ++outrun_; }};
};

TEST_F(RelayTest, WritesTheFirstAtOnceAndOfManyTheLast) {
    const Claim task = claim();
    for (int i = 1; i <= 1'000; ++i)
        relay_.offer(task, {{"serial", i}});
    EXPECT_TRUE(comes(task, R"({"serial":1000})"));
    EXPECT_LT(store_.reports, 100);
}

TEST_F(RelayTest, TriesTheLastOneAgainUntilTheStoreTakesIt) {
    const Claim task = claim();
    store_.failing = true;
    relay_.offer(task, {{"serial", 1}});
    ASSERT_TRUE(test::eventually([&] { return store_.reports >= 2; }));
    store_.failing = false;
    EXPECT_TRUE(comes(task, R"({"serial":1})"));
}

TEST_F(RelayTest, ANewerOneTakesThePlaceOfOneThatFailed) {
    const Claim task = claim();
    store_.failing = true;
    relay_.offer(task, {{"serial", 1}});
    ASSERT_TRUE(test::eventually([&] { return store_.reports >= 1; }));
    relay_.offer(task, {{"serial", 2}});
    store_.failing = false;
    ASSERT_TRUE(comes(task, R"({"serial":2})"));
    EXPECT_EQ(test::count_events(beneath_, task.task_id, "progress"), 1);
}

TEST_F(RelayTest, LeavesOutWhatIsNoObjectOrTooLargeOrNoText) {
    const Claim task = claim();
    relay_.offer(task, 7);
    relay_.offer(task, {{"text", std::string(kProgressBytesMax, 'x')}});
    relay_.offer(task, {{"text", "\xff"}});
    relay_.offer(task, {{"serial", 1}});
    EXPECT_TRUE(comes(task, R"({"serial":1})"));
    EXPECT_EQ(store_.reports, 1);
}

TEST_F(RelayTest, TellsOfAClaimThatIsOutrun) {
    Claim task = claim();
    task.fence -= 1;
    relay_.offer(task, {{"serial", 1}});
    EXPECT_TRUE(test::eventually([&] { return outrun_ == 1; }));
}

TEST_F(RelayTest, AnOlderClaimDoesNotSpeakForANewerOne) {
    const Claim task = claim();
    relay_.offer(task, {{"serial", 1}});
    ASSERT_TRUE(comes(task, R"({"serial":1})"));
    relay_.offer({task.task_id, task.fence - 1}, {{"serial", 2}});
    relay_.forget({task.task_id, task.fence - 1});
    relay_.offer(task, {{"serial", 3}});
    EXPECT_TRUE(comes(task, R"({"serial":3})"));
    EXPECT_EQ(outrun_, 0);
}

TEST_F(RelayTest, NothingIsWrittenOnceItIsClosed) {
    const Claim task = claim();
    relay_.close();
    relay_.offer(task, {{"serial", 1}});
    EXPECT_EQ(progress(task), "");
    EXPECT_EQ(store_.reports, 0);
}

}  // namespace
}  // namespace mss::tasks
