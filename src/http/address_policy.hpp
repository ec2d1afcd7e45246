#pragma once
// Which network addresses a fetched page may lie at. Checked on the address that a connection is about to be made to,
// after name resolution, so that a name cannot lead inside. Pure; any thread.

#include <sys/socket.h>

namespace mss::http {

/// True for globally reachable unicast addresses only. False for loopback, private use (RFC 1918, RFC 4193),
/// link-local, shared address space (RFC 6598), multicast, documentation, benchmarking, reserved and unspecified
/// addresses, and for IPv6 forms that carry such an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo).
bool public_address(const sockaddr& address);

}  // namespace mss::http
