#pragma once
// Conditional requests and ranges (RFC 9110, 13 and 14) as pure functions. Any thread.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http_server/message.hpp"

namespace mss::http_server {

using HttpTime = std::chrono::sys_seconds;

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7), and back; nothing for any other form.
std::string http_date(HttpTime time);
std::optional<HttpTime> parse_http_date(std::string_view text);

/// Whether the client asks for another version than this one: If-Match, else If-Unmodified-Since. It gets 412.
bool is_another_version(const Request& request, std::string_view etag, HttpTime modified);

/// Whether the client has this version already: If-None-Match, else If-Modified-Since. Of GET and HEAD alone.
bool is_not_modified(const Request& request, std::string_view etag, std::optional<HttpTime> modified);

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;
};

enum class RangeOutcome { whole, part, unsatisfiable };

/// What of `size` bytes the request asks for. More than one range, or a wrong If-Range, is the whole.
RangeOutcome range_of(const Request& request, std::uint64_t size, std::string_view etag, HttpTime modified,
                      ByteRange& range);

}  // namespace mss::http_server
