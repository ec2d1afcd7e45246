#pragma once
// call_in_fork: runs a function in a copy of this process and brings back the bytes that it returns. For libraries
// whose state cannot be reset: every call starts from the same state. Only for a process with one thread at that
// moment, since the copy has no other (fork(2)); the copy dies with its parent and leaves by _exit, so no destructor of
// the parent's objects runs in it.

#include <chrono>
#include <functional>
#include <string>

#include "base/result.hpp"

namespace mss {

/// Errors: internal (no process or pipe could be made, the copy crashed), timeout, and whatever `work` returns.
Result<std::string> call_in_fork(const std::function<Result<std::string>()>& work, std::chrono::milliseconds limit);

}  // namespace mss
