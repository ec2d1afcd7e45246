#pragma once
// The folder that people find their results in: whether it can be written, and who writes there now. Blocking; any
// thread.

#include <filesystem>

#include "base/fd.hpp"
#include "base/file_lock.hpp"
#include "base/result.hpp"

namespace mss::studio {

/// Whether files can be made in the folder, or in the nearest one above it that exists: asked before minutes of work,
/// and leaving nothing behind, since a run that is refused should not leave an empty folder. Errors: io.
Result<void> check_output_folder(const std::filesystem::path& folder);

/// Makes the folder where needed, and waits until nobody else publishes into it; held while the descriptor lives. So
/// what looks half-written under the lock is what a killed run left. Errors: io, timeout, cancelled.
Result<UniqueFd> open_output_folder(const std::filesystem::path& folder, const LockWait& wait);

}  // namespace mss::studio
