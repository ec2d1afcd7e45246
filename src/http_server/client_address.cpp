#include "http_server/client_address.hpp"

#include <arpa/inet.h>

#include "http_server/syntax.hpp"

namespace mss::http_server {
namespace {

bool is_ipv4(const std::string& text, in_addr& address) {
    return ::inet_pton(AF_INET, text.c_str(), &address) == 1;
}

bool is_ipv6(const std::string& text, in6_addr& address) {
    return ::inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

}  // namespace

bool is_loopback(std::string_view address) {
    const std::string text(address);
    in_addr v4{};
    if (is_ipv4(text, v4)) return (ntohl(v4.s_addr) >> 24U) == 127;
    in6_addr v6{};
    return is_ipv6(text, v6) && IN6_IS_ADDR_LOOPBACK(&v6);
}

std::string client_address(const Request& request, std::string_view peer) {
    if (!is_loopback(peer)) return std::string(peer);
    std::string_view last;
    // The last one in the last field. Quotation marks part nothing: the client may have opened one.
    for (const auto& [name, value] : request.fields.all())
        if (same_word(name, "X-Forwarded-For")) last = trimmed(std::string_view(value).substr(value.rfind(',') + 1));
    const std::string named(last);
    in_addr v4{};
    in6_addr v6{};
    return is_ipv4(named, v4) || is_ipv6(named, v6) ? named : std::string(peer);
}

}  // namespace mss::http_server
