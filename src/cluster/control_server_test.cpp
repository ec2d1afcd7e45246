#include "cluster/control_server.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/identifier.hpp"
#include "celery/test_vectors.hpp"
#include "celery/wire_json.hpp"
#include "support/cluster_host/fake_worker.hpp"
#include "support/redis_server.hpp"

namespace mss::cluster {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr milliseconds kLong{20'000};

class NoEvents final : public EventSwitch {
public:
    bool tell_of_tasks(bool /*wanted*/) override { return true; }
    void beat() override {}
};

// Whoever asks, as Celery's clients do it.
class Client {
public:
    explicit Client(const test::RedisServer& server, celery::Naming naming = {})
        : naming_(std::move(naming)),
          connection_(redis::Connection::open(redis::parse_endpoint(server.address()).value(), {}).value()) {}

    redis::Reply call(const redis::Command& command) { return connection_.call(command).value(); }

    void publish(const std::string& text) { call({"PUBLISH", celery::control_channel(naming_), text}); }

    celery::ControlRequest request(std::string method) {
        celery::ControlRequest request;
        request.method = std::move(method);
        request.ticket = uuid_v4();
        request.reply_to = {.exchange = celery::reply_exchange(naming_), .routing_key = id_};
        request.clock = 41;
        return request;
    }

    void bind() {
        call({"SADD", celery::binding_key(naming_, celery::reply_exchange(naming_)),
              celery::binding_member(naming_, {.routing_key = id_, .pattern = {}, .queue = queue()})});
    }

    void send(const celery::ControlRequest& request) {
        publish(celery::write_envelope(celery::write_control(naming_, request)));
    }

    std::string queue() const { return id_ + ".reply.celery.pidbox"; }
    std::string list() const { return celery::list_key(naming_, queue(), 0); }

    /// The next answer.
    celery::Envelope answer() {
        const auto popped = call({"BLPOP", list(), "9"});
        return celery::read_envelope(popped.elements.at(1).text).value();
    }

    std::string ask(const std::string& method) {
        send(request(method));
        return celery::print_wire(celery::json_body_of(answer()).value());
    }

private:
    celery::Naming naming_;
    std::string id_ = uuid_v4();
    redis::Connection connection_;
};

class ClusterControl : public testing::Test {
protected:
    ClusterControl() {
        membership_.endpoint = redis::parse_endpoint(server_.address()).value();
        membership_.hostname = "mss@host1";
    }

    std::unique_ptr<ControlServer> control(ControlOptions options = {}) {
        auto made = std::make_unique<ControlServer>(membership_,
                                                    ControlParties{.worker = worker_,
                                                                   .controls = worker_,
                                                                   .events = events_,
                                                                   .revoked = revoked_,
                                                                   .lamport = lamport_,
                                                                   .clock = clock_,
                                                                   .log = log_},
                                                    options);
        EXPECT_TRUE(made->wait_listening(kLong));
        return made;
    }

    /// What it logged; it ends before, since a stream is of one thread at a time.
    std::string lines_of(std::unique_ptr<ControlServer>& server) {
        server.reset();
        return lines_.str();
    }

    static void wait_until(const std::function<bool()>& holds) {
        for (const auto deadline = std::chrono::steady_clock::now() + kLong; !holds();) {
            ASSERT_LT(std::chrono::steady_clock::now(), deadline);
            wait_readable(-1, 1);
        }
    }

    // Until it listens for the nth time.
    static void wait_times(const ControlServer& server, std::uint64_t times) {
        wait_until([&] { return server.times_listening() >= times; });
    }

    /// Without an answer.
    static celery::ControlRequest revocation(Client& client, const char* id) {
        auto request = client.request("revoke");
        request.arguments = {{"task_id", id}};
        request.reply_to.reset();
        return request;
    }

