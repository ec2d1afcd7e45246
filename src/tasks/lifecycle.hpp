#pragma once
// Lifecycle: the pure state machine of a task. What happened goes in, what is to be written comes out; no store, no
// clock, no randomness, so that every path can be tested without them. Any thread.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "tasks/task.hpp"

namespace mss::tasks {

/// How an attempt ended.
enum class Ending {
    succeeded,
    failed,       ///< worth another try
    fatal,        ///< no use trying again
    cancelled,    ///< because somebody asked
    handed_back,  ///< its worker stops; costs no attempt
    lost,         ///< its worker died or lost its lease; costs no attempt
    crashed,      ///< its own child process died
    timed_out,    ///< over the hard or the no-progress limit; worth another try
};

struct Outcome {
    Ending ending = Ending::succeeded;
    std::string result;                                    ///< JSON, where it succeeded
    Failure failure;                                       ///< where it failed
    std::optional<std::chrono::milliseconds> retry_after;  ///< as the other side asked, such as with a 429
};

struct RetryPolicy {
    std::chrono::milliseconds base{2'000};
    std::chrono::milliseconds most{600'000};
    int crashes_max = 3;  ///< the crash with this number puts the task into quarantine
};

/// What a store writes for a task that was running; each member replaces the task's.
struct Decision {
    State next = State::ready;
    std::optional<Timestamp> not_before;
    int attempt = 0;
    int crashes = 0;
    int interruptions = 0;
    std::string result;
    std::optional<Failure> failure;
    std::string event;       ///< kind of the event
    std::string event_data;  ///< JSON object
};

/// Whether a task may go from one state to the other. All else is refused.
bool may_move(State from, State to);

/// `unit` is uniform in [0, 1): exponential backoff with full jitter, min(most, base * 2^attempt) * unit, but never
/// below retry_after. A task with a cancel request never succeeds: whatever its ending, it is cancelled.
/// The first crash is tried again at once (its process is replaced), the second after such a backoff. Throws
/// std::logic_error where the task is not running.
Decision decide(const Task& task, const Outcome& outcome, const RetryPolicy& policy, Timestamp now, double unit);

/// Of several that end together: the chance of the one with this index, as uniform as `unit`, which is the first one's.
/// So what fails in one moment does not come back in one.
double spread(double unit, std::size_t index);

/// The class of an error: fatal for what a second try cannot change (invalid, not_found, no_material, too_large,
/// conflict, unauthenticated, forbidden, bad_answer, gate_failed), cancelled, or failed.
Ending ending_of(Code code);

}  // namespace mss::tasks
