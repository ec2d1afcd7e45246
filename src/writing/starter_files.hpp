#pragma once
// The files of assets/starter as the build put them into the program. Immutable; any thread.

#include <vector>

#include "writing/starter.hpp"

namespace mss::writing {

/// In the order of their names.
std::vector<StarterFile> embedded_starter_files();

}  // namespace mss::writing
