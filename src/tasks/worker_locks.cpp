#include "tasks/worker_locks.hpp"

#include <algorithm>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>

namespace mss::tasks {

void WorkerLocks::hold(std::string_view worker) {
    std::error_code ignored;
    std::filesystem::create_directories(folder_, ignored);
    UniqueFd file(::open((folder_ / worker).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file) return;
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return forget(worker);  // or its free lock would speak against it
    const std::lock_guard lock(mutex_);
    held_[std::string(worker)] = std::move(file);
}

void WorkerLocks::release(std::string_view worker) {
    const std::lock_guard lock(mutex_);
    const auto held = held_.find(worker);
    if (held == held_.end()) return;
    // Taken away while it is locked: nobody takes a worker that left for one that died.
    forget(worker);
    held_.erase(held);
}

bool WorkerLocks::is_dead(std::string_view worker) {
    {
        const std::lock_guard lock(mutex_);
        if (held_.contains(worker)) return false;
    }
    const UniqueFd file(::open((folder_ / worker).c_str(), O_RDWR | O_CLOEXEC));
    return file && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0;
}

void WorkerLocks::forget(std::string_view worker) {
    std::error_code ignored;
    std::filesystem::remove(folder_ / worker, ignored);
}

void WorkerLocks::sweep(std::span<const std::string> known) {
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder_, error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        const std::string worker = entry->path().filename().string();
        // One that has just made its file and does not hold it yet is taken for dead: then its lease decides.
        if (std::ranges::find(known, worker) == known.end() && is_dead(worker)) forget(worker);
    }
}

}  // namespace mss::tasks
