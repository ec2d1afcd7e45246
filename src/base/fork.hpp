#pragma once
// call_in_fork: runs a function in a copy of this process and brings back the bytes that it returns. For libraries
// whose state cannot be reset: every call starts from the same state. The copy dies with the calling thread and leaves
// by _exit, so no destructor of the parent's objects runs in it.
//
// The copy has only the calling thread, and a lock that another thread held stays locked in it for ever (fork(2)). So
// `work` may use memory, streams and dlopen, whose locks glibc's fork() makes whole in the copy, and objects and
// libraries that no other thread is inside of at that moment; a thread that only waits to be given work is inside of
// none. Where the rule is broken all the same, the copy hangs, which is a timeout here and not a hang.

#include <chrono>
#include <functional>
#include <string>

#include "base/result.hpp"

namespace mss {

/// Errors: internal (no process or pipe could be made, the copy crashed), timeout, and whatever `work` returns.
Result<std::string> call_in_fork(const std::function<Result<std::string>()>& work, std::chrono::milliseconds limit);

}  // namespace mss
