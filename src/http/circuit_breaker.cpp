#include "http/circuit_breaker.hpp"

#include <algorithm>

namespace mss::http {

std::optional<std::chrono::milliseconds> CircuitBreaker::pause(std::string_view host, Time now) {
    const std::scoped_lock lock(mutex_);
    const auto found = circuits_.find(host);
    if (found == circuits_.end() || found->second.failures < limits_.failures) return std::nullopt;
    if (now < found->second.retry_at) return std::chrono::ceil<std::chrono::milliseconds>(found->second.retry_at - now);
    found->second.retry_at = now + limits_.open_time;  // the caller is the trial; others wait for its outcome
    return std::nullopt;
}

void CircuitBreaker::record(std::string_view host, Outcome outcome, Time now) {
    const std::scoped_lock lock(mutex_);
    if (outcome == Outcome::answered) {
        if (const auto found = circuits_.find(host); found != circuits_.end()) circuits_.erase(found);
        return;
    }
    if (!circuits_.contains(host) && circuits_.size() >= limits_.hosts_max)
        circuits_.erase(
            std::ranges::min_element(circuits_, {}, [](const auto& entry) { return entry.second.retry_at; }));
    Circuit& circuit = circuits_[std::string(host)];
    circuit.failures += outcome == Outcome::long_wait ? limits_.failures_of_a_long_wait : 1;
    circuit.retry_at = now + limits_.open_time;
}

}  // namespace mss::http
