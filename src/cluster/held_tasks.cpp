#include "cluster/held_tasks.hpp"

#include <algorithm>
#include <utility>

namespace mss::cluster {

void HeldTasks::take(const tasks::Task& task, Timestamp now) {
    const std::scoped_lock lock(mutex_);
    held_.insert_or_assign(task.id, HeldTask{task, now});
    ++totals_[task.name];
}

std::optional<HeldTask> HeldTasks::let_go(const tasks::Claim& claim) {
    const std::scoped_lock lock(mutex_);
    const auto found = held_.find(claim.task_id);
    if (found == held_.end() || found->second.task.fence != claim.fence) return std::nullopt;
    HeldTask task = std::move(found->second);
    held_.erase(found);
    return task;
}

void HeldTasks::keep_only(const std::vector<tasks::Claim>& claims, Timestamp taken_before) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(held_, [&](const auto& entry) {
        const HeldTask& held = entry.second;
        return held.since < taken_before && std::ranges::none_of(
                                                claims,
                                                [&](const tasks::Claim& claim) {
                                                    return claim.task_id == held.task.id &&
                                                           claim.fence == held.task.fence;
                                                });
    });
}

void HeldTasks::let_go_of_all() {
    const std::scoped_lock lock(mutex_);
    held_.clear();
}

std::vector<HeldTask> HeldTasks::all() const {
    const std::scoped_lock lock(mutex_);
    std::vector<HeldTask> tasks;
    tasks.reserve(held_.size());
    for (const auto& [id, task] : held_)
        tasks.push_back(task);
    return tasks;
}

bool HeldTasks::has(std::string_view id) const {
    const std::scoped_lock lock(mutex_);
    return held_.contains(id);
}

std::int64_t HeldTasks::count() const {
    const std::scoped_lock lock(mutex_);
    return static_cast<std::int64_t>(held_.size());
}

std::map<std::string, std::int64_t> HeldTasks::totals() const {
    const std::scoped_lock lock(mutex_);
    return totals_;
}

}  // namespace mss::cluster
