#pragma once
// LamportClock: the logical clock by which the events and answers of all workers can be put in order: it grows with
// each message that is sent, and is never behind one that came. Any thread.

#include <atomic>
#include <cstdint>

namespace mss::cluster {

class LamportClock {
public:
    /// For something that is sent.
    std::int64_t forward() { return ++value_; }

    /// For something that came. What no clock can have reached counts for nothing: it would never grow again.
    void adjust(std::int64_t seen) {
        if (seen < 0 || seen > kMost) return;
        std::int64_t now = value_;
        while (!value_.compare_exchange_weak(now, (now > seen ? now : seen) + 1)) {
        }
    }

    std::int64_t now() const { return value_; }

private:
    static constexpr std::int64_t kMost = std::int64_t{1} << 53;  ///< beyond it JSON loses whole numbers

    std::atomic<std::int64_t> value_ = 0;
};

}  // namespace mss::cluster
