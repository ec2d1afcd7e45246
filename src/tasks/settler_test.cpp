#include "tasks/settler.hpp"

#include <sstream>

#include <gmock/gmock.h>

#include "support/task_child/running_worker.hpp"
#include "support/task_child/watched_store.hpp"
#include "tasks/memory_task_store.hpp"

namespace mss::tasks {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class SettlerTest : public testing::Test {
protected:
    void SetUp() override {
        WorkerCard card;
        card.id = "w";
        ASSERT_TRUE(beneath_.register_worker(card));
    }
    /// A task that this worker has in hand.
    Claim take() {
        const Task task = claim_one();
        settler_.took(task, true);
        return {task.id, task.fence};
    }
    /// One that only the store says it has.
    Claim take_unknown() {
        const Task task = claim_one();
        return {task.id, task.fence};
    }
    Task claim_one() {
        test::enqueue(beneath_, "light.nothing");
        return beneath_.claim({.worker = "w", .queues = {}, .names = {"light.nothing"}, .most = 1, .limits = {}})
            .value()
            .front()
            .task;
    }
    void fail(const Claim& claim, Ending ending, std::optional<std::chrono::milliseconds> retry_after = {}) {
        Outcome outcome = failed_outcome(ending, "unavailable", "no answer", "at 10.0.0.5");
        outcome.retry_after = retry_after;
        settler_.ended({.settlement = {claim, std::move(outcome), {}}});
        ASSERT_TRUE(settler_.flush());
    }
    /// The lines of the log that hold these words.
    std::vector<std::string> lines_with(std::string_view words) const {
        std::vector<std::string> lines;
        std::istringstream text(log_text_.str());
        for (std::string line; std::getline(text, line);)
            if (line.contains(words)) lines.push_back(line);
        return lines;
    }
    void end(const Claim& claim, std::string result, bool counts = true) {
        Outcome outcome;
        outcome.result = std::move(result);
        settler_.ended({.settlement = {claim, std::move(outcome), {}}, .counts = counts});
    }
    State state(const Claim& claim) { return test::find(beneath_, claim.task_id).state; }

