#include "tasks/brokered_task_store.hpp"

namespace mss::tasks {
namespace {

using Steady = std::chrono::steady_clock;

// Nobody is to wait in vain for each of the questions that one page asks.
constexpr std::chrono::seconds kLeftAlone{1};

bool is_away(const Error& error) {
    return error.code == Code::unavailable || error.code == Code::timeout;
}

}  // namespace

template <class T>
Result<T> BrokeredTaskStore::ask(const std::function<Result<T>()>& question) {
    if (Steady::now().time_since_epoch().count() < left_alone_until_.load(std::memory_order_relaxed))
        return fail(Code::unavailable, "the broker did not answer just now");
    auto answer = question();
    if (!answer && is_away(answer.error()))
        left_alone_until_.store((Steady::now() + kLeftAlone).time_since_epoch().count(), std::memory_order_relaxed);
    return answer;
}

Result<std::optional<Task>> BrokeredTaskStore::find(std::string_view id) {
    auto found = record_.find(id);
    if (!found || *found) return found;
    return ask<std::optional<Task>>([&] { return broker_.find(id); });
}

Result<State> BrokeredTaskStore::cancel(std::string_view id) {
    auto state = record_.cancel(id);
    if (state || state.error().code != Code::not_found) return state;
    return ask<State>([&] { return broker_.cancel(id); });
}

// One that is not there yet stands in the outbox, and will be behind all others.
Result<std::int64_t> BrokeredTaskStore::position(std::string_view id) {
    auto position = ask<std::int64_t>([&] { return broker_.position(id); });
    if (position || (position.error().code != Code::not_found && !is_away(position.error()))) return position;
    return record_.position(id);
}

Result<std::vector<QueueCounts>> BrokeredTaskStore::counts() {
    auto counts = ask<std::vector<QueueCounts>>([&] { return broker_.counts(); });
    if (counts || !is_away(counts.error())) return counts;
    return record_.counts();
}

Result<std::vector<WorkerCard>> BrokeredTaskStore::workers() {
    auto workers = ask<std::vector<WorkerCard>>([&] { return broker_.workers(); });
    if (workers || !is_away(workers.error())) return workers;
    return std::vector<WorkerCard>();
}

// The record says so as well, for those who look at queues there.
Result<void> BrokeredTaskStore::pause(std::string_view queue) {
    MSS_TRY(broker_.pause(queue));
    return record_.pause(queue);
}

Result<void> BrokeredTaskStore::resume(std::string_view queue) {
    MSS_TRY(broker_.resume(queue));
    return record_.resume(queue);
}

}  // namespace mss::tasks
