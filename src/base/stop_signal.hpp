#pragma once
// StopSignal: turns Ctrl-C and SIGTERM into a readable descriptor while it lives. The first one asks the work to stop,
// which keeps what is finished; a second one ends the process at once with exit code 130. At most one at a time, made
// and destroyed by the main thread.

#include <signal.h>

#include "base/fd.hpp"

namespace mss {

class StopSignal {
public:
    static constexpr int kExitCode = 130;  ///< 128 + SIGINT, as shells report it

    /// Throws std::runtime_error where the kernel gives no descriptor.
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    /// Readable from the first signal on; never read from.
    int fd() const { return event_.get(); }
    bool requested() const;

private:
    UniqueFd event_;
    struct sigaction previous_interrupt_{};
    struct sigaction previous_terminate_{};
};

}  // namespace mss
