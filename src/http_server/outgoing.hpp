#pragma once
// Outgoing: a handler's Response made ready for the wire: conditions, ranges and codings applied, the fields added that
// every answer has. Made on a handler's thread, since it looks at files and compresses.

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>

#include "base/fd.hpp"
#include "http_server/message.hpp"
#include "http_server/router.hpp"

namespace mss::http_server {

/// A part of an open file.
struct FileSlice {
    UniqueFd fd;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

struct Outgoing {
    int status = 200;
    Fields fields;
    std::variant<std::string, FileSlice, StreamBody> body;
    bool has_body = true;  ///< false: of HEAD, 204 and 304
};

/// `request` holds what could be read of it.
Outgoing make_outgoing(const Request& request, Response response, const ErrorPage& error_page,
                       std::chrono::system_clock::time_point now);

/// The head as bytes, with the field Connection where the connection does not stay.
std::string head_bytes(const Outgoing& outgoing, bool keep_alive, bool chunked);

}  // namespace mss::http_server
