#pragma once
// What people look at: tasks by their ids and in pages, their events, and how full queues are. Any thread.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "redis/reply.hpp"
#include "tasks/task_store.hpp"

namespace mss::cluster {

class StoreLink;

/// Looks for a task without a record among the messages that wait, the next ones first, and makes a record of it.
Result<bool> discover(StoreLink& link, std::string_view id);

/// See tasks::TaskStore for each. find_task() discovers what others sent. find_task() ends the record of a task that a
/// Python worker ended.
Result<std::optional<tasks::Task>> find_task(StoreLink& link, std::string_view id);
Result<std::vector<tasks::Task>> list_tasks(StoreLink& link, const tasks::TaskQuery& query);
Result<std::vector<tasks::Event>> events_of_task(StoreLink& link, std::string_view id, std::int64_t after, int limit);
Result<std::vector<tasks::Event>> events_of_all(StoreLink& link, std::int64_t after, int limit);

/// Of what script::kCounts answers: queues with tasks that wait, run or are dead, and paused ones.
std::vector<tasks::QueueCounts> counts_of(const redis::Reply& reply);

}  // namespace mss::cluster
