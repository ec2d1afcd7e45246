#pragma once
// LeaseKeeper: renews a worker's lease from a thread of its own, however busy the rest is, and learns at once what
// somebody asked to cancel: it listens to the store's changes and, while tasks run, looks at most 10 times a second.
// Its callbacks run on that thread. It ends by itself once the lease is lost.

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "base/flag.hpp"
#include "base/random.hpp"
#include "observe/log.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

class LeaseKeeper {
public:
    struct Callbacks {
        /// True: look again soon, for something in it could not be acted on yet.
        std::function<bool(const Renewal&)> renewed;
        std::function<void()> lost;
    };

    /// `busy`: whether tasks of this worker may be running. All outlive it.
    LeaseKeeper(TaskStore& store, const observe::Logger& log, std::string worker, const std::atomic<bool>& busy,
                Callbacks callbacks, Random random);
    ~LeaseKeeper();
    LeaseKeeper(const LeaseKeeper&) = delete;
    LeaseKeeper& operator=(const LeaseKeeper&) = delete;

private:
    void serve(Random random);
    void wait(std::uint64_t seen, std::chrono::steady_clock::time_point renewed, bool soon) const;

    TaskStore& store_;
    const observe::Logger& log_;
    const std::string worker_;
    const std::atomic<bool>& busy_;
    const Callbacks callbacks_;
    Flag stop_;
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace mss::tasks
