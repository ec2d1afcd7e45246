#include "task_worker/task_worker.hpp"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/flag.hpp"
#include "support/redis_server.hpp"
#include "task_client/task_client.hpp"

namespace mss::task_worker {
namespace {

using std::chrono::seconds;
using task_client::TaskClient;
using task_client::TaskSignature;
using testing::HasSubstr;

struct Point {
    double x = 0;
    double y = 0;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x, y))

const TaskSignature<double(double, double)> kAdd("demo.add", {"x", "y"});
const TaskSignature<Point(Point, std::optional<double>)> kScale("demo.scale", {"point", "by"});
const TaskSignature<void(std::string)> kCheck("demo.check", {"text"});
const TaskSignature<int()> kSteps("demo.steps");
const TaskSignature<int()> kUntilStopped("demo.until_stopped");

TEST(Definitions, TakeFunctionsOfManyForms) {
    const auto run = [](const tasks::Definition& definition, const json::Value& arguments) {
        const auto result = definition.function(arguments, {});
        return result ? json::print(*result) : result.error().message;
    };
    const auto plain = definition_of(kAdd, [](double x, double y) { return x + y; });
    EXPECT_EQ(run(plain, {{"*args", {1, 2}}}), "3");
    EXPECT_EQ(run(plain, {{"*args", {1}}, {"y", 4}}), "5");
    EXPECT_THAT(run(plain, {{"*args", {1}}}), HasSubstr("demo.add: y: expected a number"));
    const auto with_context =
        definition_of(kAdd, [](double x, double y, const tasks::TaskContext& context) -> Result<double> {
            if (context.attempt > 0) return x;
            return fail(Code::unavailable, "not " + std::to_string(static_cast<int>(y)));
        });
    EXPECT_EQ(run(with_context, {{"x", 1}, {"y", 2}}), "not 2");
    EXPECT_EQ(run(definition_of(kCheck, [](const std::string&) {}), {{"text", "a"}}), "null");
    EXPECT_EQ(run(definition_of(kCheck, [](const std::string&) -> Result<void> { return {}; }), {{"text", "a"}}),
              "null");
    EXPECT_EQ(run(definition_of(kScale, [](const Point& p,
                                           std::optional<double> by) { return Point{p.x * by.value_or(2), p.y}; }),
                  {{"point", {{"x", 2}}}}),
              R"({"x":4,"y":0})");
}

TEST(Definitions, ThatAreHeavyAreRefused) {
    tasks::Definition heavy;
    heavy.name = "demo.heavy";
    heavy.heavy = true;
    TaskWorker worker;
    EXPECT_THROW(worker.add(heavy), std::logic_error);
    EXPECT_THROW(worker.add(TaskSignature<int()>("no name"), [] { return 1; }), std::logic_error);
}

// A worker at work, until the end of its scope.
class Running {
public:
    explicit Running(TaskWorker& worker) : thread_([this, &worker] { ended_ = worker.run(stop_.fd()); }) {}
    ~Running() {
        stop_.set();
        if (thread_.joinable()) thread_.join();
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    /// Waits until it has ended by itself.
    const Result<void>& end() {
        thread_.join();
        return ended_;
    }

private:
    Flag stop_;
    Result<void> ended_;
    std::thread thread_;  // last: it uses the others
};

class TaskWorkerTest : public testing::Test {
protected:
    TaskWorker worker(TaskWorkerOptions options = {}) {
        options.broker_url = server_.address();
        options.name = "unit";
        options.retries_max = 0;
        return TaskWorker(options);
    }
    // The worker's name, once it answers.
    std::string await_worker() {
        while (true) {
            const auto answers = client_.control().ask({.method = "ping", .timeout = seconds(5)});
            if (answers && !answers->empty()) return answers->front().hostname;
        }
    }

