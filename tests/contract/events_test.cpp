// The log: every move leaves an event, in order, and those who wait learn of it.

#include <sys/eventfd.h>
#include <thread>

#include "base/fd.hpp"
#include "base/json.hpp"
#include "contract/store_contract.hpp"

namespace mss::test {
namespace {

using namespace tasks;

constexpr milliseconds kForever{600'000};  ///< a test that is not woken fails by its own time limit

class Events : public StoreContract {};
MSS_FOR_EACH_STORE(Events);

TEST_P(Events, GrowOverAllTasksAndComeInOrder) {
    const std::string first = enqueue();
    const std::string second = enqueue();
    clock_.advance(milliseconds(5));
    settle(claim_one(), Ending::succeeded);
    const auto all = must(store_.events_since(0, 100));
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0].task_id, first);
    EXPECT_EQ(all[1].task_id, second);
    EXPECT_EQ(all[2].kind, "started");
    EXPECT_EQ(all[3].kind, "succeeded");
    EXPECT_EQ(all[3].at, clock_.now());
    for (std::size_t i = 1; i < all.size(); ++i)
        EXPECT_GT(all[i].id, all[i - 1].id);
    EXPECT_EQ(must(store_.last_event()), all.back().id);
}

TEST_P(Events, ComeInPages) {
    const std::string id = enqueue();
    enqueue();
    settle(claim_one(), Ending::succeeded);
    const auto all = must(store_.events_since(0, 100));
    const auto page = must(store_.events_since(all[0].id, 2));
    ASSERT_EQ(page.size(), 2U);
    EXPECT_EQ(page[0].id, all[1].id);
    EXPECT_EQ(page[1].id, all[2].id);
    const auto own = must(store_.events(id, all[0].id, 1));
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own[0].kind, "started");
    EXPECT_TRUE(must(store_.events_since(all.back().id, 100)).empty());
    EXPECT_TRUE(must(store_.events_since(0, 0)).empty());
    EXPECT_TRUE(must(store_.events_since(0, -1)).empty());
}

TEST_P(Events, TellTheStateAfterThem) {
    const std::string id = enqueue();
    settle(claim_one(), Ending::failed, "unavailable", 0.5);
    const auto events = must(store_.events(id, 0, 100));
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(must(json::parse(events[0].data)).at("state").as_string(), "ready");
    EXPECT_EQ(must(json::parse(events[1].data)).at("state").as_string(), "running");
    const json::Value retry = must(json::parse(events[2].data));
    EXPECT_EQ(retry.at("state").as_string(), "retry_wait");
    EXPECT_EQ(retry.at("code").as_string(), "unavailable");
    EXPECT_EQ(retry.at("message").as_string(), "it failed");
    EXPECT_EQ(retry.at("not_before").as_int64(), to_unix_ms(*task(id).not_before));
}

TEST_P(Events, KeepTheNewestOfManyReports) {
    const std::string id = enqueue();
    const Claim held = claim_one();
    const int reports = kProgressEventsKept + 7;
    for (int i = 0; i < reports; ++i)
        ASSERT_TRUE(must(store_.report(held, "{\"step\":" + std::to_string(i) + "}")));
    EXPECT_EQ(task(id).progress, "{\"step\":" + std::to_string(reports - 1) + "}");
    const auto events = must(store_.events(id, 0, 1'000));
    ASSERT_EQ(events.size(), static_cast<std::size_t>(kProgressEventsKept) + 2);  // enqueued and started stay
    EXPECT_EQ(events[0].kind, "enqueued");
    EXPECT_EQ(events[1].kind, "started");
    EXPECT_EQ(events[2].data, R"({"step":7})");
    EXPECT_EQ(events.back().data, task(id).progress);
    EXPECT_EQ(events.back().kind, "progress");
}

TEST_P(Events, RefuseProgressThatIsNoObjectOrTooLarge) {
    enqueue();
    const Claim held = claim_one();
    EXPECT_EQ(store_.report(held, "[]").error().code, Code::invalid);
    EXPECT_EQ(store_.report(held, "").error().code, Code::invalid);
    const std::string large = R"({"a":")" + std::string(kProgressBytesMax, 'x') + "\"}";
    EXPECT_EQ(store_.report(held, large).error().code, Code::too_large);
}

TEST_P(Events, WakeWhoeverWaitsForAChange) {
    const std::vector<std::function<void()>> changes{
        [&] { enqueue(); },
        [&] { must(store_.pause("default")); },
        [&] { must(store_.resume("default")); },
        [&] { must(store_.report(claim_one(), "{}")); },
        [&] { must(store_.cancel(must(store_.list({})).at(0).id)); },
        [&] { must(store_.leave(kWorker)); },
        [&] { must(store_.revive(must(store_.list({})).at(0).id)); },
    };
    for (const auto& change : changes) {
        const auto seen = store_.wake_number();
        std::thread waiting([&] { store_.wait_for_change(seen, kForever, -1); });
        change();
        waiting.join();
        EXPECT_NE(store_.wake_number(), seen);
    }
}

TEST_P(Events, EndAWaitByItsLimitOrItsDescriptor) {
    const UniqueFd stop(::eventfd(1, EFD_CLOEXEC));
    store_.wait_for_change(store_.wake_number(), kForever, stop.get());
    store_.wait_for_change(store_.wake_number(), milliseconds(1), -1);
    store_.wait_for_change(store_.wake_number() + 1, kForever, -1);
}

}  // namespace
}  // namespace mss::test
