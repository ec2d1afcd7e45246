#pragma once
// ClusterMember: a worker of ours among others on a Redis server: the store that it works on, the events that it tells,
// and the answers to remote control. Made before the worker and let go after it. Its store may be used by any thread.

#include <chrono>

#include "base/clock.hpp"
#include "cluster/control_server.hpp"
#include "cluster/event_publisher.hpp"
#include "cluster/held_tasks.hpp"
#include "cluster/lamport_clock.hpp"
#include "cluster/observed_store.hpp"
#include "cluster/progress_board.hpp"
#include "cluster/revoked_tasks.hpp"
#include "cluster/worker_desk.hpp"
#include "observe/log.hpp"
#include "tasks/task_store.hpp"

namespace mss::cluster {

class ClusterMember {
public:
    /// All outlive it. Begins at once. Throws std::system_error where the process has no thread or descriptor left.
    ClusterMember(WorkerFacts facts, tasks::TaskStore& broker, const Clock& clock, const observe::Logger& log)
        : revoked_(clock),
          desk_(facts, held_, broker),
          events_(facts.membership, desk_, lamport_, clock, log),
          progress_(facts.membership.endpoint, facts.membership.naming,
                    std::chrono::seconds(facts.result_keep_seconds)),
          store_(broker, {.held = held_, .revoked = revoked_, .events = events_, .progress = progress_}, clock),
          control_(facts.membership, {.worker = desk_,
                                      .controls = desk_,
                                      .events = events_,
                                      .revoked = revoked_,
                                      .lamport = lamport_,
                                      .clock = clock,
                                      .log = log}) {}

    tasks::TaskStore& store() { return store_; }
    /// What is asked from afar of the worker's queues and kinds.
    tasks::Steering& steering() { return desk_.steering(); }
    /// Readable once somebody asked for the end of the worker.
    int shutdown_fd() const { return desk_.shutdown_fd(); }

private:
    HeldTasks held_;
    RevokedTasks revoked_;
    LamportClock lamport_;
    WorkerDesk desk_;
    EventPublisher events_;
    ProgressBoard progress_;
    ObservedStore store_;
    ControlServer control_;  // last: it uses all of the above
};

}  // namespace mss::cluster
