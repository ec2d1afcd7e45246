#pragma once
// The child's side of a heavy slot: what a re-exec'd process does that a worker started to run tasks, one after the
// other, until its parent closes the socket. Called once by the child's main thread.

#include "base/result.hpp"
#include "observe/log.hpp"
#include "tasks/definition.hpp"

namespace mss::tasks {

/// Serves tasks over `control_fd` (ChildProcess::kControlFd), lines of JSON as child_protocol.hpp describes them.
/// Returns at end of file; a function that does not end within 3 s of that ends with the process. When the worker dies,
/// the process ends at once, with all others of its group. It ignores SIGTERM and SIGINT: its worker says when it ends.
/// Errors: io (the socket), invalid (a message that is none).
Result<void> serve_child(const Registry& registry, const observe::Logger& log, int control_fd);

}  // namespace mss::tasks
