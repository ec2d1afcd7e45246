#include "task_client/task_client.hpp"

#include <future>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/flag.hpp"
#include "celery/envelope.hpp"
#include "redis/connection.hpp"
#include "support/redis_server.hpp"

namespace mss::task_client {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;

const TaskSignature<double(double, double)> kAdd("demo.add", {"x", "y"});

class TaskClientTest : public testing::Test {
protected:
    // What a worker of Celery's does.
    redis::Reply redis(const redis::Command& command) {
        auto connection = redis::Connection::open(redis::parse_endpoint(server_.address()).value(), {}).value();
        return connection.call(command).value();
    }
    celery::TaskMessage received(const std::string& list = "celery") {
        const redis::Reply text = redis({"RPOP", list});
        return celery::read_task(celery::read_envelope(text.text).value()).value();
    }
    void store(const celery::ResultMeta& meta) {
        const std::string key = "celery-task-meta-" + meta.task_id;
        redis({"SET", key, celery::write_result(meta)});
        redis({"PUBLISH", key, celery::write_result(meta)});
    }
    // Until somebody listens for the result.
    void await_listener(const std::string& id) {
        while (redis({"PUBSUB", "NUMSUB", "celery-task-meta-" + id}).elements.at(1).integer == 0)
            std::this_thread::yield();
    }
    static celery::ResultSubject subject(const std::string& id) {
        celery::ResultSubject subject;
        subject.task_id = id;
        return subject;
    }
    TaskClient client(ClientOptions options = {}) {
        return TaskClient::open(server_.address(), std::move(options)).value();
    }

