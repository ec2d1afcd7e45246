#pragma once
// Forms of written English that several words make together: "May 5", "1 1/2 cups", "USD 100", "call 911". Pure; any
// thread; never fails.

#include <vector>

#include "speech/pieces.hpp"

namespace mss::speech {

/// Rewrites those pieces into ones that read_english says rightly one by one. Each stays with its written word.
void read_together(std::vector<Piece>& pieces);

}  // namespace mss::speech
