#pragma once
// WorkerDesk: answers for a worker of ours what is asked from afar, and does what is asked of it. What it cannot change
// while it runs, the size of its pool, is refused with a word: it is started anew for that. Any thread.

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/flag.hpp"
#include "cluster/held_tasks.hpp"
#include "cluster/worker_view.hpp"
#include "tasks/definition.hpp"
#include "tasks/steering.hpp"
#include "tasks/task_store.hpp"

namespace mss::cluster {

/// What stays the same while a worker lives.
struct WorkerFacts {
    Membership membership{};
    std::vector<std::string> queues{};  ///< empty: all
    std::vector<std::string> kinds{};   ///< of tasks that it runs
    int heavy_slots = 1;
    int light_threads = 1;
    int light_prefetch = 1;
    int tasks_per_child_max = 1000;
    bool track_started = true;
    tasks::TimeLimits limits{};  ///< of tasks that have none of their own
    std::string broker_url{};
    std::string result_url{};
    std::int64_t result_keep_seconds = 86'400;
};

class WorkerDesk final : public WorkerView, public WorkerControls {
public:
    /// All outlive it.
    WorkerDesk(WorkerFacts facts, HeldTasks& held, tasks::TaskStore& store)
        : facts_(std::move(facts)), held_(held), store_(store), steering_(facts_.queues) {}

    /// What the worker heeds.
    tasks::Steering& steering() { return steering_; }

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

    void revoke(std::span<const std::string> ids, bool learned) override;
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
    bool knows(std::string_view kind) const;

    const WorkerFacts facts_;
    HeldTasks& held_;
    tasks::TaskStore& store_;
    tasks::Steering steering_;
    mutable std::mutex mutex_;                               ///< guards what follows
    std::map<std::string, std::string, std::less<>> rates_;  ///< as they were asked for, by kind
    Flag shutdown_;
};

}  // namespace mss::cluster