    const ManualClock clock_;
    MemoryTaskStore beneath_{clock_};
    test::WatchedStore store_{beneath_};
    std::ostringstream log_text_;
    const observe::Logger log_{log_text_, observe::Level::info};
    Settler settler_{store_, clock_, log_, Random(7)};
};

TEST_F(SettlerTest, TellsOfAllThatEndedInOneGo) {
    std::vector<Claim> claims;
    for (int i = 0; i < 10; ++i)
        claims.push_back(take());
    for (const auto& claim : claims)
        end(claim, "null");
    EXPECT_FALSE(settler_.has_nothing());
    ASSERT_TRUE(settler_.flush());
    EXPECT_TRUE(settler_.has_nothing());
    EXPECT_EQ(store_.settlements, 1);
    for (const auto& claim : claims)
        EXPECT_EQ(state(claim), State::succeeded);
}

TEST_F(SettlerTest, KeepsWhatAFailingStoreDidNotTake) {
    const Claim claim = take();
    end(claim, "null");
    store_.failing = true;
    EXPECT_EQ(settler_.flush().error().code, Code::unavailable);
    EXPECT_FALSE(settler_.has_nothing());
    store_.failing = false;
    ASSERT_TRUE(settler_.flush());
    EXPECT_EQ(state(claim), State::succeeded);
}

TEST_F(SettlerTest, WhatTheStoreRefusesFailsAloneAndHoldsUpNobody) {
    const Claim before = take();
    const Claim unfit = take();
    const Claim after = take();
    end(before, "null");
    end(unfit, R"("unfit")");
    end(after, "null");
    store_.choosy = true;
    ASSERT_TRUE(settler_.flush());
    EXPECT_TRUE(settler_.has_nothing());
    EXPECT_EQ(state(before), State::succeeded);
    EXPECT_EQ(state(after), State::succeeded);
    EXPECT_EQ(state(unfit), State::dead);
    EXPECT_EQ(test::find(beneath_, unfit.task_id).failure->code, "invalid");
}

TEST_F(SettlerTest, WhatWasOutrunIsOutOfHandAndNotToldOf) {
    const Claim claim = take();
    end(claim, "null", false);
    EXPECT_TRUE(settler_.has_nothing());
    ASSERT_TRUE(settler_.flush());
    EXPECT_EQ(store_.settlements, 0);
}

TEST_F(SettlerTest, AnOldClaimsEndDoesNotTakeTheNewOneOutOfHand) {
    const Claim claim = take();
    Task newer = test::find(beneath_, claim.task_id);
    ++newer.fence;
    settler_.took(newer, true);
    end(claim, "null", false);
    EXPECT_FALSE(settler_.has_nothing());
}

TEST_F(SettlerTest, GivesBackWhatItNeverReceivedOnceThatIsSure) {
    const Claim known = take();
    const Claim strange = take_unknown();
    settler_.compare({known, strange});
    ASSERT_TRUE(settler_.flush());
    EXPECT_EQ(state(strange), State::running) << "its claim may just be on its way";
    settler_.compare({known, strange});
    ASSERT_TRUE(settler_.flush());
    EXPECT_EQ(state(strange), State::ready);
    EXPECT_EQ(test::find(beneath_, strange.task_id).attempt, 0);
    EXPECT_EQ(state(known), State::running);
}

TEST_F(SettlerTest, AfterALostLeaseNothingIsToldOf) {
    end(take(), "null");
    take();
    settler_.forget_all();
    EXPECT_TRUE(settler_.has_nothing());
    ASSERT_TRUE(settler_.flush());
    EXPECT_EQ(store_.settlements, 0);
}

TEST_F(SettlerTest, TheLogHearsOnceOfATaskThatFailedForGood) {
    const Claim claim = take();
    fail(claim, Ending::fatal);
    settler_.compare({});
    ASSERT_TRUE(settler_.flush());
    const auto lines = lines_with("level=warning");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_THAT(lines[0],
                AllOf(HasSubstr("failed for good"), HasSubstr("task=" + claim.task_id), HasSubstr("name=light.nothing"),
                      HasSubstr("code=unavailable"), HasSubstr("reason=\"no answer\""), HasSubstr("attempts=1")));
}

TEST_F(SettlerTest, TheLogHearsOfATryThatFailedWithItsPause) {
    fail(take(), Ending::failed, std::chrono::seconds(90));
    EXPECT_THAT(lines_with("level=warning"), IsEmpty());
    const auto lines = lines_with("tried again");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_THAT(lines[0], AllOf(HasSubstr("level=info"), HasSubstr("reason=\"no answer\""),
                                HasSubstr("detail=\"at 10.0.0.5\""), HasSubstr("delay_seconds=90.000")));
}

TEST_F(SettlerTest, TheLogHearsNothingOfAFailureThatDidNotCount) {
    const Claim claim = take();
    const std::vector<Settlement> taken{{claim, failed_outcome(Ending::lost, "lost", "taken"), {}}};
    ASSERT_TRUE(beneath_.settle(taken, 0).value().front());
    fail(claim, Ending::fatal);
    EXPECT_THAT(lines_with("fail"), IsEmpty());
}

TEST_F(SettlerTest, WhatSomebodyCancelledDidNotFail) {
    const Claim claim = take();
    ASSERT_TRUE(beneath_.cancel(claim.task_id));
    fail(claim, Ending::fatal);
    EXPECT_THAT(lines_with("level=warning"), IsEmpty());
    EXPECT_EQ(lines_with("ending=cancelled").size(), 1U);
}

TEST_F(SettlerTest, WhatSomebodyCancelledAsItsWorkEndedDidNotSucceed) {
    const Claim claim = take();
    ASSERT_TRUE(beneath_.cancel(claim.task_id));
    end(claim, "null");
    ASSERT_TRUE(settler_.flush());
    EXPECT_THAT(lines_with("ending=succeeded"), IsEmpty());
    EXPECT_EQ(lines_with("ending=cancelled").size(), 1U);
}

TEST_F(SettlerTest, TheLogHearsOfTheBeginningAndTheEndOfAHeavyTask) {
    const Claim claim = take();
    end(claim, "null");
    ASSERT_TRUE(settler_.flush());
    EXPECT_EQ(lines_with("task started").size(), 1U);
    const auto ends = lines_with("task finished");
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_THAT(ends[0], AllOf(HasSubstr("level=info"), HasSubstr("ending=succeeded"), HasSubstr("seconds=0.")));
    settler_.took(claim_one(), false);
    EXPECT_EQ(lines_with("task started").size(), 1U) << "light ones are too many";
}

}  // namespace
}  // namespace mss::tasks
