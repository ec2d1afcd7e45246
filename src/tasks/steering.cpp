#include "tasks/steering.hpp"

#include <algorithm>
#include <utility>

#include "tasks/task_row.hpp"

namespace mss::tasks {
namespace {

constexpr double kSlowest = 1.0 / (24 * 3'600);  ///< one a day

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

}  // namespace

Steering::Steering(std::vector<std::string> queues) {
    queues_.all = queues.empty();
    queues_.named = std::move(queues);
}

Result<void> Steering::add_queue(std::string_view queue) {
    MSS_TRY(check_queue(queue));
    {
        const std::scoped_lock lock(mutex_);
        std::erase(queues_.except, queue);
        if (!contains(queues_.named, queue)) queues_.named.emplace_back(queue);
        ++queues_.version;
    }
    changed_.set();
    return {};
}

// A worker that served one queue, which is taken from it, serves none: an empty list would be all of them.
void Steering::remove_queue(std::string_view queue) {
    {
        const std::scoped_lock lock(mutex_);
        if (!contains(queues_.except, queue)) queues_.except.emplace_back(queue);
        ++queues_.version;
    }
    changed_.set();
}

ServedQueues Steering::queues() const {
    const std::scoped_lock lock(mutex_);
    return queues_;
}

void Steering::limit_rate(std::string_view kind, double per_second) {
    {
        const std::scoped_lock lock(mutex_);
        if (const auto old = rates_.find(kind); old != rates_.end()) rates_.erase(old);
        if (per_second > 0) {
            const std::chrono::duration<double> interval(1 / std::max(per_second, kSlowest));
            rates_[std::string(kind)].interval = std::chrono::duration_cast<Time::duration>(interval);
        }
    }
    changed_.set();
}

bool Steering::has_rates() const {
    const std::scoped_lock lock(mutex_);
    return !rates_.empty();
}

bool Steering::has_rate(std::string_view kind) const {
    const std::scoped_lock lock(mutex_);
    return rates_.contains(kind);
}

bool Steering::may_begin(std::string_view kind, Time now) const {
    const std::scoped_lock lock(mutex_);
    const auto rate = rates_.find(kind);
    return rate == rates_.end() || rate->second.next <= now;
}

void Steering::tried(std::string_view kind, Time now, bool began) {
    const std::scoped_lock lock(mutex_);
    const auto rate = rates_.find(kind);
    if (rate == rates_.end()) return;
    rate->second.none_left = !began;
    if (began) rate->second.next = now + rate->second.interval;
}

std::optional<Steering::Time> Steering::next_begin(const std::vector<std::string>& kinds) const {
    const std::scoped_lock lock(mutex_);
    std::optional<Time> next;
    for (const auto& [kind, rate] : rates_)
        if (!rate.none_left && contains(kinds, kind)) next = std::min(next.value_or(rate.next), rate.next);
    return next;
}

void Steering::limit_time(std::string_view kind, std::optional<std::chrono::milliseconds> soft,
                          std::optional<std::chrono::milliseconds> hard) {
    const std::scoped_lock lock(mutex_);
    limits_[std::string(kind)] = {soft, hard};
}

TimeLimits Steering::limits_of(const Definition& definition) const {
    TimeLimits limits = definition.limits;
    const std::scoped_lock lock(mutex_);
    const auto found = limits_.find(definition.name);
    if (found == limits_.end()) return limits;
    limits.soft = found->second.soft.value_or(limits.soft);
    limits.hard = found->second.hard.value_or(limits.hard);
    return limits;
}

}  // namespace mss::tasks
