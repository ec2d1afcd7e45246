#pragma once
// Easing curves: 0..1 in, 0..1 out (some overshoot). Input outside 0..1 is clamped. Pure functions; any thread.

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mss::picture {

/// How far `frame` is through the `length` frames that begin at `start`, 0..1.
inline double progress(int frame, int start, int length) {
    return std::clamp((frame - start) / static_cast<double>(std::max(length, 1)), 0.0, 1.0);
}

inline double ease_out_cubic(double t) {
    return 1 - std::pow(1 - std::clamp(t, 0.0, 1.0), 3);
}

inline double ease_out_quint(double t) {
    return 1 - std::pow(1 - std::clamp(t, 0.0, 1.0), 5);
}

inline double ease_in_out(double t) {
    return 0.5 - 0.5 * std::cos(std::numbers::pi * std::clamp(t, 0.0, 1.0));
}

/// Overshoots by about 6 % before it settles: for things that pop up.
inline double ease_out_back(double t) {
    constexpr double kOvershoot = 1.15;
    const double rest = std::clamp(t, 0.0, 1.0) - 1;
    return 1 + (kOvershoot + 1) * rest * rest * rest + kOvershoot * rest * rest;
}

/// A sine of the given period and phase (both in turns of a circle), -1..1.
inline double sway(double frame, double period_frames, double phase) {
    return std::sin(2 * std::numbers::pi * (frame / period_frames + phase));
}

}  // namespace mss::picture
