#pragma once
// ControlCommands: what `celery inspect`, `celery control` and Flower may ask of a worker, and its answers: one table
// of methods. No socket. Confined to one thread.

#include <chrono>
#include <optional>
#include <span>
#include <string>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "celery/control.hpp"
#include "cluster/lamport_clock.hpp"
#include "cluster/revoked_tasks.hpp"
#include "cluster/worker_view.hpp"
#include "observe/log.hpp"

namespace mss::cluster {

/// Whom the commands concern. All outlive them.
struct ControlParties {
    const WorkerView& worker;
    WorkerControls& controls;
    EventSwitch& events;
    RevokedTasks& revoked;
    LamportClock& lamport;
    const Clock& clock;
    const observe::Logger& log;
};

class ControlCommands {
public:
    ControlCommands(Membership membership, ControlParties parties);

    /// Does what is asked. The answer, or nothing where the method has none (shutdown). What goes wrong is an answer
    /// as well: {"error": ...}.
    std::optional<json::Value> answer(const celery::ControlRequest& request);

    /// Tasks that another worker knows to be revoked, as hello tells them: a list of ids, or an object by id.
    void learn_revoked(const json::Value& revoked);

private:
    using Answer = Result<std::optional<json::Value>>;
    struct Method;

    Answer ping(json::Object& arguments);
    Answer active(json::Object& arguments);
    Answer reserved(json::Object& arguments);
    Answer scheduled(json::Object& arguments);
    Answer revoked(json::Object& arguments);
    Answer registered(json::Object& arguments);
    Answer active_queues(json::Object& arguments);
    Answer stats(json::Object& arguments);
    Answer conf(json::Object& arguments);
    Answer report(json::Object& arguments);
    Answer query_task(json::Object& arguments);
    Answer clock(json::Object& arguments);
    Answer memsample(json::Object& arguments);
    Answer hello(json::Object& arguments);
    Answer election(json::Object& arguments);
    Answer revoke(json::Object& arguments);
    Answer revoke_by_stamped_headers(json::Object& arguments);
    Answer terminate(json::Object& arguments);
    Answer rate_limit(json::Object& arguments);
    Answer time_limit(json::Object& arguments);
    Answer add_consumer(json::Object& arguments);
    Answer cancel_consumer(json::Object& arguments);
    Answer pool_grow(json::Object& arguments);
    Answer pool_shrink(json::Object& arguments);
    Answer pool_restart(json::Object& arguments);
    Answer autoscale(json::Object& arguments);
    Answer enable_events(json::Object& arguments);
    Answer disable_events(json::Object& arguments);
    Answer heartbeat(json::Object& arguments);
    Answer shutdown(json::Object& arguments);

    static std::span<const Method> methods();
    Answer run(const celery::ControlRequest& request);
    void mark_revoked(std::span<const std::string> ids);
    Answer end_tasks(std::span<const std::string> ids, const json::Value& signal);
    Answer resize(json::Object& arguments, int sign, std::string_view done);

    const Membership membership_;
    const ControlParties parties_;
    const std::chrono::milliseconds started_;
};

/// The number of a signal by name ("SIGTERM", "kill") or number. Errors: invalid.
Result<int> signal_number(const json::Value& signal);

/// Reads "10/s", "5/m", "3/h", "7" or a number (a second). null, "" and nought are no limit. Errors: invalid.
Result<RateLimit> parse_rate(const json::Value& rate);

}  // namespace mss::cluster
