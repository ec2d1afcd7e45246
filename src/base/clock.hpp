#pragma once
// Clock: the time as a parameter. SystemClock asks the kernel; ManualClock stands still until a test moves it. Any
// thread.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace mss {

/// An instant by the calendar, in whole milliseconds since 1970 (UTC).
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
public:
    virtual ~Clock() = default;

    /// By the calendar: for people. It may jump when somebody sets it.
    virtual Timestamp now() const = 0;
    /// Since the machine started, sleep included (CLOCK_BOOTTIME): for leases. It never jumps and is the same in all
    /// processes of a machine.
    virtual std::chrono::milliseconds uptime() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override;
    std::chrono::milliseconds uptime() const override;
};

/// For tests: both times go on only by advance().
class ManualClock final : public Clock {
public:
    explicit ManualClock(Timestamp start = Timestamp(std::chrono::milliseconds(1'700'000'000'000))) : start_(start) {}

    Timestamp now() const override { return start_ + std::chrono::milliseconds(elapsed_.load()); }
    std::chrono::milliseconds uptime() const override { return std::chrono::milliseconds(1'000'000 + elapsed_.load()); }
    void advance(std::chrono::milliseconds step) { elapsed_ += step.count(); }

private:
    Timestamp start_;
    std::atomic<std::int64_t> elapsed_ = 0;
};

/// "2026-01-31T12:00:00.000Z" (RFC 3339).
std::string rfc3339(Timestamp time);

/// Milliseconds since 1970, as stores keep them.
inline std::int64_t to_unix_ms(Timestamp time) {
    return time.time_since_epoch().count();
}
inline Timestamp from_unix_ms(std::int64_t milliseconds) {
    return Timestamp(std::chrono::milliseconds(milliseconds));
}

}  // namespace mss
