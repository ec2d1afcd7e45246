#include "base/address_group.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>
#include <span>

namespace mss {
namespace {

constexpr std::size_t kPrefixBytes = 8;
constexpr std::size_t kMappedPrefixBytes = 12;

std::string written(int family, const void* bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    return ::inet_ntop(family, bytes, text.data(), text.size()) == nullptr ? std::string() : text.data();
}

}  // namespace

std::string address_group(std::string_view address) {
    const std::string text(address);
    in6_addr v6{};
    if (::inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
    if (IN6_IS_ADDR_V4MAPPED(&v6)) {
        in_addr v4{};
        std::memcpy(&v4, &v6.s6_addr[kMappedPrefixBytes], sizeof v4);
        return written(AF_INET, &v4);
    }
    std::ranges::fill(std::span(v6.s6_addr).subspan(kPrefixBytes), std::uint8_t{0});
    return written(AF_INET6, &v6) + "/64";
}

}  // namespace mss
