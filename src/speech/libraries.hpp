#pragma once
// Which libraries narration goes through after the voice (whose engine names its own version), for cache keys. Pure;
// any thread.

#include <string>

namespace mss::speech {

/// Names and builds of what finds words, converts rates and measures levels; see loaded_builds().
std::string libraries();

}  // namespace mss::speech
