#pragma once
// BrokeredTaskStore: tasks whose queue is in one store (the broker) and whose record is in the database beside the rows
// that they are about, for those who ask and watch. What was and is comes from the record, which knows what came of
// each task a moment later; queues and workers are the broker's. While the broker is away the record answers for them
// as well: it knows what waits, and nobody works then. Workers claim from the broker itself. Any thread.

#include <atomic>
#include <chrono>
#include <functional>

#include "tasks/sqlite_task_store.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

class BrokeredTaskStore final : public TaskStore {
public:
    /// `record` has the duty of one. Both outlive it.
    BrokeredTaskStore(SqliteTaskStore& record, TaskStore& broker) : record_(record), broker_(broker) {}

    Result<std::vector<std::string>> enqueue(std::span<const TaskCall> calls) override {
        return record_.enqueue(calls);
    }
    /// What the record has not heard of, since another program sent it, is asked of the broker.
    Result<std::optional<Task>> find(std::string_view id) override;
    Result<std::vector<Task>> list(const TaskQuery& query) override { return record_.list(query); }
    Result<std::int64_t> position(std::string_view id) override;
    Result<std::vector<QueueCounts>> counts() override;
    /// The state before its end is known to the record.
    Result<State> cancel(std::string_view id) override;
    Result<void> revive(std::string_view id) override { return record_.revive(id); }
    Result<void> pause(std::string_view queue) override;
    Result<void> resume(std::string_view queue) override;
    Result<std::vector<Event>> events(std::string_view task_id, std::int64_t after, int limit) override {
        return record_.events(task_id, after, limit);
    }
    Result<std::vector<Event>> events_since(std::int64_t after, int limit) override {
        return record_.events_since(after, limit);
    }
    Result<std::int64_t> last_event() override { return record_.last_event(); }

    Result<void> register_worker(const WorkerCard& card) override { return broker_.register_worker(card); }
    Result<void> change_queues(const WorkerCard& card, std::span<const std::string> named) override {
        return broker_.change_queues(card, named);
    }
    Result<Renewal> renew(std::string_view worker) override { return broker_.renew(worker); }
    Result<void> leave(std::string_view worker) override { return broker_.leave(worker); }
    Result<std::vector<ClaimedTask>> claim(const ClaimRequest& request) override { return broker_.claim(request); }
    Result<bool> report(const Claim& claim, std::string_view progress) override {
        return broker_.report(claim, progress);
    }
    Result<std::vector<bool>> settle(std::span<const Settlement> settlements, double unit) override {
        return broker_.settle(settlements, unit);
    }
    Result<std::vector<WorkerCard>> workers() override;
    Result<std::int64_t> recover() override { return broker_.recover(); }
    Result<std::optional<Timestamp>> next_due() override { return broker_.next_due(); }

    void wait_for_change(std::uint64_t seen, std::chrono::milliseconds limit, int stop_fd) override {
        record_.wait_for_change(seen, limit, stop_fd);
    }
    std::uint64_t wake_number() const override { return record_.wake_number(); }

private:
    template <class T>
    Result<T> ask(const std::function<Result<T>()>& question);

    SqliteTaskStore& record_;
    TaskStore& broker_;
    std::atomic<std::chrono::steady_clock::rep> left_alone_until_{};  ///< a broker that did not answer
};

}  // namespace mss::tasks
