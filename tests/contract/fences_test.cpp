// Invariant 3: at most one live fence; what an older one writes changes nothing and is told so.

#include "contract/store_contract.hpp"

namespace mss::test {
namespace {

using namespace tasks;

class Fences : public StoreContract {};
MSS_FOR_EACH_STORE(Fences);

TEST_P(Fences, GrowWithEachClaim) {
    const std::string id = enqueue();
    for (std::int64_t fence = 1; fence <= 3; ++fence) {
        const Claim held = claim_one();
        EXPECT_EQ(held.task_id, id);
        EXPECT_EQ(held.fence, fence);
        EXPECT_TRUE(settle(held, Ending::handed_back));
    }
}

TEST_P(Fences, GiveATaskToOneWorkerOnly) {
    enqueue();
    EXPECT_EQ(claim(kWorker, 10).size(), 1U);
    EXPECT_TRUE(claim(kOther, 10).empty());
    EXPECT_TRUE(claim(kWorker, 10).empty());
}

TEST_P(Fences, StopWritesOfAnOlderClaim) {
    const std::string id = enqueue();
    const Claim old = claim_one();
    ASSERT_TRUE(settle(old, Ending::handed_back));
    const Claim held = claim_one(kOther);
    const auto before = must(store_.last_event());
    EXPECT_FALSE(must(store_.report(old, R"({"percent":99})")));
    for (const Ending ending : {Ending::succeeded, Ending::failed, Ending::fatal, Ending::cancelled,
                                Ending::handed_back, Ending::lost, Ending::crashed, Ending::timed_out})
        EXPECT_FALSE(settle(old, ending));
    EXPECT_EQ(must(store_.last_event()), before);
    EXPECT_EQ(task(id).progress, "");
    EXPECT_EQ(state(id), State::running);
    EXPECT_TRUE(settle(held, Ending::succeeded));
}

TEST_P(Fences, StopAFenceThatWasNeverGiven) {
    const std::string id = enqueue();
    const Claim held = claim_one();
    EXPECT_FALSE(settle({id, held.fence + 1}, Ending::succeeded));
    EXPECT_FALSE(must(store_.report({id, held.fence + 1}, "{}")));
    EXPECT_EQ(state(id), State::running);
}

TEST_P(Fences, EndWithTheTask) {
    const std::string id = enqueue();
    const Claim held = claim_one();
    ASSERT_TRUE(settle(held, Ending::succeeded));
    EXPECT_FALSE(settle(held, Ending::succeeded));
    EXPECT_FALSE(settle(held, Ending::fatal));
    EXPECT_FALSE(must(store_.report(held, "{}")));
    EXPECT_EQ(state(id), State::succeeded);
}

TEST_P(Fences, OutlastARevival) {
    const std::string id = enqueue();
    const Claim old = claim_one();
    ASSERT_TRUE(settle(old, Ending::fatal));
    ASSERT_TRUE(store_.revive(id));
    EXPECT_FALSE(settle(old, Ending::succeeded));
    const Claim held = claim_one();
    EXPECT_EQ(held.fence, old.fence + 1);
    EXPECT_FALSE(settle(old, Ending::succeeded));
}

TEST_P(Fences, ReportEachRefusalOfABatchByItself) {
    const std::string first = enqueue();
    const std::string second = enqueue();
    const auto claimed = claim(kWorker, 2);
    const std::vector<Settlement> batch{settlement_of(claimed.at(0).claim(), Ending::succeeded),
                                        settlement_of({second, 7}, Ending::succeeded),
                                        settlement_of(claimed.at(0).claim(), Ending::fatal),
                                        settlement_of(claimed.at(1).claim(), Ending::fatal, "invalid")};
    EXPECT_EQ(must(store_.settle(batch, 0)), (std::vector<bool>{true, false, false, true}));
    EXPECT_EQ(state(first), State::succeeded);
    EXPECT_EQ(state(second), State::dead);
    EXPECT_EQ(kinds(first), (std::vector<std::string>{"enqueued", "started", "succeeded"}));
}

}  // namespace
}  // namespace mss::test
