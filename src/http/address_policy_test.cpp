#include "http/address_policy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string>

#include <gtest/gtest.h>

namespace mss::http {
namespace {

bool is_public(const std::string& text) {
    if (text.find(':') == std::string::npos) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        EXPECT_EQ(inet_pton(AF_INET, text.c_str(), &address.sin_addr), 1) << text;
        return public_address(reinterpret_cast<const sockaddr&>(address));
    }
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), &address.sin6_addr), 1) << text;
    return public_address(reinterpret_cast<const sockaddr&>(address));
}

TEST(PublicAddress, AcceptsGlobalAddresses) {
    for (const char* text :
         {"1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "192.169.0.1",
          "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"})
        EXPECT_TRUE(is_public(text)) << text;
}

TEST(PublicAddress, RefusesInnerAndSpecialAddresses) {
    for (const char* text : {"0.0.0.0",          "127.0.0.1",       "127.255.0.3", "10.1.2.3",
                             "172.16.0.1",       "172.31.255.255",  "192.168.1.1", "169.254.169.254",
                             "100.64.0.1",       "224.0.0.1",       "239.1.1.1",   "255.255.255.255",
                             "240.0.0.1",        "198.18.0.1",      "::",          "::1",
                             "fe80::1",          "fc00::1",         "fd12::1",     "ff02::1",
                             "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1",    "64:ff9b::a00:1",
                             "2002:7f00:1::",    "2001:0:1::",      "2001:db8::1", "100::1"})
        EXPECT_FALSE(is_public(text)) << text;
}

TEST(PublicAddress, RefusesOtherFamilies) {
    sockaddr address{};
    address.sa_family = AF_UNIX;
    EXPECT_FALSE(public_address(address));
}

}  // namespace
}  // namespace mss::http
