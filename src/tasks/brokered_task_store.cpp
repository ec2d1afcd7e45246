#include "tasks/brokered_task_store.hpp"

namespace mss::tasks {
namespace {

bool is_away(const Error& error) {
    return error.code == Code::unavailable || error.code == Code::timeout;
}

}  // namespace

// One that is not there yet stands in the outbox, and will be behind all others.
Result<std::int64_t> BrokeredTaskStore::position(std::string_view id) {
    auto position = broker_.position(id);
    if (position || (position.error().code != Code::not_found && !is_away(position.error()))) return position;
    return record_.position(id);
}

Result<std::vector<QueueCounts>> BrokeredTaskStore::counts() {
    auto counts = broker_.counts();
    if (counts || !is_away(counts.error())) return counts;
    return record_.counts();
}

Result<std::vector<WorkerCard>> BrokeredTaskStore::workers() {
    auto workers = broker_.workers();
    if (workers || !is_away(workers.error())) return workers;
    return std::vector<WorkerCard>();
}

}  // namespace mss::tasks
