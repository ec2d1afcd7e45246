#pragma once
// AheadClock: the machine's time, some seconds ahead: how a test sees a lease end without waiting for it. Any thread.

#include <atomic>
#include <chrono>
#include <cstdint>

#include "base/clock.hpp"

namespace mss::test {

class AheadClock final : public Clock {
public:
    Timestamp now() const override { return machine_.now() + ahead(); }
    std::chrono::milliseconds uptime() const override { return machine_.uptime() + ahead(); }
    void advance(std::chrono::milliseconds step) { ahead_ += step.count(); }

private:
    std::chrono::milliseconds ahead() const { return std::chrono::milliseconds(ahead_.load()); }

    SystemClock machine_;
    std::atomic<std::int64_t> ahead_ = 0;
};

}  // namespace mss::test
