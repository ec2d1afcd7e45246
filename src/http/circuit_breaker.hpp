#pragma once
// CircuitBreaker: stops asking a host that keeps failing, so that nobody waits for time-outs one after the other.
// Shared: any thread, one mutex. Time is a parameter.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <mutex>
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

    /// Of a request that may start.
    struct Permit {
        std::uint64_t trial = 0;  ///< not 0: after `open_time` it tries for all whether the host is well (half-open)
    };
    struct Refusal {
        std::chrono::milliseconds pause;  ///< until somebody may ask the host again
        bool on_trial = false;            ///< a request is under way that may close the circuit sooner
    };

    /// Whether a request may start now that takes no longer than `most`. While one is a trial no other may.
    std::expected<Permit, Refusal> ask(std::string_view host, Time now, std::chrono::milliseconds most);

    /// `unknown`: it ended before anybody could tell.
    enum class Outcome { answered, failed, long_wait, unknown };

    /// How a request went: an answer closes the circuit, failures count. A trial that failed opens it again, and after
    /// one that told nothing the next request is the trial.
    void record(std::string_view host, Permit permit, Outcome outcome, Time now);

private:
    struct Circuit {
        int failures = 0;
        Time retry_at;
        std::uint64_t trial = 0;  ///< the one that is under way; 0: none
        Time trial_until;
    };

    const BreakerLimits limits_;
    std::mutex mutex_;  ///< guards all below
    std::uint64_t last_trial_ = 0;
    std::map<std::string, Circuit, std::less<>> circuits_;
};

}  // namespace mss::http
