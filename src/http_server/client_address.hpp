#pragma once
// Whose address a request comes from: the peer's, or where the peer is a proxy on this machine, the one that the proxy
// names. Pure; any thread.

#include <string>
#include <string_view>

#include "http_server/message.hpp"

namespace mss::http_server {

/// Whether an address, without port and brackets, is one of this machine alone: 127.0.0.0/8 or ::1. A name is none.
bool is_loopback(std::string_view address);

/// The address that a proxy adds at the end of X-Forwarded-For, where the peer is on this machine and names one; else
/// the peer's. What stands before it in the field was said by the client itself, and may be anything.
std::string client_address(const Request& request, std::string_view peer);

}  // namespace mss::http_server
