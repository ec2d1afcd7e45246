#pragma once
// Which libraries pictures are drawn with, for cache keys. Pure; any thread.

#include <string>

namespace mss::picture {

/// Names and builds of what shapes, sets and paints; see loaded_builds().
std::string libraries();

}  // namespace mss::picture
