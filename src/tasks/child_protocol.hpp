#pragma once
// What a worker and the child process of a heavy slot say to each other over the control socket, one JSON document a
// line. The child first says ready. Then the parent sends run and, while that runs, perhaps cancel; the child answers
// each run with begun, any number of progress lines, and then one of done and failed. A process that dies before it
// said begun had no part of the task. Plain values; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/json.hpp"
#include "base/result.hpp"

namespace mss::tasks::child {

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

struct Run {
    std::string task_id;
    std::string name;
    json::Value arguments;
    std::string owner;
    int attempt = 0;
    std::int64_t fence = 0;
    bool may_retry = false;
};
BOOST_DESCRIBE_STRUCT(Run, (), (task_id, name, arguments, owner, attempt, fence, may_retry))

/// Exactly one is set.
struct Request {
    std::optional<Run> run;
    std::optional<Nothing> cancel;
};
BOOST_DESCRIBE_STRUCT(Request, (), (run, cancel))

/// Names the task, since a thread that a function left behind may still report when the next one runs.
struct Progress {
    std::string task_id;
    std::int64_t fence = 0;
    json::Value data;
};
BOOST_DESCRIBE_STRUCT(Progress, (), (task_id, fence, data))

struct Done {
    json::Value result;
};
BOOST_DESCRIBE_STRUCT(Done, (), (result))

struct Failed {
    std::string code;  ///< name_of(Code)
    std::string message;
    std::string detail;
    std::optional<std::int64_t> retry_after_ms;
};
BOOST_DESCRIBE_STRUCT(Failed, (), (code, message, detail, retry_after_ms))

/// Exactly one is set.
struct Reply {
    std::optional<Nothing> ready;
    std::optional<Nothing> begun;
    std::optional<Progress> progress;
    std::optional<Done> done;
    std::optional<Failed> failed;
};
BOOST_DESCRIBE_STRUCT(Reply, (), (ready, begun, progress, done, failed))

/// Errors: invalid (not exactly one message of the kind, or one with a member of a wrong type), too_large.
Result<Request> parse_request(std::string_view line);
Result<Reply> parse_reply(std::string_view line);

/// One line, without its end.
std::string print(const Request& request);
std::string print(const Reply& reply);

/// The answer that a reply gives, as the function in the child gave it. Only where done or failed is set.
Result<json::Value> answer_of(const Reply& reply);
Reply reply_of(const Result<json::Value>& answer);

}  // namespace mss::tasks::child
