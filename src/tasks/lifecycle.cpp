#include "tasks/lifecycle.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/json.hpp"

namespace mss::tasks {
namespace {

using std::chrono::milliseconds;

milliseconds backoff(const RetryPolicy& policy, int exponent, double unit) {
    const double most = static_cast<double>(policy.most.count());
    const double full = std::min(most, std::ldexp(static_cast<double>(policy.base.count()), exponent));
    return milliseconds(static_cast<std::int64_t>(full * unit));
}

Failure with_defaults(Failure failure, std::string_view code, std::string_view message) {
    if (failure.code.empty()) failure.code = code;
    if (failure.message.empty()) failure.message = message;
    return failure;
}

std::string data_of(const Decision& decision, bool tells_failure) {
    json::Object data;
    data["state"] = name_of(decision.next);
    data["attempt"] = decision.attempt;
    if (decision.not_before) data["not_before"] = to_unix_ms(*decision.not_before);
    if (tells_failure && decision.failure) {
        data["code"] = decision.failure->code;
        data["message"] = decision.failure->message;
    }
    return json::print(data);
}

void settle_failure(Decision& decision, const Task& task, const Outcome& outcome, const RetryPolicy& policy,
                    Timestamp now, double unit) {
    const bool timed_out = outcome.ending == Ending::timed_out;
    decision.failure = with_defaults(outcome.failure, timed_out ? "timed_out" : "internal",
                                     timed_out ? "it took longer than it may" : "it failed without saying why");
    ++decision.attempt;
    if (outcome.ending == Ending::fatal || decision.attempt > task.retries_max) {
        decision.next = State::dead;
        decision.event = "dead";
        return;
    }
    const milliseconds asked = outcome.retry_after.value_or(milliseconds(0));
    decision.next = State::retry_wait;
    decision.not_before = now + std::max(backoff(policy, task.attempt, unit), asked);
    decision.event = "retry";
}

void settle_crash(Decision& decision, const Outcome& outcome, const RetryPolicy& policy, Timestamp now, double unit) {
    Failure failure = with_defaults(outcome.failure, "crashed", "its process crashed");
    ++decision.crashes;
    if (decision.crashes >= policy.crashes_max) {
        failure.code = "quarantined";
        failure.message =
            "its process crashed " + std::to_string(decision.crashes) + " times, the last time: " + failure.message;
        decision.next = State::dead;
        decision.event = "dead";
    } else {
        decision.event = "crashed";
        decision.next = State::ready;
        if (decision.crashes > 1) {
            decision.next = State::retry_wait;
            decision.not_before = now + backoff(policy, decision.crashes - 2, unit);
        }
    }
    decision.failure = std::move(failure);
}

void settle_interruption(Decision& decision, std::string_view event) {
    ++decision.interruptions;
    decision.next = State::ready;
    decision.event = event;
}

void settle_success(Decision& decision, const Outcome& outcome) {
    decision.next = State::succeeded;
    decision.result = outcome.result;
    decision.failure.reset();
    decision.event = "succeeded";
}

void settle_cancel(Decision& decision) {
    decision.next = State::cancelled;
    decision.event = "cancelled";
}

}  // namespace

bool may_move(State from, State to) {
    switch (from) {
        case State::scheduled:
        case State::retry_wait:
        case State::blocked: return to == State::ready || to == State::cancelled || to == State::expired;
        case State::ready:
            return to == State::running || to == State::blocked || to == State::cancelled || to == State::expired;
        case State::running:
            return to == State::ready || to == State::retry_wait || to == State::succeeded || to == State::dead ||
                   to == State::cancelled;
        case State::dead:
        case State::cancelled:
        case State::expired: return to == State::ready;  // somebody revives it
        case State::succeeded: return false;
    }
    return false;
}

Decision decide(const Task& task, const Outcome& outcome, const RetryPolicy& policy, Timestamp now, double unit) {
    if (task.state != State::running) throw std::logic_error("a task that is not running has no ending: " + task.id);
    Decision decision;
    decision.attempt = task.attempt;
    decision.crashes = task.crashes;
    decision.interruptions = task.interruptions;
    decision.failure = task.failure;
    if (task.cancel_requested) {
        settle_cancel(decision);
    } else {
        switch (outcome.ending) {
            case Ending::succeeded: settle_success(decision, outcome); break;
            case Ending::failed:
            case Ending::fatal:
            case Ending::timed_out: settle_failure(decision, task, outcome, policy, now, unit); break;
            case Ending::cancelled: settle_cancel(decision); break;
            case Ending::handed_back: settle_interruption(decision, "handed_back"); break;
            case Ending::lost: settle_interruption(decision, "recovered"); break;
            case Ending::crashed: settle_crash(decision, outcome, policy, now, unit); break;
        }
    }
    const bool tells_failure = decision.event == "retry" || decision.event == "crashed" || decision.event == "dead";
    decision.event_data = data_of(decision, tells_failure);
    return decision;
}

// Multiples of the golden ratio lie as far from each other as they can, however many there are.
double spread(double unit, std::size_t index) {
    constexpr double kGolden = 0.618033988749894848;
    const double turned = unit + kGolden * static_cast<double>(index);
    return turned - std::floor(turned);
}

Ending ending_of(Code code) {
    switch (code) {
        case Code::invalid:
        case Code::not_found:
        case Code::no_material:
        case Code::too_large:
        case Code::conflict:
        case Code::unauthenticated:
        case Code::forbidden:
        case Code::bad_answer:
        case Code::gate_failed: return Ending::fatal;
        case Code::cancelled: return Ending::cancelled;
        case Code::rate_limited:
        case Code::unavailable:
        case Code::timeout:
        case Code::io:
        case Code::internal: return Ending::failed;
    }
    return Ending::failed;
}

}  // namespace mss::tasks
