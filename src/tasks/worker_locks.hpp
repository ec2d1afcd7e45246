#pragma once
// WorkerLocks: how the processes of one machine see at once that a worker died, without waiting for its lease to end:
// each worker holds a lock on a file of its own (flock(2)), which the kernel frees however its process ends. A lock
// says nothing more than the lease: where it cannot be had or looked at, the lease decides. Any thread.

#include <filesystem>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "base/fd.hpp"

namespace mss::tasks {

class WorkerLocks {
public:
    /// The folder is made with the first lock.
    explicit WorkerLocks(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// For a worker of this process, before others can know of it. Its id is a word (is_task_word).
    void hold(std::string_view worker);
    void release(std::string_view worker);

    /// Whether the worker's process surely ended without release().
    bool is_dead(std::string_view worker);
    /// Forgets a dead one.
    void forget(std::string_view worker);
    /// Forgets all dead ones but these: of whom the store knows nothing any more, such as after their lease ended.
    void sweep(std::span<const std::string> known);

private:
    std::filesystem::path folder_;
    std::mutex mutex_;
    std::map<std::string, UniqueFd, std::less<>> held_;
};

}  // namespace mss::tasks
