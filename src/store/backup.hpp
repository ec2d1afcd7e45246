#pragma once
// Backup: a copy of a database that is in use, without stopping anybody. Blocking; any thread and process.

#include <filesystem>

#include "base/result.hpp"

namespace mss::store {

/// Copies a database, as it stands at one moment, into a file (mode 0600) that stands alone. An earlier copy of that
/// name is replaced whole or not at all. The database's schema stays as it is. Errors: conflict (the file is there and
/// is no copy that this function made), io, unavailable.
Result<void> back_up(const std::filesystem::path& database, const std::filesystem::path& copy);

}  // namespace mss::store
