#include "http/address_policy.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>

namespace mss::http {
namespace {

struct Range4 {
    std::uint32_t network;
    unsigned bits;
};

constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    return (a << 24U) | (b << 16U) | (c << 8U) | d;
}

// IANA's IPv4 Special-Purpose Address Registry (RFC 6890 and after), multicast and the reserved space above it.
constexpr auto kSpecial4 = std::to_array<Range4>({
    {ip(0, 0, 0, 0), 8},
    {ip(10, 0, 0, 0), 8},
    {ip(100, 64, 0, 0), 10},
    {ip(127, 0, 0, 0), 8},
    {ip(169, 254, 0, 0), 16},
    {ip(172, 16, 0, 0), 12},
    {ip(192, 0, 0, 0), 24},
    {ip(192, 0, 2, 0), 24},
    {ip(192, 31, 196, 0), 24},
    {ip(192, 52, 193, 0), 24},
    {ip(192, 88, 99, 0), 24},
    {ip(192, 168, 0, 0), 16},
    {ip(192, 175, 48, 0), 24},
    {ip(198, 18, 0, 0), 15},
    {ip(198, 51, 100, 0), 24},
    {ip(203, 0, 113, 0), 24},
    {ip(224, 0, 0, 0), 4},
    {ip(240, 0, 0, 0), 4},
});

bool public4(std::uint32_t address) {
    return std::ranges::none_of(kSpecial4, [&](const Range4& range) {
        return (address >> (32U - range.bits)) == (range.network >> (32U - range.bits));
    });
}

using Bytes6 = std::array<std::uint8_t, 16>;

std::uint32_t ip4_at(const Bytes6& bytes, std::size_t at) {
    return ip(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

bool zero(const Bytes6& bytes, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
        if (bytes[i] != 0) return false;
    return true;
}

bool public6(const Bytes6& bytes) {
    const bool mapped = zero(bytes, 0, 10) && bytes[10] == 0xFF && bytes[11] == 0xFF;
    const bool nat64 = bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == 0xFF && bytes[3] == 0x9B && zero(bytes, 4, 12);
    if (mapped || nat64) return public4(ip4_at(bytes, 12));
    // Global unicast is 2000::/3; all else is loopback, compatible, unique local, link-local, multicast or unassigned.
    if ((bytes[0] & 0xE0U) != 0x20U) return false;
    if (bytes[0] == 0x20 && bytes[1] == 0x02) return public4(ip4_at(bytes, 2));
    const bool teredo_or_special = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 0x02;
    const bool documentation = (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8) ||
                               (bytes[0] == 0x3F && bytes[1] == 0xFF && bytes[2] < 0x10);
    return !teredo_or_special && !documentation;
}

}  // namespace

bool public_address(const sockaddr& address) {
    // The socket interface hands out every family behind one header; memcpy reads the rest without aliasing trouble.
    if (address.sa_family == AF_INET) {
        sockaddr_in ip4{};
        std::memcpy(&ip4, &address, sizeof ip4);
        return public4(ntohl(ip4.sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 ip6{};
        std::memcpy(&ip6, &address, sizeof ip6);
        Bytes6 bytes{};
        std::memcpy(bytes.data(), &ip6.sin6_addr, bytes.size());
        return public6(bytes);
    }
    return false;
}

}  // namespace mss::http
