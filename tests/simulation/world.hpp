#pragma once
// World: one run of the simulation: an agenda of what happens when, the workers and clients that it wakes, and the
// trouble that comes over all of them. Everything is drawn from the seed, so the same seed over the same sort of store
// is the same run. Throws Violation. Confined to one thread.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "simulation/network.hpp"
#include "simulation/simulated_clock.hpp"
#include "simulation/stand.hpp"
#include "simulation/witness.hpp"

namespace mss::simulation {

class SimulatedWorker;

class World {
public:
    World(std::uint64_t seed, SimulatedClock& clock, Stand& stand, std::function<void(const std::string&)> trace);
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    /// From empty to the end of everything that was accepted.
    void run();
    const Tally& tally() const { return witness_.tally(); }

    // For actors.
    void later(milliseconds delay, std::function<void()> action);
    RemoteStore& store() { return remote_; }
    const SimulatedClock& clock() const { return clock_; }
    Random& random() { return random_; }
    int below(int count) { return static_cast<int>(random_.below(static_cast<std::uint64_t>(count))); }
    bool chance(int percent) { return below(100) < percent; }
    milliseconds between(int least, int most) { return milliseconds(least + below(most - least)); }
    /// Nothing goes wrong any more, and nobody asks for anything new.
    bool is_draining() const { return draining_; }
    void note(const std::string& line) const;

    static const Witness::Limits& limits();
    static const std::vector<std::string>& kinds();

private:
    void pass(milliseconds length, const std::function<bool()>& is_over);
    void check();
    void act_as_client();
    void send();
    void send_again(const std::vector<tasks::TaskCall>& calls, int tries);
    void send_as_python();
    void ask();
    void make_trouble();
    void come_between();
    std::string any_id();
    std::string own_id();
    std::string new_id();
    void check_canvases();

    SimulatedClock& clock_;
    Stand& stand_;
    const std::function<void(const std::string&)> trace_;
    Random random_;
    const std::string name_;  ///< of this run, in ids
    Witness witness_;
    Network network_;
    RemoteStore remote_;
    std::map<std::pair<milliseconds, std::int64_t>, std::function<void()>> agenda_;
    std::int64_t entries_ = 0;
    bool draining_ = false;
    std::vector<std::string> ids_;       ///< that clients sent, whether or not they heard of it
    std::vector<std::string> accepted_;  ///< of these, what clients were told is accepted
    std::vector<Canvas> canvases_;
    std::vector<std::unique_ptr<SimulatedWorker>> workers_;
};

}  // namespace mss::simulation
