#pragma once
// ByteBudget: how many bytes all connections together may hold in memory. What holds little takes nothing from it: it
// passes however much others hold, and their number bounds it. Any thread; it outlives its shares.

#include <atomic>
#include <cstddef>

namespace mss::http_server {

class ByteBudget {
public:
    /// A share of at most `free` bytes takes nothing from the `most` that there are.
    explicit ByteBudget(std::size_t most, std::size_t free = 0) : most_(most), free_(free) {}

    /// What one request holds, given back at its end. Of one thread.
    class Share {
    public:
        explicit Share(ByteBudget& budget) : budget_(budget) {}
        ~Share() { budget_.used_ -= held_; }
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;

        /// False where there is no room for so many; nothing is taken then. `bytes` never shrinks.
        bool grow_to(std::size_t bytes) {
            if (bytes <= budget_.free_) return true;
            const std::size_t more = bytes - held_;
            if (more == 0) return true;
            std::size_t used = budget_.used_;
            do {
                if (more > budget_.most_ - used) return false;
            } while (!budget_.used_.compare_exchange_weak(used, used + more));
            held_ = bytes;
            return true;
        }

        /// Whether it takes something from what there is for all.
        bool takes() const { return held_ > 0; }

        /// What was held is gone.
        void release() {
            budget_.used_ -= held_;
            held_ = 0;
        }

    private:
        ByteBudget& budget_;
        std::size_t held_ = 0;
    };

private:
    const std::size_t most_;
    const std::size_t free_;
    std::atomic<std::size_t> used_ = 0;
};

}  // namespace mss::http_server
