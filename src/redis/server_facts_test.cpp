#include "redis/server_facts.hpp"

#include <gtest/gtest.h>

#include "support/redis_server.hpp"

namespace mss::redis {
namespace {

TEST(ServerFacts, AreReadFromARealServer) {
    const test::RedisServer server({"--appendonly", "yes", "--appendfsync", "always", "--maxmemory", "100mb",
                                    "--maxmemory-policy", "allkeys-lru"});
    auto connection = Connection::open(parse_endpoint(server.address()).value(), {}).value();
    const ServerFacts facts = ask_facts(connection).value();
    EXPECT_TRUE(is_at_least(facts.version, 6, 0, 0)) << facts.version;
    EXPECT_FALSE(is_at_least(facts.version, 1'000, 0, 0)) << facts.version;
    EXPECT_FALSE(facts.is_replica);
    EXPECT_EQ(facts.memory_max, 100 << 20);
    EXPECT_EQ(facts.memory_policy, "allkeys-lru");
    EXPECT_TRUE(facts.keeps_log);
    EXPECT_TRUE(facts.tells_configuration);
    EXPECT_EQ(facts.log_sync, "always");
    EXPECT_EQ(facts.snapshots, "");
    EXPECT_LT(std::chrono::abs(facts.time - SystemClock().now()), std::chrono::minutes(1));
}

TEST(ServerFacts, DoWithoutAConfigurationThatNobodyMayAskFor) {
    const test::RedisServer server({"--rename-command", "CONFIG", ""});
    auto connection = Connection::open(parse_endpoint(server.address()).value(), {}).value();
    const ServerFacts facts = ask_facts(connection).value();
    EXPECT_FALSE(facts.tells_configuration);
    EXPECT_FALSE(facts.keeps_log);
}

TEST(ServerFacts, CompareVersions) {
    EXPECT_TRUE(is_at_least("6.0.6", 6, 0, 6));
    EXPECT_TRUE(is_at_least("7.0.0", 6, 0, 6));
    EXPECT_TRUE(is_at_least("6.2", 6, 0, 6));
    EXPECT_FALSE(is_at_least("6.0.5", 6, 0, 6));
    EXPECT_FALSE(is_at_least("5.0.14", 6, 0, 6));
    EXPECT_TRUE(is_at_least("", 6, 0, 6));
    EXPECT_TRUE(is_at_least("unstable", 6, 0, 6));
}

TEST(ServerFacts, TakeWhatTheyKnowFromAnyText) {
    ServerFacts facts;
    read_info("# Server\r\nredis_version:6.0.5\r\n:\n::\nrole:slave\nmaxmemory:x", facts);
    EXPECT_EQ(facts.version, "6.0.5");
    EXPECT_TRUE(facts.is_replica);
    EXPECT_EQ(facts.memory_max, 0);
}

}  // namespace
}  // namespace mss::redis
