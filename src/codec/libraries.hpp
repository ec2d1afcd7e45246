#pragma once
// Which libraries this module encodes, converts and joins with, for cache keys. Pure; any thread.

#include <string>

namespace mss::codec {

/// Names and builds, x264's among them; see loaded_builds().
std::string libraries();

}  // namespace mss::codec
