#include "app/broker.hpp"

#include <chrono>
#include <unistd.h>

#include <fmt/format.h>

#include "app/app.hpp"
#include "base/host.hpp"
#include "cluster/redis_task_store.hpp"
#include "redis/endpoint.hpp"

namespace mss::app {
bool queue_is_here(const config::Settings& settings) {
    return settings.broker_url.empty() || settings.broker_url.starts_with("sqlite");
}

Result<std::unique_ptr<tasks::TaskStore>> open_broker(const config::Settings& settings, std::vector<std::string> kinds,
                                                      const observe::Logger& log) {
    auto endpoint = redis::parse_endpoint(settings.broker_url);
    if (!endpoint) return std::unexpected(endpoint.error().with_context("MSS_BROKER_URL"));
    cluster::RedisStoreOptions options;
    options.naming.database = endpoint->database;
    options.endpoint = std::move(*endpoint);
    options.kinds = std::move(kinds);
    options.log = &log;
    auto store = cluster::RedisTaskStore::open(std::move(options));
    if (!store) return std::unexpected(store.error().with_context("the broker (MSS_BROKER_URL)"));
    return std::unique_ptr<tasks::TaskStore>(std::move(*store));
}

Result<cluster::WorkerFacts> worker_facts(const config::Settings& settings, const tasks::Registry& registry,
                                          const tasks::WorkerOptions& options) {
    auto endpoint = redis::parse_endpoint(settings.broker_url);
    if (!endpoint) return std::unexpected(endpoint.error().with_context("MSS_BROKER_URL"));
    const tasks::TimeLimits limits;
    cluster::WorkerFacts facts;
    facts.membership.naming.database = endpoint->database;
    facts.membership.endpoint = std::move(*endpoint);
    facts.membership.pid = ::getpid();
    // Several workers may share a machine, and a name that two of them have is the name of neither.
    facts.membership.hostname = fmt::format("mss-{}@{}", ::getpid(), host_name());
    facts.membership.version = version();
    facts.queues = options.queues;
    facts.kinds = registry.runnable();
    facts.heavy_slots = options.heavy_slots;
    facts.light_threads = options.light_threads;
    facts.tasks_per_child_max = options.tasks_per_child_max;
    facts.soft_seconds = std::chrono::duration<double>(limits.soft).count();
    facts.hard_seconds = std::chrono::duration<double>(limits.hard).count();
    facts.broker_url = settings.broker_url;
    facts.result_url = settings.broker_url;
    return facts;
}

}  // namespace mss::app
