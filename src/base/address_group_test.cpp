#include "base/address_group.hpp"

#include <gtest/gtest.h>

namespace mss {
namespace {

TEST(AddressGroup, OfIpv4IsTheAddressHoweverItIsWritten) {
    EXPECT_EQ(address_group("192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(address_group("::ffff:192.0.2.1"), "192.0.2.1");
}

TEST(AddressGroup, OfIpv6IsTheNetworkThatOneHouseholdHas) {
    EXPECT_EQ(address_group("2001:db8:1:2::1"), "2001:db8:1:2::/64");
    EXPECT_EQ(address_group("2001:DB8:1:2:ffff:ffff:ffff:ffff"), "2001:db8:1:2::/64");
    EXPECT_NE(address_group("2001:db8:1:3::1"), address_group("2001:db8:1:2::1"));
}

TEST(AddressGroup, OfWhatIsNoAddressIsTheText) {
    EXPECT_EQ(address_group(""), "");
    EXPECT_EQ(address_group("somebody"), "somebody");
}

}  // namespace
}  // namespace mss
