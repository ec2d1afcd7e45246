#include "cli/broker_checks.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/option.hpp"
#include "support/redis_server.hpp"

namespace mss::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

const Timestamp kNow(std::chrono::hours(500'000));

redis::ServerFacts good() {
    redis::ServerFacts facts;
    facts.version = "7.0.15";
    facts.memory_policy = "noeviction";
    facts.keeps_log = true;
    facts.log_sync = "always";
    facts.time = kNow;
    return facts;
}

Check check_of(const redis::ServerFacts& facts, std::string_view subject) {
    const auto checks = judge_broker(facts, kNow);
    return *std::ranges::find(checks, subject, &Check::subject);
}

config::Settings settings_of(std::string_view url) {
    config::Settings settings;
    for (const config::Option& option : config::options())
        if (!option.fallback.empty()) EXPECT_TRUE(config::assign(settings, option, option.fallback));
    settings.broker_url = url;
    return settings;
}

TEST(BrokerChecks, FindNothingWrongWithAGoodServer) {
    for (const Check& check : judge_broker(good(), kNow)) {
        EXPECT_EQ(check.health, Health::ok) << check.subject;
        EXPECT_EQ(check.advice, "");
    }
}

TEST(BrokerChecks, RefuseServersThatCannotBeUsed) {
    auto facts = good();
    facts.version = "6.0.5";
    EXPECT_EQ(check_of(facts, "broker").health, Health::fail);
    EXPECT_THAT(check_of(facts, "broker").found, HasSubstr("6.0.6"));
    facts = good();
    facts.is_replica = true;
    EXPECT_EQ(check_of(facts, "broker").health, Health::fail);
}

TEST(BrokerChecks, WantNothingThrownAway) {
    auto facts = good();
    facts.memory_policy = "allkeys-lru";
    EXPECT_EQ(check_of(facts, "its memory").health, Health::warn);
    facts.memory_max = 100 << 20;
    EXPECT_EQ(check_of(facts, "its memory").health, Health::fail);
    EXPECT_THAT(check_of(facts, "its memory").found, HasSubstr("100 MiB"));
    EXPECT_THAT(check_of(facts, "its memory").advice, HasSubstr("noeviction"));
}

TEST(BrokerChecks, SayWhatEachPolicyOfTheDiskMayLose) {
    auto facts = good();
    facts.log_sync = "everysec";
    EXPECT_EQ(check_of(facts, "its disk").health, Health::ok);
    EXPECT_THAT(check_of(facts, "its disk").found, HasSubstr("two seconds"));
    facts.log_sync = "no";
    EXPECT_EQ(check_of(facts, "its disk").health, Health::warn);
    facts.keeps_log = false;
    EXPECT_THAT(check_of(facts, "its disk").found, HasSubstr("nothing is written"));
    facts.snapshots = "3600 1";
    EXPECT_THAT(check_of(facts, "its disk").found, HasSubstr("save 3600 1"));
    facts.tells_configuration = false;
    EXPECT_EQ(check_of(facts, "its disk").health, Health::warn);
}

TEST(BrokerChecks, CompareClocks) {
    auto facts = good();
    facts.time = kNow - std::chrono::seconds(90);
    EXPECT_EQ(check_of(facts, "its clock").health, Health::warn);
    EXPECT_THAT(check_of(facts, "its clock").found, HasSubstr("90 s behind"));
}

TEST(BrokerChecks, CompareTheVisibilityTimeoutWithTheLongestTask) {
    EXPECT_EQ(judge_visibility(std::chrono::hours(1)).health, Health::ok);
    EXPECT_EQ(judge_visibility(std::chrono::seconds(60)).health, Health::warn);
}

TEST(BrokerChecks, LookAtARealServer) {
    const test::RedisServer server;
    const auto checks = check_broker(settings_of(server.address()), SystemClock());
    ASSERT_EQ(checks.size(), 5U);
    EXPECT_EQ(checks[0].health, Health::ok);
    EXPECT_THAT(checks[0].found, HasSubstr(server.address()));
    EXPECT_EQ(checks[2].health, Health::warn);  // it writes nothing
    EXPECT_EQ(check_broker(settings_of(""), SystemClock()).at(0).health, Health::ok);
}

TEST(BrokerChecks, SayWhatToDoWhereNobodyAnswers) {
    const auto nobody =
        check_broker(settings_of("redis://127.0.0.1:" + std::to_string(test::free_port())), SystemClock());
    ASSERT_EQ(nobody.size(), 1U);
    EXPECT_EQ(nobody[0].health, Health::fail);
    EXPECT_THAT(nobody[0].advice, HasSubstr("start it"));
    const test::RedisServer locked({"--requirepass", "sesame"});
    const auto refused = check_broker(settings_of(locked.address()), SystemClock());
    EXPECT_EQ(refused.at(0).health, Health::fail);
    EXPECT_THAT(refused.at(0).advice, HasSubstr("password"));
    const test::RedisServer node({"--cluster-enabled", "yes", "--cluster-port", std::to_string(test::free_port())});
    EXPECT_THAT(check_broker(settings_of(node.address()), SystemClock()).at(0).found, HasSubstr("Cluster"));
    EXPECT_EQ(check_broker(settings_of("sentinel://h"), SystemClock()).at(0).health, Health::fail);
}

}  // namespace
}  // namespace mss::cli
