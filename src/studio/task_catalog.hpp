#pragma once
// The one table of tasks: their names, as every client of the queue knows them, their arguments, limits and functions.
// Pure but for the functions that it is given.

#include <functional>
#include <string_view>

#include "base/result.hpp"
#include "studio/generate_video.hpp"
#include "tasks/definition.hpp"

namespace mss::studio {

inline constexpr std::string_view kGenerateVideo = "tasks.generate_video";
inline constexpr std::string_view kCleanUpSessions = "tasks.cleanup_expired_sessions";
inline constexpr std::string_view kCleanUpFiles = "tasks.cleanup_temp_files";

/// What does the work in this process; an empty one only lets the task be accepted.
struct TaskFunctions {
    std::function<Result<GeneratedVideo>(const GenerateVideoArguments&, const tasks::TaskContext&)> generate_video;
    /// What a call in any form means, see accept_call(); empty: calls of the library's form alone.
    std::function<Result<GenerateVideoArguments>(const json::Value&, const tasks::TaskContext&)> accept_call;
    std::function<Result<std::int64_t>()> clean_up_sessions;  ///< the number of sessions that were over
    std::function<Result<std::int64_t>()> clean_up_files;     ///< the number of videos that left the trash for good
};

/// All seven kinds. Those that this version does not have refuse, and say so, also to whoever sent them by other ways.
tasks::Registry task_catalog(TaskFunctions functions);

}  // namespace mss::studio
