#pragma once
// What workers answered, for people: a paragraph a worker. Answers are anybody's: what has not the form that Celery
// gives it is shown as the JSON that it is, and nothing steers the terminal. Pure; any thread.

#include <span>
#include <string>

#include "base/clock.hpp"
#include "cli/arguments.hpp"
#include "task_client/control_client.hpp"

namespace mss::cli {

std::string inspect_text(InspectMethod method, std::span<const task_client::Answer> answers, Timestamp now);

}  // namespace mss::cli
