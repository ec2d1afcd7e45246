#pragma once
// TaskHandle: a task that was sent: what became of it, its progress, its end. A value; copies are handles of the same
// task. Any thread; each call waits for itself.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/result_meta.hpp"

namespace mss::task_client {

struct ClientParts;

/// What is known of a task.
struct TaskReport {
    std::string state;  ///< celery::state::kPending, ..., or one of the task's own
    /// Of SUCCESS: the result. Of STARTED, and of a state of the task's own, such as PROGRESS: what it says of itself.
    /// Values that kombu tags (dates, UUIDs) are their texts.
    json::Value value;
    std::optional<celery::ExceptionInfo> exception{};  ///< of FAILURE, RETRY, REVOKED
    std::string traceback{};                           ///< for people

    bool ended() const { return celery::is_ready(state); }
    bool operator==(const TaskReport&) const = default;
};

/// The result of a task that ended. Errors: cancelled (it was revoked), else what its worker says: invalid (ValueError,
/// TypeError), not_found (no worker knows such a task), internal (all other exceptions), with the exception's name
/// before its message and the traceback as detail.
Result<json::Value> value_of(const TaskReport& report);

/// What is stored of a task, or was announced. Error: bad_answer.
Result<TaskReport> read_report(std::string_view text);

struct Revocation {
    bool terminate = false;  ///< also where it runs already
    std::string signal = "SIGTERM";
};

class TaskHandle {
public:
    TaskHandle(std::shared_ptr<ClientParts> parts, std::string id);

    const std::string& id() const { return id_; }

    /// How it stands. What nobody has stored anything of is PENDING, whether it was sent or not. Errors: those of
    /// RedisLink; bad_answer (what is stored is no result).
    Result<TaskReport> look() const;

    /// Follows the task until it has ended: each state that differs from the one before is told, the last one too, on
    /// this thread. States that follow each other within an instant may be passed over, or told again. Where the server
    /// is away at the end of the time, that may come up to patience later. Errors: timeout (the task has not ended by
    /// then), cancelled, those of look().
    Result<TaskReport> follow(std::chrono::milliseconds timeout,
                              const std::function<void(const TaskReport&)>& tell = {}) const;

    /// follow() and value_of() in one step.
    Result<json::Value> wait(std::chrono::milliseconds timeout,
                             const std::function<void(const TaskReport&)>& tell = {}) const;

    /// Asks all workers not to run it. How many were told: that is all that can be known, since workers alone remember.
    Result<std::int64_t> revoke(const Revocation& revocation = {}) const;

    /// Drops what is stored of it; from then on it is PENDING.
    Result<void> forget() const;

private:
    std::shared_ptr<ClientParts> parts_;
    std::string id_;
};

/// A handle of a task whose result is an R; void: its result does not count.
template <class R>
class TypedTaskHandle : public TaskHandle {
public:
    explicit TypedTaskHandle(TaskHandle handle) : TaskHandle(std::move(handle)) {}

    /// Errors: also bad_answer (the result is no R).
    Result<R> wait(std::chrono::milliseconds timeout, const std::function<void(const TaskReport&)>& tell = {}) const {
        MSS_TRY_ASSIGN(const json::Value value, TaskHandle::wait(timeout, tell));
        if constexpr (std::is_void_v<R>) {
            return {};
        } else {
            auto decoded = json::decode<R>(value);
            if (!decoded) return fail(Code::bad_answer, "the result of the task: " + decoded.error().message);
            return decoded;
        }
    }
};

}  // namespace mss::task_client
