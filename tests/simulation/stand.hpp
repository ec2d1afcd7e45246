#pragma once
// Stand: what a simulation is played on: one sort of store, empty at first, with what can be done to it from outside.
// Throws std::runtime_error where a store cannot be opened. Confined to one thread.

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "simulation/simulated_clock.hpp"
#include "tasks/task_store.hpp"

namespace mss::simulation {

/// What a program in Python sent that is more than one task: parts, and what follows them once, if all succeed.
struct Canvas {
    std::vector<std::string> parts;
    int number = 0;        ///< in the kwargs of what follows, a member "canvas"
    std::string follower;  ///< its kind
    milliseconds delay{};  ///< of the parts
};

class Stand {
public:
    virtual ~Stand() = default;
    /// One of the stores over the same data, each time another.
    virtual tasks::TaskStore& store() = 0;
    /// Whoever has the store open goes and comes back.
    virtual void reopen() {}
    /// The machine starts again: its leases are over. False where the store knows nothing of machines.
    virtual bool reboot() { return false; }
    /// The one of them whose owner never goes: workers are known by it.
    virtual tasks::TaskStore& home() { return store(); }
    /// What happens whenever the store asks for the time: one that reads first and writes then asks between the two, so
    /// that this is where others come in its way.
    virtual void come_between(std::function<void()>) {}
    virtual bool speaks_celery() const { return false; }
    /// As Celery's clients do: a chord of its parts, or a task with one that is linked to it.
    virtual void send(const Canvas&) {}
    /// Whether who waits for the body of a chord was told that it will never run.
    virtual bool has_failed(const Canvas&) { return false; }
    /// A task that is ready and lies where nobody finds it; empty: none does.
    virtual std::string misplaced() { return {}; }
    /// What is wrong with what is left once everything has ended; empty: nothing.
    virtual std::string litter() { return {}; }
};

struct StandSort {
    std::string name;
    std::function<std::unique_ptr<Stand>(SimulatedClock&)> make;

    friend void PrintTo(const StandSort& sort, std::ostream* out) { *out << sort.name; }
};
/// "memory", "sqlite", "redis".
std::vector<StandSort> stand_sorts();

inline constexpr const char* kPart = "part";
inline constexpr const char* kBody = "body";  ///< of a chord
inline constexpr const char* kNext = "next";  ///< linked to a part

}  // namespace mss::simulation
