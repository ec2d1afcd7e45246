#include "cluster/other_workers.hpp"

#include <gmock/gmock.h>

#include "celery/test_vectors.hpp"

namespace mss::cluster {
namespace {

using celery::test::parsed;
using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<celery::RegisteredTask> kOurs{{.name = "demo.add"}, {.name = "ours.only"}};
const std::vector<celery::QueueInfo> kQueues{celery::queue_named("celery"), celery::queue_named("default")};

TEST(OtherWorkers, AreComparedWhereTheyServeAQueueOfOurs) {
    OtherWorkers others;
    others.take_queues(
        parsed(R"({"py@a": [{"name": "celery"}], "py@b": [{"name": "elsewhere"}], "us@a": [{"name": "celery"}]})"));
    others.take_kinds(parsed(R"({"py@a": ["demo.add [rate_limit=10/s]", "demo.sleep"], "py@b": ["demo.far"],
                                 "us@a": ["strange"], "silent@a": ["x"]})"));
    const auto found = others.compare("us@a", kOurs, kQueues);
    EXPECT_THAT(found.only_theirs, ElementsAre("demo.sleep"));
    EXPECT_THAT(found.only_ours, ElementsAre("ours.only"));
    EXPECT_THAT(found.workers, ElementsAre("py@a"));
}

TEST(OtherWorkers, ThatKnowTheSameAreNoMatter) {
    OtherWorkers others;
    others.take_queues(parsed(R"({"py@a": [{"name": "default"}], "py@b": [{"name": "default"}]})"));
    others.take_kinds(parsed(R"({"py@a": ["ours.only", "demo.add"]})"));  // and the other one did not answer
    const auto found = others.compare("us@a", kOurs, kQueues);
    EXPECT_THAT(found.only_theirs, IsEmpty());
    EXPECT_THAT(found.only_ours, IsEmpty());
    EXPECT_THAT(found.workers, IsEmpty());
}

TEST(OtherWorkers, OfCeleryAreUnderstood) {
    for (const char* version : {"5.2.6", "5.7.0"}) {
        OtherWorkers others;
        for (const auto& [name, take] : {std::pair{"inspect_active_queues", &OtherWorkers::take_queues},
                                         std::pair{"inspect_registered", &OtherWorkers::take_kinds}})
            (others.*take)(celery::test::vector(version, name).at("reply").at(0).at("body"));
        const auto found = others.compare("us@a", kOurs, kQueues);
        EXPECT_TRUE(found.only_theirs.contains("demo.always_retry")) << version;
        EXPECT_THAT(found.only_ours, ElementsAre("ours.only")) << version;
    }
}

TEST(OtherWorkers, MaySayAnything) {
    OtherWorkers others;
    for (const char* text : {"null", "7", "[]", "{}", R"({"a": null})", R"({"a": {"b": 1}})",
                             R"({"a": [null, 7, [], {}, {"name": 7}, ""]})", R"({"": ["x"]})"}) {
        others.take_queues(parsed(text));
        others.take_kinds(parsed(text));
    }
    others.take_queues(json::Object{{"a", json::Array{json::Object{{"name", "celery"}}}}});
    others.take_kinds(json::Object{{"a", json::Array{json::Value(std::string(1'000, 'x')), json::Value("demo.add")}}});
    EXPECT_THAT(others.compare("us@a", kOurs, kQueues).only_theirs, IsEmpty());
}

}  // namespace
}  // namespace mss::cluster
