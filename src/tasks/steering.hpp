#pragma once
// Steering: what may be changed of a worker while it runs: the queues that it serves, and of each kind of task how many
// begin in a time and how long one may take. It counts for this worker alone and as long as it lives. Any thread
// changes it; the worker looks at each turn.

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/flag.hpp"
#include "base/result.hpp"
#include "tasks/definition.hpp"

namespace mss::tasks {

struct ServedQueues {
    bool all = true;                   ///< else those that are named
    std::vector<std::string> named{};  ///< where it serves all: of those that somebody told it of
    std::vector<std::string> except{};
    std::uint64_t version = 0;  ///< grows with each change

    /// As WorkerCard and ClaimRequest have them: empty where it serves all.
    std::vector<std::string> only() const { return all ? std::vector<std::string>() : named; }
};

class Steering {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// `queues`: empty: all.
    explicit Steering(std::vector<std::string> queues = {});

    /// Errors: invalid (no queue can have the name).
    Result<void> add_queue(std::string_view queue);
    void remove_queue(std::string_view queue);
    ServedQueues queues() const;

    /// At most so many of a kind begin in a second: one, and the next once its share of the second is over. 0: no
    /// limit.
    void limit_rate(std::string_view kind, double per_second);
    bool has_rates() const;
    bool has_rate(std::string_view kind) const;
    bool may_begin(std::string_view kind, Time now) const;
    /// One of a kind that may begin did so, or there was none.
    void tried(std::string_view kind, Time now, bool began);
    /// When the next one of these kinds may begin, if it has to be waited for: not where there was none at the last
    /// try, since a new one makes itself heard.
    std::optional<Time> next_begin(const std::vector<std::string>& kinds) const;

    /// In place of the kind's own; unset: its own again.
    void limit_time(std::string_view kind, std::optional<std::chrono::milliseconds> soft,
                    std::optional<std::chrono::milliseconds> hard);
    TimeLimits limits_of(const Definition& definition) const;

    /// Set with each change.
    const Flag& changed() const { return changed_; }

private:
    struct Rate {
        Time::duration interval{};
        Time next{};
        bool none_left = false;
    };
    struct Limits {
        std::optional<std::chrono::milliseconds> soft;
        std::optional<std::chrono::milliseconds> hard;
    };

    const Flag changed_;
    mutable std::mutex mutex_;  ///< guards what follows
    ServedQueues queues_;
    std::map<std::string, Rate, std::less<>> rates_;
    std::map<std::string, Limits, std::less<>> limits_;
};

}  // namespace mss::tasks
