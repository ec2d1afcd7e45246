#include "api/waiting.hpp"

#include <algorithm>

#include "tasks/known_queues.hpp"

namespace mss::api {

bool waits(const tasks::Task& task) {
    return !tasks::is_final(task.state) && task.state != tasks::State::running;
}

Result<QueueLook> QueueLook::at(tasks::TaskStore& store) {
    QueueLook look;
    MSS_TRY_ASSIGN(look.workers_, store.workers());
    MSS_TRY_ASSIGN(look.queues_, tasks::known_queues(store, look.workers_));
    return look;
}

Result<std::optional<Waiting>> QueueLook::waiting(tasks::TaskStore& store, const tasks::Task& task) const {
    if (!waits(task)) return std::nullopt;
    MSS_TRY_ASSIGN(const std::int64_t position, store.position(task.id));
    const auto queue = std::ranges::find(queues_, task.queue, &tasks::QueueCounts::queue);
    return Waiting{.position = position,
                   .no_worker = !tasks::is_served(task.queue, workers_),
                   .paused = queue != queues_.end() && queue->paused};
}

Result<std::optional<Waiting>> waiting_of(tasks::TaskStore& store, const tasks::Task& task) {
    if (!waits(task)) return std::nullopt;
    MSS_TRY_ASSIGN(const QueueLook look, QueueLook::at(store));
    return look.waiting(store, task);
}

}  // namespace mss::api
