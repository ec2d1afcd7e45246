#pragma once
// What `mss task list` and `mss task show` print: a task in words, with the video that it makes and whose it is. Pure;
// any thread.

#include <string>
#include <vector>

#include "base/json.hpp"
#include "tasks/task.hpp"

namespace mss::cli {

/// A task with what only other parts of the installation know of it.
struct NamedTask {
    tasks::Task task;
    std::string title;    ///< of the video that it makes; empty: it makes none, or that is gone
    std::string account;  ///< e-mail address; empty: nobody's
};

/// One line: id, state, when it was ordered, whose it is, what it is, and how far or why not.
std::string task_line(const NamedTask& named);

/// All of it, with its events but those of progress.
std::string task_report(const NamedTask& named, const std::vector<tasks::Event>& events);

/// The same for programs.
json::Object task_object(const NamedTask& named);
json::Array event_objects(const std::vector<tasks::Event>& events);

}  // namespace mss::cli
