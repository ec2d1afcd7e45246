#include "tasks/task_row.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "base/identifier.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"

namespace mss::tasks {
namespace {

// Made by hand: a bulk of tasks costs three of these each.
std::string state_data(State state) {
    return "{\"state\":\"" + std::string(name_of(state)) + "\"}";
}

void move(TaskRow& row, State to) {
    if (!may_move(row.task.state, to))
        throw std::logic_error("task " + row.task.id + " cannot go from " + std::string(name_of(row.task.state)) +
                               " to " + std::string(name_of(to)));
    row.task.state = to;
}

Entry finish(TaskRow& row, State state, Timestamp now) {
    move(row, state);
    row.task.finished_at = now;
    return {std::string(name_of(state)), state_data(state)};
}

}  // namespace

std::int64_t next_turn(std::int64_t last_of_owner, std::int64_t served) {
    return std::max(last_of_owner + 1, served);
}

Entry accept(TaskRow& row, const TaskCall& call, std::string id, Timestamp now) {
    Task& task = row.task;
    task.id = std::move(id);
    task.name = call.name;
    task.arguments = call.arguments;
    task.owner = call.owner;
    task.queue = call.queue;
    task.priority = call.priority;
    task.retries_max = call.retries_max;
    task.fence = call.fence;
    task.created_at = task.ready_since = now;
    task.expires_at = call.expires_at;
    task.state = State::ready;
    if (call.not_before && *call.not_before > now) {
        task.state = State::scheduled;
        task.not_before = call.not_before;
        return {"enqueued",
                R"({"state":"scheduled","not_before":)" + std::to_string(to_unix_ms(*call.not_before)) + "}"};
    }
    return {"enqueued", state_data(State::ready)};
}

Entry become_due(TaskRow& row, Timestamp now) {
    // may_move() allows more ways to ready, but not this one.
    if (row.task.state != State::scheduled && row.task.state != State::retry_wait)
        throw std::logic_error("task " + row.task.id + " waits for no time");
    move(row, State::ready);
    row.task.ready_since = now;
    row.task.not_before.reset();
    return {"ready", state_data(State::ready)};
}

Entry expire(TaskRow& row, Timestamp now) {
    return finish(row, State::expired, now);
}

Entry start(TaskRow& row, std::string_view worker, Timestamp now) {
    move(row, State::running);
    ++row.task.fence;
    row.task.worker = worker;
    row.task.started_at = now;
    row.task.progress.clear();
    return {"started", state_data(State::running)};
}

Entry settle(TaskRow& row, const Outcome& outcome, const RetryPolicy& policy, Timestamp now, double unit) {
    Task& task = row.task;
    Decision decision = decide(task, outcome, policy, now, unit);
    move(row, decision.next);
    task.worker.clear();
    task.not_before = decision.not_before;
    task.attempt = decision.attempt;
    task.crashes = decision.crashes;
    task.interruptions = decision.interruptions;
    task.result = std::move(decision.result);
    task.failure = std::move(decision.failure);
    if (task.state == State::ready) task.ready_since = now;
    if (is_final(task.state)) task.finished_at = now;
    return {std::move(decision.event), std::move(decision.event_data)};
}

Entry cancel_waiting(TaskRow& row, Timestamp now) {
    if (row.task.state == State::running) throw std::logic_error("task " + row.task.id + " is not waiting");
    Entry entry = finish(row, State::cancelled, now);
    row.task.cancel_requested = true;
    return entry;
}

Entry request_cancel(TaskRow& row) {
    if (row.task.state != State::running) throw std::logic_error("task " + row.task.id + " is not running");
    row.task.cancel_requested = true;
    return {"cancel_requested", state_data(State::running)};
}

Entry ask_to_cancel(TaskRow& row) {
    if (is_final(row.task.state)) throw std::logic_error("task " + row.task.id + " has ended");
    row.task.cancel_requested = true;
    return {"cancel_requested", state_data(row.task.state)};
}

Entry abandon(TaskRow& row, Failure reason, Timestamp now) {
    Entry entry = finish(row, State::cancelled, now);
    row.task.worker.clear();
    row.task.failure = std::move(reason);
    return entry;
}

Entry revive(TaskRow& row, Timestamp now) {
    if (!is_final(row.task.state)) throw std::logic_error("task " + row.task.id + " has not ended");
    move(row, State::ready);
    Task& task = row.task;
    task.attempt = task.crashes = task.interruptions = 0;
    task.cancel_requested = false;
    task.progress.clear();
    task.failure.reset();
    task.ready_since = now;
    task.not_before.reset();
    task.started_at.reset();
    task.finished_at.reset();
    if (is_late(task, now)) task.expires_at.reset();  // else it would expire again at once
    return {"revived", state_data(State::ready)};
}

bool is_late(const Task& task, Timestamp now) {
    return task.expires_at && *task.expires_at <= now;
}

Result<std::vector<std::string>> check_calls(std::span<const TaskCall> calls, Timestamp now) {
    std::vector<std::string> ids;
    ids.reserve(calls.size());
    std::set<std::string_view> given;
    for (const TaskCall& call : calls) {
        MSS_TRY(validate(call));
        if (!call.id.empty() && !given.insert(call.id).second)
            return fail(Code::conflict, "the task id " + call.id + " is given twice");
        ids.push_back(call.id.empty() ? uuid_v7(now) : call.id);
    }
    return ids;
}

Result<void> check_progress(std::string_view progress) {
    MSS_TRY_ASSIGN(const json::Value value, json::parse(progress, kProgressBytesMax));
    if (!value.is_object()) return fail(Code::invalid, "the progress of a task must be a JSON object");
    return {};
}

Result<void> check_queue(std::string_view queue) {
    if (is_task_word(queue)) return {};
    return fail(Code::invalid, "no queue can have the name \"" + utf8::printable(queue, 100) + "\"");
}

Result<void> check_worker(const WorkerCard& card) {
    if (!is_task_word(card.id))
        return fail(Code::invalid, "a worker cannot have the id \"" + utf8::printable(card.id, 100) + "\"");
    for (const std::string& queue : card.queues)
        MSS_TRY(check_queue(queue));
    return {};
}

Result<void> check_revivable(const Task& task) {
    if (is_final(task.state) && task.state != State::succeeded) return {};
    return fail(Code::conflict, "task " + task.id + " is " + std::string(name_of(task.state)) +
                                    "; only one that is dead, cancelled or expired can be made ready again");
}

std::unexpected<Error> no_such_task(std::string_view id) {
    return fail(Code::not_found, "there is no task " + utf8::printable(id, 40));
}

std::unexpected<Error> lease_is_over(std::string_view worker) {
    return fail(Code::conflict,
                "the lease of worker " + utf8::printable(worker, 40) + " is over; it must register anew");
}

}  // namespace mss::tasks
