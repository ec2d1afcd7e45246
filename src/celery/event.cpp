#include "celery/event.hpp"

#include <utility>

#include "base/identifier.hpp"
#include "celery/wire_json.hpp"

namespace mss::celery {
namespace {

Result<Event> read_event(const json::Value& value) {
    if (!value.is_object()) return fail(Code::invalid, "an event is no object");
    json::Object object = value.get_object();
    Event event;
    MSS_TRY(take_required(object, "type", event.type));
    MSS_TRY(take(object, "hostname", event.hostname));
    MSS_TRY(take(object, "utcoffset", event.utcoffset_hours));
    MSS_TRY(take(object, "pid", event.pid));
    MSS_TRY(take(object, "clock", event.clock));
    MSS_TRY(take(object, "timestamp", event.timestamp));
    event.fields = std::move(object);
    return event;
}

json::Object write_fields(const Event& event) {
    json::Object object{{"hostname", event.hostname}, {"utcoffset", number_of(event.utcoffset_hours)}};
    if (event.pid) object["pid"] = *event.pid;
    if (event.clock) object["clock"] = *event.clock;
    add_missing(object, event.fields);
    object["timestamp"] = event.timestamp;
    object["type"] = event.type;
    return object;
}

Envelope envelope_for(const Naming& naming, const json::Value& body, const std::string& hostname,
                      std::string routing_key) {
    Properties properties;
    properties.delivery_mode = 1;
    properties.delivery_info.exchange = naming.event_exchange;
    properties.delivery_info.routing_key = std::move(routing_key);
    properties.delivery_tag = uuid_v4();
    return envelope_of(body, {{"hostname", hostname}}, std::move(properties));
}

Event event_of(std::string_view type, json::Object fields) {
    Event event;
    event.type = type;
    event.fields = std::move(fields);
    return event;
}

json::Value text_of(const std::optional<IsoTime>& time) {
    return time ? json::Value(time->text) : json::Value(nullptr);
}

}  // namespace

Result<std::vector<Event>> read_events(const Envelope& envelope) {
    MSS_TRY_ASSIGN(const json::Value body, json_body_of(envelope));
    std::vector<Event> events;
    const json::Array* batch = body.if_array();
    const std::size_t count = batch == nullptr ? 1 : batch->size();
    for (std::size_t i = 0; i < count; ++i) {
        auto event = read_event(batch == nullptr ? body : (*batch)[i]);
        if (!event) return std::unexpected(event.error().with_context("an event"));
        events.push_back(std::move(*event));
    }
    return events;
}

Envelope write_event(const Naming& naming, const Event& event) {
    return envelope_for(naming, write_fields(event), event.hostname, event_routing_key(event.type));
}

Envelope write_events(const Naming& naming, std::span<const Event> events) {
    json::Array batch;
    for (const Event& event : events)
        batch.emplace_back(write_fields(event));
    return envelope_for(naming, batch, events.empty() ? std::string() : events.front().hostname,
                        std::string(kBatchRoutingKey));
}

Event told_by(Event event, const Teller& teller, std::int64_t clock, double timestamp) {
    event.hostname = teller.hostname;
    event.pid = teller.pid;
    event.clock = clock;
    event.timestamp = timestamp;
    return event;
}

Event task_sent(const TaskMessage& message) {
    return event_of("task-sent", {{"uuid", message.id},
                                  {"root_id", json::encode(message.root_id)},
                                  {"parent_id", json::encode(message.parent_id)},
                                  {"name", message.task},
                                  {"args", json::encode(message.arguments_repr)},
                                  {"kwargs", json::encode(message.kwargs_repr)},
                                  {"retries", message.retries},
                                  {"eta", text_of(message.eta)},
                                  {"expires", text_of(message.expires)},
                                  {"queue", message.queue()},
                                  {"exchange", message.properties.delivery_info.exchange},
                                  {"routing_key", message.properties.delivery_info.routing_key}});
}

Event task_received(const TaskMessage& message) {
    return event_of("task-received", {{"uuid", message.id},
                                      {"name", message.shadow.value_or(message.task)},
                                      {"args", json::encode(message.arguments_repr)},
                                      {"kwargs", json::encode(message.kwargs_repr)},
                                      {"root_id", json::encode(message.root_id)},
                                      {"parent_id", json::encode(message.parent_id)},
                                      {"retries", message.retries},
                                      {"eta", text_of(message.eta)},
                                      {"expires", text_of(message.expires)}});
}

Event task_started(std::string_view id) {
    return event_of("task-started", {{"uuid", id}});
}

Event task_succeeded(std::string_view id, std::string_view result, double runtime_seconds) {
    return event_of("task-succeeded", {{"uuid", id}, {"result", result}, {"runtime", runtime_seconds}});
}

Event task_failed(std::string_view id, std::string_view exception, std::string_view traceback) {
    return event_of("task-failed", {{"uuid", id}, {"exception", exception}, {"traceback", traceback}});
}

Event task_retried(std::string_view id, std::string_view exception, std::string_view traceback) {
    return event_of("task-retried", {{"uuid", id}, {"exception", exception}, {"traceback", traceback}});
}

Event task_revoked(std::string_view id, const Revocation& revocation) {
    return event_of("task-revoked", {{"uuid", id},
                                     {"terminated", revocation.terminated},
                                     {"signum", json::encode(revocation.signal)},
                                     {"expired", revocation.expired}});
}

Event task_rejected(std::string_view id, bool requeue) {
    return event_of("task-rejected", {{"uuid", id}, {"requeue", requeue}});
}

Event worker_event(std::string_view type, const WorkerState& state) {
    return event_of(type, {{"freq", state.beat_seconds},
                           {"active", state.active},
                           {"processed", state.processed},
                           {"loadavg", json::encode(state.load)},
                           {"sw_ident", state.software},
                           {"sw_ver", state.version},
                           {"sw_sys", state.system}});
}

}  // namespace mss::celery
