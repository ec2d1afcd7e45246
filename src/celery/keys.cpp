#include "celery/keys.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace mss::celery {
namespace {

// A backend's own prefix is set off by "_" where it does not end in a mark of its own.
std::string backend_key(const Naming& naming, std::string_view kind, std::string_view id) {
    const std::string& prefix = naming.result_prefix;
    const bool bare = !prefix.empty() && std::string_view(":_-.").find(prefix.back()) == std::string_view::npos;
    return fmt::format("{}{}{}{}", prefix, bare ? "_" : "", kind, id);
}

}  // namespace

int priority_of(const json::Value& property) {
    constexpr double kMost = kPriorityMax;
    if (property.is_number()) {
        const auto number = property.to_number<double>();
        return std::isfinite(number) ? static_cast<int>(std::clamp(std::trunc(number), 0.0, kMost)) : 0;
    }
    if (const bool* truth = property.if_bool()) return *truth ? 1 : 0;
    if (!property.is_string()) return 0;
    const std::string_view text = property.get_string();
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument) return 0;
    if (error == std::errc::result_out_of_range) return text.starts_with('-') ? 0 : kPriorityMax;
    return std::clamp(number, 0, kPriorityMax);
}

int step_of(const Naming& naming, int priority) {
    const auto& steps = naming.priority_steps;
    if (steps.empty()) return 0;
    const auto above = std::ranges::upper_bound(steps, std::clamp(priority, 0, kPriorityMax));
    // Where no step is low enough Python's index of -1 means the last one.
    return above == steps.begin() ? steps.back() : *std::prev(above);
}

std::string list_key(const Naming& naming, std::string_view queue, int priority) {
    const int step = step_of(naming, priority);
    return step == 0 ? fmt::format("{}{}", naming.prefix, queue)
                     : fmt::format("{}{}{}{}", naming.prefix, queue, naming.separator, step);
}

std::vector<std::string> lists_of(const Naming& naming, std::span<const std::string> queues) {
    std::vector<std::string> lists;
    lists.reserve(naming.priority_steps.size() * queues.size());
    for (const int step : naming.priority_steps)
        for (const std::string& queue : queues)
            lists.push_back(list_key(naming, queue, step));
    return lists;
}

std::string queue_of(const Naming& naming, std::string_view list) {
    if (list.starts_with(naming.prefix)) list.remove_prefix(naming.prefix.size());
    const auto at = naming.separator.empty() ? std::string_view::npos : list.rfind(naming.separator);
    if (at == std::string_view::npos) return std::string(list);
    // A separator such as ":" may be part of a queue's name; only a step makes it one.
    const std::string_view last = list.substr(at + naming.separator.size());
    const bool is_step =
        std::ranges::any_of(naming.priority_steps, [&](int step) { return step != 0 && last == std::to_string(step); });
    return std::string(is_step ? list.substr(0, at) : list);
}

std::string unacked_key(const Naming& naming) {
    return naming.prefix + naming.unacked;
}

std::string unacked_index_key(const Naming& naming) {
    return naming.prefix + naming.unacked_index;
}

std::string unacked_mutex_key(const Naming& naming) {
    return naming.prefix + naming.unacked_mutex;
}

std::string binding_key(const Naming& naming, std::string_view exchange) {
    return fmt::format("{}_kombu.binding.{}", naming.prefix, exchange);
}

std::string permanent_binding_key(const Naming& naming, std::string_view exchange) {
    return fmt::format("{}_kombu.binding_permanent.{}", naming.prefix, exchange);
}

std::string binding_deadlines_key(const Naming& naming) {
    return naming.prefix + "_kombu.binding_deadlines";
}

std::string binding_member(const Naming& naming, const Binding& binding) {
    return binding.routing_key + naming.separator + binding.pattern + naming.separator + binding.queue;
}

std::optional<Binding> binding_of(const Naming& naming, std::string_view member) {
    const auto width = naming.separator.size();
    const auto first = member.find(naming.separator);
    if (width == 0 || first == std::string_view::npos) return std::nullopt;
    const auto second = member.find(naming.separator, first + width);
    if (second == std::string_view::npos) return std::nullopt;
    return Binding{std::string(member.substr(0, first)),
                   std::string(member.substr(first + width, second - first - width)),
                   std::string(member.substr(second + width))};
}

std::string fanout_channel(const Naming& naming, std::string_view exchange, std::string_view routing_key) {
    const std::string before = naming.fanout_prefix.value_or(fmt::format("/{}.", naming.database));
    if (routing_key.empty() || !naming.fanout_patterns) return fmt::format("{}{}{}", naming.prefix, before, exchange);
    return fmt::format("{}{}{}/{}", naming.prefix, before, exchange, routing_key);
}

std::string event_routing_key(std::string_view type) {
    std::string key(type);
    std::ranges::replace(key, '-', '.');
    return key;
}

std::string event_channel(const Naming& naming, std::string_view routing_key) {
    return fanout_channel(naming, naming.event_exchange, routing_key);
}

std::string control_exchange(const Naming& naming) {
    return naming.control_exchange + ".pidbox";
}

std::string control_channel(const Naming& naming) {
    return fanout_channel(naming, control_exchange(naming), {});
}

std::string control_queue(const Naming& naming, std::string_view hostname) {
    return fmt::format("{}.{}", hostname, control_exchange(naming));
}

std::string reply_exchange(const Naming& naming) {
    return "reply." + control_exchange(naming);
}

std::string result_key(const Naming& naming, std::string_view task_id) {
    return backend_key(naming, "celery-task-meta-", task_id);
}

std::string group_key(const Naming& naming, std::string_view group_id) {
    return backend_key(naming, "celery-taskset-meta-", group_id);
}

ChordKeys chord_keys(const Naming& naming, std::string_view group_id) {
    const std::string key = group_key(naming, group_id);
    return {.results = key + ".j", .added = key + ".t", .size = key + ".s", .done = key + ".d", .claim = key + ".c"};
}

}  // namespace mss::celery
