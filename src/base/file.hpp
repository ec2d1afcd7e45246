#pragma once
// Whole files: read with a limit, written so that a crash leaves the old file or the new one, never a torn one.
// Blocking calls; any thread.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace mss {

/// The file's bytes. Errors: not_found, too_large (more than `max_bytes`), io.
Result<std::string> read_file(const std::filesystem::path& path, std::uintmax_t max_bytes);

/// Writes beside the target, syncs, renames over it and syncs the folder. Errors: io (also disk full, read-only).
Result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

/// As write_file, but leaves what has that name already: false then. Of several that write one name at the same time
/// one succeeds.
Result<bool> write_new_file(const std::filesystem::path& path, std::string_view bytes);

/// Copies (sharing blocks where the file system can) with write_file's promise. Errors: not_found (`from` is absent),
/// io.
Result<void> copy_whole_file(const std::filesystem::path& from, const std::filesystem::path& to);

/// What a folder holds, in no particular order. Errors: not_found, io.
Result<std::vector<std::filesystem::directory_entry>> list_folder(const std::filesystem::path& folder);

/// Removes the half-written files that killed processes left in a folder. Only for who knows that nobody else is
/// writing there now, as by a lock.
void remove_parts(const std::filesystem::path& folder);

/// Makes a folder and its parents. Errors: io.
Result<void> make_directories(const std::filesystem::path& path);

/// fsync of a file or a folder by path. Errors: io.
Result<void> sync_path(const std::filesystem::path& path);

/// A new empty folder that is removed with everything in it at the end of its life.
class TemporaryDirectory {
public:
    /// `parent` empty: the system's temporary folder. Throws std::runtime_error where none can be made.
    explicit TemporaryDirectory(const std::filesystem::path& parent = {});
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace mss
