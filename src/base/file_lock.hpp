#pragma once
// Locks between processes (flock(2)) on a file or a folder. A lock lives as long as its descriptor, so that the end of
// a process, however it ends, frees what it held. Waiting has a limit and can be called off: a neighbour that is
// stopped while it holds a lock must not stop us. Blocking; any thread.

#include <chrono>
#include <filesystem>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace mss {

enum class LockKind { shared, exclusive };

/// How long somebody waits for a lock.
struct LockWait {
    int cancel_fd = -1;  ///< readable: give up; -1: never
    std::chrono::milliseconds limit{60'000};
};

/// Waits for the lock on an open file or folder; `path` names it in errors. Errors: timeout (somebody else held it all
/// the time), cancelled, io.
Result<void> wait_for_lock(const UniqueFd& file, LockKind kind, const LockWait& wait,
                           const std::filesystem::path& path);

}  // namespace mss
