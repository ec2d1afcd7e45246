#include "cluster/attempt_end.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "celery/canvas.hpp"
#include "celery/result_meta.hpp"
#include "cluster/chord_end.hpp"
#include "cluster/exceptions.hpp"
#include "tasks/task_row.hpp"

namespace mss::cluster {
namespace {

using tasks::State;
using tasks::Task;

celery::ExceptionInfo exception_of_task(const Task& task) {
    return exception_of(task.failure.value_or(tasks::Failure{"internal", "it failed", ""}));
}

celery::ResultSubject subject_named(std::string id) {
    celery::ResultSubject subject;
    subject.task_id = std::move(id);
    return subject;
}

// Nothing where clients are told nothing new: what was handed back is as it was before.
std::optional<celery::ResultMeta> result_of(const Task& task, const celery::ResultSubject& subject, Timestamp now) {
    const std::string detail = task.failure ? task.failure->detail : std::string();
    const auto traceback = detail.empty() ? std::nullopt : std::optional(detail);
    switch (task.state) {
        case State::succeeded:
            return celery::success_result(subject, json::parse(task.result, SIZE_MAX).value_or(json::Value(nullptr)),
                                          now);
        case State::dead: return celery::failure_result(subject, exception_of_task(task), traceback, now);
        case State::cancelled: return celery::revoked_result(subject, "terminated", now);
        case State::retry_wait: return celery::retry_result(subject, exception_of_task(task), traceback);
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

json::Object what_changed(const json::Object& before, json::Object after) {
    json::Object changed;
    for (auto& field : after)
        if (field.value() != before.at(field.key())) changed[field.key()] = std::move(field.value());
    return changed;
}

void add_to(json::Object& item, std::string_view list, json::Array element) {
    json::Value& all = item[list];
    if (!all.is_array()) all = json::Array();
    all.get_array().emplace_back(std::move(element));
}

// Adds what is sent to an item: messages to push, and chords to begin before.
void add_publication(json::Object& item, const celery::Publication& publication, const celery::Naming& naming) {
    for (const celery::ChordStart& start : publication.chords) {
        const celery::ChordKeys keys = celery::chord_keys(naming, start.group_id);
        add_to(item, "chords", {json::Value(keys.size), start.size, json::Value(keys.claim)});
    }
    for (const celery::TaskMessage& message : publication.messages)
        add_to(item, "followers",
               {json::Value(celery::list_key(naming, message.queue(), message.properties.priority)),
                json::Value(write_message(message).text)});
}

// Of the message's own chord; `parts` as in end_of().
void add_chord_part(json::Object& item, const celery::TaskMessage& message, const celery::ResultMeta& result,
                    const celery::Naming& naming, const celery::Sender& sender, const std::vector<std::string>& parts) {
    if (!message.embed.chord || !message.group || !celery::is_ready(result.status)) return;
    json::Object part = chord_part_of(message, result, naming);
    // Not where the part became another since they were counted, as one does that is cancelled meanwhile.
    if (std::ranges::find(parts, std::string_view(part["part"].as_string())) != parts.end()) {
        part["seen"] = parts.size();
        // A body that makes no sense is sent to nobody; the chord is over all the same.
        if (const auto end = chord_end(message, parts, sender)) {
            add_publication(item, end->publication, naming);
            for (const celery::ResultMeta& meta : end->results)
                add_to(item, "metas", {json::Value(meta.task_id), json::Value(celery::write_result(meta))});
        }
    }
    item["chord"] = std::move(part);
}

}  // namespace

AttemptEnd end_of(TaskRecord record, const std::optional<celery::TaskMessage>& message,
                  const tasks::Settlement& settlement, const EndContext& context,
                  const std::vector<std::string>& chord) {
    const celery::Sender& sender = context.sender;
    AttemptEnd end;
    end.id = record.task.id;
    end.fence = std::to_string(record.task.fence);
    end.cancel_requested = record.task.cancel_requested;
    end.has_message = record.has_message;
    const json::Object before = fields_of(record.task);
    tasks::TaskRow row;
    row.task = std::move(record.task);
    end.entry = tasks::settle(row, settlement.outcome, settlement.policy, sender.now, context.unit);
    const Task& task = row.task;
    end.next = task.state;
    end.fields = what_changed(before, fields_of(task));
    if (message && task.state == State::retry_wait) {
        const WrittenMessage again = write_message(celery::retry_of(*message, task.not_before, sender.now));
        end.fields["message"] = again.text;
        end.fields["tag"] = again.tag;
    } else if (task.state != State::succeeded && !record.message.empty()) {
        end.fields["message"] = record.message;  // from here on it lies nowhere else
    }
    const bool ignores_result = message && message->ignore_result.value_or(false);
    const celery::ResultSubject subject = message ? celery::subject_of(*message, std::nullopt) : subject_named(task.id);
    if (auto result = result_of(task, subject, sender.now)) {
        if (message) {
            auto publication = followers_of(task, *message, result->result, sender);
            add_publication(end.others, publication, context.naming);
            result->children = std::move(publication.children);
            add_chord_part(end.others, *message, *result, context.naming, sender, chord);
        }
        if (!ignores_result) end.result = celery::write_result(*result);
    }
    return end;
}

void AttemptEnd::append_to(redis::Command& command) const {
    const auto add = [&](std::string_view word) { command.emplace_back(word); };
    for (const std::string_view word :
         {std::string_view(id), std::string_view(fence), std::string_view(cancel_requested ? "1" : "0"),
          tasks::name_of(next), std::string_view(entry.kind), std::string_view(entry.data), std::string_view(result),
          std::string_view(has_message ? "1" : "")})
        add(word);
    add(std::to_string(fields.size()));
    for (const auto& field : fields) {
        add(field.key());
        add(field.value().get_string());
    }
    add(others.empty() ? std::string() : json::print(others));
}

json::Object uncounted_part_of(const tasks::Task& task, const celery::TaskMessage& message, const EndContext& context,
                               const std::vector<std::string>& chord) {
    const celery::ResultSubject subject = celery::subject_of(message, std::nullopt);
    const Timestamp now = context.sender.now;
    const celery::ResultMeta result =
        result_of(task, subject, now).value_or(celery::revoked_result(subject, tasks::name_of(task.state), now));
    json::Object request;
    add_chord_part(request, message, result, context.naming, context.sender, chord);
    return request;
}

tasks::Settlement refusal_of(const tasks::Claim& claim, const Error& error) {
    tasks::Settlement settlement;
    settlement.claim = claim;
    settlement.outcome.ending = tasks::Ending::fatal;
    settlement.outcome.failure = {std::string(name_of(error.code)), error.message, error.detail};
    return settlement;
}

}  // namespace mss::cluster
