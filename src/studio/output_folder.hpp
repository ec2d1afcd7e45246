#pragma once
// The folder that people find their results in: whether it can be written, and who writes there now. Blocking; any
// thread.

#include <filesystem>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace mss::studio {

/// Waits until nobody else publishes into the folder; held while the descriptor lives. So what looks half-written
/// under the lock is what a killed run left. Errors: io.
Result<UniqueFd> lock_output_folder(const std::filesystem::path& folder);

/// Makes the folder and tries to write there, before minutes of work. Errors: io.
Result<void> check_output_folder(const std::filesystem::path& folder);

}  // namespace mss::studio
