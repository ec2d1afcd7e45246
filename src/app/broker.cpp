#include "app/broker.hpp"

#include <unistd.h>

#include <fmt/format.h>

#include "app/app.hpp"
#include "app/broker_place.hpp"
#include "base/host.hpp"
#include "cluster/redis_task_store.hpp"
#include "redis/endpoint.hpp"

namespace mss::app {
namespace {

// For `celery inspect conf`, which hides the login of a plain address; options may hold passwords as well.
std::string told_address(const std::string& written, const redis::Endpoint& endpoint) {
    return written.find_first_of("?;") == std::string::npos ? written : redis::shown(endpoint);
}

// Of the worker that this process may have. Several may share a machine, and a name that two of them have is the name
// of neither.
std::string worker_name() {
    return fmt::format("mss-{}@{}", ::getpid(), host_name());
}

}  // namespace

bool queue_is_here(const config::Settings& settings) {
    return settings.broker_url.empty() || settings.broker_url.starts_with("sqlite");
}

Result<std::unique_ptr<tasks::TaskStore>> open_broker(const config::Settings& settings, std::vector<std::string> kinds,
                                                      const observe::Logger& log) {
    MSS_TRY_ASSIGN(BrokerPlace place, broker_place(settings));
    cluster::RedisStoreOptions options;
    options.endpoint = std::move(place.endpoint);
    options.naming = std::move(place.naming);
    options.queue_order = place.queue_order;
    options.visibility_timeout = place.visibility_timeout;
    options.kinds = std::move(kinds);
    options.started_by = worker_name();
    options.log = &log;
    auto store = cluster::RedisTaskStore::open(std::move(options));
    if (!store) return std::unexpected(store.error().with_context("the broker (MSS_BROKER_URL)"));
    return std::unique_ptr<tasks::TaskStore>(std::move(*store));
}

Result<cluster::WorkerFacts> worker_facts(const config::Settings& settings, const tasks::Registry& registry,
                                          const tasks::WorkerOptions& options) {
    MSS_TRY_ASSIGN(BrokerPlace place, broker_place(settings));
    cluster::WorkerFacts facts;
    facts.broker_url = told_address(settings.broker_url, place.endpoint);
    facts.result_url = facts.broker_url;
    facts.membership.naming = std::move(place.naming);
    facts.membership.endpoint = std::move(place.endpoint);
    facts.membership.pid = ::getpid();
    facts.membership.hostname = worker_name();
    facts.membership.version = version();
    facts.queues = options.queues;
    facts.kinds = registry.runnable();
    facts.heavy_slots = options.heavy_slots;
    facts.light_threads = options.light_threads;
    facts.light_prefetch = options.light_prefetch;
    facts.tasks_per_child_max = options.tasks_per_child_max;
    return facts;
}

}  // namespace mss::app
