#include "support/cluster_host/fake_worker.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cluster/revoked_tasks.hpp"

namespace mss::test {
namespace {

constexpr std::array<std::string_view, 2> kTasks{"demo.add", "demo.sleep"};

Result<void> known(std::string_view task) {
    if (std::ranges::find(kTasks, task) == kTasks.end()) return fail(Code::not_found, "no such task");
    return {};
}

}  // namespace

FakeWorker::FakeWorker(std::function<void(const std::string&)> told) : told_(std::move(told)) {}

void FakeWorker::note(const std::string& line) {
    {
        const std::scoped_lock lock(mutex_);
        lines_.push_back(line);
    }
    if (told_) told_(line);
}

void FakeWorker::run(celery::RequestInfo task) {
    const std::scoped_lock lock(mutex_);
    active_.push_back(std::move(task));
}

void FakeWorker::reserve(celery::RequestInfo task) {
    const std::scoped_lock lock(mutex_);
    reserved_.push_back(std::move(task));
}

void FakeWorker::schedule(cluster::ScheduledTask task) {
    const std::scoped_lock lock(mutex_);
    scheduled_.push_back(std::move(task));
}

void FakeWorker::set_conf(celery::WorkerConf conf) {
    const std::scoped_lock lock(mutex_);
    conf_ = std::move(conf);
}

void FakeWorker::set_counts(cluster::WorkerCounts counts) {
    const std::scoped_lock lock(mutex_);
    counts_ = counts;
}

std::vector<std::string> FakeWorker::told() const {
    const std::scoped_lock lock(mutex_);
    return lines_;
}

cluster::WorkerCounts FakeWorker::counts() const {
    const std::scoped_lock lock(mutex_);
    return counts_;
}

std::vector<celery::RequestInfo> FakeWorker::active() const {
    const std::scoped_lock lock(mutex_);
    return active_;
}

std::vector<celery::RequestInfo> FakeWorker::reserved() const {
    const std::scoped_lock lock(mutex_);
    return reserved_;
}

std::vector<cluster::ScheduledTask> FakeWorker::scheduled() const {
    const std::scoped_lock lock(mutex_);
    return scheduled_;
}

std::vector<celery::RegisteredTask> FakeWorker::registered() const {
    return {{.name = "demo.sleep"}, {.name = "demo.add", .rate_limit = "10/s"}};
}

std::vector<celery::QueueInfo> FakeWorker::queues() const {
    const std::scoped_lock lock(mutex_);
    return queues_;
}

celery::WorkerStats FakeWorker::stats() const {
    celery::WorkerStats stats;
    stats.total = {{"demo.add", 3}};
    stats.pool.concurrency = 2;
    stats.pool.processes = {101, 102};
    stats.prefetch_count = 2;
    return stats;
}

celery::WorkerConf FakeWorker::conf() const {
    const std::scoped_lock lock(mutex_);
    return conf_;
}

void FakeWorker::revoke(std::span<const std::string> ids, bool /*learned*/) {
    note(fmt::format("revoke {}", fmt::join(ids, " ")));
}

std::vector<std::string> FakeWorker::terminate(std::span<const std::string> ids, int signal) {
    note(fmt::format("terminate {} by {}", fmt::join(ids, " "), signal));
    std::vector<std::string> ended;
    for (const celery::RequestInfo& task : active())
        if (std::ranges::find(ids, task.id) != ids.end()) ended.push_back(task.id);
    return ended;
}

std::vector<std::string> FakeWorker::revoke_stamped(const json::Object& stamps, std::optional<int> signal) {
    note(fmt::format("revoke stamped {} by {}", json::print(stamps), signal.value_or(0)));
    if (signal && cluster::share_stamps(stamps, {{"tenant", "acme"}})) return {"id-running"};
    return {};
}

Result<void> FakeWorker::limit_rate(std::string_view task, const cluster::RateLimit& limit) {
    MSS_TRY(known(task));
    note(fmt::format("limit {} to {:.2f} a second", task, limit.per_second));
    return {};
}

Result<void> FakeWorker::limit_time(std::string_view task, const celery::TimeLimits& limits) {
    MSS_TRY(known(task));
    note(fmt::format("limit {} to {} s, softly to {} s", task, limits.hard_seconds.value_or(0),
                     limits.soft_seconds.value_or(0)));
    return {};
}

Result<void> FakeWorker::add_queue(const celery::QueueInfo& queue) {
    note(fmt::format("add queue {} {} {} {}", queue.name, queue.exchange, queue.exchange_type, queue.routing_key));
    const std::scoped_lock lock(mutex_);
    queues_.push_back(queue);
    return {};
}

Result<void> FakeWorker::remove_queue(std::string_view name) {
    note(fmt::format("remove queue {}", name));
    const std::scoped_lock lock(mutex_);
    std::erase_if(queues_, [&](const celery::QueueInfo& queue) { return queue.name == name; });
    return {};
}

Result<void> FakeWorker::resize_pool(int by) {
    note(fmt::format("resize by {}", by));
    return {};
}

Result<void> FakeWorker::restart_pool() {
    return fail(Code::invalid, "Pool restarts not enabled");
}

Result<void> FakeWorker::autoscale(std::optional<int> /*most*/, std::optional<int> /*least*/) {
    return fail(Code::invalid, "Autoscale not enabled");
}

void FakeWorker::shut_down() {
    note("shut down");
}

celery::RequestInfo task_info(std::string id, std::string name, std::string hostname) {
    celery::RequestInfo info;
    info.id = std::move(id);
    info.name = name;
    info.type = std::move(name);
    info.args = json::Array{1, 2};
    info.kwargs = json::Object();
    info.hostname = std::move(hostname);
    info.delivery_info.routing_key = "celery";
    info.delivery_info.redelivered = false;
    return info;
}

}  // namespace mss::test
