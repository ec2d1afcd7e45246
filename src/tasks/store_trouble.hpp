#pragma once
// StoreTrouble: what a thread does whose store fails: it waits before it asks again, longer each time, but not past a
// ring of the store, which may be back. One line in the log when the trouble begins and one when it is over. Confined
// to one thread.

#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/random.hpp"
#include "base/result.hpp"
#include "observe/log.hpp"
#include "tasks/pauses.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

class StoreTrouble {
public:
    /// `what` is what does not go on, for the log: "tasks wait in the outbox". Both references outlive it.
    StoreTrouble(std::string_view what, const observe::Logger& log, Random random)
        : what_(what), log_(log), pauses_(random) {}

    /// The store answered.
    void over();
    /// It failed. Returns how long to wait, if it does not ring.
    std::chrono::milliseconds begins(const Error& error);
    /// The same, and waits; `seen` is the wake number of `store` from before it was asked. At most `most`.
    void wait_after(const Error& error, TaskStore& store, std::uint64_t seen, int stop_fd,
                    std::chrono::milliseconds most = Pauses::kMost);

    /// Even where a store rings all the time it is not asked sooner than after this.
    static constexpr std::chrono::milliseconds kLeast{50};

private:
    std::string_view what_;
    const observe::Logger& log_;
    Pauses pauses_;
};

}  // namespace mss::tasks
