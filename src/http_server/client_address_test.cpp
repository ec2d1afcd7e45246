#include "http_server/client_address.hpp"

#include <gtest/gtest.h>

namespace mss::http_server {
namespace {

TEST(ClientAddress, OfThisMachineAloneIsLoopback) {
    for (const char* address : {"127.0.0.1", "127.8.9.1", "::1"})
        EXPECT_TRUE(is_loopback(address)) << address;
    for (const char* address :
         {"", "128.0.0.1", "0.0.0.0", "::", "::2", "localhost", "127.example.org", "127.0.0.1:80"})
        EXPECT_FALSE(is_loopback(address)) << address;
}

std::string address(std::string_view peer, std::initializer_list<const char*> forwarded) {
    Request request;
    for (const char* value : forwarded)
        request.fields.add("x-forwarded-for", value);
    return client_address(request, peer);
}

TEST(ClientAddress, IsWhatAProxyOnThisMachineAddedLast) {
    EXPECT_EQ(address("127.0.0.1", {"192.0.2.7"}), "192.0.2.7");
    EXPECT_EQ(address("::1", {"10.0.0.1, 2001:db8::7"}), "2001:db8::7");
    EXPECT_EQ(address("127.0.0.1", {"10.0.0.1", "10.0.0.2, 192.0.2.7"}), "192.0.2.7");
    EXPECT_EQ(address("127.0.0.1", {"\", 192.0.2.7"}), "192.0.2.7") << "a quote of the client hides nothing";
}

TEST(ClientAddress, IsThePeersWhereNobodyElseCanBeBelieved) {
    EXPECT_EQ(address("192.0.2.1", {"127.0.0.1"}), "192.0.2.1");
    EXPECT_EQ(address("127.0.0.1", {}), "127.0.0.1");
    EXPECT_EQ(address("127.0.0.1", {"192.0.2.7, unknown"}), "127.0.0.1");
    EXPECT_EQ(address("127.0.0.1", {""}), "127.0.0.1");
}

}  // namespace
}  // namespace mss::http_server
