#pragma once
// TaskMessage: a task as it travels, in Celery's message protocol 2: who it is in the headers, what it works on and
// what follows it in the body. Plain values; pure; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/envelope.hpp"
#include "celery/iso_time.hpp"
#include "celery/signature.hpp"

namespace mss::celery {

/// Marks that children and retries of a task inherit (Celery >= 5.3).
struct Stamps {
    std::optional<std::vector<std::string>> names;  ///< stamped_headers
    json::Object values;                            ///< stamps
};

/// How long a task may run. Unset: no limit of its own.
struct TimeLimits {
    std::optional<double> hard_seconds;  ///< then it is killed
    std::optional<double> soft_seconds;  ///< then it is asked to stop
};

struct TaskMessage {
    std::string language = "py";
    std::string task;  ///< its registered name
    std::string id;
    std::optional<std::string> shadow;  ///< shown in place of the name
    std::optional<IsoTime> eta;         ///< not before
    std::optional<IsoTime> expires;     ///< not after
    std::optional<std::string> group;
    std::optional<std::int64_t> group_index;
    std::int64_t retries = 0;  ///< tries before this one
    TimeLimits limits;
    std::optional<std::string> root_id;
    std::optional<std::string> parent_id;
    std::optional<std::string> arguments_repr;  ///< for logs
    std::optional<std::string> kwargs_repr;
    std::optional<std::string> origin;  ///< who sent it: "gen123@host"
    std::optional<bool> ignore_result = false;
    std::optional<std::int64_t> replaced_task_nesting;  ///< Celery >= 5.3.5
    std::optional<Stamps> stamps;
    bool redelivered = false;  ///< somebody had it before and handed it back
    json::Object other_headers;

    json::Array args;
    json::Object kwargs;
    Embed embed;
    /// The body's text where `args` or the like hold integers beyond 64 bits, which are doubles there: write_task()
    /// sends it in place of those members, so whoever changes them clears it.
    std::string exact_body;

    Properties properties;

    /// Where it came from, and where another try of it goes.
    const std::string& queue() const { return properties.delivery_info.routing_key; }
};

/// Reads a task. Values that kombu >= 5.3 tagged stay tagged (typed_values.hpp). Errors: invalid (protocol 1 or a mix
/// of both, a body that is not accepted, a member of a wrong type), too_large.
Result<TaskMessage> read_task(const Envelope& envelope, std::size_t body_bytes_max = kBodyBytesMax);

/// The envelope in Celery's form, uncompressed. The priority's list is list_key() of queue and properties.priority.
Envelope write_task(const TaskMessage& message);

}  // namespace mss::celery
