#pragma once
// HeldTasks: which tasks a worker has in hand, and how many it had, for those who ask from afar. Any thread.

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "tasks/task_store.hpp"

namespace mss::cluster {

struct HeldTask {
    tasks::Task task;
    Timestamp since{};
};

class HeldTasks {
public:
    void take(const tasks::Task& task, Timestamp now);
    /// What it was; nothing where it is not held by this claim.
    std::optional<HeldTask> let_go(const tasks::Claim& claim);
    /// Of those that were taken before a moment only some are left.
    void keep_only(const std::vector<tasks::Claim>& claims, Timestamp taken_before);
    /// Where the lease is over nothing is held, whatever still runs.
    void let_go_of_all();
    std::vector<HeldTask> all() const;
    bool has(std::string_view id) const;
    std::int64_t count() const;
    /// How many were taken on since the start, by name.
    std::map<std::string, std::int64_t> totals() const;

private:
    mutable std::mutex mutex_;  ///< guards what follows
    std::map<std::string, HeldTask, std::less<>> held_;
    std::map<std::string, std::int64_t> totals_;
};

}  // namespace mss::cluster
