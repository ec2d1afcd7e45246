#include "tasks/light_pool.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <sstream>

#include <gmock/gmock.h>

#include "support/task_child/running_worker.hpp"
#include "tasks/memory_task_store.hpp"

namespace mss::tasks {
namespace {

using test::eventually;

class LightPoolTest : public testing::Test {
protected:
    LightPoolTest() {
        nothing_.name = "nothing";
        nothing_.function = [](const json::Value&, const TaskContext&) { return Result<json::Value>(nullptr); };
        waiting_.name = "waiting";
        waiting_.function = [](const json::Value&, const TaskContext& context) -> Result<json::Value> {
            wait_readable(context.cancel_fd, -1);
            return fail(Code::cancelled, "it was asked to stop");
        };
    }
    static Job job(std::string id, const Definition& definition, std::int64_t fence = 1) {
        Job job;
        job.task.id = std::move(id);
        job.task.fence = fence;
        job.task.arguments = "{}";
        job.definition = &definition;
        return job;
    }
    /// Waits for so many more ends, and tells all endings so far by task.
    std::map<std::string, Ending> endings(std::size_t count) {
        EXPECT_TRUE(eventually([&] {
            for (auto& ended : outbox_.take()) {
                endings_[ended.settlement.claim.task_id] = ended.settlement.outcome.ending;
                counts_[ended.settlement.claim.task_id] = ended.counts;
            }
            return endings_.size() >= count;
        }));
        return endings_;
    }

