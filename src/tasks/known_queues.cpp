#include "tasks/known_queues.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "tasks/definition.hpp"

namespace mss::tasks {

Result<std::vector<QueueCounts>> known_queues(TaskStore& store, std::span<const WorkerCard> workers) {
    MSS_TRY_ASSIGN(auto counts, store.counts());
    std::map<std::string, QueueCounts> known;
    known[Definition{}.queue].queue = Definition{}.queue;
    for (const WorkerCard& worker : workers)
        for (const std::string& queue : worker.queues)
            known[queue].queue = queue;
    for (QueueCounts& queue : counts)
        known[queue.queue] = std::move(queue);
    std::vector<QueueCounts> queues;
    queues.reserve(known.size());
    for (auto& [name, queue] : known)
        queues.push_back(std::move(queue));
    return queues;
}

Result<bool> is_known_queue(TaskStore& store, std::string_view name) {
    MSS_TRY_ASSIGN(const auto workers, store.workers());
    MSS_TRY_ASSIGN(const auto queues, known_queues(store, workers));
    return std::ranges::find(queues, name, &QueueCounts::queue) != queues.end();
}

}  // namespace mss::tasks
