#include "cluster/task_record.hpp"

#include <algorithm>
#include <charconv>

#include "base/utf8.hpp"
#include "celery/envelope.hpp"
#include "celery/wire_json.hpp"
#include "cluster/message_wishes.hpp"

namespace mss::cluster {
namespace {

using tasks::Task;

std::string_view text_at(const Fields& fields, std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

std::int64_t whole_number(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::int64_t number_at(const Fields& fields, std::string_view name) {
    return whole_number(text_at(fields, name));
}

// Of any bytes, where a message brought it.
std::string printable_name(std::string_view name) {
    return utf8::valid(name) ? std::string(name) : utf8::printable(name, name.size());
}

// A message may say anything of how often it was tried.
int small_number(std::string_view text) {
    constexpr std::int64_t kMost = 1'000'000;
    return static_cast<int>(std::clamp<std::int64_t>(whole_number(text), 0, kMost));
}

int small_at(const Fields& fields, std::string_view name) {
    return small_number(text_at(fields, name));
}

std::optional<Timestamp> time_at(const Fields& fields, std::string_view name) {
    if (text_at(fields, name).empty()) return std::nullopt;
    return from_unix_ms(number_at(fields, name));
}

std::string text_of(const std::optional<Timestamp>& time) {
    return time ? std::to_string(to_unix_ms(*time)) : std::string();
}

}  // namespace

Fields fields_of(const redis::Reply& reply) {
    Fields fields;
    for (std::size_t i = 0; i + 1 < reply.elements.size(); i += 2)
        fields[reply.elements[i].text] = reply.elements[i + 1].text;
    return fields;
}

namespace {

// But for arguments that only the message has.
TaskRecord bare_record_of(std::string id, const Fields& fields) {
    TaskRecord record;
    record.seq = number_at(fields, "seq");
    record.message = text_at(fields, "message");
    record.has_message = fields.contains("arguments");
    record.tag = text_at(fields, "tag");
    Task& task = record.task;
    task.id = std::move(id);
    task.name = printable_name(text_at(fields, "name"));
    task.arguments = text_at(fields, "arguments");
    task.owner = text_at(fields, "owner");
    task.queue = text_at(fields, "queue");
    task.priority = small_at(fields, "priority");
    task.retries_max = small_at(fields, "retries_max");
    task.state = tasks::state_named(text_at(fields, "state")).value_or(tasks::State::dead);
    task.fence = number_at(fields, "fence");
    task.attempt = small_at(fields, "attempt");
    task.crashes = small_at(fields, "crashes");
    task.interruptions = small_at(fields, "interruptions");
    task.worker = text_at(fields, "worker");
    task.cancel_requested = text_at(fields, "cancel") == "1";
    task.progress = text_at(fields, "progress");
    task.result = text_at(fields, "result");
    if (const auto failure = text_at(fields, "failure"); !failure.empty()) {
        auto read = json::decode_text<tasks::Failure>(failure);
        task.failure = read ? std::move(*read) : tasks::Failure{"internal", std::string(failure), ""};
    }
    task.created_at = time_at(fields, "created").value_or(Timestamp());
    task.ready_since = time_at(fields, "ready_since").value_or(Timestamp());
    task.not_before = time_at(fields, "not_before");
    task.expires_at = time_at(fields, "expires");
    task.started_at = time_at(fields, "started");
    task.finished_at = time_at(fields, "finished");
    task.revived_at = time_at(fields, "revived");
    return record;
}

}  // namespace

void fill_in_arguments(TaskRecord& record) {
    std::string& arguments = record.task.arguments;
    if (!arguments.empty() && arguments != "{}") return;
    const auto message = read_message(record.message);
    arguments = message ? arguments_of(*message).value_or("{}") : "{}";
}

TaskRecord record_of(std::string id, const Fields& fields) {
    TaskRecord record = bare_record_of(std::move(id), fields);
    fill_in_arguments(record);
    return record;
}

Running running_of(const std::vector<redis::Reply>& words, std::string_view worker, Timestamp started) {
    const auto text = [&](std::size_t place) -> const std::string& { return words.at(place).text; };
    const auto time = [&](std::size_t place) { return from_unix_ms(whole_number(text(place))); };
    const auto small = [&](std::size_t place) { return small_number(text(place)); };
    Running running;
    TaskRecord& record = running.record;
    record.message = text(1);
    record.seq = whole_number(text(2));
    record.tag = text(16);
    record.has_message = !text(17).empty();
    Task& task = record.task;
    task.id = text(0);
    task.name = printable_name(text(3));
    task.owner = text(4);
    task.queue = text(5);
    task.priority = small(6);
    task.retries_max = small(7);
    task.state = tasks::State::running;
    task.fence = whole_number(text(8));
    task.attempt = small(9);
    task.crashes = small(10);
    task.interruptions = small(11);
    task.cancel_requested = text(12) == "1";
    task.created_at = time(13);
    task.ready_since = time(14);
    if (!text(15).empty()) task.expires_at = time(15);
    if (!text(18).empty()) task.revived_at = time(18);
    task.arguments = text(17);
    task.worker = worker;
    task.started_at = started;
    auto message = read_message(record.message);
    if (message) running.message = std::move(*message);
    if (task.arguments.empty()) {
        auto read = message ? arguments_of(*running.message) : std::unexpected(message.error());
        if (!read) running.refusal = read.error();
        task.arguments = read.value_or("{}");
    }
    if (running.message) add_wishes(running.record.task, *running.message);
    return running;
}

json::Object fields_of(const Task& task) {
    json::Object fields;
    fields["name"] = task.name;
    fields["owner"] = task.owner;
    fields["queue"] = task.queue;
    fields["priority"] = std::to_string(task.priority);
    fields["retries_max"] = std::to_string(task.retries_max);
    fields["state"] = tasks::name_of(task.state);
    fields["fence"] = std::to_string(task.fence);
    fields["attempt"] = std::to_string(task.attempt);
    fields["crashes"] = std::to_string(task.crashes);
    fields["interruptions"] = std::to_string(task.interruptions);
    fields["worker"] = task.worker;
    fields["cancel"] = task.cancel_requested ? "1" : "0";
    fields["result"] = task.result;
    fields["failure"] = task.failure ? json::print(json::encode(*task.failure)) : std::string();
    fields["created"] = text_of(task.created_at);
    fields["ready_since"] = text_of(task.ready_since);
    fields["not_before"] = text_of(task.not_before);
    fields["expires"] = text_of(task.expires_at);
    return fields;
}

Result<celery::TaskMessage> read_message(std::string_view text) {
    MSS_TRY_ASSIGN(const celery::Envelope envelope, celery::read_envelope(text));
    return celery::read_task(envelope, kTaskBodyBytesMax);
}

WrittenMessage write_message(const celery::TaskMessage& message) {
    return {celery::write_envelope(celery::write_task(message)), message.properties.delivery_tag};
}

Result<std::string> arguments_of(const celery::TaskMessage& message) {
    json::Object arguments = message.kwargs;
    if (!message.args.empty()) arguments[kPositional] = message.args;
    std::string text = json::print(arguments);
    if (text.size() > tasks::kArgumentsBytesMax)
        return fail(Code::too_large, "the arguments of a task may have at most " +
                                         std::to_string(tasks::kArgumentsBytesMax) + " bytes, these have " +
                                         std::to_string(text.size()));
    return text;
}

celery::TaskMessage message_of(const Task& task, const celery::Sender& sender) {
    json::Object kwargs;
    if (auto value = celery::parse_wire(task.arguments); value && value->is_object()) kwargs = value->get_object();
    celery::TaskMessage message = celery::new_task(task.name, {}, std::move(kwargs), sender);
    message.id = task.id;
    message.root_id = task.id;
    message.properties.correlation_id = task.id;
    message.properties.delivery_info.routing_key = task.queue;
    message.properties.priority = task.priority;
    if (task.not_before) message.eta = celery::iso_time(*task.not_before);
    if (task.expires_at) celery::set_expires(message, celery::iso_time(*task.expires_at), sender.now);
    return message;
}

}  // namespace mss::cluster
