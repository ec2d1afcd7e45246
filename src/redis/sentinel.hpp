#pragma once
// What Sentinels and servers answer to who looks for the master of several servers
// (https://redis.io/docs/latest/develop/reference/sentinel-clients/). Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "redis/endpoint.hpp"
#include "redis/reply.hpp"

namespace mss::redis {

/// "SENTINEL GET-MASTER-ADDR-BY-NAME name".
Command ask_for_master(const std::string& name);

/// The answer to it; nothing where the Sentinel knows no master of that name. Errors: unavailable (no such answer).
Result<std::optional<Place>> read_master_place(const Reply& reply);

/// "SUBSCRIBE +switch-master".
Command subscribe_to_masters();

/// Whether what a Sentinel tells to who subscribed is that the master of this name is another one now.
bool tells_of_other_master(const Reply& message, std::string_view name);

/// Whether a server answers to ROLE that it is a master.
bool says_master(const Reply& role);

/// Whether a server says in the section "cluster" of INFO that it is a node of a Redis Cluster.
bool says_cluster(const Reply& info);

}  // namespace mss::redis
