#include "cluster/revoked_tasks.hpp"

namespace mss::cluster {

bool RevokedTasks::add(std::string_view id) {
    if (id.empty() || id.size() > kIdBytesMax) return false;
    const std::scoped_lock lock(mutex_);
    drop_old();
    const auto now = clock_.uptime();
    const auto found = since_.find(id);
    const bool is_new = found == since_.end();
    if (is_new) {
        since_.emplace(id, now);
    } else if (found->second == now) {
        return false;
    } else {
        found->second = now;
    }
    order_.push_back({std::string(id), now});
    drop_old();
    return is_new;
}

bool RevokedTasks::contains(std::string_view id) const {
    const std::scoped_lock lock(mutex_);
    const auto found = since_.find(id);
    return found != since_.end() && clock_.uptime() - found->second < kKept;
}

std::vector<std::string> RevokedTasks::all() const {
    const std::scoped_lock lock(mutex_);
    std::vector<std::string> ids;
    const auto now = clock_.uptime();
    for (const Entry& entry : order_)
        if (is_current(entry) && now - entry.since < kKept) ids.push_back(entry.id);
    return ids;
}

bool RevokedTasks::is_current(const Entry& entry) const {
    const auto found = since_.find(entry.id);
    return found != since_.end() && found->second == entry.since;
}

void RevokedTasks::drop_old() {
    const auto now = clock_.uptime();
    // Twice as many places as ids: where the same ones come again and again, the list does not grow with them.
    while (!order_.empty() &&
           (since_.size() > kMost || order_.size() > 2 * kMost || now - order_.front().since >= kKept)) {
        if (is_current(order_.front())) since_.erase(order_.front().id);
        order_.pop_front();
    }
}

}  // namespace mss::cluster
