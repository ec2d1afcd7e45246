#include "cluster/message_wishes.hpp"

#include <algorithm>

namespace mss::cluster {

std::optional<std::chrono::milliseconds> limit_of(std::optional<double> seconds) {
    constexpr double kMillisecondsInSecond = 1'000;
    constexpr auto kMost = static_cast<double>(std::chrono::milliseconds(kLongestLimit).count());
    if (!seconds || !(*seconds > 0)) return std::nullopt;
    return std::chrono::milliseconds(
        static_cast<std::int64_t>(std::clamp(*seconds * kMillisecondsInSecond, 1.0, kMost)));
}

json::Object stamps_of(const tasks::Task& task) {
    auto stamps = json::parse(task.stamps, SIZE_MAX);
    return stamps && stamps->is_object() ? std::move(stamps->get_object()) : json::Object();
}

void add_wishes(tasks::Task& task, const celery::TaskMessage& message) {
    task.soft_limit = limit_of(message.limits.soft_seconds);
    task.hard_limit = limit_of(message.limits.hard_seconds);
    if (message.stamps && !message.stamps->values.empty()) task.stamps = json::print(message.stamps->values);
}

}  // namespace mss::cluster
