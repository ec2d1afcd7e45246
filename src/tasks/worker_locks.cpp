#include "tasks/worker_locks.hpp"

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

}  // namespace mss::tasks
