#pragma once
// MemoryTaskStore: the whole contract in the memory of one process: for tests of what stands above, and as the plain
// model that the other stores are compared with. Any thread.

#include <memory>

#include "base/clock.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

class MemoryTaskStore final : public TaskStore {
public:
    explicit MemoryTaskStore(const Clock& clock);
    ~MemoryTaskStore() override;

    Result<std::vector<std::string>> enqueue(std::span<const TaskCall> calls) override;
    Result<std::optional<Task>> find(std::string_view id) override;
    Result<std::vector<Task>> list(const TaskQuery& query) override;
    Result<std::int64_t> position(std::string_view id) override;
    Result<std::vector<QueueCounts>> counts() override;
    Result<State> cancel(std::string_view id) override;
    Result<void> revive(std::string_view id) override;
    Result<void> pause(std::string_view queue) override;
    Result<void> resume(std::string_view queue) override;
    Result<std::vector<Event>> events(std::string_view task_id, std::int64_t after, int limit) override;
    Result<std::vector<Event>> events_since(std::int64_t after, int limit) override;
    Result<std::int64_t> last_event() override;
    Result<void> register_worker(const WorkerCard& card) override;
    Result<void> change_queues(const WorkerCard& card, std::span<const std::string> named) override;
    Result<Renewal> renew(std::string_view worker) override;
    Result<void> leave(std::string_view worker) override;
    Result<std::vector<ClaimedTask>> claim(const ClaimRequest& request) override;
    Result<bool> report(const Claim& claim, std::string_view progress) override;
    Result<std::vector<bool>> settle(std::span<const Settlement> settlements, double unit) override;
    Result<std::vector<WorkerCard>> workers() override;
    Result<std::int64_t> recover() override;
    Result<std::optional<Timestamp>> next_due() override;
    void wait_for_change(std::uint64_t seen, std::chrono::milliseconds limit, int stop_fd) override;
    std::uint64_t wake_number() const override;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace mss::tasks