    mss::test::RedisServer server_;
    TaskClient client_ = TaskClient::open(server_.address()).value();
};

TEST_F(TaskWorkerTest, RunsWhatATypedClientSends) {
    TaskWorker adding = worker();
    adding.add(kAdd, [](double x, double y) -> Result<double> {
        if (y == 0) return fail(Code::invalid, "nothing to add");
        return x + y;
    });
    const Running running(adding);
    EXPECT_EQ(client_.send(kAdd(1.5, 2)).value().wait(seconds(20)).value(), 3.5);
    const auto failed = client_.send(kAdd(1, 0)).value().wait(seconds(20));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Code::invalid);
    EXPECT_THAT(failed.error().message, HasSubstr("nothing to add"));
    // What has no function here is left to others.
    EXPECT_EQ(client_.send(kScale({}, {})).value().wait(std::chrono::milliseconds(300)).error().code, Code::timeout);
}

TEST_F(TaskWorkerTest, RefusesWhatItDoesNotKnowWhereItIsToldTo) {
    TaskWorker alone = worker({.refuse_unknown = true});
    alone.add(kAdd, [](double x, double y) { return x + y; });
    const Running running(alone);
    EXPECT_EQ(client_.send(kScale({}, {})).value().wait(seconds(20)).error().code, Code::not_found);
    EXPECT_EQ(client_.send(kAdd(1, 2)).value().wait(seconds(20)).value(), 3.0);
}

TEST_F(TaskWorkerTest, ShowsWhoWaitsHowFarATaskIs) {
    const Flag began;
    const Flag seen;
    TaskWorker counting = worker({.track_started = true});
    counting.add(kSteps, [&](const tasks::TaskContext& context) {
        wait_readable(began.fd(), 20'000);
        context.report(json::Object{{"done", 1}});
        wait_readable(seen.fd(), 20'000);
        return 7;
    });
    const Running running(counting);
    std::vector<std::string> states;
    const auto result = client_.send(kSteps()).value().wait(seconds(30), [&](const task_client::TaskReport& report) {
        states.push_back(report.state);
        if (report.state == "STARTED") began.set();
        if (report.state == "PROGRESS") seen.set();
    });
    EXPECT_EQ(result.value(), 7);
    EXPECT_THAT(states, testing::ElementsAre("STARTED", "PROGRESS", "SUCCESS"));
}

TEST_F(TaskWorkerTest, IsAMemberOfTheClusterAndEndsWhenItIsAskedTo) {
    TaskWorker stopping = worker();
    stopping.add(kUntilStopped, [](const tasks::TaskContext& context) -> Result<int> {
        wait_readable(context.cancel_fd, -1);
        return fail(Code::cancelled, "stopped");
    });
    Running running(stopping);
    const std::string name = await_worker();
    EXPECT_THAT(name, testing::StartsWith("unit-"));
    const auto registered = client_.control().ask({.method = "registered", .timeout = seconds(20)}).value();
    ASSERT_EQ(registered.size(), 1U);
    EXPECT_EQ(registered.front().reply, (json::Array{"demo.until_stopped"}));
    const auto sent = client_.send(kUntilStopped()).value();
    while (client_.control().ask({.method = "active", .timeout = seconds(20)}).value().front().reply == json::Array())
        std::this_thread::yield();
    EXPECT_EQ(sent.revoke({.terminate = true}).value(), 1);
    EXPECT_EQ(sent.wait(seconds(20)).error().code, Code::cancelled);
    EXPECT_TRUE(
        client_.control().ask({.method = "ping", .destination = {"other@host"}, .timeout = seconds(1)})->empty());
    EXPECT_EQ(client_.control().tell({.method = "shutdown", .destination = {name}}).value(), 1);
    EXPECT_TRUE(running.end());
}

TEST(TaskWorkers, SayWhereTheBrokerIsNotToBeFound) {
    EXPECT_EQ(TaskWorker({.broker_url = "nonsense"}).run(-1).error().code, Code::invalid);
    EXPECT_EQ(TaskWorker({.broker_url = "redis://127.0.0.1:1/0"}).run(-1).error().code, Code::unavailable);
}

}  // namespace
}  // namespace mss::task_worker
