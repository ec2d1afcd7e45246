#include "task_client/task_handle.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "celery/typed_values.hpp"
#include "celery/wire_json.hpp"
#include "task_client/client_parts.hpp"

namespace mss::task_client {
namespace {

using std::chrono::milliseconds;
using Steady = RedisLink::Steady;

// An announcement may be lost with a connection that nobody knows to be dead.
constexpr milliseconds kLookEvery{5'000};
constexpr milliseconds kConfirmWait{5'000};
constexpr std::size_t kShownPoints = 1'000;

milliseconds until(Steady::time_point time) {
    return std::max(std::chrono::ceil<milliseconds>(time - Steady::now()), milliseconds(0));
}

// "ValueError: boom", as Python's tracebacks end.
std::string told(const celery::ExceptionInfo& exception) {
    std::string arguments;
    const json::Array* list = exception.message.if_array();
    for (const json::Value& argument : list != nullptr ? *list : json::Array{exception.message}) {
        if (!arguments.empty()) arguments += ", ";
        arguments += argument.is_string() ? std::string(argument.get_string()) : celery::print_wire(argument);
    }
    return utf8::printable(arguments.empty() ? exception.type : fmt::format("{}: {}", exception.type, arguments),
                           kShownPoints);
}

Code code_of(std::string_view exception) {
    if (exception == "ValueError" || exception == "TypeError") return Code::invalid;
    if (exception == "NotRegistered") return Code::not_found;
    return Code::internal;
}

// Follows one task: knows what was told of it last.
class Follower {
public:
    Follower(const TaskHandle& handle, const std::function<void(const TaskReport&)>& tell)
        : handle_(handle), tell_(tell) {}

    /// Reads what is stored. True: it has ended.
    Result<bool> look() {
        MSS_TRY_ASSIGN(TaskReport report, handle_.look());
        return see(std::move(report));
    }

    /// What was announced.
    Result<bool> hear(const redis::Reply& message) {
        if (message.elements.size() != 3 || message.elements[0].text != "message") return false;
        MSS_TRY_ASSIGN(TaskReport report, read_report(message.elements[2].text));
        return see(std::move(report));
    }

    TaskReport& last() { return last_; }

private:
    bool see(TaskReport report) {
        if (report == last_) return last_.ended();
        last_ = std::move(report);
        if (tell_) tell_(last_);
        return last_.ended();
    }

    const TaskHandle& handle_;
    const std::function<void(const TaskReport&)>& tell_;
    TaskReport last_{.state = std::string(celery::state::kPending), .value = nullptr};
};

// Listens on the channel of a result until the task has ended (true) or the time is over (false).
Result<bool> listen(redis::Connection& connection, const std::string& channel, Follower& follower,
                    Steady::time_point deadline) {
    MSS_TRY(connection.send({"SUBSCRIBE", channel}));
    MSS_TRY_ASSIGN(const auto confirmed, connection.next(kConfirmWait));
    if (!confirmed) return fail(Code::timeout, "the Redis server does not answer a subscription");
    if (confirmed->is_error()) return std::unexpected(redis::failure_of(*confirmed));
    while (true) {
        // First of all what came before the subscription.
        MSS_TRY_ASSIGN(bool ended, follower.look());
        const auto next_look = std::min(deadline, Steady::now() + kLookEvery);
        while (!ended && Steady::now() < next_look) {
            MSS_TRY_ASSIGN(const auto came, connection.next(until(next_look)));
            if (!came) break;
            MSS_TRY_ASSIGN(ended, follower.hear(*came));
        }
        if (ended || Steady::now() >= deadline) return ended;
    }
}

// So that the connection serves others again.
Result<void> stop_listening(redis::Connection& connection, const std::string& channel) {
    MSS_TRY(connection.send({"UNSUBSCRIBE", channel}));
    while (true) {
        MSS_TRY_ASSIGN(const auto came, connection.next(kConfirmWait));
        if (!came) return fail(Code::timeout, "the Redis server does not answer");
        if (!came->elements.empty() && came->elements[0].text == "unsubscribe") return {};
    }
}

}  // namespace

Result<json::Value> value_of(const TaskReport& report) {
    if (report.state == celery::state::kSuccess) return report.value;
    const auto exception = report.exception.value_or(celery::ExceptionInfo());
    const Code code = report.state == celery::state::kRevoked ? Code::cancelled : code_of(exception.type);
    return fail(code, fmt::format("the task ended as {}: {}", report.state, told(exception)), report.traceback);
}

Result<TaskReport> read_report(std::string_view text) {
    const auto unreadable = [](const Error& error) {
        return fail(Code::bad_answer, "what is stored of a task is no result: " + error.message);
    };
    auto meta = celery::read_result(text);
    if (!meta) return unreadable(meta.error());
    TaskReport report{.state = std::move(meta->status), .value = nullptr};
    report.traceback = meta->traceback.value_or("");
    if (celery::is_exception(report.state)) {
        auto exception = celery::read_exception(meta->result);
        if (!exception) return unreadable(exception.error());
        report.exception = std::move(*exception);
    } else {
        auto plain = celery::with_plain_values(meta->result);
        if (!plain) return unreadable(plain.error());
        report.value = std::move(*plain);
    }
    return report;
}

TaskHandle::TaskHandle(std::shared_ptr<ClientParts> parts, std::string id)
    : parts_(std::move(parts)), id_(std::move(id)) {}

Result<TaskReport> TaskHandle::look() const {
    MSS_TRY_ASSIGN(const redis::Reply stored,
                   parts_->results->call({"GET", celery::result_key(parts_->options.naming, id_)}));
    if (stored.is_nil()) return TaskReport{.state = std::string(celery::state::kPending), .value = nullptr};
    return read_report(stored.text);
}

Result<TaskReport> TaskHandle::follow(milliseconds timeout, const std::function<void(const TaskReport&)>& tell) const {
    const std::string channel = celery::result_key(parts_->options.naming, id_);
    const auto deadline = Steady::now() + timeout;
    Follower follower(*this, tell);
    RedisLink& link = *parts_->results;
    MSS_TRY_ASSIGN(bool ended, follower.look());
    for (int tries = 0; !ended && Steady::now() < deadline; ++tries) {
        auto connection = link.take();
        auto listened = connection ? listen(*connection, channel, follower, deadline)
                                   : Result<bool>(std::unexpected(connection.error()));
        if (listened) {
            ended = *listened;
            if (stop_listening(*connection, channel)) link.give_back(std::move(*connection));
            break;
        }
        const bool passes = listened.error().code == Code::unavailable || listened.error().code == Code::timeout;
        if (!passes || Steady::now() >= deadline) return std::unexpected(listened.error());
        MSS_TRY(link.pause(tries, deadline));
    }
    if (!ended) return fail(Code::timeout, "the task has not ended yet");
    return std::move(follower.last());
}

Result<json::Value> TaskHandle::wait(milliseconds timeout, const std::function<void(const TaskReport&)>& tell) const {
    MSS_TRY_ASSIGN(const TaskReport report, follow(timeout, tell));
    return value_of(report);
}

Result<std::int64_t> TaskHandle::revoke(const Revocation& revocation) const {
    Question question;
    question.method = "revoke";
    question.arguments = {{"task_id", id_}, {"terminate", revocation.terminate}, {"signal", revocation.signal}};
    return parts_->control.tell(question);
}

Result<void> TaskHandle::forget() const {
    MSS_TRY(parts_->results->call({"DEL", celery::result_key(parts_->options.naming, id_)}));
    return {};
}

}  // namespace mss::task_client
