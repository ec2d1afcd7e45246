#pragma once
// FakeWorker: stands for a worker where the cluster is tested: it runs nothing, tells of the tasks that it was given,
// and keeps what it was told to do, a line each. Any thread.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "cluster/worker_view.hpp"

namespace mss::test {

class FakeWorker final : public cluster::WorkerView, public cluster::WorkerControls {
public:
    /// `told` gets each line as well.
    explicit FakeWorker(std::function<void(const std::string&)> told = {});

    void run(celery::RequestInfo task);
    void reserve(celery::RequestInfo task);
    void schedule(cluster::ScheduledTask task);
    void set_conf(celery::WorkerConf conf);
    void set_counts(cluster::WorkerCounts counts);

    std::vector<std::string> told() const;

    cluster::WorkerCounts counts() const override;
    std::vector<celery::RequestInfo> active() const override;
    std::vector<celery::RequestInfo> reserved() const override;
    std::vector<cluster::ScheduledTask> scheduled() const override;
    std::vector<celery::RegisteredTask> registered() const override;
    std::vector<celery::QueueInfo> queues() const override;
    celery::WorkerStats stats() const override;
    celery::WorkerConf conf() const override;

    void revoke(std::span<const std::string> ids, bool learned) override;
    std::vector<std::string> terminate(std::span<const std::string> ids, int signal) override;
    std::vector<std::string> revoke_stamped(const json::Object& stamps, std::optional<int> signal) override;
    Result<void> limit_rate(std::string_view task, const cluster::RateLimit& limit) override;
    Result<void> limit_time(std::string_view task, const celery::TimeLimits& limits) override;
    Result<void> add_queue(const celery::QueueInfo& queue) override;
    Result<void> remove_queue(std::string_view name) override;
    Result<void> resize_pool(int by) override;
    Result<void> restart_pool() override;
    Result<void> autoscale(std::optional<int> most, std::optional<int> least) override;
    void shut_down() override;

private:
    void note(const std::string& line);

    const std::function<void(const std::string&)> told_;
    mutable std::mutex mutex_;  ///< guards what follows
    std::vector<celery::RequestInfo> active_;
    std::vector<celery::RequestInfo> reserved_;
    std::vector<cluster::ScheduledTask> scheduled_;
    std::vector<celery::QueueInfo> queues_{celery::queue_named("celery")};
    celery::WorkerConf conf_;
    cluster::WorkerCounts counts_;
    std::vector<std::string> lines_;
};

/// A task as a worker tells of it.
celery::RequestInfo task_info(std::string id, std::string name, std::string hostname);

}  // namespace mss::test
