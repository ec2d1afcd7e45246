// Invariants 1 and 2: what is accepted is there, whole, and in one state.

#include "base/identifier.hpp"
#include "contract/store_contract.hpp"

namespace mss::test {
namespace {

using namespace tasks;

class Accepting : public StoreContract {};
MSS_FOR_EACH_STORE(Accepting);

TEST_P(Accepting, GivesIdsInTheOrderOfTheCalls) {
    std::vector<TaskCall> calls{call_of("a"), call_of("b"), call_of("c")};
    calls[1].id = uuid_v7(clock_.now());
    const auto ids = must(store_.enqueue(calls));
    ASSERT_EQ(ids.size(), 3U);
    EXPECT_EQ(ids[1], calls[1].id);
    EXPECT_EQ(task(ids[0]).name, "a");
    EXPECT_EQ(task(ids[1]).name, "b");
    EXPECT_EQ(task(ids[2]).name, "c");
}

TEST_P(Accepting, KeepsEverythingOfACall) {
    TaskCall call = call_of("a", "an owner");
    call.arguments = R"({"topic":"tides \u0000 ä"})";
    call.queue = "heavy";
    call.priority = 0;
    call.retries_max = 9;
    call.not_before = clock_.now() + milliseconds(5);
    call.expires_at = clock_.now() + milliseconds(7);
    const Task kept = task(enqueue(call));
    EXPECT_EQ(kept.arguments, call.arguments);
    EXPECT_EQ(kept.owner, "an owner");
    EXPECT_EQ(kept.queue, "heavy");
    EXPECT_EQ(kept.priority, 0);
    EXPECT_EQ(kept.retries_max, 9);
    EXPECT_EQ(kept.not_before, call.not_before);
    EXPECT_EQ(kept.expires_at, call.expires_at);
    EXPECT_EQ(kept.created_at, clock_.now());
    EXPECT_EQ(kept.state, State::scheduled);
    EXPECT_EQ(kept.fence, 0);
    EXPECT_EQ(kept.worker, "");
    EXPECT_FALSE(kept.cancel_requested);
    EXPECT_FALSE(kept.failure);
    EXPECT_FALSE(kept.started_at);
    EXPECT_FALSE(kept.finished_at);
}

TEST_P(Accepting, TakesAllCallsOrNone) {
    const std::vector<TaskCall> calls{call_of("a"), call_of("not a word")};
    const auto refused = store_.enqueue(calls);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::invalid);
    EXPECT_TRUE(must(store_.list({})).empty());
    EXPECT_EQ(must(store_.last_event()), 0);
}

TEST_P(Accepting, RefusesAnIdThatIsTakenAndTakesNothingBesideIt) {
    TaskCall call = call_of("a");
    call.id = enqueue();
    const std::vector<TaskCall> calls{call_of("b"), call};
    const auto refused = store_.enqueue(calls);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::conflict);
    EXPECT_EQ(must(store_.list({})).size(), 1U);
    const std::vector<TaskCall> twice{[&] {
                                          TaskCall fresh = call_of("a");
                                          fresh.id = uuid_v7(clock_.now());
                                          return fresh;
                                      }(),
                                      call_of("b")};
    EXPECT_EQ(store_.enqueue(std::vector<TaskCall>{twice[0], twice[0]}).error().code, Code::conflict);
    EXPECT_EQ(must(store_.list({})).size(), 1U);
    EXPECT_TRUE(store_.enqueue(twice));  // the refusal left nothing behind
}

TEST_P(Accepting, TakesNoCallsAsNothingToDo) {
    EXPECT_TRUE(must(store_.enqueue({})).empty());
    EXPECT_EQ(must(store_.last_event()), 0);
}

TEST_P(Accepting, KnowsNothingOfAnIdThatItNeverGave) {
    const std::string id = uuid_v7(clock_.now());
    EXPECT_FALSE(must(store_.find(id)));
    EXPECT_EQ(store_.position(id).error().code, Code::not_found);
    EXPECT_EQ(store_.cancel(id).error().code, Code::not_found);
    EXPECT_EQ(store_.revive(id).error().code, Code::not_found);
    EXPECT_FALSE(settle({id, 0}, Ending::succeeded));
    EXPECT_FALSE(must(store_.report({id, 0}, "{}")));
    EXPECT_TRUE(must(store_.events(id, 0, 10)).empty());
}

}  // namespace
}  // namespace mss::test
