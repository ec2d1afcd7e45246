#pragma once
// Doorbell: a number that grows with each change, and a wait for it to grow, across the threads of a process and, where
// it has a file, across all processes that opened the same file. The number lies in memory that they share (mmap), so
// none can be missed between reading it and waiting. It carries no promise beyond that: a process that is killed
// between its commit and its ring leaves the others to their next look at the store. Any thread.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.hpp"

namespace mss::tasks {

class Doorbell {
public:
    /// Within this process only.
    Doorbell();
    /// Makes the file (mode 0600) where it is missing. Errors: io.
    static Result<std::unique_ptr<Doorbell>> open(const std::filesystem::path& file);
    /// Nobody may be waiting any more.
    ~Doorbell();
    Doorbell(const Doorbell&) = delete;
    Doorbell& operator=(const Doorbell&) = delete;

    void ring();
    std::uint64_t number() const;

    /// Returns when the number is not `seen` any more, after `limit`, or when `stop_fd` (or -1) is readable.
    void wait(std::uint64_t seen, std::chrono::milliseconds limit, int stop_fd);

private:
    explicit Doorbell(std::uint32_t* shared);
    void listen(std::uint32_t heard);
    void wake_waiters();

    std::uint32_t own_ = 0;
    std::uint32_t* word_ = &own_;
    std::mutex waiters_mutex_;
    std::vector<int> waiters_;  ///< an eventfd of each call of wait()
    std::atomic<bool> ending_ = false;
    std::thread listener_;  ///< hears the rings of other processes
};

}  // namespace mss::tasks
