#include "celery/result_meta.hpp"

#include <utility>

#include <fmt/format.h>

#include "celery/wire_json.hpp"

namespace mss::celery {
namespace {

std::unexpected<Error> no_pointer() {
    return fail(Code::invalid, "expected [[id, parent], members] of a result");
}

Result<std::optional<ExtendedResult>> take_extended(json::Object& object) {
    if (!object.contains("name") && !object.contains("worker")) return std::optional<ExtendedResult>();
    ExtendedResult extended;
    MSS_TRY(take(object, "name", extended.name));
    MSS_TRY(take(object, "args", extended.args));
    MSS_TRY(take(object, "kwargs", extended.kwargs));
    MSS_TRY(take(object, "worker", extended.worker));
    MSS_TRY(take(object, "retries", extended.retries));
    MSS_TRY(take(object, "queue", extended.queue));
    return std::optional(std::move(extended));
}

Result<void> take_children(json::Object& object, std::optional<std::vector<ResultPointer>>& children) {
    children.reset();
    json::Value value;
    MSS_TRY(take(object, "children", value));
    if (value.is_null()) return {};
    const json::Array* array = value.if_array();
    if (array == nullptr) return fail(Code::invalid, "children: expected a list");
    children.emplace();
    for (const json::Value& element : *array) {
        auto child = read_pointer(element);
        if (!child) return std::unexpected(child.error().with_context("children"));
        children->push_back(std::move(*child));
    }
    return {};
}

ResultMeta meta_of(const ResultSubject& subject, std::string_view status, json::Value result) {
    ResultMeta meta;
    meta.status = status;
    meta.result = std::move(result);
    meta.task_id = subject.task_id;
    meta.group_id = subject.group_id;
    meta.parent_id = subject.parent_id;
    meta.extended = subject.extended;
    return meta;
}

}  // namespace

bool is_ready(std::string_view status) {
    return status == state::kSuccess || status == state::kFailure || status == state::kRevoked;
}

bool is_exception(std::string_view status) {
    return status == state::kFailure || status == state::kRetry || status == state::kRevoked;
}

Result<ExceptionInfo> read_exception(const json::Value& value) {
    if (!value.is_object()) return fail(Code::invalid, "expected the description of an exception");
    json::Object object = value.get_object();
    ExceptionInfo exception;
    exception.module.reset();
    MSS_TRY(take_required(object, "exc_type", exception.type));
    MSS_TRY(take(object, "exc_message", exception.message));
    MSS_TRY(take(object, "exc_module", exception.module));
    return exception;
}

json::Object write_exception(const ExceptionInfo& exception) {
    return {{"exc_type", exception.type},
            {"exc_message", exception.message},
            {"exc_module", json::encode(exception.module)}};
}

Result<ResultPointer> read_pointer(const json::Value& value) {
    const json::Array* pair = value.if_array();
    if (pair == nullptr || pair->size() != 2) return no_pointer();
    ResultPointer pointer;
    if ((*pair)[0].is_string()) {  // without a parent, as old programs wrote it
        pointer.id = (*pair)[0].get_string();
    } else {
        const json::Array* who = (*pair)[0].if_array();
        if (who == nullptr || who->size() != 2 || !(*who)[0].is_string()) return no_pointer();
        pointer.id = (*who)[0].get_string();
        pointer.parent = (*who)[1];
    }
    if ((*pair)[1].is_null()) return pointer;
    const json::Array* members = (*pair)[1].if_array();
    if (members == nullptr) return no_pointer();
    pointer.members.emplace();
    for (const json::Value& element : *members) {
        MSS_TRY_ASSIGN(auto member, read_pointer(element));
        pointer.members->push_back(std::move(member));
    }
    return pointer;
}

json::Array write_pointer(const ResultPointer& pointer) {
    json::Value members;
    if (pointer.members) {
        json::Array& array = members.emplace_array();
        for (const ResultPointer& member : *pointer.members)
            array.emplace_back(write_pointer(member));
    }
    return {json::Array{pointer.id, pointer.parent}, std::move(members)};
}

Result<ResultMeta> read_result(std::string_view text) {
    MSS_TRY_ASSIGN(json::Value value, parse_wire(text));
    if (!value.is_object()) return fail(Code::invalid, "the result is no object");
    json::Object object = std::move(value.get_object());
    ResultMeta meta;
    MSS_TRY(take_required(object, "status", meta.status));
    MSS_TRY(take(object, "result", meta.result));
    if (is_exception(meta.status) && !meta.result.is_null()) {
        if (const auto exception = read_exception(meta.result); !exception)
            return std::unexpected(exception.error().with_context("result"));
    }
    MSS_TRY(take(object, "traceback", meta.traceback));
    MSS_TRY(take_children(object, meta.children));
    std::optional<std::string> date_done;
    MSS_TRY(take(object, "date_done", date_done));
    if (date_done) {
        auto time = parse_iso_time(*date_done);
        if (!time) return std::unexpected(time.error().with_context("date_done"));
        meta.date_done = std::move(*time);
    }
    MSS_TRY(take_required(object, "task_id", meta.task_id));
    MSS_TRY(take(object, "group_id", meta.group_id));
    MSS_TRY(take(object, "parent_id", meta.parent_id));
    MSS_TRY_ASSIGN(meta.extended, take_extended(object));
    meta.others = std::move(object);
    return meta;
}

std::string write_result(const ResultMeta& meta) {
    json::Value children;
    if (meta.children) {
        json::Array& array = children.emplace_array();
        for (const ResultPointer& child : *meta.children)
            array.emplace_back(write_pointer(child));
    }
    json::Object object{
        {"status", meta.status},
        {"result", meta.result},
        {"traceback", json::encode(meta.traceback)},
        {"children", std::move(children)},
        {"date_done", meta.date_done ? json::Value(meta.date_done->text) : json::Value(nullptr)},
    };
    if (meta.group_id) object["group_id"] = *meta.group_id;
    if (meta.parent_id) object["parent_id"] = *meta.parent_id;
    if (meta.extended) {
        object["name"] = json::encode(meta.extended->name);
        object["args"] = meta.extended->args;
        object["kwargs"] = meta.extended->kwargs;
        object["worker"] = json::encode(meta.extended->worker);
        object["retries"] = json::encode(meta.extended->retries);
        object["queue"] = json::encode(meta.extended->queue);
    }
    object["task_id"] = meta.task_id;
    add_missing(object, meta.others);
    return print_wire(object);
}

ResultSubject subject_of(const TaskMessage& message, const std::optional<std::string>& worker) {
    ResultSubject subject{message.id, message.group, message.parent_id, std::nullopt};
    if (worker)
        subject.extended = ExtendedResult{.name = message.task,
                                          .args = message.args,
                                          .kwargs = message.kwargs,
                                          .worker = worker,
                                          .retries = message.retries,
                                          .queue = message.queue()};
    return subject;
}

ResultMeta started_result(const ResultSubject& subject, std::int64_t pid, std::string_view hostname) {
    return meta_of(subject, state::kStarted, json::Object{{"pid", pid}, {"hostname", hostname}});
}

ResultMeta custom_result(const ResultSubject& subject, std::string_view status, json::Value value) {
    return meta_of(subject, status, std::move(value));
}

ResultMeta success_result(const ResultSubject& subject, json::Value value, Timestamp now) {
    ResultMeta meta = meta_of(subject, state::kSuccess, std::move(value));
    meta.date_done = iso_time(now);
    return meta;
}

ResultMeta failure_result(const ResultSubject& subject, const ExceptionInfo& exception,
                          std::optional<std::string> traceback, Timestamp now) {
    ResultMeta meta = meta_of(subject, state::kFailure, write_exception(exception));
    meta.traceback = std::move(traceback);
    meta.date_done = iso_time(now);
    return meta;
}

ResultMeta retry_result(const ResultSubject& subject, const ExceptionInfo& exception,
                        std::optional<std::string> traceback) {
    ResultMeta meta = meta_of(subject, state::kRetry, write_exception(exception));
    meta.traceback = std::move(traceback);
    return meta;
}

ResultMeta revoked_result(const ResultSubject& subject, std::string_view reason, Timestamp now) {
    const ExceptionInfo exception{"TaskRevokedError", json::Array{json::Value(reason)}, "celery.exceptions"};
    ResultMeta meta = meta_of(subject, state::kRevoked, write_exception(exception));
    meta.date_done = iso_time(now);
    return meta;
}

Result<ResultPointer> read_group(std::string_view text) {
    MSS_TRY_ASSIGN(const json::Value value, parse_wire(text));
    const json::Object* object = value.if_object();
    const json::Value* result = object == nullptr ? nullptr : object->if_contains("result");
    if (result == nullptr) return fail(Code::invalid, "the saved group has no result");
    return read_pointer(*result);
}

std::string write_group(const ResultPointer& group) {
    return print_wire(json::Object{{"result", write_pointer(group)}});
}

std::string chord_part(const ResultMeta& meta) {
    return print_wire(json::Array{1, meta.task_id, meta.status, meta.result});
}

}  // namespace mss::celery
