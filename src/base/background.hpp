#pragma once
// BackgroundWork: one piece of work on a thread of its own, for a caller that goes on meanwhile and needs the outcome
// later. The work is asked to stop, and waited for, when its owner goes. Owned and waited for by one thread.

#include <atomic>
#include <functional>
#include <thread>

#include "base/fd.hpp"
#include "base/result.hpp"

namespace mss {

class BackgroundWork {
public:
    /// `stop_fd` becomes readable when nobody wants the outcome any more.
    using Work = std::function<Result<void>(int stop_fd)>;

    /// Begins at once. Throws std::system_error where the process has no thread or descriptor left.
    explicit BackgroundWork(Work work);
    ~BackgroundWork();
    BackgroundWork(const BackgroundWork&) = delete;
    BackgroundWork& operator=(const BackgroundWork&) = delete;

    /// The outcome. Errors: the work's own; internal (it threw); cancelled (`cancel_fd`, or -1, became readable first).
    Result<void> wait(int cancel_fd = -1);

    /// Asks the work to stop, without waiting.
    void ask_to_stop();
    /// Waits until the work has ended, the descriptor (or -1) is readable, or the time is over.
    void wait_ended(int other_fd, int milliseconds) const;

    bool ended() const { return finished_.load(std::memory_order_acquire); }
    /// True once the work has ended with an error, so that its owner need not go on in vain.
    bool failed() const;

private:
    void run(const Work& work) noexcept;

    UniqueFd stop_;
    UniqueFd ended_;
    std::atomic<bool> finished_ = false;  ///< publishes outcome_
    Result<void> outcome_;
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace mss
