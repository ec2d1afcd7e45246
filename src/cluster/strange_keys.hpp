#pragma once
// Strange keys: keys of ours or of Celery's transport that hold something else than they have to, because another
// program wrote to them. Every script that meets one fails; so they are set aside under a name of their own, and
// nothing of them is lost. Blocking; any thread.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "celery/keys.hpp"
#include "cluster/connection_pool.hpp"

namespace mss::cluster {

struct StrangeKey {
    std::string key;
    std::string type;     ///< what it is: "string"
    std::string kept_as;  ///< its name now
};

/// Whether an error of a script may come from such a key.
bool may_be_strange(const Error& error);

/// Looks at all keys of the broker, which takes a moment where there are many, and renames those that are of another
/// type: behind "mss:strange:". `queues` are known beside those that Redis knows. Errors: those of the connection.
Result<std::vector<StrangeKey>> set_strange_keys_aside(ConnectionPool& pool, const celery::Naming& naming,
                                                       std::span<const std::string> queues);

/// What a key has to be, "hash", or empty where it is none of ours. `lists` are those of queues. Pure.
std::string_view type_of_key(std::string_view key, const celery::Naming& naming, std::span<const std::string> lists);

}  // namespace mss::cluster
