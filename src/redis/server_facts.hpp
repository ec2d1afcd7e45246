#pragma once
// ServerFacts: what a Redis server says of itself that decides whether tasks are safe with it. Values; any thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "redis/connection.hpp"

namespace mss::redis {

struct ServerFacts {
    std::string version;  ///< "7.0.15"; empty where it does not say
    bool is_replica = false;
    std::int64_t memory_max = 0;      ///< bytes; 0: no limit
    std::string memory_policy;        ///< what it does at the limit: "noeviction", "allkeys-lru", ...
    bool keeps_log = false;           ///< appendonly
    std::string log_sync;             ///< appendfsync: "always", "everysec", "no"; empty where it does not say
    std::string snapshots;            ///< save: "3600 1 300 100"; empty: none
    bool tells_configuration = true;  ///< whether log_sync and snapshots could be asked for
    Timestamp time;                   ///< by its clock
};

/// Of the text of INFO; what is missing stays as it is. Pure.
void read_info(std::string_view info, ServerFacts& facts);

/// Whether a version ("6.0.16") is this one or newer; what cannot be read is newer. Pure.
bool is_at_least(std::string_view version, int major, int minor, int patch);

/// Asks the server. Errors: those of Connection::call_all(), forbidden (INFO is not allowed).
Result<ServerFacts> ask_facts(Connection& connection);

}  // namespace mss::redis
