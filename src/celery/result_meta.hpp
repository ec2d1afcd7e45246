#pragma once
// ResultMeta: what is stored of a task under result_key() and announced on the channel of the same name. Plain values;
// pure; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/iso_time.hpp"
#include "celery/task_message.hpp"

namespace mss::celery {

/// Celery's own states; a task may report any other name while it runs.
namespace state {
inline constexpr std::string_view kPending = "PENDING";  ///< what is not stored is pending
inline constexpr std::string_view kReceived = "RECEIVED";
inline constexpr std::string_view kStarted = "STARTED";
inline constexpr std::string_view kProgress = "PROGRESS";  ///< not Celery's, but what its users write by custom
inline constexpr std::string_view kSuccess = "SUCCESS";
inline constexpr std::string_view kFailure = "FAILURE";
inline constexpr std::string_view kRetry = "RETRY";
inline constexpr std::string_view kRevoked = "REVOKED";
}  // namespace state

/// Whether a client that waits may stop: SUCCESS, FAILURE, REVOKED.
bool is_ready(std::string_view status);
/// Whether the result is an exception: FAILURE, RETRY, REVOKED.
bool is_exception(std::string_view status);

/// An exception for Python. Clients make an object of the class where they can import it, and of a class of that name
/// where they cannot; `builtins` has what every client can.
struct ExceptionInfo {
    std::string type = "RuntimeError";
    json::Value message = json::Array();  ///< its arguments; old programs wrote a text
    std::optional<std::string> module = "builtins";

    bool operator==(const ExceptionInfo&) const = default;
};

Result<ExceptionInfo> read_exception(const json::Value& value);
json::Object write_exception(const ExceptionInfo& exception);

/// Points to the result of a task or of a group that a task started.
struct ResultPointer {
    std::string id;
    json::Value parent;                                 ///< a pointer in its form on the wire, or null
    std::optional<std::vector<ResultPointer>> members;  ///< of a group

    bool operator==(const ResultPointer&) const = default;
};

/// [[id, parent], null], or [[id, parent], [members]]. Error: invalid.
Result<ResultPointer> read_pointer(const json::Value& value);
json::Array write_pointer(const ResultPointer& pointer);

/// What result_extended adds.
struct ExtendedResult {
    std::optional<std::string> name;
    json::Value args;
    json::Value kwargs;
    std::optional<std::string> worker;
    std::optional<std::int64_t> retries;
    std::optional<std::string> queue;

    bool operator==(const ExtendedResult&) const = default;
};

struct ResultMeta {
    std::string status;
    json::Value result;                    ///< where is_exception(status), see read_exception()
    std::optional<std::string> traceback;  ///< for people
    std::optional<std::vector<ResultPointer>> children = std::vector<ResultPointer>();
    std::optional<IsoTime> date_done;  ///< set where is_ready(status)
    std::string task_id;
    std::optional<std::string> group_id;
    std::optional<std::string> parent_id;
    std::optional<ExtendedResult> extended;
    json::Object others;

    bool operator==(const ResultMeta&) const = default;
};

/// Integers beyond 64 bits become doubles. Errors: invalid, too_large.
Result<ResultMeta> read_result(std::string_view text);
/// One line, members in Celery's order.
std::string write_result(const ResultMeta& meta);

/// Whose result it is.
struct ResultSubject {
    std::string task_id;
    std::optional<std::string> group_id;
    std::optional<std::string> parent_id;
    std::optional<ExtendedResult> extended;  ///< only where result_extended is on
};
/// Without `worker`, which is a node's name as "w1@host", nothing is extended.
ResultSubject subject_of(const TaskMessage& message, const std::optional<std::string>& worker);

ResultMeta started_result(const ResultSubject& subject, std::int64_t pid, std::string_view hostname);
/// A state of the task's own, such as PROGRESS, with what it says of itself.
ResultMeta custom_result(const ResultSubject& subject, std::string_view status, json::Value value);
ResultMeta success_result(const ResultSubject& subject, json::Value value, Timestamp now);
ResultMeta failure_result(const ResultSubject& subject, const ExceptionInfo& exception,
                          std::optional<std::string> traceback, Timestamp now);
/// `exception` is why there is another try.
ResultMeta retry_result(const ResultSubject& subject, const ExceptionInfo& exception,
                        std::optional<std::string> traceback);
/// `reason`: "revoked", "terminated" or "expired".
ResultMeta revoked_result(const ResultSubject& subject, std::string_view reason, Timestamp now);

/// What is stored of a saved group under group_key(). Error: invalid.
Result<ResultPointer> read_group(std::string_view text);
std::string write_group(const ResultPointer& group);

/// What a part of a chord adds to its count: [1, "<task id>", "<status>", result], in one line.
std::string chord_part(const ResultMeta& meta);

}  // namespace mss::celery
