#pragma once
// ChildTrouble: tells the log of task processes that end before they are of use: the first time, and then ever more
// seldom, with how many it were since. Shared by the slots of a worker; any thread. Time is a parameter.

#include <chrono>
#include <mutex>

#include "base/result.hpp"
#include "observe/log.hpp"

namespace mss::tasks {

class ChildTrouble {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::minutes kFirstSilence{1};  ///< doubled with each line
    static constexpr std::chrono::hours kLongestSilence{1};

    /// `log` outlives it.
    explicit ChildTrouble(const observe::Logger& log) : log_(log) {}

    /// A process could not be started, or was gone before it served a task. What it said last is the error's detail.
    void failed(const Error& error, Time now);
    /// One of them serves tasks.
    void over();

private:
    const observe::Logger& log_;
    std::mutex mutex_;
    int failures_ = 0;  ///< since one served a task
    int untold_ = 0;    ///< of these, since the last line
    Time next_line_{};
    std::chrono::milliseconds silence_{kFirstSilence};
};

}  // namespace mss::tasks
