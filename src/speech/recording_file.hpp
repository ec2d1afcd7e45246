#pragma once
// A recording that somebody made, as one channel. Plain function; any thread.

#include <string>
#include <vector>

#include "base/result.hpp"

namespace mss::speech {

/// Seconds that a recording may last; no video is longer.
inline constexpr int kLongestRecordingSeconds = 600;

/// The mean of its channels at 48 kHz. Errors: not_found, invalid (no sound in it, or damaged), too_large, internal.
Result<std::vector<float>> read_recording(const std::string& path);

}  // namespace mss::speech
