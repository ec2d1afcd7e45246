#pragma once
// Content codings (RFC 9110, 8.4 and 12.5.3): which one a client wants, and gzip. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

namespace mss::http_server {

/// Of the codings that there are, the best first, the one that the client likes best; empty for the bytes as they are.
/// `accept` is the value of Accept-Encoding; an empty one wants no coding.
std::string_view chosen_coding(std::string_view accept, const std::vector<std::string_view>& offered);

/// Whether a body of this media type gets much smaller.
bool is_compressible(std::string_view content_type);

/// RFC 1952. Throws std::runtime_error where zlib has no memory.
std::string gzip(std::string_view bytes);

}  // namespace mss::http_server
