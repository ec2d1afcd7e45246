#pragma once
// TaskRecord: a task as its hash in Redis has it, and the message in Celery's form that stands for it in a queue. Plain
// values; pure but for random identifiers; any thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/publishing.hpp"
#include "celery/task_message.hpp"
#include "redis/reply.hpp"
#include "tasks/task.hpp"

namespace mss::cluster {

/// A record's fields; those that are not there read as empty.
using Fields = std::map<std::string, std::string, std::less<>>;

struct TaskRecord {
    std::int64_t seq = 0;
    tasks::Task task;
    std::string message;       ///< the envelope's text; empty once the task succeeded, and where `unacked` alone has it
    std::string tag;           ///< its delivery tag
    bool has_message = false;  ///< its record has that while it runs, as those that we sent do
};

/// Names and values in turn, as HGETALL answers. Empty: there is no such record.
Fields fields_of(const redis::Reply& reply);
/// Arguments that only its message has are read from there; "{}" where that cannot be read.
TaskRecord record_of(std::string id, const Fields& fields);

/// A task that was claimed here, with its message, read once for its beginning and its end.
struct Running {
    TaskRecord record;
    std::optional<celery::TaskMessage> message;  ///< where it can be read
    std::optional<Error> refusal;                ///< why its arguments cannot be had
};
/// Of what script::kClaim answers for each: words in its order.
Running running_of(const std::vector<redis::Reply>& words, std::string_view worker, Timestamp started);

/// Takes the arguments from the message, where the record has none of its own.
void fill_in_arguments(TaskRecord& record);

/// All fields of a task but `id`, `seq`, `message` and `tag`; those that are empty or unset as "".
json::Object fields_of(const tasks::Task& task);

/// What a task may weigh: its body as JSON, with what is linked to it, since reading takes twelve times as much memory
/// at worst; and its message in a queue, which has the body in Base64. What is longer is no task to us.
inline constexpr std::size_t kTaskBodyBytesMax = 8U << 20U;
inline constexpr std::size_t kMessageBytesMax = 12U << 20U;

/// The member that positional arguments are: a name that no parameter in Python can have.
inline constexpr std::string_view kPositional = "*args";

/// The arguments of a message as the functions of tasks take them, a JSON object: its kwargs, and where it has
/// positional ones those as kPositional. Errors: invalid, too_large.
Result<std::string> arguments_of(const celery::TaskMessage& message);

/// A message with a text of its own.
struct WrittenMessage {
    std::string text;
    std::string tag;
};
WrittenMessage write_message(const celery::TaskMessage& message);
Result<celery::TaskMessage> read_message(std::string_view text);

/// What is sent for a task of ours.
celery::TaskMessage message_of(const tasks::Task& task, const celery::Sender& sender);

}  // namespace mss::cluster
