#pragma once
// Remote control: what `celery inspect`, `celery control` and Flower ask of workers over control_channel(), and the
// answers, each of which goes to a list of who asked. Plain values; pure; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/envelope.hpp"
#include "celery/keys.hpp"
#include "celery/task_message.hpp"

namespace mss::celery {

/// Where an answer goes: to the queues that are bound to the exchange under the key. Where none is, nobody waits.
struct ReplyAddress {
    std::string exchange;
    std::string routing_key;
};

struct ControlRequest {
    std::string method;  ///< "ping", "revoke", ...
    json::Object arguments;
    std::optional<std::vector<std::string>> destination;  ///< host names of workers; unset: all
    std::optional<std::string> pattern;
    std::optional<std::string> matcher;  ///< what the pattern is: "glob" or "pcre"
    std::optional<std::string> ticket;   ///< names the question in the answer
    std::optional<ReplyAddress> reply_to;
    std::int64_t clock = 0;  ///< logical, of who asks
    double expires = 0;      ///< seconds since 1970; 0: never

    bool wants_reply() const { return ticket && reply_to; }
};

/// Errors: invalid (a member of a wrong type), too_large.
Result<ControlRequest> read_control(const Envelope& envelope);
/// What is published on control_channel() to ask workers.
Envelope write_control(const Naming& naming, const ControlRequest& request);

/// Whether it is too late to answer.
bool is_late(const ControlRequest& request, Timestamp now);

/// Whether a worker is meant: named, or matched, or nobody in particular is.
bool is_meant(const ControlRequest& request, std::string_view hostname);

/// Whether a name matches a pattern of shells: * ? [abc] [!a-z]. Case counts. Takes time in proportion to the product
/// of both lengths; beyond 1,000 bytes nothing matches.
bool matches_glob(std::string_view name, std::string_view pattern);

/// Whether a name begins as a regular expression says. Of those only the part is known that names of hosts need:
/// letters, ".", an escaped mark, each perhaps with "*", "+" or "?", and "^" and "$" at the ends. Other expressions
/// match only the name that they are, letter by letter. Time and limit as of matches_glob().
bool matches_expression(std::string_view name, std::string_view expression);

/// The answer of a worker, to be pushed to each queue that is bound under the reply address. `clock` is ours.
Envelope control_reply(const ControlRequest& request, std::string_view hostname, json::Value reply, std::int64_t clock);

/// What came back of a question.
struct ControlReply {
    std::optional<std::string> ticket;  ///< of the question
    std::int64_t clock = 0;             ///< logical, of who answers
    json::Object answers;               ///< by the host name of who gives it; one, but for programs that gather them
};
/// Errors: invalid (a member of a wrong type), too_large.
Result<ControlReply> read_control_reply(const Envelope& envelope);

/// {"ok": ...} and {"error": ...}, which most methods answer.
json::Value ok_reply(json::Value what);
json::Value error_reply(std::string_view what);
/// What a worker answers that does not know the method.
json::Value unknown_method(std::string_view method);

/// What a worker tells of a task that it has.
struct RequestInfo {
    std::string id;
    std::string name;    ///< or what is shown in its place
    std::string type;    ///< its registered name
    json::Value args;    ///< a list
    json::Value kwargs;  ///< an object
    std::string hostname;
    std::optional<double> time_start;  ///< seconds since 1970; unset: it has not begun
    bool acknowledged = false;
    DeliveryInfo delivery_info;
    int priority = 0;
    std::optional<std::int64_t> worker_pid;
};
RequestInfo request_info(const TaskMessage& message, std::string_view hostname);
json::Object write_request_info(const RequestInfo& info);
/// An entry of the answer to "scheduled": a task that waits for its time.
json::Object write_scheduled(const IsoTime& eta, const RequestInfo& info);

}  // namespace mss::celery
