#include "cli/inspect_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "celery/control.hpp"

namespace mss::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Timestamp kNow(std::chrono::seconds(1'000));

std::string text_of(InspectMethod method, json::Value reply) {
    const std::vector<task_client::Answer> answers{{"w1@host1", std::move(reply)}};
    return inspect_text(method, answers, kNow);
}

TEST(InspectView, AWordStandsBehindTheName) {
    const std::vector<task_client::Answer> answers{{"w1@host1", celery::ok_reply("pong")},
                                                   {"w2@host1", celery::unknown_method("ping")}};
    EXPECT_EQ(inspect_text(InspectMethod::ping, answers, kNow),
              "w1@host1: pong\nw2@host1: refused: KeyError('ping')\n");
}

TEST(InspectView, TasksAreALineEach) {
    celery::RequestInfo task;
    task.id = "id-1";
    task.name = "demo.add";
    task.args = json::Array{1, "two"};
    task.kwargs = json::Object{{"z", nullptr}};
    task.time_start = 970.4;
    task.worker_pid = 7;
    const json::Object request = celery::write_request_info(task);
    EXPECT_EQ(text_of(InspectMethod::active, json::Array{request}),
              "w1@host1:\n  id-1  demo.add(1, 'two', z=None), 30 s, process 7\n");
    EXPECT_EQ(text_of(InspectMethod::active, json::Array()), "w1@host1: none\n");
    EXPECT_EQ(text_of(InspectMethod::scheduled,
                      json::Array{celery::write_scheduled(celery::iso_time(kNow), celery::RequestInfo())}),
              "w1@host1:\n    (), at 1970-01-01T00:16:40+00:00\n");
    EXPECT_EQ(text_of(InspectMethod::revoked, json::Array{"id-1", "id-2"}), "w1@host1:\n  id-1\n  id-2\n");
}

TEST(InspectView, WhatAWorkerIsAndServes) {
    celery::WorkerStats stats;
    stats.pid = 7;
    stats.uptime_seconds = 12;
    stats.prefetch_count = 4;
    stats.pool.concurrency = 2;
    stats.broker.hostname = "redis1";
    stats.total = {{"demo.add", 3}};
    EXPECT_EQ(text_of(InspectMethod::stats, celery::write_stats(stats)),
              "w1@host1:\n  process 7, up 12 s\n  2 at once, 4 taken ahead\n  broker redis1:6379, database 0\n"
              "  3 of demo.add\n");
    celery::QueueInfo other = celery::queue_named("quick");
    other.routing_key = "q";
    EXPECT_EQ(text_of(InspectMethod::queues,
                      json::Array{celery::write_queue(celery::queue_named("celery")), celery::write_queue(other)}),
              "w1@host1:\n  celery\n  quick (exchange \"quick\", routing key \"q\")\n");
    EXPECT_EQ(text_of(InspectMethod::conf, json::Object{{"timezone", nullptr}, {"enable_utc", true}}),
              "w1@host1:\n  timezone: none\n  enable_utc: true\n");
}

TEST(InspectView, WhatHasAnotherFormIsShownAsItIsAndSteersNothing) {
    for (const auto method : {InspectMethod::active, InspectMethod::scheduled, InspectMethod::queues,
                              InspectMethod::stats, InspectMethod::conf}) {
        const std::string text = text_of(method, json::Array{7, "\x1b[2J", json::Object{{"a\n", "b\n"}}});
        EXPECT_THAT(text, Not(HasSubstr("\x1b")));
        EXPECT_THAT(text, HasSubstr("  7\n"));
    }
}

}  // namespace
}  // namespace mss::cli
