#pragma once
// A call of tasks.generate_video as other programs send it into the queue, with the names and the order of arguments
// that the task has had from the start: generate_video(user_id, topic, duration=..., script=...). Blocking; any thread.

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "store/database.hpp"
#include "studio/generate_video.hpp"
#include "tasks/definition.hpp"
#include "tasks/sqlite_task_store.hpp"

namespace mss::studio {

/// Positional arguments of a call, beside those that have names.
inline constexpr std::string_view kPositional = "*args";

/// Who orders, and what: `user_id` is an account's id or its address; all else are members of an order.
struct SentCall {
    std::string user;
    VideoOrder order;
};

/// Errors: invalid (an argument that is missing, given twice, of a wrong type or out of its bounds).
Result<SentCall> read_sent_call(const json::Value& arguments);

struct SentCallTools {
    store::Database& database;
    tasks::SqliteTaskStore& tasks;
    const Clock& clock;
};

/// The task's arguments. One that the library sent has them; for any other the video is entered into the library of
/// its user with the first attempt, and found there by each later one. Errors: those of read_sent_call; not_found
/// (there is no such user), those of the database.
Result<GenerateVideoArguments> accept_call(const SentCallTools& tools, const json::Value& arguments,
                                           const tasks::TaskContext& context);

}  // namespace mss::studio
