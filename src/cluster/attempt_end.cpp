#include "cluster/attempt_end.hpp"

#include <optional>
#include <utility>

#include "celery/canvas.hpp"
#include "celery/result_meta.hpp"
#include "tasks/task_row.hpp"

namespace mss::cluster {
namespace {

using tasks::State;
using tasks::Task;

celery::ExceptionInfo exception_of(const Task& task) {
    const tasks::Failure failure = task.failure.value_or(tasks::Failure{"internal", "it failed", ""});
    celery::ExceptionInfo exception;
    exception.message = json::Array{json::Value(failure.message)};
    if (failure.code == "timed_out") {
        exception.type = "TimeLimitExceeded";
        exception.module = "billiard.exceptions";
    } else if (failure.code == "crashed" || failure.code == "quarantined") {
        exception.type = "WorkerLostError";
        exception.module = "billiard.exceptions";
    } else if (failure.code == "invalid") {
        exception.type = "ValueError";
    }
    return exception;
}

celery::ResultSubject subject_named(std::string id) {
    celery::ResultSubject subject;
    subject.task_id = std::move(id);
    return subject;
}

// Nothing where clients are told nothing new: what was handed back is PENDING as before.
std::optional<celery::ResultMeta> result_of(const Task& task, const celery::ResultSubject& subject, Timestamp now) {
    const std::string detail = task.failure ? task.failure->detail : std::string();
    const auto traceback = detail.empty() ? std::nullopt : std::optional(detail);
    switch (task.state) {
        case State::succeeded:
            return celery::success_result(subject, json::parse(task.result, SIZE_MAX).value_or(json::Value(nullptr)),
                                          now);
        case State::dead: return celery::failure_result(subject, exception_of(task), traceback, now);
        case State::cancelled: return celery::revoked_result(subject, "terminated", now);
        case State::retry_wait: return celery::retry_result(subject, exception_of(task), traceback);
        default: return std::nullopt;
    }
}

// What a canvas cannot send (a group in a chord that makes no sense) does not keep a task from its end.
celery::Publication followers_of(const Task& task, const celery::TaskMessage& message, const json::Value& result,
                                 const celery::Sender& sender) {
    if (task.state == State::succeeded)
        return celery::after_success(message, result, sender).value_or(celery::Publication());
    if (task.state == State::dead) return celery::after_failure(message, sender).value_or(celery::Publication());
    return {};
}

json::Array pushes_of(const std::vector<celery::TaskMessage>& messages, const celery::Naming& naming) {
    json::Array pushes;
    for (const celery::TaskMessage& message : messages)
        pushes.push_back(
            json::Array{json::Value(celery::list_key(naming, message.queue(), message.properties.priority)),
                        json::Value(write_message(message).text)});
    return pushes;
}

}  // namespace

json::Object end_of(TaskRecord record, const tasks::Settlement& settlement, const celery::Naming& naming,
                    const celery::Sender& sender, double unit) {
    json::Object item;
    item["id"] = record.task.id;
    item["fence"] = std::to_string(record.task.fence);
    item["cancel"] = record.task.cancel_requested ? "1" : "0";
    tasks::TaskRow row;
    row.task = std::move(record.task);
    const tasks::Entry entry = tasks::settle(row, settlement.outcome, settlement.policy, sender.now, unit);
    const Task& task = row.task;
    json::Object fields;
    for (auto& field : fields_of(task))
        if (field.key() != "name" && field.key() != "owner" && field.key() != "queue" && field.key() != "fence" &&
            field.key() != "created" && field.key() != "priority" && field.key() != "expires")
            fields[field.key()] = field.value();
    item["next"] = tasks::name_of(task.state);
    item["kind"] = entry.kind;
    item["data"] = entry.data;
    item["meta"] = "";
    item["followers"] = json::Array();
    const auto message = read_message(record.message);
    if (message && task.state == State::retry_wait) {
        const WrittenMessage again = write_message(celery::retry_of(*message, task.not_before, sender.now));
        fields["message"] = again.text;
        fields["tag"] = again.tag;
    }
    const bool ignores_result = message && message->ignore_result.value_or(false);
    const celery::ResultSubject subject = message ? celery::subject_of(*message, std::nullopt) : subject_named(task.id);
    if (auto result = result_of(task, subject, sender.now)) {
        if (message) {
            auto publication = followers_of(task, *message, result->result, sender);
            // Chords are counted by the workers that end their parts, which is not here yet: none is begun.
            if (publication.chords.empty()) {
                item["followers"] = pushes_of(publication.messages, naming);
                result->children = std::move(publication.children);
            }
        }
        if (!ignores_result) item["meta"] = celery::write_result(*result);
    }
    item["fields"] = std::move(fields);
    return item;
}

tasks::Settlement refusal_of(const tasks::Claim& claim, const Error& error) {
    tasks::Settlement settlement;
    settlement.claim = claim;
    settlement.outcome.ending = tasks::Ending::fatal;
    settlement.outcome.failure = {std::string(name_of(error.code)), error.message, error.detail};
    return settlement;
}

}  // namespace mss::cluster
