#pragma once
// One frame as a JPEG file, through libavcodec's encoder. Any thread.

#include <cstdint>
#include <filesystem>

#include "base/result.hpp"
#include "codec/frame.hpp"

namespace mss::codec {

/// Writes `frame` (BT.709, limited range) as a JFIF file (BT.601, full range, 4:2:0) of at most `max_bytes`, at the
/// best quality that fits. Returns the file's size in bytes. Errors: too_large, not_found (the folder), io, internal
/// (no encoder).
Result<std::int64_t> write_jpeg(const Frame& frame, const std::filesystem::path& path, std::int64_t max_bytes);

}  // namespace mss::codec
