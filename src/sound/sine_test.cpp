#include "sound/sine.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace mss::sound {
namespace {

TEST(Sine, IsTheSineOfSoManyTurns) {
    for (int step = -4'000; step <= 4'000; ++step) {
        const float turns = static_cast<float>(step) / 1'024;  // exact in binary
        EXPECT_NEAR(sine(turns), std::sin(2 * std::numbers::pi * static_cast<double>(turns)), 1e-6) << turns;
    }
}

TEST(Sine, HoldsForManyTurns) {
    for (const float turns : {1'000.25F, -1'000.25F, 65'536.125F})
        EXPECT_NEAR(sine(turns), std::sin(2 * std::numbers::pi * static_cast<double>(turns)), 1e-6) << turns;
}

}  // namespace
}  // namespace mss::sound
