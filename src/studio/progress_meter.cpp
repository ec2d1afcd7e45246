#include "studio/progress_meter.hpp"

#include <algorithm>

namespace mss::studio {
namespace {

constexpr double kMostBeforeTheEnd = 0.99;
constexpr double kEnoughToJudge = 0.03;

}  // namespace

void ProgressMeter::begin(std::string stage, double cost, std::string note) {
    state_.stage = std::move(stage);
    state_.note = std::move(note);
    step_ = cost;
    part_ = 0;
    tell();
}

void ProgressMeter::advance(double part) {
    part_ = std::clamp(part, part_, 1.0);
    tell();
}

void ProgressMeter::end() {
    done_ += step_;
    step_ = 0;
    part_ = 0;
    tell();
}

void ProgressMeter::finish() {
    state_.fraction = 1;
    state_.eta_seconds = 0;
    state_.note.clear();
    if (listener_) listener_(state_);
}

void ProgressMeter::tell() {
    const double done = done_ + step_ * part_;
    const double fraction = total_ > 0 ? std::min(done / total_, kMostBeforeTheEnd) : 0;
    state_.fraction = std::max(state_.fraction, fraction);
    const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    state_.eta_seconds = fraction > kEnoughToJudge ? elapsed / fraction * (1 - fraction) : -1;
    if (listener_) listener_(state_);
}

}  // namespace mss::studio
