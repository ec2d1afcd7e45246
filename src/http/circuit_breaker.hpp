#pragma once
// CircuitBreaker: stops asking a host that keeps failing, so that nobody waits for time-outs one after the other.
// Shared: any thread, one mutex. Time is a parameter.

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace mss::http {

struct BreakerLimits {
    int failures = 5;                             ///< in a row, until the host is left alone
    int failures_of_a_long_wait = 3;              ///< that one counts as: nobody is to wait in vain five times
    std::chrono::milliseconds open_time{30'000};  ///< how long; after it one request may try (half-open)
    std::size_t hosts_max = 256;
};

class CircuitBreaker {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit CircuitBreaker(BreakerLimits limits = {}) : limits_(limits) {}

    struct Refusal {
        std::chrono::milliseconds pause;  ///< until somebody may ask the host again
        bool on_trial = false;            ///< a request is under way that may close the circuit sooner
    };

    /// Why no request may start now; nothing: it may. After `open_time` one caller may (half-open), the others not
    /// until that one has recorded how it went (or another `open_time` has passed).
    std::optional<Refusal> refusal(std::string_view host, Time now);

    /// `unknown`: it was called off before anybody could tell.
    enum class Outcome { answered, failed, long_wait, unknown };

    /// How a request went that refusal() let through: an answer closes the circuit, failures count, and after a trial
    /// that told nothing the next caller may try.
    void record(std::string_view host, Outcome outcome, Time now);

private:
    struct Circuit {
        int failures = 0;
        Time retry_at;
        bool on_trial = false;
    };

    const BreakerLimits limits_;
    std::mutex mutex_;  ///< guards circuits_
    std::map<std::string, Circuit, std::less<>> circuits_;
};

}  // namespace mss::http