    test::RedisServer server_;
    Membership membership_;
    test::FakeWorker worker_;
    NoEvents events_;
    SystemClock clock_;
    RevokedTasks revoked_{clock_};
    LamportClock lamport_;
    std::ostringstream lines_;
    observe::Logger log_{lines_, observe::Level::info};
};

TEST_F(ClusterControl, AnswersToTheListOfWhoAsks) {
    const auto server = control();
    Client client(server_);
    client.bind();
    const auto request = client.request("ping");
    client.send(request);
    const auto answer = client.answer();
    EXPECT_EQ(celery::print_wire(celery::json_body_of(answer).value()), R"({"mss@host1": {"ok": "pong"}})");
    EXPECT_EQ(answer.headers.at("ticket"), json::Value(*request.ticket));
    EXPECT_GT(answer.headers.at("clock").as_int64(), 41);
    EXPECT_EQ(answer.properties.delivery_info.exchange, "reply.celery.pidbox");
}

TEST_F(ClusterControl, EveryRecordedRequestIsTaken) {
    membership_.hostname = "w1@host1";
    auto server = control();
    Client client(server_);
    client.bind();
    for (const char* kind : {"inspect_", "control_"})
        for (const auto& [name, data] : celery::test::vectors(kind))
            client.publish(std::string(data.at("request").at(0).at("raw").as_string()));
    EXPECT_EQ(client.ask("ping"), R"({"w1@host1": {"ok": "pong"}})");
    EXPECT_TRUE(revoked_.contains("id-b"));
    EXPECT_THAT(worker_.told(), testing::Contains("shut down"));
    EXPECT_THAT(lines_of(server), Not(HasSubstr("cannot be read")));
}

TEST_F(ClusterControl, OnlyWhoIsMeantAnswersAndOnlyWhereSomebodyWaits) {
    const auto server = control();
    Client client(server_);
    auto request = client.request("revoke");
    request.arguments = {{"task_id", "a"}};
    client.send(request);  // not bound: it is done, and no list is left behind
    Client other(server_);
    other.bind();
    other.ask("ping");  // so it is done by now
    client.bind();
    request.arguments = {{"task_id", "b"}};
    request.destination = {{"w2@host1"}};
    client.send(request);
    request.destination.reset();
    request.pattern = "w*";
    request.matcher = "glob";
    client.send(request);
    EXPECT_EQ(other.ask("revoked"), R"({"mss@host1": ["a"]})");
    EXPECT_EQ(client.call({"EXISTS", client.list()}).integer, 0);
    request.pattern = "m*1";
    request.expires = 1;  // long ago by our clock
    client.send(request);
    client.answer();
    EXPECT_EQ(client.ask("revoked"), R"({"mss@host1": ["a", "b"]})");
}

TEST_F(ClusterControl, AnAnswerThatNobodyTakesGoesAway) {
    const auto server = control();
    Client client(server_);
    client.bind();
    client.send(client.request("ping"));
    Client other(server_);
    other.bind();
    other.ask("ping");  // the first one is answered by now
    EXPECT_GT(client.call({"TTL", client.list()}).integer, 0);
}

TEST_F(ClusterControl, WhatCannotBeReadIsALineInTheLogEach) {
    auto server = control();
    Client client(server_);
    client.bind();
    const std::vector<std::string> hostile{
        "",
        "x",
        std::string("\0\xFF\xFE", 3),
        "[]",
        "{}",
        R"({"body": 7})",
        R"({"body": "!!!", "properties": {"delivery_tag": "x", "body_encoding": "base64"}})",
        R"({"body": "e30=", "content-type": "application/x-python-serialize", "content-encoding": "binary",
            "headers": {}, "properties": {"delivery_tag": "x", "body_encoding": "base64"}})",
        celery::write_envelope(celery::envelope_of(json::Array(), {}, {})),
        celery::write_envelope(celery::envelope_of(json::Object{{"method", 7}}, {}, {})),
        celery::write_envelope(celery::envelope_of(json::Object{{"method", "ping"}, {"ticket", 1}}, {}, {})),
        std::string(5U << 20U, '['),
        R"({"body": ")" + std::string(1'000'000, '[') + R"("})"};
    for (const std::string& message : hostile)
        client.publish(message);
    EXPECT_EQ(client.ask("ping"), R"({"mss@host1": {"ok": "pong"}})");
    EXPECT_EQ(server->times_listening(), 1U);
    std::size_t count = 0;
    const std::string lines = lines_of(server);
    for (auto at = lines.find("cannot be read"); at != std::string::npos; at = lines.find("cannot be read", at + 1))
        ++count;
    EXPECT_EQ(count, hostile.size()) << lines;
}

