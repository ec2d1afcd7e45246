#include "celery/task_message.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "celery/wire_json.hpp"

namespace mss::celery {
namespace {

// Doubles of this size are integers that did not fit, or might be.
bool has_great_number(const json::Value& value) {
    constexpr double kGreat = 9.2e18;
    if (const double* number = value.if_double()) return std::abs(*number) > kGreat;
    if (const json::Array* array = value.if_array()) return std::ranges::any_of(*array, has_great_number);
    if (const json::Object* object = value.if_object())
        return std::ranges::any_of(*object, [](const auto& member) { return has_great_number(member.value()); });
    return false;
}

Result<void> take_time(json::Object& headers, std::string_view name, std::optional<IsoTime>& target) {
    std::optional<std::string> text;
    MSS_TRY(take(headers, name, text));
    if (!text) return {};
    auto time = parse_iso_time(*text);
    if (!time) return std::unexpected(time.error().with_context(name));
    target = std::move(*time);
    return {};
}

Result<TimeLimits> take_limits(json::Object& headers) {
    std::optional<std::vector<std::optional<double>>> pair;
    MSS_TRY(take(headers, "timelimit", pair));
    TimeLimits limits;
    if (!pair) return limits;
    if (pair->size() != 2) return fail(Code::invalid, "timelimit: expected [hard, soft]");
    limits.hard_seconds = (*pair)[0];
    limits.soft_seconds = (*pair)[1];
    return limits;
}

Result<void> take_stamps(json::Object& headers, std::optional<Stamps>& target) {
    if (!headers.contains("stamped_headers") && !headers.contains("stamps")) return {};
    Stamps& stamps = target.emplace();
    MSS_TRY(take(headers, "stamped_headers", stamps.names));
    return take_object(headers, "stamps", stamps.values);
}

Result<void> read_headers(json::Object headers, TaskMessage& message) {
    MSS_TRY(take(headers, "lang", message.language));
    MSS_TRY(take_required(headers, "task", message.task));
    MSS_TRY(take_required(headers, "id", message.id));
    MSS_TRY(take(headers, "shadow", message.shadow));
    MSS_TRY(take_time(headers, "eta", message.eta));
    MSS_TRY(take_time(headers, "expires", message.expires));
    MSS_TRY(take(headers, "group", message.group));
    MSS_TRY(take(headers, "group_index", message.group_index));
    MSS_TRY(take(headers, "retries", message.retries));
    MSS_TRY_ASSIGN(message.limits, take_limits(headers));
    MSS_TRY(take(headers, "root_id", message.root_id));
    MSS_TRY(take(headers, "parent_id", message.parent_id));
    MSS_TRY(take(headers, "argsrepr", message.arguments_repr));
    MSS_TRY(take(headers, "kwargsrepr", message.kwargs_repr));
    MSS_TRY(take(headers, "origin", message.origin));
    message.ignore_result.reset();
    MSS_TRY(take(headers, "ignore_result", message.ignore_result));
    MSS_TRY(take(headers, "replaced_task_nesting", message.replaced_task_nesting));
    MSS_TRY(take_stamps(headers, message.stamps));
    MSS_TRY(take(headers, "redelivered", message.redelivered));
    headers.erase("compression");  // what is written is not compressed
    message.other_headers = std::move(headers);
    return {};
}

json::Object write_headers(const TaskMessage& message) {
    const auto text_of = [](const std::optional<IsoTime>& time) {
        return time ? json::Value(time->text) : json::Value(nullptr);
    };
    const auto seconds = [](const std::optional<double>& limit) {
        return limit ? number_of(*limit) : json::Value(nullptr);
    };
    json::Object headers{
        {"lang", message.language},
        {"task", message.task},
        {"id", message.id},
        {"shadow", json::encode(message.shadow)},
        {"eta", text_of(message.eta)},
        {"expires", text_of(message.expires)},
        {"group", json::encode(message.group)},
        {"group_index", json::encode(message.group_index)},
        {"retries", message.retries},
        {"timelimit", json::Array{seconds(message.limits.hard_seconds), seconds(message.limits.soft_seconds)}},
        {"root_id", json::encode(message.root_id)},
        {"parent_id", json::encode(message.parent_id)},
        {"argsrepr", json::encode(message.arguments_repr)},
        {"kwargsrepr", json::encode(message.kwargs_repr)},
        {"origin", json::encode(message.origin)},
        {"ignore_result", json::encode(message.ignore_result)},
    };
    if (message.replaced_task_nesting) headers["replaced_task_nesting"] = *message.replaced_task_nesting;
    if (message.stamps) {
        headers["stamped_headers"] = json::encode(message.stamps->names);
        headers["stamps"] = message.stamps->values;
    }
    if (message.redelivered) headers["redelivered"] = true;
    add_missing(headers, message.other_headers);
    return headers;
}

// Says what a message is that is none of protocol 2.
Error other_protocol(const json::Object& headers, const json::Value& body) {
    const json::Object* object = body.if_object();
    if (headers.contains("task") && object != nullptr && object->contains("args"))
        return {Code::invalid, "the message mixes Celery's protocols 1 and 2; only protocol 2 is spoken here", {}};
    if (!headers.contains("task") && object != nullptr && object->contains("task"))
        return {
            Code::invalid, "the message is of Celery's old protocol 1; send it with protocol 2 (task_protocol=2)", {}};
    return {Code::invalid, "the message is no task: expected a body of [args, kwargs, embed]", {}};
}

}  // namespace

Result<TaskMessage> read_task(const Envelope& envelope, std::size_t body_bytes_max) {
    MSS_TRY_ASSIGN(std::string text, body_of(envelope, body_bytes_max));
    auto parsed = parse_wire(text);
    if (!parsed) return std::unexpected(parsed.error().with_context("the body"));
    json::Array* body = parsed->if_array();
    if (!envelope.headers.contains("task") || body == nullptr || body->size() != 3)
        return std::unexpected(other_protocol(envelope.headers, *parsed));
    TaskMessage message;
    if (const auto read = read_headers(envelope.headers, message); !read)
        return std::unexpected(read.error().with_context("the headers"));
    if (!(*body)[0].is_array()) return fail(Code::invalid, "args: expected a list");
    if (!(*body)[1].is_object()) return fail(Code::invalid, "kwargs: expected an object");
    MSS_TRY_ASSIGN(message.embed, read_embed((*body)[2]));
    if (has_great_number(*parsed)) message.exact_body = std::move(text);
    message.args = std::move((*body)[0].get_array());
    message.kwargs = std::move((*body)[1].get_object());
    message.properties = envelope.properties;
    return message;
}

Envelope write_task(const TaskMessage& message) {
    Envelope envelope;
    envelope.body = message.exact_body.empty()
                        ? print_wire(json::Array{message.args, message.kwargs, write_embed(message.embed)})
                        : message.exact_body;
    envelope.headers = write_headers(message);
    envelope.properties = message.properties;
    return envelope;
}

}  // namespace mss::celery
