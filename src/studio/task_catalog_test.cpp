#include "studio/task_catalog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "studio/housekeeping.hpp"
#include "tasks/memory_task_store.hpp"

namespace mss::studio {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(TaskCatalog, HasTheNamesThatClientsOfTheQueueKnow) {
    const tasks::Registry catalog = task_catalog({});
    for (const char* name : {"tasks.cleanup_expired_sessions", "tasks.cleanup_temp_files",
                             "tasks.generate_daily_analytics", "tasks.generate_video", "tasks.post_process_video",
                             "tasks.publish_to_platform", "tasks.refresh_trends_cache"})
        EXPECT_NE(catalog.find(name), nullptr) << name;
    EXPECT_EQ(catalog.find("tasks.make_coffee"), nullptr);
}

TEST(TaskCatalog, RefusesWhatThisVersionDoesNotHave) {
    const tasks::Registry catalog = task_catalog({});
    for (const char* name : {"tasks.post_process_video", "tasks.publish_to_platform", "tasks.generate_daily_analytics",
                             "tasks.refresh_trends_cache"}) {
        const auto call = catalog.call(name, json::Object{}, "ann");
        ASSERT_FALSE(call) << name;
        EXPECT_EQ(call.error().code, Code::unavailable);
        EXPECT_THAT(call.error().message, HasSubstr("not a part of this version"));
    }
}

TEST(TaskCatalog, ChecksTheArgumentsOfAVideo) {
    const tasks::Registry catalog = task_catalog({});
    const GenerateVideoArguments arguments{.video_id = "0197a3c2-0000-7000-8000-000000000000", .order = {}};
    EXPECT_TRUE(catalog.call(kGenerateVideo, json::encode(arguments), "ann"));
    const auto wrong = catalog.call(kGenerateVideo, json::Object{{"order", json::Object{{"duration", "long"}}}}, "ann");
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().message, HasSubstr("order.duration"));
}

TEST(TaskCatalog, RunsOnlyWhatThisProcessHasFunctionsFor) {
    const auto refusing = task_catalog({}).runnable();  // those that are no part of this version, so that they end
    EXPECT_THAT(refusing, ElementsAre("tasks.generate_daily_analytics", "tasks.post_process_video",
                                      "tasks.publish_to_platform", "tasks.refresh_trends_cache"));
    TaskFunctions functions;
    functions.clean_up_sessions = [] { return Result<std::int64_t>(3); };
    const tasks::Registry catalog = task_catalog(std::move(functions));
    EXPECT_EQ(catalog.runnable().size(), refusing.size() + 1);
    EXPECT_EQ(catalog.find("tasks.post_process_video")->function(json::Object{}, {}).error().code, Code::invalid);
    const auto result = catalog.find(kCleanUpSessions)->function(json::Object{}, {});
    ASSERT_TRUE(result);
    EXPECT_EQ(result->at("removed").as_int64(), 3);
}

TEST(Housekeeping, IsOrderedOnceAnHourHoweverManyAsk) {
    const ManualClock clock;
    tasks::MemoryTaskStore store(clock);
    const tasks::Registry catalog = task_catalog({});
    const auto first = std::chrono::floor<std::chrono::hours>(clock.now());
    for (const int minutes : {0, 1, 59})
        ASSERT_TRUE(order_housekeeping(store, catalog, Timestamp(first) + std::chrono::minutes(minutes)));
    EXPECT_EQ(store.list({}).value().size(), 2U);
    ASSERT_TRUE(order_housekeeping(store, catalog, Timestamp(first) + std::chrono::minutes(60)));
    EXPECT_EQ(store.list({}).value().size(), 4U);
}

}  // namespace
}  // namespace mss::studio
