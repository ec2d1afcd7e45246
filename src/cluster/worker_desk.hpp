#pragma once
// WorkerDesk: answers for a worker of ours what is asked from afar, and does what is asked of it. What would make
// another worker of it (its queues, the size of its pool) is refused with a word: it is started anew for that. Any
// thread.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/flag.hpp"
#include "cluster/held_tasks.hpp"
#include "cluster/worker_view.hpp"
#include "tasks/task_store.hpp"

namespace mss::cluster {

/// What stays the same while a worker lives.
struct WorkerFacts {
    Membership membership{};
    std::vector<std::string> queues{};  ///< empty: all
    std::vector<std::string> kinds{};   ///< of tasks that it runs
    int heavy_slots = 1;
    int light_threads = 1;
    int tasks_per_child_max = 1000;
    double soft_seconds = 0;  ///< limits of tasks that have none of their own
    double hard_seconds = 0;
    std::string broker_url{};
    std::string result_url{};
    std::int64_t result_keep_seconds = 86'400;
};

class WorkerDesk final : public WorkerView, public WorkerControls {
public:
    /// All outlive it.
    WorkerDesk(WorkerFacts facts, HeldTasks& held, tasks::TaskStore& store)
        : facts_(std::move(facts)), held_(held), store_(store) {}

    /// Readable once somebody asked for the end of the worker.
    int shutdown_fd() const { return shutdown_.fd(); }

    WorkerCounts counts() const override;
    std::vector<celery::RequestInfo> active() const override;
    std::vector<celery::RequestInfo> reserved() const override { return {}; }  // none is taken before it is begun
    std::vector<ScheduledTask> scheduled() const override;
    std::vector<celery::RegisteredTask> registered() const override;
    std::vector<celery::QueueInfo> queues() const override;
    celery::WorkerStats stats() const override;
    celery::WorkerConf conf() const override;

    void revoke(std::span<const std::string> ids) override;
    std::vector<std::string> terminate(std::span<const std::string> ids, int signal) override;
    std::vector<std::string> revoke_stamped(const json::Object& stamps, std::optional<int> signal) override;
    Result<void> limit_rate(std::string_view task, const RateLimit& limit) override;
    Result<void> limit_time(std::string_view task, const celery::TimeLimits& limits) override;
    Result<void> add_queue(const celery::QueueInfo& queue) override;
    Result<void> remove_queue(std::string_view name) override;
    Result<void> resize_pool(int by) override;
    Result<void> restart_pool() override;
    Result<void> autoscale(std::optional<int> most, std::optional<int> least) override;
    void shut_down() override { shutdown_.set(); }

private:
    const WorkerFacts facts_;
    HeldTasks& held_;
    tasks::TaskStore& store_;
    Flag shutdown_;
};

}  // namespace mss::cluster
