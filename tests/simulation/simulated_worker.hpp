#pragma once
// SimulatedWorker: what tasks/worker does, on an agenda in place of threads: it takes a lease and renews it, claims,
// reports, and settles through the real Settler. It may be killed, may freeze and wake as a zombie, may leave in good
// order. Confined to one thread.

#include <functional>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "observe/log.hpp"
#include "simulation/world.hpp"
#include "tasks/settler.hpp"

namespace mss::simulation {

class SimulatedWorker {
public:
    SimulatedWorker(World& world, int number);
    SimulatedWorker(const SimulatedWorker&) = delete;
    SimulatedWorker& operator=(const SimulatedWorker&) = delete;

    /// Begins, after a while.
    void start(milliseconds delay);
    /// kill -9, and a new one some time later.
    void kill();
    /// Does nothing for a while, and then goes on as if nothing were.
    void freeze(milliseconds length) { frozen_until_ = world_.clock().elapsed() + length; }
    /// Hands back what it has and goes; a new one comes later.
    void leave();

private:
    struct Attempt {
        tasks::Claim claim;
        milliseconds ends{};
        tasks::Ending ending = tasks::Ending::succeeded;
        bool heeds = true;  ///< a request to stop
        bool counts = true;
    };

    void at(milliseconds delay, void (SimulatedWorker::*step)());
    void turn();
    void renew();
    void goodbye();
    Result<void> talk();
    Result<void> take_lease();
    Result<void> claim();
    void drop_lease();
    void begin(const tasks::Task& task);
    void report_some();
    void finish(bool all);
    tasks::Ending any_ending();

    World& world_;
    const int number_;
    const std::vector<std::string> queues_;
    std::ostream nowhere_{nullptr};
    const observe::Logger log_{nowhere_, observe::Level::error};
    int life_ = 0;  ///< what an earlier life put on the agenda is void
    milliseconds frozen_until_{};
    int goodbyes_ = 0;  ///< tries to leave that are left
    std::optional<tasks::Settler> settler_;
    std::string id_;
    bool lost_ = false;
    bool renewed_ = false;
    std::optional<std::vector<tasks::Claim>> held_;
    std::map<std::string, Attempt> running_;  ///< by task
};

}  // namespace mss::simulation
