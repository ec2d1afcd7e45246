#pragma once
// Task: one piece of work that was accepted, and everything that is known of it. Plain values; any thread.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace mss::tasks {

/// A task is in exactly one. The last four are final.
enum class State {
    scheduled,   ///< not due yet
    ready,       ///< may be claimed
    blocked,     ///< may be claimed once what blocks it is gone
    running,     ///< claimed under a lease
    retry_wait,  ///< failed, will be tried again
    succeeded,
    dead,  ///< failed for good; also quarantined
    cancelled,
    expired,  ///< its time passed before it began
};
BOOST_DESCRIBE_ENUM(State, scheduled, ready, blocked, running, retry_wait, succeeded, dead, cancelled, expired)

constexpr bool is_final(State state) {
    return state == State::succeeded || state == State::dead || state == State::cancelled || state == State::expired;
}

/// "ready"; the reverse of state_named.
std::string_view name_of(State state);
std::optional<State> state_named(std::string_view name);

inline constexpr int kLowestPriority = 9;  ///< 0 is served first, as in Celery's Redis transport
inline constexpr std::size_t kArgumentsBytesMax = 1U << 20U;
inline constexpr std::size_t kProgressBytesMax = 64U << 10U;
inline constexpr int kProgressEventsKept = 200;  ///< the newest of a task; older ones leave the log

/// What is asked for.
struct TaskCall {
    std::string id;  ///< UUID; empty: made at enqueue
    std::string name;
    std::string arguments = "{}";  ///< a JSON object
    std::string owner;             ///< who takes turns with others: a user's id
    std::string queue = "default";
    int priority = 5;
    int retries_max = 3;
    std::optional<Timestamp> not_before;
    std::optional<Timestamp> expires_at;
    std::int64_t fence = 0;  ///< of claims in an earlier life of the task: new ones are above it
};

/// Codes of failures that are none of Code's: over the hard time limit, or without a report for too long; and over the
/// soft one.
inline constexpr std::string_view kTimedOut = "timed_out";
inline constexpr std::string_view kSoftTimedOut = "soft_timed_out";

/// Why a task failed: our error, and what a crashed child left.
struct Failure {
    std::string code;     ///< name_of(Code), or "crashed", "timed_out", "soft_timed_out", "quarantined"
    std::string message;  ///< for people
    std::string detail;   ///< such as the signal and the last output of a crashed child
};
BOOST_DESCRIBE_STRUCT(Failure, (), (code, message, detail))

struct Task {
    std::string id;
    std::string name;
    std::string arguments;
    std::string owner;
    std::string queue;
    int priority = 5;
    int retries_max = 3;
    State state = State::ready;
    std::int64_t fence = 0;  ///< grows with each claim
    int attempt = 0;         ///< how often it failed by its own fault
    int crashes = 0;         ///< how often its own child crashed
    int interruptions = 0;   ///< how often it was handed back or its worker died
    std::string worker;      ///< who runs it
    bool cancel_requested = false;
    std::string progress;            ///< JSON as last reported; empty: nothing yet
    std::string result;              ///< JSON; empty until it succeeded
    std::optional<Failure> failure;  ///< of the last attempt that failed
    Timestamp created_at{};
    Timestamp ready_since{};
    std::optional<Timestamp> not_before;
    std::optional<Timestamp> expires_at;
    std::optional<Timestamp> started_at;   ///< of the last attempt
    std::optional<Timestamp> finished_at;  ///< in a final state since
    std::optional<Timestamp> revived_at;   ///< last; of a store that others may revoke tasks of, such as Redis

    // What whoever sent it said of it beside its arguments: known of a claimed task, where the store's messages can say
    // it.
    std::optional<std::chrono::milliseconds> soft_limit{};  ///< in place of its kind's
    std::optional<std::chrono::milliseconds> hard_limit{};
    std::string stamps;  ///< marks that several tasks share, a JSON object; empty: none

    /// Whether there is another try after one more that fails in a way that may pass.
    bool may_retry() const { return attempt < retries_max; }
};

/// One entry of the append-only event log. Ids grow over all tasks; kinds: "enqueued", "ready" (a scheduled one or a
/// retry became due), "started", "progress", "retry", "crashed", "handed_back", "recovered", "cancel_requested",
/// "succeeded", "dead", "cancelled", "expired", "revived". The data of all but "progress" has `state`, the state after
/// it; of those that tell of a failure `code` and `message` as well; of what waits for a time `not_before` (ms).
struct Event {
    std::int64_t id = 0;
    std::string task_id;
    std::string kind;
    std::string data;  ///< JSON object
    Timestamp at{};
};

/// Whether a text may name a kind of task or a queue: 1 to 100 characters of [A-Za-z0-9._-].
bool is_task_word(std::string_view word);

/// Whether a call may be taken: name and queue (see is_task_word), arguments (a JSON object of at most
/// kArgumentsBytesMax), priority 0 to 9, retries 0 to 100, a UUID as id, an owner of at most 200 bytes without control
/// characters. Error: invalid, too_large.
Result<void> validate(const TaskCall& call);

}  // namespace mss::tasks
