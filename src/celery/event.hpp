#pragma once
// Event: what workers and clients tell whoever watches, such as Flower: a task was received, a worker lives. Published
// on event_channel(), single or many of tasks in one message. Plain values; pure; any thread.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/envelope.hpp"
#include "celery/keys.hpp"
#include "celery/task_message.hpp"

namespace mss::celery {

inline constexpr std::size_t kEventsInBatchMax = 24;  ///< as many Celery's workers send at once
/// The routing key of a batch of task events.
inline constexpr std::string_view kBatchRoutingKey = "task.multi";

struct Event {
    std::string type;            ///< "task-received", "worker-heartbeat"
    std::string hostname;        ///< of who tells: "w1@host1"
    double utcoffset_hours = 0;  ///< of its clock on the wall
    std::optional<std::int64_t> pid;
    std::optional<std::int64_t> clock;  ///< logical (Lamport): grows with each event
    double timestamp = 0;               ///< seconds since 1970
    json::Object fields;                ///< what else this type tells

    bool operator==(const Event&) const = default;
};

/// The events of a message, single or batched. Errors: invalid (a member of a wrong type, no event), too_large.
Result<std::vector<Event>> read_events(const Envelope& envelope);

/// The messages of one event and of many, at most kEventsInBatchMax and all of one host. Where to publish them:
/// event_channel() of their routing key.
Envelope write_event(const Naming& naming, const Event& event);
Envelope write_events(const Naming& naming, std::span<const Event> events);

/// Who tells, to be laid under an event that was made by one of the functions below.
struct Teller {
    std::string hostname;
    std::int64_t pid = 0;
};
Event told_by(Event event, const Teller& teller, std::int64_t clock, double timestamp);

Event task_sent(const TaskMessage& message);
Event task_received(const TaskMessage& message);
Event task_started(std::string_view id);
/// `result`: in the words of python_repr().
Event task_succeeded(std::string_view id, std::string_view result, double runtime_seconds);
/// `exception`: as Python prints it, "ValueError('boom')".
Event task_failed(std::string_view id, std::string_view exception, std::string_view traceback);
Event task_retried(std::string_view id, std::string_view exception, std::string_view traceback);
/// Why a task was revoked.
struct Revocation {
    bool terminated = false;      ///< while it ran
    std::optional<int> signal{};  ///< its number, where it was ended by one
    bool expired = false;
};
Event task_revoked(std::string_view id, const Revocation& revocation);
Event task_rejected(std::string_view id, bool requeue);

/// What a worker tells of itself with each beat. A watcher takes it for dead after two beats that it misses.
struct WorkerState {
    double beat_seconds = 2;
    std::int64_t active = 0;     ///< tasks that run
    std::int64_t processed = 0;  ///< tasks since it started
    std::vector<double> load;    ///< of the machine, over 1, 5 and 15 minutes
    std::string software;        ///< "mss"
    std::string version;
    std::string system = "Linux";
};
/// `type`: "worker-online", "worker-heartbeat" or "worker-offline".
Event worker_event(std::string_view type, const WorkerState& state);

}  // namespace mss::celery
