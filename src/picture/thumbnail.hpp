#pragma once
// Makes the picture that a video is chosen by: few, large words that can be read at 160 pixels' width, an icon, the
// video's own colours. Blocking; any thread.

#include "base/result.hpp"
#include "codec/frame.hpp"
#include "media_protocol/picture.hpp"

namespace mss::picture {

/// Variant 0: large type beside an icon; 1: centred on a card; 2: a strip of accent colour with the figure or the
/// telling word. Other variants count round. Errors: invalid (size), io, not_found (the
/// folder), too_large.
Result<media_protocol::ThumbnailReply> render_thumbnail(const media_protocol::ThumbnailRequest& request);

/// The picture that render_thumbnail() writes. Errors: invalid (size).
Result<codec::Frame> draw_thumbnail(const media_protocol::ThumbnailRequest& request);

}  // namespace mss::picture
