#pragma once
// BrokerPlace: where the broker is and how its keys are named, from the settings, which say what Celery's
// broker_transport_options say. Plain values; pure; any thread.

#include <chrono>

#include "base/result.hpp"
#include "celery/keys.hpp"
#include "cluster/redis_task_store.hpp"
#include "config/settings.hpp"
#include "redis/endpoint.hpp"

namespace mss::app {

struct BrokerPlace {
    redis::Endpoint endpoint;
    celery::Naming naming;
    cluster::QueueOrder queue_order = cluster::QueueOrder::round_robin;
    std::chrono::seconds visibility_timeout{};
};

/// Errors: invalid (an address, a master's name that is missing or too much, steps that are none); the message names
/// the setting.
Result<BrokerPlace> broker_place(const config::Settings& settings);

}  // namespace mss::app
