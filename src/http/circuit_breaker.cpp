#include "http/circuit_breaker.hpp"

#include <algorithm>

namespace mss::http {

std::expected<CircuitBreaker::Permit, CircuitBreaker::Refusal> CircuitBreaker::ask(std::string_view host, Time now,
                                                                                   std::chrono::milliseconds most) {
    const auto until = [now](Time time) { return std::chrono::ceil<std::chrono::milliseconds>(time - now); };
    const std::scoped_lock lock(mutex_);
    const auto found = circuits_.find(host);
    if (found == circuits_.end() || found->second.failures < limits_.failures) return Permit{};
    Circuit& circuit = found->second;
    if (circuit.trial != 0 && now < circuit.trial_until)
        return std::unexpected(Refusal{until(circuit.trial_until), true});
    if (now < circuit.retry_at) return std::unexpected(Refusal{until(circuit.retry_at), false});
    circuit.trial = ++last_trial_;
    circuit.trial_until = now + most;
    return Permit{circuit.trial};
}

void CircuitBreaker::record(std::string_view host, Permit permit, Outcome outcome, Time now) {
    const std::scoped_lock lock(mutex_);
    const auto found = circuits_.find(host);
    if (outcome == Outcome::answered) {
        if (found != circuits_.end()) circuits_.erase(found);
        return;
    }
    // Requests that began before the circuit opened end while another one is the trial.
    const bool was_trial = permit.trial != 0 && found != circuits_.end() && found->second.trial == permit.trial;
    if (was_trial) found->second.trial = 0;
    if (outcome == Outcome::unknown) return;
    if (found == circuits_.end() && circuits_.size() >= limits_.hosts_max)
        circuits_.erase(
            std::ranges::min_element(circuits_, {}, [](const auto& entry) { return entry.second.retry_at; }));
    Circuit& circuit = circuits_[std::string(host)];
    circuit.failures += outcome == Outcome::long_wait ? limits_.failures_of_a_long_wait : 1;
    circuit.retry_at = now + limits_.open_time;
}

}  // namespace mss::http
