#include "cluster/held_tasks.hpp"

#include <utility>

namespace mss::cluster {

void HeldTasks::take(const tasks::Task& task, Timestamp now) {
    const std::scoped_lock lock(mutex_);
    held_.insert_or_assign(task.id, HeldTask{task, now});
    ++totals_[task.name];
}

std::optional<HeldTask> HeldTasks::let_go(std::string_view id) {
    const std::scoped_lock lock(mutex_);
    const auto found = held_.find(id);
    if (found == held_.end()) return std::nullopt;
    HeldTask task = std::move(found->second);
    held_.erase(found);
    return task;
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

std::map<std::string, std::int64_t> HeldTasks::totals() const {
    const std::scoped_lock lock(mutex_);
    return totals_;
}

}  // namespace mss::cluster