    mss::test::RedisServer server_;
};

TEST_F(TaskClientTest, SendsWhatCeleryWould) {
    SendOptions options;
    options.queue = "quick";
    options.priority = 4;
    options.countdown = seconds(60);
    options.expires_in = seconds(90);
    options.limits = {.hard_seconds = 8, .soft_seconds = 5};
    options.link = {kAdd(10, 0)};
    options.shadow = "sum";
    const auto sent = client().send(kAdd(1, 2), options);
    ASSERT_TRUE(sent) << sent.error().message;
    const celery::TaskMessage message = received(
        "quick\x06\x16"
        "3");
    EXPECT_EQ(message.id, sent->id());
    EXPECT_EQ(message.root_id, sent->id());
    EXPECT_EQ(message.properties.correlation_id, sent->id());
    EXPECT_EQ(message.task, "demo.add");
    EXPECT_EQ(message.args, (json::Array{1.0, 2.0}));
    EXPECT_EQ(message.queue(), "quick");
    EXPECT_EQ(message.shadow, "sum");
    EXPECT_THAT(*message.origin, HasSubstr("gen"));
    EXPECT_EQ(message.limits.hard_seconds, 8);
    ASSERT_TRUE(message.eta && message.expires);
    EXPECT_EQ(message.expires->at - message.eta->at, seconds(30));
    ASSERT_TRUE(message.embed.callbacks);
    EXPECT_EQ(message.embed.callbacks->front().task, "demo.add");
    EXPECT_EQ(redis({"SISMEMBER", "_kombu.binding.quick",
                     "quick\x06\x16\x06\x16"
                     "quick"})
                  .integer,
              1);
}

TEST_F(TaskClientTest, SendsManyTasksInTheOrderOfTheirCalls) {
    std::vector<Call<double>> calls;
    for (int i = 0; i < 1'201; ++i)
        calls.push_back(kAdd(i, 0));
    SendOptions options;
    options.queue = "quick";
    const auto sent = client().send_all(calls, options);
    ASSERT_TRUE(sent) << sent.error().message;
    ASSERT_EQ(sent->size(), calls.size());
    ASSERT_EQ(redis({"LLEN", "quick"}).integer, 1'201);
    for (const std::size_t place : {0U, 1U, 500U, 1'200U}) {
        const redis::Reply text = redis({"LINDEX", "quick", std::to_string(-1 - static_cast<int>(place))});
        const auto message = celery::read_task(celery::read_envelope(text.text).value()).value();
        EXPECT_EQ(message.id, sent->at(place).id());
        EXPECT_EQ(message.args, (json::Array{static_cast<double>(place), 0.0}));
    }
    options.task_id = "one";
    EXPECT_EQ(client().send_all(calls, options).error().code, Code::invalid);
}

TEST_F(TaskClientTest, RefusesWhatIsNoTask) {
    EXPECT_EQ(client().send("", {}, {}).error().code, Code::invalid);
    EXPECT_EQ(client().send("a", {}, {}, {.priority = 10}).error().code, Code::invalid);
    EXPECT_EQ(TaskClient::open("amqp://here").error().code, Code::invalid);
}

TEST_F(TaskClientTest, TellsEachStateAndGivesTheResult) {
    const auto sent = client().send(kAdd(1, 2)).value();
    EXPECT_EQ(sent.look().value().state, "PENDING");
    std::vector<std::string> told;
    auto waiting = std::async(std::launch::async, [&] {
        return sent.wait(seconds(20), [&](const TaskReport& report) {
            told.push_back(report.state + " " + json::print(report.value));
            // The next one is stored once this one was told.
            if (report.state == "PROGRESS") store(celery::success_result(subject(sent.id()), 3, Timestamp()));
        });
    });
    await_listener(sent.id());
    store(celery::custom_result(subject(sent.id()), "PROGRESS", json::Object{{"done", 1}}));
    EXPECT_EQ(waiting.get().value(), 3.0);
    EXPECT_THAT(told, ElementsAre(R"(PROGRESS {"done":1})", "SUCCESS 3"));
    // What has ended is known at once, and forgotten when asked for.
    EXPECT_EQ(sent.wait(milliseconds(0)).value(), 3.0);
    ASSERT_TRUE(sent.forget());
    EXPECT_EQ(sent.wait(milliseconds(0)).error().code, Code::timeout);
}

TEST_F(TaskClientTest, WhatWentWrongIsAnErrorThatSaysWhat) {
    const auto sent = client().send(kAdd(1, 2)).value();
    const auto ending = [&](const celery::ResultMeta& meta) {
        store(meta);
        return sent.wait(seconds(1)).error();
    };
    const celery::ExceptionInfo exception{.type = "ValueError", .message = json::Array{"boom", 7}};
    const Error failed = ending(celery::failure_result(subject(sent.id()), exception, "Traceback ...", Timestamp()));
    EXPECT_EQ(failed.code, Code::invalid);
    EXPECT_EQ(failed.message, "the task ended as FAILURE: ValueError: boom, 7");
    EXPECT_EQ(failed.detail, "Traceback ...");
    EXPECT_EQ(ending(celery::failure_result(subject(sent.id()), {}, {}, Timestamp())).code, Code::internal);
    EXPECT_EQ(ending(celery::revoked_result(subject(sent.id()), "revoked", Timestamp())).code, Code::cancelled);
    EXPECT_EQ(ending(celery::success_result(subject(sent.id()), "three", Timestamp())).code, Code::bad_answer);
    redis({"SET", "celery-task-meta-" + sent.id(), "garbage"});
    EXPECT_EQ(sent.wait(seconds(1)).error().code, Code::bad_answer);
}

TEST_F(TaskClientTest, SendsAndWaitsAcrossAServersAbsence) {
    const TaskClient sender = client({.patience = seconds(60)});
    const auto first = sender.send(kAdd(1, 2)).value();
    auto waiting = std::async(std::launch::async, [&] { return first.wait(seconds(60)); });
    await_listener(first.id());
    server_.kill();
    auto sending = std::async(std::launch::async, [&] { return sender.send(kAdd(3, 4)); });
    EXPECT_EQ(sending.wait_for(milliseconds(300)), std::future_status::timeout);
    server_.start();
    const auto second = sending.get();
    ASSERT_TRUE(second) << second.error().message;
    EXPECT_EQ(received().id, second->id());
    store(celery::success_result(subject(first.id()), 3, Timestamp()));
    EXPECT_EQ(waiting.get().value(), 3.0);
}

TEST_F(TaskClientTest, PatienceEndsAndSoDoesAWaitThatIsCalledOff) {
    const Flag stop;
    const TaskClient patient = client({.cancel_fd = stop.fd()});
    const auto sent = patient.send(kAdd(1, 2)).value();
    auto waiting = std::async(std::launch::async, [&] { return sent.wait(seconds(60)); });
    await_listener(sent.id());
    stop.set();
    EXPECT_EQ(waiting.get().error().code, Code::cancelled);
    server_.kill();
    EXPECT_EQ(client({.patience = milliseconds(50)}).send(kAdd(1, 2)).error().code, Code::unavailable);
}

TEST_F(TaskClientTest, AQuestionThatNobodyHearsIsOverAtOnce) {
    const TaskClient asking = client();
    const auto answers = asking.control().ask({.method = "ping", .timeout = seconds(600)});
    ASSERT_TRUE(answers) << answers.error().message;
    EXPECT_TRUE(answers->empty());
    EXPECT_EQ(asking.handle("some-id").revoke().value(), 0);
    EXPECT_EQ(redis({"DBSIZE"}).integer, 0);
}

TEST(Answers, OfOthersAreRefused) {
    celery::ControlRequest request;
    request.ticket = "t1";
    const auto text = [&](json::Value reply) {
        return celery::write_envelope(celery::control_reply(request, "w1@host1", std::move(reply), 3));
    };
    const auto read = read_answers(text(celery::ok_reply("pong")), "t1");
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 1U);
    EXPECT_EQ(read->front().hostname, "w1@host1");
    EXPECT_EQ(read->front().reply, celery::ok_reply("pong"));
    EXPECT_FALSE(read_answers(text("pong"), "t2"));
    EXPECT_FALSE(read_answers("garbage", "t1"));
}

}  // namespace
}  // namespace mss::task_client
