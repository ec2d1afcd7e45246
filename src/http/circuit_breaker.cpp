#include "http/circuit_breaker.hpp"

#include <algorithm>

namespace mss::http {

std::optional<CircuitBreaker::Refusal> CircuitBreaker::refusal(std::string_view host, Time now) {
    const std::scoped_lock lock(mutex_);
    const auto found = circuits_.find(host);
    if (found == circuits_.end() || found->second.failures < limits_.failures) return std::nullopt;
    Circuit& circuit = found->second;
    if (now < circuit.retry_at)
        return Refusal{std::chrono::ceil<std::chrono::milliseconds>(circuit.retry_at - now), circuit.on_trial};
    circuit.retry_at = now + limits_.open_time;  // the caller is the trial; others wait for its outcome
    circuit.on_trial = true;
    return std::nullopt;
}

void CircuitBreaker::record(std::string_view host, Outcome outcome, Time now) {
    const std::scoped_lock lock(mutex_);
    if (outcome == Outcome::answered || outcome == Outcome::unknown) {
        const auto found = circuits_.find(host);
        if (found == circuits_.end()) return;
        if (outcome == Outcome::answered) {
            circuits_.erase(found);
        } else if (found->second.on_trial) {
            found->second.on_trial = false;
            found->second.retry_at = now;
        }
        return;
    }
    if (!circuits_.contains(host) && circuits_.size() >= limits_.hosts_max)
        circuits_.erase(
            std::ranges::min_element(circuits_, {}, [](const auto& entry) { return entry.second.retry_at; }));
    Circuit& circuit = circuits_[std::string(host)];
    circuit.failures += outcome == Outcome::long_wait ? limits_.failures_of_a_long_wait : 1;
    circuit.retry_at = now + limits_.open_time;
    circuit.on_trial = false;
}

}  // namespace mss::http
