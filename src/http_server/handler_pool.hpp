#pragma once
// HandlerPool: a few threads where blocking is allowed, and a queue of bounded length before them. Any thread pushes.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mss::http_server {

class HandlerPool {
public:
    using Work = std::move_only_function<void()>;

    HandlerPool(int threads, std::size_t waiting_max);
    /// Drops what waits, and waits for what runs.
    ~HandlerPool();
    HandlerPool(const HandlerPool&) = delete;
    HandlerPool& operator=(const HandlerPool&) = delete;

    /// False where too much waits already: `work` is then as it was. It must not throw.
    bool push(Work&& work);
    /// For the rest of an answer that has begun: never refused, and before all that has not begun.
    void push_first(Work work);

private:
    void serve();

    const std::size_t waiting_max_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Work> waiting_;
    bool ending_ = false;
    std::vector<std::jthread> threads_;  // last: they use all of the above
};

}  // namespace mss::http_server
