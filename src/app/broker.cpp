#include "app/broker.hpp"

#include "cluster/redis_task_store.hpp"
#include "redis/endpoint.hpp"

namespace mss::app {

bool queue_is_here(const config::Settings& settings) {
    return settings.broker_url.empty() || settings.broker_url.starts_with("sqlite");
}

std::string shown_broker(const config::Settings& settings) {
    if (queue_is_here(settings)) return {};
    const auto endpoint = redis::parse_endpoint(settings.broker_url);
    return endpoint ? redis::shown(*endpoint) : std::string();
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

}  // namespace mss::app
