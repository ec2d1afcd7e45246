#pragma once
// Makes one segment: the frames of a scene, faded in from the scene before, with captions, encoded to a file; a thread
// draws while the caller's thread encodes. Blocking. Any thread; calls share nothing but the shelf that they are given.

#include <cstdint>
#include <functional>

#include "base/result.hpp"
#include "codec/video_encoder.hpp"
#include "media_protocol/picture.hpp"
#include "picture/scene_shelf.hpp"

namespace mss::picture {

/// Called after each encoded frame; false asks to stop.
using SegmentProgress = std::function<bool(std::int64_t done, std::int64_t total)>;

/// The same request makes the same bytes, whatever is on the shelf; the upcoming scene is on it afterwards. On an error
/// the output file is removed, and the preview. Errors: invalid (size, no frames), cancelled (progress said so), io,
/// internal.
Result<media_protocol::SegmentReply> render_segment(const media_protocol::SegmentRequest& request, SceneShelf& shelf,
                                                    const SegmentProgress& progress);

/// How a request's frames are encoded.
codec::VideoSettings encoder_settings(const media_protocol::SegmentRequest& request);

}  // namespace mss::picture
