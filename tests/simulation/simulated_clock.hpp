#pragma once
// SimulatedClock: the only time of a simulation, the stores' included. It moves by what the simulation does and by
// nothing else. Confined to one thread.

#include <chrono>
#include <cstdint>

#include "base/clock.hpp"

namespace mss::simulation {

using std::chrono::milliseconds;

class SimulatedClock final : public Clock {
public:
    Timestamp now() const override { return from_unix_ms(1'700'000'000'000) + elapsed_ + set_; }
    milliseconds uptime() const override { return milliseconds(1'000'000) + elapsed_; }

    void advance(milliseconds step) { elapsed_ += step; }
    /// Somebody sets the calendar.
    void set_calendar(milliseconds by) { set_ = by; }
    milliseconds elapsed() const { return elapsed_; }

private:
    milliseconds elapsed_{};
    milliseconds set_{};
};

}  // namespace mss::simulation