    const SystemClock clock_;
    MemoryTaskStore store_{clock_};
    std::ostringstream log_text_;
    const observe::Logger log_{log_text_, observe::Level::info};
    ProgressRelay relay_{store_, log_, [](const Claim&) {}};
    const Flag filled_;
    Outbox outbox_{filled_};
    Definition nothing_;
    Definition waiting_;
    std::map<std::string, Ending> endings_;
    std::map<std::string, bool> counts_;
};

TEST_F(LightPoolTest, TakesOneAThreadAtFirstAndManyWhereTheyAreShort) {
    LightPool pool({.threads = 2}, outbox_, relay_, log_);
    EXPECT_EQ(pool.capacity(), 2);
    EXPECT_TRUE(eventually([&] {
        pool.push({job("short", nothing_)});
        return pool.capacity() == LightPool::kMost;
    }));
}

TEST_F(LightPoolTest, TakesAsManyAsItsPrefetchWhereTheyAreOfMiddlingLength) {
    Definition middling;
    middling.name = "middling";
    middling.function = [](const json::Value&, const TaskContext& context) -> Result<json::Value> {
        wait_readable(context.cancel_fd, 20);
        return json::Value(nullptr);
    };
    LightPool pool({.threads = 2, .prefetch = 3}, outbox_, relay_, log_);
    EXPECT_TRUE(eventually([&] {
        pool.push({job("middling", middling)});
        return pool.capacity() == 6;
    }));
}

TEST_F(LightPoolTest, AsksThoseOverALimitToStopAndSaysWhenTheNextOneIsOver) {
    LightPool pool({.threads = 2}, outbox_, relay_, log_);
    Job soft = job("soft", waiting_);
    soft.task.soft_limit = std::chrono::milliseconds(50);
    Job hard = job("hard", waiting_);
    hard.limits = TimeLimits{.soft = std::chrono::hours(2), .hard = std::chrono::milliseconds(50)};
    pool.push({soft, hard});
    const auto now = std::chrono::steady_clock::now();
    auto next = now;
    EXPECT_TRUE(eventually([&] { return (next = pool.check_limits()) < now + std::chrono::minutes(1); }));
    std::map<std::string, Outcome> outcomes;
    EXPECT_TRUE(eventually([&] {
        pool.check_limits();
        for (auto& ended : outbox_.take())
            outcomes[ended.settlement.claim.task_id] = ended.settlement.outcome;
        return outcomes.size() == 2;
    }));
    EXPECT_EQ(outcomes["soft"].ending, Ending::fatal) << "the limit was the call's";
    EXPECT_EQ(outcomes["soft"].failure.code, "soft_timed_out");
    EXPECT_EQ(outcomes["hard"].ending, Ending::timed_out);
    EXPECT_EQ(outcomes["hard"].failure.code, "timed_out");
    EXPECT_EQ(pool.check_limits(), std::chrono::steady_clock::time_point::max());
}

TEST_F(LightPoolTest, WithoutThreadsItTakesNothing) {
    const LightPool pool({.threads = 0}, outbox_, relay_, log_);
    EXPECT_EQ(pool.capacity(), 0);
}

TEST_F(LightPoolTest, WhatIsStuckBehindALongOneIsHandedBackAndNoMoreIsTaken) {
    LightPool pool({.threads = 1}, outbox_, relay_, log_);
    pool.push({job("long", waiting_), job("stuck", nothing_)});
    ASSERT_TRUE(eventually([&] {
        pool.check_limits();
        return is_readable(filled_.fd());
    }));
    EXPECT_EQ(endings(1).at("stuck"), Ending::handed_back);
    EXPECT_EQ(pool.capacity(), 1);
    EXPECT_TRUE(pool.stop({"long", 1}, StopReason::cancelled));
    EXPECT_EQ(endings(2).at("long"), Ending::cancelled);
}

TEST_F(LightPoolTest, StopsWhatWaitsAndWhatRunsAndNothingElse) {
    LightPool pool({.threads = 1}, outbox_, relay_, log_);
    pool.push({job("runs", waiting_, 3), job("waits", nothing_, 3)});
    EXPECT_FALSE(pool.stop({"waits", 2}, StopReason::cancelled)) << "another claim of it";
    EXPECT_FALSE(pool.stop({"elsewhere", 3}, StopReason::cancelled));
    EXPECT_TRUE(pool.stop({"waits", 3}, StopReason::cancelled));
    EXPECT_TRUE(pool.stop({"runs", 3}, StopReason::lost));
    endings(2);
    EXPECT_EQ(endings_.at("waits"), Ending::cancelled);
    EXPECT_TRUE(counts_.at("waits"));
    EXPECT_EQ(endings_.at("runs"), Ending::lost);
    EXPECT_FALSE(counts_.at("runs"));
}

TEST_F(LightPoolTest, AnotherClaimOfATaskRunsBesideTheOneThatWasOutrun) {
    LightPool pool({.threads = 2}, outbox_, relay_, log_);
    std::mutex mutex;
    std::condition_variable changed;
    bool may_end = false;
    int running = 0;
    Definition deaf;
    deaf.name = "deaf";
    deaf.function = [&](const json::Value&, const TaskContext& context) -> Result<json::Value> {
        std::unique_lock lock(mutex);
        ++running;
        changed.notify_all();
        changed.wait(lock, [&] { return may_end; });
        return json::Value(is_readable(context.cancel_fd));
    };
    pool.push({job("a", deaf, 1)});
    const auto wait_for = [&](int count) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return running == count; });
    };
    wait_for(1);
    ASSERT_TRUE(pool.stop({"a", 1}, StopReason::lost));
    pool.push({job("a", deaf, 2)});
    wait_for(2);
    EXPECT_TRUE(pool.stop({"a", 2}, StopReason::cancelled));
    EXPECT_FALSE(pool.stop({"a", 1}, StopReason::cancelled));
    {
        const std::scoped_lock lock(mutex);
        may_end = true;
    }
    changed.notify_all();
    std::size_t counted = 0;
    std::size_t ended = 0;
    ASSERT_TRUE(eventually([&] {
        for (const auto& one : outbox_.take()) {
            ++ended;
            counted += one.counts ? 1U : 0U;
            EXPECT_EQ(one.settlement.outcome.result, "true");
        }
        return ended == 2;
    }));
    EXPECT_EQ(counted, 1U);
}

TEST_F(LightPoolTest, HandsBackWhatWaitsWhenItGoes) {
    {
        LightPool pool({.threads = 1}, outbox_, relay_, log_);
        pool.push({job("runs", waiting_), job("waits", nothing_)});
    }
    endings(2);
    for (const auto& [id, ending] : endings_)
        EXPECT_EQ(ending, Ending::handed_back) << id;
}

}  // namespace
}  // namespace mss::tasks
