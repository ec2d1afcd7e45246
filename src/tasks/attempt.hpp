#pragma once
// Attempt: one run of a task by this worker, from the claim to what the store is told of its end. Plain values and pure
// functions; Outbox, where those who run attempts leave what ended, may be used by any thread.

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/flag.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "tasks/definition.hpp"
#include "tasks/task_store.hpp"

namespace mss::tasks {

/// Why a running attempt is to stop. The weightier stands where there are several.
enum class StopReason {
    none,
    soft_limit,  ///< over its soft time limit
    hard_limit,  ///< over its hard one, where it cannot be killed for that
    stopping,    ///< the worker stops
    cancelled,   ///< somebody asked to cancel the task
    lost,        ///< its claim is outrun: whatever comes of it does not count
};

/// How long an attempt may take.
struct Limit {
    std::chrono::milliseconds span{};
    bool of_call = false;  ///< whoever sent the task said so, else its kind does
};

struct Job {
    Task task;
    const Definition* definition = nullptr;
    std::optional<TimeLimits> limits{};  ///< in place of the definition's

    Claim claim() const { return {task.id, task.fence}; }
    const TimeLimits& kind_limits() const { return limits ? *limits : definition->limits; }
    Limit soft() const { return {task.soft_limit.value_or(kind_limits().soft), task.soft_limit.has_value()}; }
    Limit hard() const { return {task.hard_limit.value_or(kind_limits().hard), task.hard_limit.has_value()}; }
};

/// An attempt that is over.
struct Ended {
    static constexpr int kLight = -1;

    Settlement settlement;
    int slot = kLight;   ///< of a heavy one
    bool counts = true;  ///< false: its claim was outrun, there is nothing to settle
};

/// For the log: "succeeded".
std::string_view name_of(Ending ending);

/// What a function's answer means, given why it was asked to stop, if it was. A result that cannot be read again from
/// its JSON is a failure (internal).
Outcome outcome_of(const Result<json::Value>& answer, StopReason reason);
/// What the end of an attempt without an answer means: it was taken back before it began, or killed in the end.
Outcome outcome_without_answer(StopReason reason);
/// Where the limit that an attempt has passed came with the call, it was the last one: whoever sent the task wants to
/// know of its end by then, and Celery's workers do not try again either.
Outcome heed_limits(Outcome outcome, const Job& job);
/// Of a failure; what is no valid UTF-8 in the texts is replaced.
Outcome failed_outcome(Ending ending, std::string_view code, std::string message, std::string detail = {});

/// The text with U+FFFD for each ill-formed byte.
std::string as_utf8(std::string text);

/// Calls the definition's function. Errors: its own; internal (it threw), invalid (arguments that are no JSON),
/// too_large (its result).
Result<json::Value> call_function(const Definition& definition, const json::Value& arguments,
                                  const TaskContext& context);

class Outbox {
public:
    /// Sets `filled` where it was empty.
    explicit Outbox(const Flag& filled) : filled_(filled) {}

    void push(Ended ended);
    std::vector<Ended> take();

private:
    const Flag& filled_;
    std::mutex mutex_;
    std::vector<Ended> ended_;
};

}  // namespace mss::tasks
