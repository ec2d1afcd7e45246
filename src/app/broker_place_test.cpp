#include "app/broker_place.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/option.hpp"

namespace mss::app {
namespace {

using testing::HasSubstr;

config::Settings with(std::initializer_list<std::pair<std::string_view, std::string_view>> written) {
    config::Settings settings;
    for (const config::Option& option : config::options())
        if (!option.fallback.empty()) EXPECT_TRUE(config::assign(settings, option, option.fallback)) << option.name;
    for (const auto& [name, value] : written)
        EXPECT_TRUE(config::assign(settings, *config::find_option(name), value)) << name;
    return settings;
}

TEST(BrokerPlace, IsCelerysWhereNothingElseIsSaid) {
    const auto place = broker_place(with({{"broker_url", "redis://h/3"}})).value();
    EXPECT_EQ(place.endpoint.host, "h");
    EXPECT_EQ(place.naming.database, 3);
    EXPECT_EQ(place.naming.prefix, "");
    EXPECT_EQ(place.naming.separator, celery::Naming().separator);
    EXPECT_EQ(place.naming.priority_steps, celery::Naming().priority_steps);
    EXPECT_EQ(place.visibility_timeout, std::chrono::hours(1));
    EXPECT_EQ(place.queue_order, cluster::QueueOrder::round_robin);
}

TEST(BrokerPlace, TakesWhatCelerysTransportOptionsSay) {
    const auto place = broker_place(with({{"broker_url", "sentinel://one;sentinel://two:7/2"},
                                          {"broker_master_name", "videos"},
                                          {"broker_sentinel_password", "knock"},
                                          {"broker_key_prefix", "studio:"},
                                          {"broker_priority_steps", "0, 5,9"},
                                          {"broker_separator", ":"},
                                          {"broker_queue_order", "sorted"},
                                          {"broker_visibility_timeout", "60"},
                                          {"result_key_prefix", "answers_"}}))
                           .value();
    ASSERT_TRUE(place.endpoint.sentinels);
    EXPECT_EQ(place.endpoint.sentinels->master, "videos");
    EXPECT_EQ(place.endpoint.sentinels->password, "knock");
    EXPECT_EQ(place.naming.prefix, "studio:");
    EXPECT_EQ(place.naming.priority_steps, (std::vector{0, 5, 9}));
    EXPECT_EQ(place.naming.separator, ":");
    EXPECT_EQ(place.naming.result_prefix, "answers_");
    EXPECT_EQ(place.queue_order, cluster::QueueOrder::sorted);
    EXPECT_EQ(place.visibility_timeout, std::chrono::minutes(1));
}

TEST(BrokerPlace, SaysWhatIsWrong) {
    const auto error = [](auto... written) { return broker_place(with({written...})).error().message; };
    using Pair = std::pair<std::string_view, std::string_view>;
    EXPECT_THAT(error(Pair("broker_url", "redis://h:x")), HasSubstr("MSS_BROKER_URL"));
    EXPECT_THAT(error(Pair("broker_url", "sentinel://h")), HasSubstr("MSS_BROKER_MASTER_NAME"));
    EXPECT_THAT(error(Pair("broker_url", "redis://h"), Pair("broker_master_name", "m")), HasSubstr("sentinel://"));
    for (const char* steps : {"1,1", "9,0", "0,10", "x", "0,,3", "-1"})
        EXPECT_THAT(error(Pair("broker_url", "redis://h"), Pair("broker_priority_steps", steps)),
                    HasSubstr("MSS_BROKER_PRIORITY_STEPS"))
            << steps;
}

}  // namespace
}  // namespace mss::app
