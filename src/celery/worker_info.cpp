#include "celery/worker_info.hpp"

#include <fmt/format.h>

#include "celery/wire_json.hpp"

namespace mss::celery {
namespace {

double seconds_of(const timeval& time) {
    constexpr double kMicrosecondsInSecond = 1e6;
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / kMicrosecondsInSecond;
}

json::Object write_pool(const PoolInfo& pool) {
    json::Object object;
    if (pool.implementation) object["implementation"] = *pool.implementation;
    object["max-concurrency"] = pool.concurrency;
    object["processes"] = json::encode(pool.processes);
    object["max-tasks-per-child"] =
        pool.tasks_per_child_max ? json::Value(*pool.tasks_per_child_max) : json::Value("N/A");
    object["put-guarded-by-semaphore"] = false;
    object["timeouts"] = json::Array{number_of(pool.soft_seconds), number_of(pool.hard_seconds)};
    add_missing(object, pool.others);
    return object;
}

json::Object write_broker(const BrokerInfo& broker) {
    constexpr double kHeartbeat = 120.0;  // of AMQP; what Celery says of every broker
    json::Object object{{"hostname", broker.hostname},
                        {"userid", broker.user.empty() ? json::Value(nullptr) : json::Value(broker.user)},
                        {"virtual_host", std::to_string(broker.database)},
                        {"port", broker.port},
                        {"insist", false},
                        {"ssl", broker.tls},
                        {"transport", "redis"},
                        {"connect_timeout", number_of(broker.connect_seconds)},
                        {"transport_options", json::Object()},
                        {"login_method", nullptr},
                        {"uri_prefix", nullptr},
                        {"heartbeat", kHeartbeat},
                        {"failover_strategy", "round-robin"},
                        {"alternates", json::Array()}};
    add_missing(object, broker.others);
    return object;
}

json::Object write_resources(const rusage& used) {
    return {{"utime", seconds_of(used.ru_utime)},
            {"stime", seconds_of(used.ru_stime)},
            {"maxrss", used.ru_maxrss},
            {"ixrss", used.ru_ixrss},
            {"idrss", used.ru_idrss},
            {"isrss", used.ru_isrss},
            {"minflt", used.ru_minflt},
            {"majflt", used.ru_majflt},
            {"nswap", used.ru_nswap},
            {"inblock", used.ru_inblock},
            {"oublock", used.ru_oublock},
            {"msgsnd", used.ru_msgsnd},
            {"msgrcv", used.ru_msgrcv},
            {"nsignals", used.ru_nsignals},
            {"nvcsw", used.ru_nvcsw},
            {"nivcsw", used.ru_nivcsw}};
}

}  // namespace

json::Object write_stats(const WorkerStats& stats) {
    return {{"total", json::encode(stats.total)},
            {"pid", stats.pid},
            {"clock", std::to_string(stats.clock)},  // a text, unlike everywhere else
            {"uptime", stats.uptime_seconds},
            {"pool", write_pool(stats.pool)},
            {"broker", write_broker(stats.broker)},
            {"prefetch_count", stats.prefetch_count},
            {"rusage", write_resources(stats.resources)}};
}

QueueInfo queue_named(std::string_view name) {
    QueueInfo queue;
    queue.name = name;
    queue.exchange = name;
    queue.routing_key = name;
    return queue;
}

json::Object write_queue(const QueueInfo& queue) {
    return {{"name", queue.name},
            {"exchange", json::Object{{"name", queue.exchange},
                                      {"type", queue.exchange_type},
                                      {"arguments", nullptr},
                                      {"durable", true},
                                      {"passive", false},
                                      {"auto_delete", false},
                                      {"delivery_mode", nullptr},
                                      {"no_declare", false}}},
            {"routing_key", queue.routing_key},
            {"queue_arguments", nullptr},
            {"binding_arguments", nullptr},
            {"consumer_arguments", nullptr},
            {"durable", true},
            {"exclusive", false},
            {"auto_delete", false},
            {"no_ack", false},
            {"alias", nullptr},
            {"bindings", json::Array()},
            {"no_declare", nullptr},
            {"expires", nullptr},
            {"message_ttl", nullptr},
            {"max_length", nullptr},
            {"max_length_bytes", nullptr},
            {"max_priority", nullptr}};
}

std::string write_registered(const RegisteredTask& task) {
    return task.rate_limit ? fmt::format("{} [rate_limit={}]", task.name, *task.rate_limit) : task.name;
}

json::Object write_conf(const WorkerConf& conf) {
    json::Object object{{"broker_url", masked_address(conf.broker_url)},
                        {"result_backend", masked_address(conf.result_backend)}};
    add_missing(object, conf.settings);
    return object;
}

std::string masked_address(std::string_view address) {
    const auto scheme = address.find("://");
    const auto begin = scheme == std::string_view::npos ? 0 : scheme + 3;
    // Behind the last "@" is the host, since a password that nobody encoded may hold one, and a slash as well. An
    // option with an "@" then hides more than it must.
    const auto at = address.rfind('@');
    if (at == std::string_view::npos || at < begin) return std::string(address);
    const auto colon = address.find(':', begin);
    if (colon == std::string_view::npos || colon > at) return std::string(address);
    return fmt::format("{}:********{}", address.substr(0, colon), address.substr(at));
}

}  // namespace mss::celery
