// Invariant 4: tasks of a kind that run at once never pass its limit, whoever claims.

#include <array>
#include <thread>

#include "contract/store_contract.hpp"

namespace mss::test {
namespace {

using namespace tasks;

class Limits : public StoreContract {};
MSS_FOR_EACH_STORE(Limits);

TEST_P(Limits, HoldWithinOneClaimAndAcrossWorkers) {
    for (int i = 0; i < 5; ++i)
        enqueue();
    EXPECT_EQ(claim(kWorker, 10, {{"a", 2}}).size(), 2U);
    EXPECT_TRUE(claim(kOther, 10, {{"a", 2}}).empty());
    EXPECT_EQ(claim(kOther, 10, {{"a", 3}}).size(), 1U);
    EXPECT_TRUE(claim(kWorker, 10, {{"a", 0}}).empty());
    EXPECT_EQ(counts().running, 3);
}

TEST_P(Limits, OfOneKindHoldUpNoOther) {
    std::vector<std::string> others;
    for (int i = 0; i < 3; ++i)
        enqueue(call_of("a"));
    for (int i = 0; i < 3; ++i)
        others.push_back(enqueue(call_of("b")));
    ASSERT_EQ(claim(kWorker, 1, {{"a", 1}}).size(), 1U);
    EXPECT_EQ(claimed_ids(kOther, 10, {{"a", 1}}), others);
}

TEST_P(Limits, AreFreeAgainWithEachEnd) {
    enqueue();
    enqueue();
    for (const Ending ending :
         {Ending::handed_back, Ending::lost, Ending::crashed, Ending::failed, Ending::cancelled}) {
        const auto claimed = claim(kWorker, 2, {{"a", 1}});
        ASSERT_EQ(claimed.size(), 1U);
        EXPECT_TRUE(claim(kOther, 2, {{"a", 1}}).empty());
        ASSERT_TRUE(settle(claimed.front().claim(), ending));
    }
}

TEST_P(Limits, CountAcrossQueues) {
    TaskCall call = call_of("a");
    call.queue = "one";
    enqueue(call);
    call.queue = "two";
    enqueue(call);
    EXPECT_EQ(claim(kWorker, 5, {{"a", 1}}).size(), 1U);
}

TEST_P(Limits, HoldUnderConcurrentClaims) {
    constexpr int kTasks = 120;
    constexpr std::array kWorkers{"w1", "w2", "w3", "w4"};
    const std::map<std::string, int> limits{{"a", 2}, {"b", 3}};
    std::vector<TaskCall> calls;
    for (int i = 0; i < kTasks; ++i)
        calls.push_back(call_of(kNames[static_cast<std::size_t>(i) % 3], std::to_string(i % 4)));
    const auto ids = must(store_.enqueue(calls));
    for (const char* worker : kWorkers)
        must(store_.register_worker(card_of(worker)));

    std::atomic<int> done = 0;
    std::array<std::thread, kWorkers.size()> threads;
    for (std::size_t i = 0; i < threads.size(); ++i) {
        threads[i] = std::thread([&, i] {
            while (done < kTasks) {
                const auto seen = store_.wake_number();
                const auto claimed = must(store_.claim(request_of(kWorkers[i], 3, limits)));
                if (claimed.empty() && done < kTasks) store_.wait_for_change(seen, milliseconds(100), -1);
                std::vector<Settlement> settlements;
                for (const ClaimedTask& one : claimed) {
                    // Every third first attempt fails or is handed back, so that tasks come round again.
                    const Ending ending = one.task.fence > 1 || done % 3 != 0 ? Ending::succeeded : Ending::handed_back;
                    settlements.push_back(settlement_of(one.claim(), ending));
                }
                const auto counted = must(store_.settle(settlements, 0));
                for (std::size_t k = 0; k < counted.size(); ++k) {
                    EXPECT_TRUE(counted[k]);
                    if (settlements[k].outcome.ending == Ending::succeeded) ++done;
                }
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    auto most = replay(store_);
    EXPECT_LE(most["a"], 2);
    EXPECT_LE(most["b"], 3);
    EXPECT_GE(most["c"], 1);
    for (const std::string& id : ids)
        EXPECT_EQ(state(id), State::succeeded);
}

}  // namespace
}  // namespace mss::test
