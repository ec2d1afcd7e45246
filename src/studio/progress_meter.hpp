#pragma once
// ProgressMeter: how far a run is, from the expected cost of its steps. The fraction never falls, stays below 1 until
// finish(), and the remaining time is judged by the speed so far. Confined to one thread.

#include <chrono>
#include <functional>
#include <string>

#include "studio/create_video.hpp"

namespace mss::studio {

class ProgressMeter {
public:
    using Listener = std::function<void(const CreateProgress&)>;

    explicit ProgressMeter(Listener listener) : listener_(std::move(listener)) {}

    /// Adds work that is to come; `cost` in seconds of this machine, roughly.
    void expect(double cost) { total_ += cost; }
    /// Begins a step of the given share of the expected cost.
    void begin(std::string stage, double cost, std::string note = {});
    /// `part` of the current step is done, 0 to 1.
    void advance(double part);
    /// Ends the current step.
    void end();
    /// All is done, gates passed.
    void finish();

private:
    void tell();

    Listener listener_;
    CreateProgress state_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    double total_ = 0;
    double done_ = 0;
    double step_ = 0;
    double part_ = 0;
};

}  // namespace mss::studio
