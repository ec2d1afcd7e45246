#pragma once
// ObservedStore: another store as one worker uses it: what it claims and settles is written down (HeldTasks) and told
// to whoever watches (EventPublisher), what tasks report is shown to who waits for them (ProgressBoard), and what was
// revoked is not run. Everything else is passed on. Any thread.

#include "base/clock.hpp"
#include "cluster/event_publisher.hpp"
#include "cluster/held_tasks.hpp"
#include "cluster/progress_board.hpp"
#include "cluster/revoked_tasks.hpp"
#include "tasks/task_store.hpp"

namespace mss::cluster {

class ObservedStore final : public tasks::TaskStore {
public:
    struct Watchers {
        HeldTasks& held;
        RevokedTasks& revoked;
        EventPublisher& events;
        ProgressBoard& progress;
    };

    /// All outlive it.
    ObservedStore(tasks::TaskStore& store, Watchers watchers, const Clock& clock)
        : store_(store), watchers_(watchers), clock_(clock) {}

    Result<std::vector<tasks::ClaimedTask>> claim(const tasks::ClaimRequest& request) override;
    Result<std::vector<bool>> settle(std::span<const tasks::Settlement> settlements, double unit) override;
    Result<tasks::Renewal> renew(std::string_view worker) override;
    Result<void> leave(std::string_view worker) override;

    Result<std::vector<std::string>> enqueue(std::span<const tasks::TaskCall> calls) override {
        return store_.enqueue(calls);
    }
    Result<std::optional<tasks::Task>> find(std::string_view id) override { return store_.find(id); }
    Result<std::vector<tasks::Task>> list(const tasks::TaskQuery& query) override { return store_.list(query); }
    Result<std::int64_t> position(std::string_view id) override { return store_.position(id); }
    Result<std::vector<tasks::QueueCounts>> counts() override { return store_.counts(); }
    Result<tasks::State> cancel(std::string_view id) override { return store_.cancel(id); }
    Result<void> revive(std::string_view id) override { return store_.revive(id); }
    Result<void> pause(std::string_view queue) override { return store_.pause(queue); }
    Result<void> resume(std::string_view queue) override { return store_.resume(queue); }
    Result<std::vector<tasks::Event>> events(std::string_view task_id, std::int64_t after, int limit) override {
        return store_.events(task_id, after, limit);
    }
    Result<std::vector<tasks::Event>> events_since(std::int64_t after, int limit) override {
        return store_.events_since(after, limit);
    }
    Result<std::int64_t> last_event() override { return store_.last_event(); }
    Result<void> register_worker(const tasks::WorkerCard& card) override { return store_.register_worker(card); }
    Result<void> change_queues(const tasks::WorkerCard& card, std::span<const std::string> named) override {
        return store_.change_queues(card, named);
    }
    Result<bool> report(const tasks::Claim& claim, std::string_view progress) override;
    Result<std::vector<tasks::WorkerCard>> workers() override { return store_.workers(); }
    Result<std::int64_t> recover() override { return store_.recover(); }
    Result<std::optional<Timestamp>> next_due() override { return store_.next_due(); }
    void wait_for_change(std::uint64_t seen, std::chrono::milliseconds limit, int stop_fd) override {
        store_.wait_for_change(seen, limit, stop_fd);
    }
    std::uint64_t wake_number() const override { return store_.wake_number(); }

private:
    bool is_revoked(const tasks::Task& task);
    void tell_of_end(const tasks::Settlement& settlement);

    tasks::TaskStore& store_;
    const Watchers watchers_;
    const Clock& clock_;
};

/// What a message says of a task that is told of: its arguments as Python has them, positional ones apart.
celery::TaskMessage told_message(const tasks::Task& task);

}  // namespace mss::cluster
