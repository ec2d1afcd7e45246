#pragma once
// Retries: a policy as a value, and the transport that follows it around another one, with a circuit breaker per host.
// RetryingTransport is shared (any thread) and must not outlive the transport it wraps. Time, waiting and chance are
// parameters.

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "http/circuit_breaker.hpp"
#include "http/transport.hpp"
#include "http/url.hpp"

namespace mss::http {

struct RetryPolicy {
    int attempts = 3;                           ///< the first one included
    std::chrono::milliseconds base_delay{500};  ///< doubled with each attempt
    std::chrono::milliseconds delay_max{8'000};
    std::chrono::milliseconds retry_after_max{20'000};  ///< a server that asks for more gets no retry
};

/// Whether the request may be sent twice: an idempotent method (RFC 9110, section 9.2.2) or one marked so.
bool repeatable(const Request& request);

/// Whether another attempt may help: no connection, one that broke, or status 429, 502, 503 or 504 that is
/// not the last word.
bool passing_failure(const Result<Response>& outcome);

/// Exponential backoff with full jitter: `chance` (0 to 1) of min(delay_max, base_delay * 2^(attempt - 1)); attempt
/// counts from 1.
std::chrono::milliseconds backoff(const RetryPolicy& policy, int attempt, double chance);

/// The Retry-After header (RFC 9110, section 10.2.3) as a wait from `now`; nothing where there is none or it is
/// unreadable.
std::optional<std::chrono::milliseconds> retry_after(const Response& response,
                                                     std::chrono::system_clock::time_point now);

/// The clock, as RetryingTransport uses it.
struct Timing {
    std::function<std::chrono::steady_clock::time_point()> now;
    std::function<std::chrono::system_clock::time_point()> wall_clock;
    /// Waits; polls `cancelled` (may be empty). False where it was cancelled.
    std::function<bool(std::chrono::milliseconds, const std::function<bool()>& cancelled)> wait;
    std::function<double()> chance;  ///< uniform in [0, 1)
};

/// The machine's clock and a randomly seeded generator for each thread.
Timing real_timing();

class RetryingTransport : public HttpTransport {
public:
    RetryingTransport(HttpTransport& transport, RetryPolicy policy, BreakerLimits limits, Timing timing);

    /// As the wrapped transport; the last attempt's outcome. Errors also: unavailable, with `retry_after`, at once
    /// where the host has failed too often lately, and how it failed where that was just now. While another request
    /// tries whether the host is well again, waits for that, no longer than the request's time in all.
    Result<Response> fetch(const Request& request) override;

private:
    using Time = CircuitBreaker::Time;
    Result<CircuitBreaker::Permit> wait_for_turn(const Url& url, const Request& request, Time patience,
                                                 const std::string& before);

    HttpTransport& transport_;
    const RetryPolicy policy_;
    CircuitBreaker breaker_;
    const Timing timing_;
};

}  // namespace mss::http
