#pragma once
// RevokedTasks: ids of tasks that are not to run, as workers keep them among each other: the last 50,000, each for
// three hours. Any thread.

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace mss::cluster {

class RevokedTasks {
public:
    static constexpr std::size_t kMost = 50'000;
    static constexpr std::chrono::hours kKept{3};
    static constexpr std::size_t kIdBytesMax = 1'000;  ///< a longer id is of no task

    /// The clock outlives it.
    explicit RevokedTasks(const Clock& clock) : clock_(clock) {}

    /// Returns whether it is new. An id that is there already stays for three more hours.
    bool add(std::string_view id);
    bool contains(std::string_view id) const;
    /// The oldest first.
    std::vector<std::string> all() const;

private:
    struct Entry {
        std::string id;
        std::chrono::milliseconds since;
    };

    void drop_old();
    bool is_current(const Entry& entry) const;

    const Clock& clock_;
    mutable std::mutex mutex_;
    std::map<std::string, std::chrono::milliseconds, std::less<>> since_;
    std::deque<Entry> order_;  ///< the oldest first; entries that were added again since stand there as well
};

}  // namespace mss::cluster
