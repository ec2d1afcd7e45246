#include "cluster/worker_desk.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <set>

#include "celery/wire_json.hpp"
#include "cluster/message_wishes.hpp"
#include "cluster/observed_store.hpp"
#include "cluster/revoked_tasks.hpp"
#include "tasks/definition.hpp"

namespace mss::cluster {
namespace {

constexpr int kScheduledShown = 100;

double seconds_since_1970(Timestamp time) {
    return static_cast<double>(to_unix_ms(time)) / 1000;
}

double seconds_of(std::chrono::milliseconds span) {
    return std::chrono::duration<double>(span).count();
}

std::unexpected<Error> pool_stays() {
    return fail(Code::invalid,
                "the size of its pool cannot be changed while the worker runs: start it with --concurrency");
}

}  // namespace

bool WorkerDesk::knows(std::string_view kind) const {
    return std::ranges::find(facts_.kinds, kind) != facts_.kinds.end();
}

WorkerCounts WorkerDesk::counts() const {
    WorkerCounts counts;
    counts.active = held_.count();  // with each beat: arguments may be long, and are not copied for it
    for (const auto& [name, count] : held_.totals())
        counts.processed += count;
    return counts;
}

std::vector<celery::RequestInfo> WorkerDesk::active() const {
    std::vector<celery::RequestInfo> tasks;
    for (const HeldTask& held : held_.all()) {
        celery::RequestInfo info = celery::request_info(told_message(held.task), facts_.membership.hostname);
        info.time_start = seconds_since_1970(held.since);
        info.worker_pid = facts_.membership.pid;
        tasks.push_back(std::move(info));
    }
    return tasks;
}

// They lie with the broker and in no worker's memory; each of ours tells of them, the newest of them first.
std::vector<ScheduledTask> WorkerDesk::scheduled() const {
    std::vector<ScheduledTask> tasks;
    for (const tasks::State state : {tasks::State::scheduled, tasks::State::retry_wait}) {
        tasks::TaskQuery query;
        query.state = state;
        query.limit = kScheduledShown;
        const auto waiting = store_.list(query);
        if (!waiting) continue;
        for (const tasks::Task& task : *waiting)
            if (task.not_before)
                tasks.push_back({celery::iso_time(*task.not_before),
                                 celery::request_info(told_message(task), facts_.membership.hostname)});
    }
    return tasks;
}

std::vector<celery::RegisteredTask> WorkerDesk::registered() const {
    std::vector<celery::RegisteredTask> tasks;
    const std::scoped_lock lock(mutex_);
    for (const std::string& kind : facts_.kinds) {
        const auto rate = rates_.find(kind);
        tasks.push_back(
            {.name = kind, .rate_limit = rate == rates_.end() ? std::nullopt : std::optional(rate->second)});
    }
    return tasks;
}

std::vector<celery::QueueInfo> WorkerDesk::queues() const {
    // One that serves all names those that there always are: Celery's and our own.
    static const std::vector<std::string> kUsual{"celery", tasks::Definition{}.queue};
    const tasks::ServedQueues served = steering_.queues();
    std::vector<std::string> names = served.all ? kUsual : served.named;
    for (const std::string& name : served.named)
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    std::vector<celery::QueueInfo> queues;
    for (const std::string& name : names)
        if (std::ranges::find(served.except, name) == served.except.end()) queues.push_back(celery::queue_named(name));
    return queues;
}

celery::WorkerStats WorkerDesk::stats() const {
    celery::WorkerStats stats;
    stats.total = held_.totals();
    stats.pool.implementation = "mss.tasks:Worker";
    stats.pool.concurrency = facts_.heavy_slots + facts_.light_threads;
    stats.pool.processes = {facts_.membership.pid};
    stats.pool.tasks_per_child_max = facts_.tasks_per_child_max;
    stats.pool.soft_seconds = seconds_of(facts_.limits.soft);
    stats.pool.hard_seconds = seconds_of(facts_.limits.hard);
    stats.broker.hostname = facts_.membership.endpoint.host;
    stats.broker.port = facts_.membership.endpoint.port;
    if (const auto& sentinels = facts_.membership.endpoint.sentinels) {
        stats.broker.hostname = sentinels->places.front().host;
        stats.broker.port = sentinels->places.front().port;
    }
    stats.broker.user = facts_.membership.endpoint.user;
    stats.broker.database = facts_.membership.endpoint.database;
    stats.broker.tls = facts_.membership.endpoint.tls.has_value();
    stats.prefetch_count = facts_.heavy_slots + facts_.light_threads * facts_.light_prefetch;
    return stats;
}

celery::WorkerConf WorkerDesk::conf() const {
    celery::WorkerConf conf;
    conf.broker_url = facts_.broker_url;
    conf.result_backend = facts_.result_url;
    conf.settings = {{"task_serializer", "json"},
                     {"result_serializer", "json"},
                     {"accept_content", json::Array{json::Value("json")}},
                     {"timezone", "UTC"},
                     {"enable_utc", true},
                     {"task_acks_late", true},
                     {"task_track_started", facts_.track_started},
                     {"task_time_limit", celery::number_of(seconds_of(facts_.limits.hard))},
                     {"task_soft_time_limit", celery::number_of(seconds_of(facts_.limits.soft))},
                     {"worker_prefetch_multiplier", facts_.light_prefetch},
                     {"worker_max_tasks_per_child", facts_.tasks_per_child_max},
                     {"worker_concurrency", facts_.heavy_slots + facts_.light_threads},
                     {"result_expires", facts_.result_keep_seconds},
                     {"task_default_queue", "celery"}};
    return conf;
}

// What runs goes on: that is for terminate(). What the store does not know yet is turned away when it is claimed, and
// so are those of a list of thousands that cannot be looked up in a moment: other commands wait meanwhile.
void WorkerDesk::revoke(std::span<const std::string> ids, bool learned) {
    constexpr std::chrono::milliseconds kMoment{300};
    const auto enough = std::chrono::steady_clock::now() + kMoment;
    for (const std::string& id : std::set<std::string>(ids.begin(), ids.end())) {
        if (std::chrono::steady_clock::now() > enough) return;
        const auto task = store_.find(id);
        if (learned && task && *task && (*task)->revived_at) continue;
        if (task && *task && !tasks::is_final((*task)->state) && (*task)->state != tasks::State::running)
            static_cast<void>(store_.cancel(id));
    }
}

// A task is asked to stop, and its process killed where it does not: which signal somebody had in mind is no matter.
std::vector<std::string> WorkerDesk::terminate(std::span<const std::string> ids, int) {
    std::vector<std::string> ended;
    for (const std::string& id : ids)
        if (held_.has(id) && store_.cancel(id)) ended.push_back(id);
    return ended;
}

// Those that wait are turned away when they are claimed (RevokedTasks): no record of them keeps their stamps.
std::vector<std::string> WorkerDesk::revoke_stamped(const json::Object& stamps, std::optional<int> signal) {
    std::vector<std::string> ended;
    if (!signal) return ended;
    for (const HeldTask& held : held_.all())
        if (!held.task.stamps.empty() && share_stamps(stamps_of(held.task), stamps) && store_.cancel(held.task.id))
            ended.push_back(held.task.id);
    return ended;
}

Result<void> WorkerDesk::limit_rate(std::string_view task, const RateLimit& limit) {
    if (!knows(task)) return fail(Code::not_found, "no such task");
    {
        const std::scoped_lock lock(mutex_);
        if (limit.per_second > 0)
            rates_[std::string(task)] = limit.text;
        else if (const auto old = rates_.find(task); old != rates_.end())
            rates_.erase(old);
    }
    steering_.limit_rate(task, limit.per_second);
    return {};
}

Result<void> WorkerDesk::limit_time(std::string_view task, const celery::TimeLimits& limits) {
    if (!knows(task)) return fail(Code::not_found, "no such task");
    steering_.limit_time(task, limit_of(limits.soft_seconds), limit_of(limits.hard_seconds));
    return {};
}

Result<void> WorkerDesk::add_queue(const celery::QueueInfo& queue) {
    return steering_.add_queue(queue.name);
}

Result<void> WorkerDesk::remove_queue(std::string_view name) {
    steering_.remove_queue(name);
    return {};
}

Result<void> WorkerDesk::resize_pool(int) {
    return pool_stays();
}

Result<void> WorkerDesk::restart_pool() {
    return fail(Code::invalid, "its processes are replaced one by one; there is no pool to be restarted");
}

Result<void> WorkerDesk::autoscale(std::optional<int>, std::optional<int>) {
    return pool_stays();
}

}  // namespace mss::cluster