TEST_F(ClusterControl, NobodyMakesItWriteElsewhere) {
    auto server = control();
    Client client(server_);
    client.bind();
    client.call({"SADD", "_kombu.binding.evil", celery::binding_member({}, {"k", {}, "celery"})});
    auto request = client.request("ping");
    request.reply_to = {.exchange = "evil", .routing_key = "k"};
    client.send(request);
    EXPECT_EQ(client.ask("ping"), R"({"mss@host1": {"ok": "pong"}})");
    EXPECT_EQ(client.call({"EXISTS", "celery"}).integer, 0);
    client.call({"SET", client.list(), "no list"});
    client.send(client.request("ping"));
    client.send(revocation(client, "first"));
    wait_until([&] { return revoked_.contains("first"); });
    client.call({"SET", "_kombu.binding.reply.celery.pidbox", "no set"});
    client.send(client.request("ping"));
    client.send(revocation(client, "second"));
    wait_until([&] { return revoked_.contains("second"); });
    client.call({"DEL", "_kombu.binding.reply.celery.pidbox", client.list()});
    client.bind();
    EXPECT_EQ(client.ask("clock").substr(0, 24), R"({"mss@host1": {"clock": )");
    EXPECT_THAT(lines_of(server), HasSubstr("strange place"));
}

TEST_F(ClusterControl, ALostConnectionIsMadeAgain) {
    const auto server = control();
    Client client(server_);
    client.bind();
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_GT(client.call({"CLIENT", "KILL", "TYPE", "pubsub"}).integer, 0);
    wait_times(*server, 2);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(2));
    EXPECT_EQ(client.ask("ping"), R"({"mss@host1": {"ok": "pong"}})");
    EXPECT_GT(client.call({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"}).integer, 0);
    client.send(client.request("ping"));  // found out by it, or by the look for answers to hello
    wait_times(*server, 3);
    EXPECT_THAT(client.ask("ping"), HasSubstr("pong"));
}

TEST_F(ClusterControl, AServerThatWasAwayFindsItAgain) {
    auto server = control();
    server_.kill();
    server_.start();
    wait_times(*server, 2);
    Client client(server_);
    client.bind();
    EXPECT_EQ(client.ask("ping"), R"({"mss@host1": {"ok": "pong"}})");
    EXPECT_THAT(lines_of(server), HasSubstr("the Redis server is back"));
}

TEST_F(ClusterControl, AServerThatSaysNothingIsLeft) {
    auto server = control({.ping_every = milliseconds(50)});
    Client client(server_);
    client.bind();
    EXPECT_THAT(client.ask("ping"), HasSubstr("pong"));
    client.call({"CLIENT", "PAUSE", "2500", "ALL"});
    wait_times(*server, 2);
    EXPECT_THAT(lines_of(server), HasSubstr("the Redis server is away"));
}

TEST_F(ClusterControl, AWorkerThatComesAsksWhatIsRevoked) {
    revoked_.add("before");
    const auto first = control();
    RevokedTasks others(clock_);
    others.add("elsewhere");
    test::FakeWorker other_worker;
    Membership other = membership_;
    other.hostname = "mss@host2";
    LamportClock other_lamport;
    const ControlServer second(other, {.worker = other_worker,
                                       .controls = other_worker,
                                       .events = events_,
                                       .revoked = others,
                                       .lamport = other_lamport,
                                       .clock = clock_,
                                       .log = log_});
    wait_until([&] { return others.contains("before"); });
    EXPECT_TRUE(revoked_.contains("elsewhere"));
    EXPECT_THAT(worker_.told(), ElementsAre("revoke elsewhere"));
}

TEST_F(ClusterControl, LeavesNothingBehind) {
    auto server = control({.hello_wait = milliseconds(1)});
    Client client(server_);
    client.bind();
    client.ask("ping");
    EXPECT_THAT(client.call({"SMEMBERS", "_kombu.binding.celery.pidbox"}).elements.at(0).text,
                HasSubstr("mss@host1.celery.pidbox"));
    wait_until([&] { return client.call({"SCARD", "_kombu.binding.reply.celery.pidbox"}).integer == 1; });
    server.reset();
    EXPECT_EQ(client.call({"EXISTS", "_kombu.binding.celery.pidbox"}).integer, 0);
}

TEST_F(ClusterControl, ADeploymentsOwnNamesAreUsed) {
    membership_.naming.prefix = "tenant1:";
    membership_.naming.control_exchange = "studio";
    const auto server = control();
    auto listener = redis::Connection::open(membership_.endpoint, {}).value();
    EXPECT_EQ(listener.call({"PUBSUB", "CHANNELS", "*"}).value().elements.at(0).text, "tenant1:/0.studio.pidbox");
}

}  // namespace
}  // namespace mss::cluster
