#pragma once
// Reads the facts of a finished file that the quality gates judge. Walks every packet, decodes the whole sound track
// and every key frame; decoding each frame would cost a fifth of the render and is left to the tests. Blocking.

#include "base/result.hpp"
#include "media_protocol/container.hpp"

namespace mss::codec {

/// Errors: io (no such file, or not a media file).
Result<media_protocol::ProbeReply> probe(const media_protocol::ProbeRequest& request);

}  // namespace mss::codec
