#pragma once
// Sampling-rate conversion of one channel through libswresample: offline, whole signals, no drift and no added delay.
// A pure function; any thread. Failures are Result errors.

#include <span>
#include <vector>

#include "base/result.hpp"

namespace mss::codec {

/// `samples` at `from_rate` as round(count * to_rate / from_rate) samples at `to_rate`, aligned in time with the input.
/// Errors: invalid (a rate outside 1 kHz to 384 kHz), internal (the library refused).
Result<std::vector<float>> resample(std::span<const float> samples, int from_rate, int to_rate);

}  // namespace mss::codec
