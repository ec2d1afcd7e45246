#include "base/identifier.hpp"

#include <set>

#include <gtest/gtest.h>

namespace mss {
namespace {

TEST(Identifier, AUuidCarriesItsTimeVersionAndVariant) {
    const std::string uuid = uuid_v7(from_unix_ms(0x0123456789AB));
    EXPECT_TRUE(is_uuid(uuid)) << uuid;
    EXPECT_EQ(uuid.substr(0, 13), "01234567-89ab");
    EXPECT_EQ(uuid[14], '7');
    EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
}

TEST(Identifier, NoTwoAreAlikeAndLaterOnesSortLater) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i)
        seen.insert(uuid_v7(from_unix_ms(5)));
    EXPECT_EQ(seen.size(), 1000U);
    EXPECT_LT(*seen.rbegin(), uuid_v7(from_unix_ms(6)));
}

TEST(Identifier, ARandomUuidSaysSoAndComesOnce) {
    const std::string uuid = uuid_v4();
    EXPECT_TRUE(is_uuid(uuid)) << uuid;
    EXPECT_EQ(uuid[14], '4');
    EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
    EXPECT_NE(uuid_v4(), uuid);
}

TEST(Identifier, AUuidOfATextIsTheSameForTheSameText) {
    const std::string uuid = uuid_of("bees");
    EXPECT_TRUE(is_uuid(uuid)) << uuid;
    EXPECT_EQ(uuid[14], '8');
    EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
    EXPECT_EQ(uuid_of("bees"), uuid);
    EXPECT_NE(uuid_of("wasps"), uuid);
}

TEST(Identifier, KnowsWhatIsNoUuid) {
    EXPECT_FALSE(is_uuid(""));
    EXPECT_FALSE(is_uuid("0123456789ab0123456789ab0123456789ab"));
    EXPECT_FALSE(is_uuid("01234567-89AB-7000-8000-000000000000"));
    EXPECT_FALSE(is_uuid("01234567-89ab-7000-8000-00000000000 "));
}

TEST(Identifier, HexIsLowercaseAndWhole) {
    EXPECT_EQ(to_hex(std::string_view("\x00\x7f\xff", 3)), "007fff");
}

}  // namespace
}  // namespace mss
