#pragma once
// ProgressRelay: passes the progress of running tasks on to the store from a thread of its own, at most 4 times a
// second and task. The newest report waits for its turn, so that the last one is never lost while the task goes on: one
// that the store fails to take is tried again after a while, unless a newer one came. Any thread.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/json.hpp"
#include "observe/log.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

class ProgressRelay {
public:
    static constexpr std::chrono::milliseconds kInterval{250};
    static constexpr std::chrono::milliseconds kPauseAfterError{1'000};

    /// `outrun` is called, on the relay's thread, where the store refused a report because the claim is outrun.
    ProgressRelay(TaskStore& store, const observe::Logger& log, std::function<void(const Claim&)> outrun);
    ~ProgressRelay();
    ProgressRelay(const ProgressRelay&) = delete;
    ProgressRelay& operator=(const ProgressRelay&) = delete;

    /// What is no JSON object, or is larger than kProgressBytesMax, is left out.
    void offer(const Claim& claim, const json::Value& progress);
    /// The task ended: what waits of it is dropped, for its end says more. Returns while one may still be under way,
    /// which the claim's fence makes harmless.
    void forget(const Claim& claim);
    /// Nothing more is written, and `outrun` is not called any more.
    void close();

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Entry {
        std::int64_t fence = 0;
        std::optional<std::string> waiting;
        Time next{};  ///< not written before
    };

    void serve();
    void write(const Claim& claim, std::string progress);
    void wait_again(const Claim& claim, std::string progress);

    TaskStore& store_;
    const observe::Logger& log_;
    const std::function<void(const Claim&)> outrun_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, Entry, std::less<>> entries_;
    bool closed_ = false;
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace mss::tasks
