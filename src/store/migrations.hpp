#pragma once
// The schema, step by step. Each step runs once, all that are missing in one transaction, and is never changed after a
// release: a change is a further step. PRAGMA user_version holds how many have run. Pure data and one function;
// blocking.

#include <span>
#include <string_view>

#include "base/result.hpp"
#include "store/sqlite.hpp"

namespace mss::store {

struct Migration {
    std::string_view name;
    std::string_view sql;
};

/// In the order in which they run.
std::span<const Migration> migrations();

/// Runs those that have not run; the number that ran. Several processes may call it at once.
/// Errors: as Connection::run; invalid (the file was written by a newer MSS).
Result<int> migrate(Connection& connection);

}  // namespace mss::store
