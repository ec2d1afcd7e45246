#include "tasks/child_protocol.hpp"

#include <algorithm>
#include <utility>

#include "tasks/attempt.hpp"

namespace mss::tasks::child {
namespace {

constexpr std::size_t kLineBytesMax = 16U << 20U;
constexpr std::int64_t kRetryAfterMost = std::int64_t{31} * 24 * 3'600'000;

// An unset member is left out: both sides read what is absent as unset.
template <class Message>
std::string print_set(const Message& message) {
    json::Value value = json::encode(message);
    json::Object set;
    for (auto& member : value.get_object())
        if (!member.value().is_null()) set.emplace(member.key(), std::move(member.value()));
    return json::print(set);
}

}  // namespace

Result<Request> parse_request(std::string_view line) {
    MSS_TRY_ASSIGN(auto request, json::decode_text<Request>(line, kLineBytesMax));
    if (request.run.has_value() == request.cancel.has_value())
        return fail(Code::invalid, "a request to a task's process must be one of run and cancel");
    return request;
}

Result<Reply> parse_reply(std::string_view line) {
    MSS_TRY_ASSIGN(auto reply, json::decode_text<Reply>(line, kLineBytesMax));
    const int set = int{reply.ready.has_value()} + int{reply.begun.has_value()} + int{reply.progress.has_value()} +
                    int{reply.done.has_value()} + int{reply.failed.has_value()};
    if (set != 1)
        return fail(Code::invalid,
                    "a task's process must send one of ready, begun, progress, done and failed at a time");
    if (reply.failed && reply.failed->retry_after_ms &&
        (*reply.failed->retry_after_ms < 0 || *reply.failed->retry_after_ms > kRetryAfterMost))
        return fail(Code::invalid, "failed.retry_after_ms: expected 0 to 31 days in milliseconds");
    return reply;
}

std::string print(const Request& request) {
    return print_set(request);
}

std::string print(const Reply& reply) {
    return print_set(reply);
}

Result<json::Value> answer_of(const Reply& reply) {
    if (reply.done) return reply.done->result;
    if (!reply.failed) return fail(Code::internal, "a task's process gave no answer");
    Code code = Code::internal;
    for (int number = 0; number <= static_cast<int>(Code::internal); ++number)
        if (name_of(static_cast<Code>(number)) == reply.failed->code) code = static_cast<Code>(number);
    Error error{code, reply.failed->message, reply.failed->detail};
    if (reply.failed->retry_after_ms) error.retry_after = std::chrono::milliseconds(*reply.failed->retry_after_ms);
    return std::unexpected(std::move(error));
}

Reply reply_of(const Result<json::Value>& answer) {
    Reply reply;
    if (answer) {
        reply.done = Done{*answer};
    } else {
        const Error& error = answer.error();
        std::optional<std::int64_t> retry_after_ms;
        if (error.retry_after)
            retry_after_ms = std::clamp<std::int64_t>(error.retry_after->count(), 0, kRetryAfterMost);
        reply.failed =
            Failed{std::string(name_of(error.code)), as_utf8(error.message), as_utf8(error.detail), retry_after_ms};
    }
    return reply;
}

}  // namespace mss::tasks::child
