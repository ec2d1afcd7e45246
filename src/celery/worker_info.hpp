#pragma once
// What a worker tells of itself when it is asked for its stats, its queues, its settings and a report, in the form
// that `celery inspect` and Flower read. Plain values; pure; any thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <vector>

#include "base/json.hpp"

namespace mss::celery {

/// The processes or threads that run tasks.
struct PoolInfo {
    std::optional<std::string> implementation{};  ///< Celery >= 5.6
    std::int64_t concurrency = 0;
    std::vector<std::int64_t> processes{};              ///< their process ids
    std::optional<std::int64_t> tasks_per_child_max{};  ///< unset: no limit
    double soft_seconds = 0;                            ///< limits of tasks that have none of their own; 0: none
    double hard_seconds = 0;
    json::Object others{};  ///< what more the kind of pool tells
};

/// The server that the worker talks to, without a password.
struct BrokerInfo {
    std::string hostname;
    int port = 6379;
    std::string user{};  ///< empty: none
    int database = 0;
    bool tls = false;
    double connect_seconds = 4;
    json::Object others{};
};

struct WorkerStats {
    std::map<std::string, std::int64_t> total{};  ///< tasks that were taken on, by name
    std::int64_t pid = 0;
    std::int64_t clock = 0;  ///< logical
    std::int64_t uptime_seconds = 0;
    PoolInfo pool{};
    BrokerInfo broker{};
    std::int64_t prefetch_count = 0;
    rusage resources{};
};
json::Object write_stats(const WorkerStats& stats);

/// A queue that the worker takes tasks from.
struct QueueInfo {
    std::string name;
    std::string exchange;  ///< kombu's default is the queue's name
    std::string exchange_type = "direct";
    std::string routing_key;
};
/// The queue as Celery makes one that is given by its name alone.
QueueInfo queue_named(std::string_view name);
json::Object write_queue(const QueueInfo& queue);

/// A task that the worker can run.
struct RegisteredTask {
    std::string name;
    std::optional<std::string> rate_limit{};  ///< "10/s"
};
/// "demo.add", "demo.add [rate_limit=10/s]".
std::string write_registered(const RegisteredTask& task);

/// The addresses may hold passwords, which are masked; `settings` may not.
struct WorkerConf {
    std::string broker_url;
    std::string result_backend;
    json::Object settings{};
};
json::Object write_conf(const WorkerConf& conf);

/// An address with "********" in place of its password.
std::string masked_address(std::string_view address);

}  // namespace mss::celery
