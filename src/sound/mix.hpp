#pragma once
// The whole sound track of a video: narration, music under it, one loudness, no peak over the ceiling, as AAC.
// Blocking; any thread; about 80 MB of memory a minute of track. Failures are Result errors.

#include <cstdint>
#include <functional>

#include "base/result.hpp"
#include "media_protocol/sound.hpp"

namespace mss::sound {

/// Called between the steps of a mix with how much is done.
using MixProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Errors: invalid (no clips, all silence, a clip outside the track or damaged), not_found (a clip's file), too_large
/// (over half an hour), io, and gate_failed where the finished file could not be brought to the loudness and peak that
/// were asked for.
Result<media_protocol::MixReply> mix(const media_protocol::MixRequest& request, const MixProgress& progress);

}  // namespace mss::sound
