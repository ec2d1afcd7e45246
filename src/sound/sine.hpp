#pragma once
// A sine for oscillators: straight-line code that compilers turn into vector instructions, and that gives the same bits
// with every C library. A pure function; any thread.

#include <cmath>

namespace mss::sound {

/// sin(2 pi turns), wrong by less than 1e-6, for up to a hundred thousand turns in either direction.
inline float sine(float turns) {
    constexpr float kRounder = 12'582'912.0F;  // 1.5 * 2^23: adding it leaves no bits for a fraction
    const float phase = turns - ((turns + kRounder) - kRounder);
    const float folded = 0.25F - std::abs(std::abs(phase) - 0.25F);  // into the first quarter
    const float square = folded * folded;
    // The odd polynomial of degree 7 with the least error in that quarter.
    const float size =
        folded * (6.28316404F + square * (-41.3371424F + square * (81.3407690F + square * -70.9934346F)));
    return std::copysign(size, phase);
}

}  // namespace mss::sound
