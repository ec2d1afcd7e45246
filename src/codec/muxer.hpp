#pragma once
// Joins finished segments and one sound track into an MP4 with its index first, copying packets: nothing is encoded
// again. Blocking; one call a thread.

#include "base/result.hpp"
#include "media_protocol/container.hpp"

namespace mss::codec {

/// Errors: invalid (a segment made with other encoder settings, a missing stream), io.
Result<media_protocol::MuxReply> mux(const media_protocol::MuxRequest& request);

}  // namespace mss::codec
