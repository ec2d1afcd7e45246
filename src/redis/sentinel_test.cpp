#include "redis/sentinel.hpp"

#include <gtest/gtest.h>

namespace mss::redis {
namespace {

Reply text(std::string words) {
    return {.kind = Reply::Kind::text, .integer = 0, .text = std::move(words), .elements = {}};
}

Reply list(std::vector<Reply> elements) {
    return {.kind = Reply::Kind::array, .integer = 0, .text = {}, .elements = std::move(elements)};
}

TEST(Sentinel, NamesThePlaceOfTheMaster) {
    EXPECT_EQ(read_master_place(list({text("10.0.0.1"), text("6379")})).value(),
              (Place{.host = "10.0.0.1", .port = 6379}));
    EXPECT_EQ(read_master_place(Reply()).value(), std::nullopt);
    for (const Reply& strange :
         {text("10.0.0.1"), list({}), list({text("h")}), list({text(""), text("1")}), list({text("h"), text("0")}),
          list({text("h"), text("65536")}), list({text("h"), text("1x")}), list({text("a\nb"), text("1")}),
          list({text(std::string(256, 'h')), text("1")})})
        EXPECT_FALSE(read_master_place(strange));
}

TEST(Sentinel, TellsOfAnotherMaster) {
    const auto told = [](const char* words) { return list({text("message"), text("+switch-master"), text(words)}); };
    EXPECT_TRUE(tells_of_other_master(told("videos 10.0.0.1 6379 10.0.0.2 6379"), "videos"));
    EXPECT_FALSE(tells_of_other_master(told("videos2 10.0.0.1 6379 10.0.0.2 6379"), "videos"));
    EXPECT_FALSE(tells_of_other_master(told("music 10.0.0.1 6379 10.0.0.2 6379"), "videos"));
    EXPECT_FALSE(tells_of_other_master(list({text("subscribe"), text("+switch-master"), text("1")}), "videos"));
    EXPECT_FALSE(tells_of_other_master(Reply(), "videos"));
}

TEST(Sentinel, RolesAreTheServersOwnWords) {
    EXPECT_TRUE(says_master(list({text("master"), text("0")})));
    EXPECT_FALSE(says_master(list({text("slave")})));
    EXPECT_FALSE(says_master(list({})));
    EXPECT_TRUE(says_cluster(text("# Cluster\r\ncluster_enabled:1\r\n")));
    EXPECT_FALSE(says_cluster(text("# Cluster\r\ncluster_enabled:0\r\n")));
}

}  // namespace
}  // namespace mss::redis
