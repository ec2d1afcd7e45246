#pragma once
// A small picture of a frame, for those who watch a video being made. Pure but for the file; any thread.

#include <filesystem>

#include "base/result.hpp"
#include "codec/frame.hpp"

namespace mss::picture {

/// Each side is a quarter of the frame's, rounded down to an even number.
inline constexpr int kPreviewDivisor = 4;

/// The mean of each block of 4x4 pixels. Sides of at least 8.
codec::Frame shrink(const codec::Frame& frame);

/// Writes the shrunken frame as a JPEG of at most 100 kB. Errors: as codec::write_jpeg.
Result<void> write_preview(const codec::Frame& frame, const std::filesystem::path& path);

}  // namespace mss::picture
