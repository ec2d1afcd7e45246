#include "tasks/settler.hpp"

#include <sstream>

#include <gmock/gmock.h>

#include "support/task_child/running_worker.hpp"
#include "support/task_child/watched_store.hpp"
#include "tasks/memory_task_store.hpp"

namespace mss::tasks {
namespace {

class SettlerTest : public testing::Test {
protected:
    void SetUp() override {
        WorkerCard card;
        card.id = "w";
        ASSERT_TRUE(beneath_.register_worker(card));
    }
    /// A task that this worker has in hand.
    Claim take() {
        const Claim claim = take_unknown();
        settler_.took(claim);
        return claim;
    }
    /// One that only the store says it has.
    Claim take_unknown() {
        test::enqueue(beneath_, "light.nothing");
        return beneath_.claim({.worker = "w", .queues = {}, .names = {"light.nothing"}, .most = 1, .limits = {}})
            .value()
            .front()
            .claim();
    }
    void end(const Claim& claim, std::string result, bool counts = true) {
        Outcome outcome;
        outcome.result = std::move(result);
        settler_.ended({.settlement = {claim, std::move(outcome), {}}, .counts = counts});
    }
    State state(const Claim& claim) { return test::find(beneath_, claim.task_id).state; }

    const SystemClock clock_;
    MemoryTaskStore beneath_{clock_};
    test::WatchedStore store_{beneath_};
    std::ostringstream log_text_;
    const observe::Logger log_{log_text_, observe::Level::info};
    Settler settler_{store_, log_, Random(7)};
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
    settler_.took({claim.task_id, claim.fence + 1});
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

}  // namespace
}  // namespace mss::tasks
