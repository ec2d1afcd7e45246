#pragma once
// RevokedTasks: which tasks are not to run, by their ids or by the stamps that they carry, as workers keep them among
// each other: the last 50,000 of either, each for three hours. Any thread.

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"

namespace mss::cluster {

/// Texts of which only the last ones count. Confined to one thread.
class RecentTexts {
public:
    static constexpr std::size_t kMost = 50'000;
    static constexpr std::chrono::hours kKept{3};
    static constexpr std::size_t kBytesMax = 1'000;  ///< a longer one is no id and no stamp

    /// Returns whether it is new. What is there already stays for three more hours.
    bool add(std::string_view text, std::chrono::milliseconds now);
    void remove(std::string_view text);
    bool contains(std::string_view text, std::chrono::milliseconds now) const { return since(text, now).has_value(); }
    /// When it was added last, as `now` was given.
    std::optional<std::chrono::milliseconds> since(std::string_view text, std::chrono::milliseconds now) const;
    /// The oldest first.
    std::vector<std::string> all(std::chrono::milliseconds now) const;

private:
    struct Entry {
        std::string text;
        std::chrono::milliseconds since;
    };

    void drop_old(std::chrono::milliseconds now);
    bool is_current(const Entry& entry) const;

    std::map<std::string, std::chrono::milliseconds, std::less<>> since_;
    std::deque<Entry> order_;  ///< the oldest first; what was added again since stands there twice
};

class RevokedTasks {
public:
    /// The clock outlives it.
    explicit RevokedTasks(const Clock& clock) : clock_(clock) {}

    /// Returns whether it is new.
    bool add(std::string_view id);
    /// The same for one that another worker was told of, nobody knows when. What is known already stays no longer.
    bool learn(std::string_view id);
    bool contains(std::string_view id) const;
    /// Somebody wants a task to run after all: what was said of its id before does not count any more.
    void lift(std::string_view id, Timestamp when);
    /// Ids, the oldest first; behind them those that were learned.
    std::vector<std::string> all() const;

    /// Stamps as messages carry them (celery::Stamps::values): a value or a list of values by name. Each value counts
    /// for itself.
    void add_stamps(const json::Object& stamps);
    /// Whether a task with these stamps is revoked.
    bool contains_stamps(const json::Object& stamps) const;

private:
    bool has(std::string_view id) const;

    const Clock& clock_;
    mutable std::mutex mutex_;  ///< guards what follows
    RecentTexts ids_;
    RecentTexts learned_;
    RecentTexts stamps_;
};

/// Whether two tasks' stamps have a value of the same name in common.
bool share_stamps(const json::Object& one, const json::Object& other);

}  // namespace mss::cluster
