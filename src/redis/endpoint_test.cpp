#include "redis/endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mss::redis {
namespace {

using testing::HasSubstr;
using testing::Not;

Endpoint read(std::string_view address) {
    return parse_endpoint(address).value();
}

TEST(Endpoint, IsReadAsCeleryWritesIt) {
    EXPECT_EQ(read("redis://"), Endpoint{});
    EXPECT_EQ(read("redis://localhost:6379/0"), Endpoint{});
    EXPECT_EQ(
        parse_endpoint("redis://:p%40ss@db.example:7000/3"),
        (Endpoint{.host = "db.example", .port = 7000, .socket = {}, .user = {}, .password = "p@ss", .database = 3}));
    EXPECT_EQ(read("redis://worker:a@b@10.0.0.1/"), read("redis://worker:a%40b@10.0.0.1/"));
    EXPECT_EQ(read("REDIS://u:p@[::1]:6380"),
              (Endpoint{.host = "::1", .port = 6380, .socket = {}, .user = "u", .password = "p", .database = 0}));
    EXPECT_EQ(read("redis+socket:///run/redis.sock?virtual_host=/2"), (Endpoint{.host = "localhost",
                                                                                .port = 6379,
                                                                                .socket = "/run/redis.sock",
                                                                                .user = {},
                                                                                .password = {},
                                                                                .database = 2}));
    const Endpoint secure =
        read("rediss://h/1?ssl_cert_reqs=none&ssl_ca_certs=/a%20b.pem&ssl_certfile=c&ssl_keyfile=k");
    EXPECT_EQ(secure.database, 1);
    EXPECT_EQ(secure.tls, (Tls{.verify = false, .authorities = "/a b.pem", .certificate = "c", .key = "k"}));
    EXPECT_EQ(read("rediss://h").tls, Tls{});
    EXPECT_EQ(read("unix:///run/redis.sock").socket, "/run/redis.sock");
}

TEST(Endpoint, ThatIsWrongSaysWhatAndShowsNoPassword) {
    for (const auto* address :
         {"", "localhost", "amqp://u:secret@h", "redis://u:secret@h:x", "redis://u:secret@h:70000",
          "redis://u:secret@h/x", "redis://u:secret%2@h", "redis://u:secret@[::1", "redis://u:secret@[::1]6379",
          "redis://u:secret@h/1?ssl=1", "redis+socket://run/x?password=secret", "redis+socket:///run/x?db=-1",
          "redis+socket:///x?y=secret", "sentinel://u:secret@h?password=secret", "sentinel://u:secret@h/x",
          "sentinel://u:secret@h;sentinel://h2:secret", "rediss://u:secret@h?ssl_cert_reqs=optional",
          "rediss://u:secret@h?x=secret"}) {
        const auto endpoint = parse_endpoint(address);
        ASSERT_FALSE(endpoint) << address;
        EXPECT_EQ(endpoint.error().code, Code::invalid);
        EXPECT_THAT(endpoint.error().message, Not(HasSubstr("secret")));
    }
}

TEST(Endpoint, NamesSentinelsAsKombuDoes) {
    const Endpoint one = read(
        "sentinel://:p%40ss@one:26380/2;sentinel://two;Sentinel://[::1]:26381/9;"
        "?master_name=my%20videos&sentinel_username=su&sentinel_password=sp");
    EXPECT_EQ(one.password, "p@ss");
    EXPECT_EQ(one.user, "");
    EXPECT_EQ(one.database, 2);
    EXPECT_FALSE(one.tls);
    ASSERT_TRUE(one.sentinels);
    EXPECT_EQ(one.sentinels->places, (std::vector<Place>{{"one", 26'380}, {"two", 26'379}, {"::1", 26'381}}));
    EXPECT_EQ(one.sentinels->master, "my videos");
    EXPECT_EQ(one.sentinels->user, "su");
    EXPECT_EQ(one.sentinels->password, "sp");
    EXPECT_EQ(shown(one), "sentinel://one:26380;two:26379;[::1]:26381/2 (master my videos)");
    const Endpoint secure = read("sentinel://h?ssl_cert_reqs=none&ssl_ca_certs=/ca.pem&master_name=m");
    EXPECT_EQ(secure.tls, (Tls{.verify = false, .authorities = "/ca.pem", .certificate = {}, .key = {}}));
}

TEST(Endpoint, IsShownWithoutItsLogin) {
    EXPECT_EQ(shown(read("redis://u:secret@[::1]:6380/4")), "redis://[::1]:6380/4");
    EXPECT_EQ(shown(read("redis+socket:///run/x?virtual_host=1&password=secret")),
              "redis+socket:///run/x?virtual_host=1");
}

}  // namespace
}  // namespace mss::redis
