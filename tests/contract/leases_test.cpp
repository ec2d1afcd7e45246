// Invariants 4, 9 and 10: leases are the store's and end by its own time; what ends with one is free again, at no cost.

#include "contract/store_contract.hpp"

namespace mss::test {
namespace {

using namespace tasks;

class Leases : public StoreContract {
protected:
    void let_worker_lapse() {
        clock_.advance(kLease - milliseconds(1));
        ASSERT_TRUE(must(store_.renew(kOther)).known);
        clock_.advance(milliseconds(1));
    }
};
MSS_FOR_EACH_STORE(Leases);

TEST_P(Leases, EndAfterTenSecondsWithoutRenewal) {
    const std::string id = enqueue();
    const Claim old = claim_one();
    clock_.advance(milliseconds(9'999));
    EXPECT_EQ(must(store_.recover()), 0);
    EXPECT_EQ(state(id), State::running);
    clock_.advance(milliseconds(1));
    EXPECT_EQ(must(store_.recover()), 1);
    const Task freed = task(id);
    EXPECT_EQ(freed.state, State::ready);
    EXPECT_EQ(freed.attempt, 0);
    EXPECT_EQ(freed.crashes, 0);
    EXPECT_EQ(freed.interruptions, 1);
    EXPECT_EQ(freed.worker, "");
    EXPECT_EQ(kinds(id).back(), "recovered");
    EXPECT_FALSE(settle(old, Ending::succeeded));
    EXPECT_EQ(state(id), State::ready);
    EXPECT_EQ(must(store_.recover()), 0);
}

TEST_P(Leases, ThatWereRenewedJustNowStayAsTheyAre) {
    clock_.advance(kFreshLease - milliseconds(1));
    EXPECT_TRUE(must(store_.renew(kWorker)).known);
    clock_.advance(kLease - kFreshLease);
    EXPECT_TRUE(must(store_.renew(kWorker)).known) << "its last millisecond";
    clock_.advance(kLease - milliseconds(1));
    EXPECT_TRUE(must(store_.renew(kWorker)).known);
    clock_.advance(kLease);
    EXPECT_FALSE(must(store_.renew(kWorker)).known);
}

TEST_P(Leases, LastAsLongAsTheyAreRenewed) {
    const std::string id = enqueue();
    const Claim held = claim_one();
    for (int i = 0; i < 20; ++i) {
        clock_.advance(kRenewEvery);
        const Renewal renewal = must(store_.renew(kWorker));
        EXPECT_TRUE(renewal.known);
        ASSERT_EQ(renewal.held.size(), 1U);
        EXPECT_EQ(renewal.held.front().task_id, id);
        EXPECT_EQ(renewal.held.front().fence, held.fence);
        EXPECT_TRUE(renewal.to_cancel.empty());
        must(store_.recover());
    }
    EXPECT_TRUE(settle(held, Ending::succeeded));
}

TEST_P(Leases, CannotBeRenewedOnceTheyAreOver) {
    clock_.advance(kLease);
    EXPECT_FALSE(must(store_.renew(kWorker)).known);
    EXPECT_EQ(store_.claim(request_of(kWorker, 1)).error().code, Code::conflict);
    EXPECT_FALSE(must(store_.renew("nobody")).known);
    EXPECT_EQ(store_.claim(request_of("nobody", 1)).error().code, Code::conflict);
    ASSERT_TRUE(store_.register_worker(card_of(kWorker)));
    EXPECT_TRUE(must(store_.renew(kWorker)).known);
}

TEST_P(Leases, FreeTheirSlotWhenTheyEnd) {
    const std::map<std::string, int> one{{"a", 1}};
    const std::string first = enqueue();
    const std::string second = enqueue();
    ASSERT_EQ(claimed_ids(kWorker, 2, one), std::vector{first});
    EXPECT_TRUE(claimed_ids(kOther, 2, one).empty());
    let_worker_lapse();
    // Nobody called recover(): the claim itself sees that the slot is free, and who had it waits again.
    EXPECT_EQ(claimed_ids(kOther, 2, one), std::vector{first});
    EXPECT_EQ(task(first).fence, 2);
    EXPECT_EQ(state(second), State::ready);
}

TEST_P(Leases, FreeOnlyWhatTheirWorkerHeld) {
    const std::string lapsing = enqueue();
    claim_one(kWorker);
    const std::string kept = enqueue();
    claim_one(kOther);
    let_worker_lapse();
    EXPECT_EQ(must(store_.recover()), 1);
    EXPECT_EQ(state(lapsing), State::ready);
    EXPECT_EQ(state(kept), State::running);
}

TEST_P(Leases, DoNotEndWhenTheCalendarJumps) {
    const std::string id = enqueue();
    const Claim held = claim_one();
    for (const auto step : {std::chrono::hours(1), std::chrono::hours(-2), std::chrono::hours(1)}) {
        clock_.jump(step);
        EXPECT_EQ(must(store_.recover()), 0);
        EXPECT_TRUE(must(store_.renew(kWorker)).known);
        EXPECT_TRUE(claim(kOther).empty());
    }
    EXPECT_TRUE(settle(held, Ending::succeeded));
    // Nor do they last longer for it.
    enqueue();
    claim_one();
    clock_.jump(-std::chrono::hours(1));
    clock_.advance(kLease);
    EXPECT_EQ(must(store_.recover()), 1);
}

TEST_P(Leases, CancelWhatSomebodyWantedCancelledWhenTheyEnd) {
    const std::string id = enqueue();
    claim_one();
    ASSERT_TRUE(store_.cancel(id));
    clock_.advance(kLease);
    EXPECT_EQ(must(store_.recover()), 1);
    EXPECT_EQ(state(id), State::cancelled);
}

TEST_P(Leases, HandEverythingBackWhenTheWorkerLeaves) {
    const std::string first = enqueue();
    const std::string second = enqueue();
    const auto claimed = claim(kWorker, 2);
    ASSERT_TRUE(settle(claimed.at(0).claim(), Ending::failed));
    ASSERT_TRUE(store_.leave(kWorker));
    EXPECT_EQ(state(first), State::retry_wait);
    const Task back = task(second);
    EXPECT_EQ(back.state, State::ready);
    EXPECT_EQ(back.attempt, 0);
    EXPECT_EQ(back.interruptions, 1);
    EXPECT_EQ(kinds(second).back(), "handed_back");
    EXPECT_FALSE(settle(claimed.at(1).claim(), Ending::succeeded));
    EXPECT_FALSE(must(store_.renew(kWorker)).known);
    EXPECT_TRUE(store_.leave(kWorker));  // who is gone may go again
}

TEST_P(Leases, BeginAnewForAWorkerThatRegistersAgain) {
    const std::string id = enqueue();
    const Claim old = claim_one();
    ASSERT_TRUE(store_.register_worker(card_of(kWorker)));
    EXPECT_EQ(state(id), State::ready);
    EXPECT_EQ(task(id).interruptions, 1);
    EXPECT_FALSE(settle(old, Ending::succeeded));
    EXPECT_TRUE(must(store_.renew(kWorker)).held.empty());
}

TEST_P(Leases, AreForWorkersWithProperNames) {
    EXPECT_EQ(store_.register_worker(card_of("")).error().code, Code::invalid);
    EXPECT_EQ(store_.register_worker(card_of("a b")).error().code, Code::invalid);
    WorkerCard card = card_of("c");
    card.queues = {"videos", "two words"};
    EXPECT_EQ(store_.register_worker(card).error().code, Code::invalid);
}

TEST_P(Leases, TellWhoIsThereToWork) {
    const auto ids = [&] {
        std::vector<std::string> all;
        for (const WorkerCard& card : must(store_.workers()))
            all.push_back(card.id);
        return all;
    };
    WorkerCard card = card_of("worker-c");
    card.queues = {"videos", "pictures"};
    ASSERT_TRUE(store_.register_worker(card));
    ASSERT_EQ(ids(), (std::vector<std::string>{kWorker, kOther, "worker-c"}));
    const WorkerCard told = must(store_.workers()).back();
    EXPECT_EQ(told.host, card.host);
    EXPECT_EQ(told.pid, card.pid);
    EXPECT_EQ(told.queues, card.queues);
    EXPECT_EQ(told.concurrency, card.concurrency);
    let_worker_lapse();
    EXPECT_EQ(ids(), (std::vector<std::string>{kOther}));
    ASSERT_TRUE(store_.leave(kOther));
    EXPECT_TRUE(ids().empty());
}

TEST_P(Leases, OfAWorkerForAllQueuesNameNone) {
    WorkerCard card = card_of(kWorker);
    card.queues.clear();
    ASSERT_TRUE(store_.register_worker(card));
    EXPECT_TRUE(must(store_.workers()).front().queues.empty());
}

}  // namespace
}  // namespace mss::test
