#pragma once
// Whom limits by address count as one: an IPv4 address, or a /64 of IPv6, which is what one household or one rented
// machine is given (RFC 6177). Pure; any thread.

#include <string>
#include <string_view>

namespace mss {

/// The address itself where it is IPv4 (also mapped into IPv6, RFC 4291, section 2.5.5.2) or none at all; the first 64
/// bits of any other IPv6 address, such as "2001:db8::/64".
std::string address_group(std::string_view address);

}  // namespace mss
