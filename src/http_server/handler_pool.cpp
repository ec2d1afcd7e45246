#include "http_server/handler_pool.hpp"

#include <utility>

namespace mss::http_server {

HandlerPool::HandlerPool(int threads, std::size_t waiting_max) : waiting_max_(waiting_max) {
    for (int i = 0; i < threads; ++i)
        threads_.emplace_back([this] { serve(); });
}

HandlerPool::~HandlerPool() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        waiting_.clear();
    }
    changed_.notify_all();
    threads_.clear();
}

bool HandlerPool::push(Work&& work) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= waiting_max_) return false;
        waiting_.push_back(std::move(work));
    }
    changed_.notify_one();
    return true;
}

void HandlerPool::push_first(Work work) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_front(std::move(work));
    }
    changed_.notify_one();
}

void HandlerPool::serve() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
        if (ending_) return;
        Work work = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        work();
        work = {};  // what it holds is let go here, outside the lock
        lock.lock();
    }
}

}  // namespace mss::http_server
