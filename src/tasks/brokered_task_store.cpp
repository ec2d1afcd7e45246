#include "tasks/brokered_task_store.hpp"

namespace mss::tasks {

// One that is not there yet stands in the outbox, and will be behind all others.
Result<std::int64_t> BrokeredTaskStore::position(std::string_view id) {
    auto position = broker_.position(id);
    if (position || position.error().code != Code::not_found) return position;
    return record_.position(id);
}

}  // namespace mss::tasks
