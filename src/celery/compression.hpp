#pragma once
// Reading of bodies that kombu compressed, under the names that it gives the methods. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace mss::celery {

/// The bytes behind `bytes`, which were compressed by a method of kombu's: "application/x-gzip" (data of zlib or gzip),
/// "application/x-bz2", "application/x-lzma" (xz) or "application/zstd". Errors: invalid (another method, or bytes
/// that are none of it), too_large (more than `bytes_max` come out; no more than that is ever held).
Result<std::string> decompress(std::string_view method, std::string_view bytes, std::size_t bytes_max);

}  // namespace mss::celery
