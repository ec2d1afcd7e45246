#include "cluster/running_tasks.hpp"

#include <utility>

namespace mss::cluster {

void RunningTasks::keep(Running running) {
    const std::scoped_lock lock(mutex_);
    std::string id = running.record.task.id;
    running_.insert_or_assign(std::move(id), std::move(running));
}

std::optional<Running> RunningTasks::take(const tasks::Claim& claim) {
    const std::scoped_lock lock(mutex_);
    const auto found = running_.find(claim.task_id);
    if (found == running_.end() || found->second.record.task.fence != claim.fence) return std::nullopt;
    std::optional<Running> running(std::move(found->second));
    running_.erase(found);
    return running;
}

void RunningTasks::forget(std::string_view worker) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(running_, [&](const auto& entry) { return entry.second.record.task.worker == worker; });
}

}  // namespace mss::cluster
