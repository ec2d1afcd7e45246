#pragma once
// StageCache: finished work, addressed by the hash of everything that decided it. An entry is a folder that appears
// by one rename, so a kill at any instant leaves it whole or absent. Several handles, of one process or of many, may
// share one cache: each holds a locked folder of its own with its half-done work and the keys it uses, so nobody
// deletes what another still needs, and what a killed process left behind is swept by the next one. Confined to one
// thread; blocking file calls. The lock that handles share is held for lists and renames alone: whatever grows with the
// size of the files (hashing, syncing, deleting) is done without it.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/fd.hpp"
#include "base/file_lock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace mss::files {

/// A finished stage.
struct StageEntry {
    std::string key;
    std::filesystem::path folder;  ///< holds the stage's files
    json::Value result;            ///< what the stage answered
    double seconds = 0;            ///< wall time that it took
};

/// A folder for a stage at work; removed with its content unless it is committed.
class StageWorkspace {
public:
    explicit StageWorkspace(std::filesystem::path folder) : folder_(std::move(folder)) {}
    StageWorkspace(StageWorkspace&& other) noexcept : folder_(std::exchange(other.folder_, {})) {}
    StageWorkspace& operator=(StageWorkspace&&) = delete;
    ~StageWorkspace();

    const std::filesystem::path& folder() const { return folder_; }

private:
    friend class StageCache;
    std::filesystem::path folder_;
};

class StageCache {
public:
    /// Opens or makes the cache and sweeps what dead processes left. `limit_bytes` is what trim() keeps to; `wait` is
    /// how every call waits for other handles: its errors (timeout, cancelled) come beside those that are named.
    /// Errors: io.
    static Result<StageCache> open(const std::filesystem::path& root, std::uint64_t limit_bytes,
                                   const LockWait& wait = {});

    StageCache(StageCache&&) noexcept = default;
    StageCache& operator=(StageCache&&) = delete;
    ~StageCache();

    /// The entry of a key (64 hex digits), now in use by this process and most recently used; empty where there is
    /// none or where a file of it is missing or, when this object first looks, holds other bytes than when it was made.
    /// Errors: io.
    Result<std::optional<StageEntry>> find(const std::string& key);

    /// Errors: io.
    Result<StageWorkspace> begin();

    /// Publishes a workspace whose files are already synced. Where another process was first, theirs stands; a damaged
    /// entry is replaced.
    /// Errors: io.
    Result<StageEntry> commit(StageWorkspace workspace, const std::string& key, const json::Value& result,
                              double seconds);

    /// Removes the least recently used entries that nobody uses until the limit holds. Errors: io.
    Result<void> trim();

private:
    /// What stands under a key. `record` is its record's bytes, empty where it has none that can be read.
    struct Finding {
        std::string record;
        std::optional<StageEntry> entry;  ///< only where its files are whole
    };

    StageCache(std::filesystem::path root, std::uint64_t limit_bytes, const LockWait& wait)
        : root_(std::move(root)), limit_bytes_(limit_bytes), wait_(wait) {}
    Result<void> register_process();
    Result<void> sweep_dead_processes();
    Result<Finding> examine(const std::string& key);
    Result<UniqueFd> lock_entries(LockKind kind) const;
    Result<std::string> read_record(const std::string& key) const;
    Result<void> pin(const std::string& key);
    std::filesystem::path entry_folder(const std::string& key) const;
    StageWorkspace next_workspace();
    Result<StageWorkspace> take_away(const std::filesystem::path& folder);

    std::filesystem::path root_;
    std::uint64_t limit_bytes_;
    LockWait wait_;
    std::filesystem::path process_folder_;
    UniqueFd process_lock_;
    UniqueFd pins_;
    std::uint64_t workspaces_ = 0;
    std::set<std::string> verified_;  ///< keys whose bytes were compared with the record
};

}  // namespace mss::files
