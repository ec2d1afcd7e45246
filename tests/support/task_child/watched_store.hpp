#pragma once
// WatchedStore: a store of tasks that hands everything on to another one, counts what a worker asks it, and fails for
// as long as a test wants. Any thread; the counts may be read while it is in use.

#include <atomic>
#include <functional>

#include "tasks/task_store.hpp"

namespace mss::test {

class WatchedStore final : public tasks::TaskStore {
public:
    explicit WatchedStore(tasks::TaskStore& store) : store_(store) {}

    std::atomic<bool> failing = false;  ///< every call answers with unavailable
    std::atomic<bool> choosy = false;   ///< settle refuses (invalid) a batch that has a result with kUnfit in it
    static constexpr std::string_view kUnfit = "unfit";
    std::function<void()> before_events;  ///< called around each look at the events of a task
    std::function<void()> after_events;
    std::function<void(tasks::Task&)> after_claim;  ///< of each task, as a store fills it in
    std::atomic<int> claims = 0;                    ///< with those that failed, as all counts
    std::atomic<int> renewals = 0;
    std::atomic<int> reports = 0;
    std::atomic<int> settlements = 0;

    Result<std::vector<std::string>> enqueue(std::span<const tasks::TaskCall> calls) override {
        return pass([&] { return store_.enqueue(calls); });
    }
    Result<std::optional<tasks::Task>> find(std::string_view id) override {
        return pass([&] { return store_.find(id); });
    }
    Result<std::vector<tasks::Task>> list(const tasks::TaskQuery& query) override {
        return pass([&] { return store_.list(query); });
    }
    Result<std::int64_t> position(std::string_view id) override {
        return pass([&] { return store_.position(id); });
    }
    Result<std::vector<tasks::QueueCounts>> counts() override {
        return pass([&] { return store_.counts(); });
    }
    Result<tasks::State> cancel(std::string_view id) override {
        return pass([&] { return store_.cancel(id); });
    }
    Result<void> revive(std::string_view id) override {
        return pass([&] { return store_.revive(id); });
    }
    Result<void> pause(std::string_view queue) override {
        return pass([&] { return store_.pause(queue); });
    }
    Result<void> resume(std::string_view queue) override {
        return pass([&] { return store_.resume(queue); });
    }
    Result<std::vector<tasks::Event>> events(std::string_view task_id, std::int64_t after, int limit) override {
        if (before_events) before_events();
        auto found = pass([&] { return store_.events(task_id, after, limit); });
        if (after_events) after_events();
        return found;
    }
    Result<std::vector<tasks::Event>> events_since(std::int64_t after, int limit) override {
        return pass([&] { return store_.events_since(after, limit); });
    }
    Result<std::int64_t> last_event() override {
        return pass([&] { return store_.last_event(); });
    }
    Result<void> register_worker(const tasks::WorkerCard& card) override {
        return pass([&] { return store_.register_worker(card); });
    }
    Result<void> change_queues(const tasks::WorkerCard& card, std::span<const std::string> named) override {
        return pass([&] { return store_.change_queues(card, named); });
    }
    Result<tasks::Renewal> renew(std::string_view worker) override {
        ++renewals;
        return pass([&] { return store_.renew(worker); });
    }
    Result<void> leave(std::string_view worker) override {
        return pass([&] { return store_.leave(worker); });
    }
    Result<std::vector<tasks::ClaimedTask>> claim(const tasks::ClaimRequest& request) override {
        ++claims;
        auto claimed = pass([&] { return store_.claim(request); });
        if (claimed && after_claim)
            for (tasks::ClaimedTask& one : *claimed)
                after_claim(one.task);
        return claimed;
    }
    Result<bool> report(const tasks::Claim& claim, std::string_view progress) override {
        ++reports;
        return pass([&] { return store_.report(claim, progress); });
    }
    Result<std::vector<bool>> settle(std::span<const tasks::Settlement> ended, double unit) override {
        ++settlements;
        for (const auto& one : ended)
            if (choosy && one.outcome.result.find(kUnfit) != std::string::npos)
                return fail(Code::invalid, "a result that the store does not take");
        return pass([&] { return store_.settle(ended, unit); });
    }
    Result<std::vector<tasks::WorkerCard>> workers() override {
        return pass([&] { return store_.workers(); });
    }
    Result<std::int64_t> recover() override {
        return pass([&] { return store_.recover(); });
    }
    Result<std::optional<Timestamp>> next_due() override {
        return pass([&] { return store_.next_due(); });
    }
    void wait_for_change(std::uint64_t seen, std::chrono::milliseconds limit, int stop_fd) override {
        store_.wait_for_change(seen, limit, stop_fd);
    }
    std::uint64_t wake_number() const override { return store_.wake_number(); }

private:
    template <class Call>
    auto pass(const Call& call) -> decltype(call()) {
        if (failing) return fail(Code::unavailable, "the store fails");
        return call();
    }

    tasks::TaskStore& store_;
};

}  // namespace mss::test
