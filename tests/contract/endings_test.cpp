// Invariants 1, 2, 8 and 9: how tasks end, or come round again, and at what cost.

#include <array>
#include <set>

#include "contract/store_contract.hpp"

namespace mss::test {
namespace {

using namespace tasks;

class Endings : public StoreContract {
protected:
    /// A task in a final state.
    std::string ended_as(State wanted) {
        TaskCall call = call_of();
        if (wanted == State::expired) call.expires_at = clock_.now() + milliseconds(1);
        const std::string id = enqueue(call);
        if (wanted == State::expired) {
            clock_.advance(milliseconds(1));
            EXPECT_TRUE(claim(kWorker).empty());
        } else if (wanted == State::cancelled) {
            must(store_.cancel(id));
        } else {
            settle(claim_one(), wanted == State::succeeded ? Ending::succeeded : Ending::fatal, "invalid");
        }
        EXPECT_EQ(state(id), wanted);
        return id;
    }
};
MSS_FOR_EACH_STORE(Endings);

constexpr std::array kFinal{State::succeeded, State::dead, State::cancelled, State::expired};

TEST_P(Endings, KeepTheResultOfASuccess) {
    const std::string id = enqueue();
    const Claim held = claim_one();
    EXPECT_EQ(task(id).started_at, clock_.now());
    EXPECT_EQ(task(id).worker, kWorker);
    clock_.advance(milliseconds(5));
    ASSERT_TRUE(settle(held, Ending::succeeded));
    const Task done = task(id);
    EXPECT_EQ(done.state, State::succeeded);
    EXPECT_EQ(done.result, R"({"ok":true})");
    EXPECT_EQ(done.finished_at, clock_.now());
    EXPECT_EQ(done.worker, "");
    EXPECT_EQ(kinds(id), (std::vector<std::string>{"enqueued", "started", "succeeded"}));
}

TEST_P(Endings, AreFinal) {
    for (const State final_state : kFinal) {
        const std::string id = ended_as(final_state);
        const auto before = must(store_.last_event());
        EXPECT_EQ(must(store_.cancel(id)), final_state);
        EXPECT_FALSE(settle({id, task(id).fence}, Ending::succeeded));
        clock_.advance(std::chrono::hours(1));
        must(store_.recover());
        must(store_.register_worker(card_of(kWorker)));
        EXPECT_TRUE(claim(kWorker, 10).empty());
        EXPECT_EQ(must(store_.last_event()), before);
        EXPECT_EQ(state(id), final_state);
    }
}

TEST_P(Endings, CancelWhatWaitsAtOnce) {
    TaskCall later = call_of();
    later.not_before = clock_.now() + milliseconds(1'000);
    const std::string scheduled = enqueue(later);
    const std::string ready = enqueue();
    const std::string retrying = enqueue(call_of("b"));
    ASSERT_EQ(must(store_.cancel(ready)), State::cancelled);
    ASSERT_TRUE(settle(claim_one(), Ending::failed, "io", 0.5));
    ASSERT_EQ(state(retrying), State::retry_wait);
    for (const std::string& id : {scheduled, retrying}) {
        EXPECT_EQ(must(store_.cancel(id)), State::cancelled);
        EXPECT_EQ(task(id).finished_at, clock_.now());
        EXPECT_EQ(kinds(id).back(), "cancelled");
    }
    clock_.advance(milliseconds(5'000));
    EXPECT_TRUE(claim(kWorker, 10).empty());
}

TEST_P(Endings, NeverSucceedOnceACancelWasAccepted) {
    for (const Ending ending : {Ending::succeeded, Ending::failed, Ending::fatal, Ending::cancelled,
                                Ending::handed_back, Ending::lost, Ending::crashed, Ending::timed_out}) {
        const std::string id = enqueue();
        const Claim held = claim_one();
        EXPECT_EQ(must(store_.cancel(id)), State::running);
        EXPECT_EQ(must(store_.cancel(id)), State::running);  // asked twice, logged once
        EXPECT_TRUE(task(id).cancel_requested);
        const auto to_cancel = must(store_.renew(kWorker)).to_cancel;
        ASSERT_EQ(to_cancel.size(), 1U);
        EXPECT_EQ(to_cancel.front().task_id, id);
        EXPECT_EQ(to_cancel.front().fence, held.fence);
        EXPECT_TRUE(settle(held, ending));
        EXPECT_EQ(state(id), State::cancelled);
        EXPECT_EQ(task(id).result, "");
        EXPECT_EQ(kinds(id), (std::vector<std::string>{"enqueued", "started", "cancel_requested", "cancelled"}));
    }
}

TEST_P(Endings, OfAHandBackCostNoAttempt) {
    TaskCall call = call_of();
    call.retries_max = 0;
    const std::string id = enqueue(call);
    for (int i = 1; i <= 10; ++i) {
        ASSERT_TRUE(settle(claim_one(), Ending::handed_back));
        EXPECT_EQ(task(id).interruptions, i);
        EXPECT_EQ(task(id).attempt, 0);
    }
    ASSERT_TRUE(settle(claim_one(), Ending::succeeded));
    EXPECT_EQ(state(id), State::succeeded);
}

TEST_P(Endings, OfAFailureComeRoundAfterItsWait) {
    TaskCall call = call_of();
    call.retries_max = 2;
    const std::string id = enqueue(call);
    for (int attempt = 1; attempt <= 2; ++attempt) {
        ASSERT_TRUE(settle(claim_one(), Ending::failed, "unavailable", 0.5));
        const Task waiting = task(id);
        EXPECT_EQ(waiting.state, State::retry_wait);
        EXPECT_EQ(waiting.attempt, attempt);
        ASSERT_TRUE(waiting.failure);
        EXPECT_EQ(waiting.failure->code, "unavailable");
        EXPECT_EQ(waiting.failure->detail, "in a test");
        const milliseconds wait(1'000 * attempt);  // 2 s, 4 s, and half of it
        EXPECT_EQ(*waiting.not_before - clock_.now(), wait);
        EXPECT_EQ(must(store_.next_due()), waiting.not_before);
        clock_.advance(wait - milliseconds(1));
        EXPECT_TRUE(claim(kWorker).empty());
        clock_.advance(milliseconds(1));
        EXPECT_FALSE(kinds(id).back() == "ready");
    }
    ASSERT_TRUE(settle(claim_one(), Ending::failed, "unavailable", 0.5));
    EXPECT_EQ(state(id), State::dead);
    EXPECT_EQ(task(id).attempt, 3);
    EXPECT_EQ(kinds(id), (std::vector<std::string>{"enqueued", "started", "retry", "ready", "started", "retry", "ready",
                                                   "started", "dead"}));
}

TEST_P(Endings, ThatComeTogetherDoNotComeRoundTogether) {
    std::vector<Settlement> together;
    for (int i = 0; i < 3; ++i) {
        enqueue();
        together.push_back(settlement_of(claim_one(), Ending::failed, "unavailable"));
    }
    must(store_.settle(together, 0.5));
    std::set<Timestamp> times;
    for (const Settlement& settlement : together)
        times.insert(task(settlement.claim.task_id).not_before.value());
    EXPECT_EQ(times.size(), together.size());
    EXPECT_EQ(task(together[0].claim.task_id).not_before, clock_.now() + milliseconds(1'000));
}

TEST_P(Endings, WaitAsLongAsTheOtherSideAsked) {
    const std::string id = enqueue();
    Settlement settlement = settlement_of(claim_one(), Ending::failed, "rate_limited");
    settlement.outcome.retry_after = milliseconds(30'000);
    ASSERT_TRUE(must(store_.settle(std::span(&settlement, 1), 0.1)).at(0));
    EXPECT_EQ(*task(id).not_before - clock_.now(), milliseconds(30'000));
}

TEST_P(Endings, FollowThePolicyThatComesWithThem) {
    const std::string id = enqueue();
    Settlement settlement = settlement_of(claim_one(), Ending::crashed);
    settlement.policy.crashes_max = 1;
    ASSERT_TRUE(must(store_.settle(std::span(&settlement, 1), 0)).at(0));
    EXPECT_EQ(task(id).failure->code, "quarantined");
}

TEST_P(Endings, QuarantineATaskWhoseProcessCrashedThreeTimes) {
    TaskCall call = call_of();
    call.retries_max = 0;
    const std::string id = enqueue(call);
    ASSERT_TRUE(settle(claim_one(), Ending::crashed));
    EXPECT_EQ(state(id), State::ready);
    ASSERT_TRUE(settle(claim_one(), Ending::crashed, "crashed", 0.5));
    EXPECT_EQ(state(id), State::retry_wait);
    clock_.advance(milliseconds(1'000));
    ASSERT_TRUE(settle(claim_one(), Ending::crashed, "crashed", 0.5));
    const Task dead = task(id);
    EXPECT_EQ(dead.state, State::dead);
    EXPECT_EQ(dead.crashes, 3);
    EXPECT_EQ(dead.attempt, 0);
    EXPECT_EQ(dead.failure->code, "quarantined");
}

TEST_P(Endings, ExpireWhatDidNotBeginInTime) {
    TaskCall call = call_of();
    call.expires_at = clock_.now() + milliseconds(100);
    const std::string ready = enqueue(call);
    call.not_before = clock_.now() + milliseconds(500);
    const std::string scheduled = enqueue(call);
    call.not_before.reset();
    const std::string running = enqueue(call);
    ASSERT_TRUE(store_.cancel(ready));  // makes way for the next
    ASSERT_EQ(claim_one().task_id, running);
    const std::string waiting = enqueue(call);
    clock_.advance(milliseconds(99));
    EXPECT_TRUE(claim(kOther, 0).empty());
    EXPECT_EQ(state(waiting), State::ready);
    clock_.advance(milliseconds(1));
    EXPECT_TRUE(claim(kOther, 10).empty());
    EXPECT_EQ(state(waiting), State::expired);
    EXPECT_EQ(state(scheduled), State::expired);
    EXPECT_EQ(state(running), State::running);  // it began in time
    EXPECT_EQ(kinds(waiting), (std::vector<std::string>{"enqueued", "expired"}));
}

TEST_P(Endings, CanBeTakenBackUnlessTheyAreASuccess) {
    for (const State final_state : kFinal) {
        const std::string id = ended_as(final_state);
        const auto revived = store_.revive(id);
        if (final_state == State::succeeded) {
            ASSERT_FALSE(revived);
            EXPECT_EQ(revived.error().code, Code::conflict);
            continue;
        }
        ASSERT_TRUE(revived) << revived.error().message;
        const Task fresh = task(id);
        EXPECT_EQ(fresh.state, State::ready);
        EXPECT_EQ(fresh.attempt, 0);
        EXPECT_FALSE(fresh.failure);
        EXPECT_FALSE(fresh.cancel_requested);
        EXPECT_EQ(kinds(id).back(), "revived");
        EXPECT_EQ(store_.revive(id).error().code, Code::conflict);
        const Claim held = claim_one();
        EXPECT_EQ(held.task_id, id);
        ASSERT_TRUE(settle(held, Ending::succeeded));
    }
}

}  // namespace
}  // namespace mss::test
