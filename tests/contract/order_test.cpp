// Who is served next: priorities, fair turns between owners, age; what is due, paused, or of another queue or kind.

#include "contract/store_contract.hpp"

namespace mss::test {
namespace {

using namespace tasks;

class Order : public StoreContract {
protected:
    std::vector<std::string> enqueue_many(int count, const std::string& owner) {
        const std::vector<TaskCall> calls(static_cast<std::size_t>(count), call_of("a", owner));
        return must(store_.enqueue(calls));
    }
    std::string enqueue_in(const std::string& queue) {
        TaskCall call = call_of();
        call.queue = queue;
        return enqueue(call);
    }
};
MSS_FOR_EACH_STORE(Order);

TEST_P(Order, GivesNothingOfAQueueThatAClaimExcepts) {
    enqueue_in("one");
    const std::string two = enqueue_in("two");
    ClaimRequest request = request_of(kWorker, 10);
    request.except = {"one"};
    const auto claimed = must(store_.claim(request));
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed.front().task.id, two);
    request.queues = {"one"};
    EXPECT_TRUE(must(store_.claim(request)).empty()) << "of the queues that it names, too";
    request.except.clear();
    EXPECT_EQ(must(store_.claim(request)).size(), 1U);
}

TEST_P(Order, FollowsPriorityThenAge) {
    std::vector<std::string> expected(4);
    for (const int place : {2, 0, 3, 1}) {
        TaskCall call = call_of();
        call.priority = place * 3;
        expected[static_cast<std::size_t>(place)] = enqueue(call);
    }
    EXPECT_EQ(claimed_ids(kWorker, 4), expected);
    const auto alike = enqueue_many(5, "somebody");
    EXPECT_EQ(claimed_ids(kWorker, 5), alike);
}

TEST_P(Order, GivesANewcomerTheNextTurnBeforeAThousandOfAnother) {
    if (!has_turns()) GTEST_SKIP() << "its lists are served by age";
    enqueue_many(1'000, "the busy one");
    claim(kWorker, 10);
    const std::string newcomer = enqueue(call_of("a", "the new one"));
    EXPECT_EQ(must(store_.position(newcomer)), 0);
    EXPECT_EQ(claimed_ids(kWorker), std::vector{newcomer});
}

TEST_P(Order, LetsOwnersTakeTurns) {
    if (!has_turns()) GTEST_SKIP() << "its lists are served by age";
    const auto first = enqueue_many(3, "one");
    const auto second = enqueue_many(3, "two");
    EXPECT_EQ(claimed_ids(kWorker, 6),
              (std::vector<std::string>{first[0], second[0], first[1], second[1], first[2], second[2]}));
}

TEST_P(Order, ChargesNobodyForWhatEndedUnclaimed) {
    TaskCall late = call_of("a", "one");
    late.expires_at = clock_.now() + milliseconds(1'000);
    const std::vector<TaskCall> short_lived(10, late);
    must(store_.enqueue(short_lived));
    for (const std::string& id : enqueue_many(10, "one"))
        must(store_.cancel(id));
    clock_.advance(milliseconds(1'000));
    EXPECT_TRUE(claim(kWorker, 1).empty());
    const auto first = enqueue_many(1, "one");
    const auto second = enqueue_many(3, "two");
    EXPECT_EQ(claimed_ids(kWorker, 2), (std::vector<std::string>{first[0], second[0]}));
}

TEST_P(Order, GivesNobodyTurnsForHavingBeenAway) {
    if (!has_turns()) GTEST_SKIP() << "its lists are served by age";
    enqueue_many(6, "one");
    claim(kWorker, 4);
    const auto second = enqueue_many(3, "two");
    const auto got = claimed_ids(kWorker, 3);
    // The newcomer goes first and from then on in turn; it does not catch up on the four that it missed.
    EXPECT_EQ(got[0], second[0]);
    EXPECT_NE(got[1], second[1]);
}

TEST_P(Order, KeepsTheTurnOfWhatComesBack) {
    const std::string first = enqueue();
    enqueue_many(3, "somebody");
    ASSERT_TRUE(settle(claim_one(), Ending::handed_back));
    EXPECT_EQ(claim_one().task_id, first);
}

TEST_P(Order, ServesNothingBeforeItsTime) {
    TaskCall call = call_of();
    call.not_before = clock_.now() + milliseconds(1'000);
    const std::string later = enqueue(call);
    call.not_before = clock_.now() + milliseconds(500);
    const std::string sooner = enqueue(call);
    EXPECT_EQ(must(store_.next_due()), call.not_before);
    clock_.advance(milliseconds(499));
    EXPECT_TRUE(claim(kWorker, 5).empty());
    clock_.advance(milliseconds(1));
    EXPECT_EQ(claimed_ids(kWorker, 5), std::vector{sooner});
    clock_.advance(milliseconds(500));
    EXPECT_EQ(claimed_ids(kWorker, 5), std::vector{later});
    EXPECT_FALSE(must(store_.next_due()));
    EXPECT_EQ(kinds(later), (std::vector<std::string>{"enqueued", "ready", "started"}));
    EXPECT_EQ(task(later).ready_since, clock_.now());
    EXPECT_FALSE(task(later).not_before);
}

TEST_P(Order, ServesTheQueuesThatAreAskedFor) {
    const std::string one = enqueue_in("one");
    const std::string two = enqueue_in("two");
    ClaimRequest request = request_of(kWorker, 5);
    request.queues = {"two", "none", "two"};
    auto claimed = must(store_.claim(request));
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].task.id, two);
    request.queues.clear();
    claimed = must(store_.claim(request));
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].task.id, one);
}

TEST_P(Order, MergesQueuesByPriorityAndTurn) {
    if (!has_turns()) GTEST_SKIP() << "its lists are served by age";
    TaskCall urgent = call_of();
    urgent.queue = "one";
    urgent.priority = 0;
    const std::string first = enqueue_in("two");
    const std::string second = enqueue_in("one");
    const std::string third = enqueue(urgent);
    EXPECT_EQ(claimed_ids(kWorker, 5), (std::vector<std::string>{third, first, second}));
}

TEST_P(Order, ServesTheKindsThatAreAskedFor) {
    enqueue(call_of("unknown"));
    const std::string known = enqueue(call_of("b"));
    EXPECT_EQ(claimed_ids(kWorker, 5), std::vector{known});
    ClaimRequest request = request_of(kWorker, 5);
    request.names.clear();
    EXPECT_TRUE(must(store_.claim(request)).empty());
}

TEST_P(Order, LeavesAPausedQueueAlone) {
    const std::string id = enqueue();
    const std::string other = enqueue_in("other");
    ASSERT_TRUE(store_.pause("default"));
    ASSERT_TRUE(store_.pause("default"));
    EXPECT_EQ(claimed_ids(kWorker, 5), std::vector{other});
    EXPECT_EQ(state(id), State::ready);
    EXPECT_TRUE(counts().paused);
    ASSERT_TRUE(store_.resume("default"));
    EXPECT_FALSE(counts().paused);
    EXPECT_EQ(claimed_ids(kWorker, 5), std::vector{id});
    EXPECT_EQ(store_.pause("no queue").error().code, Code::invalid);
    EXPECT_EQ(store_.resume("").error().code, Code::invalid);
}

TEST_P(Order, ServesNothingToWhoAsksForNothing) {
    enqueue();
    EXPECT_TRUE(claim(kWorker, 0).empty());
    EXPECT_TRUE(claim(kWorker, -1).empty());
}

}  // namespace
}  // namespace mss::test
