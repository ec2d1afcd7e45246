#include "cluster/control_commands.hpp"

#include <csignal>
#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "celery/test_vectors.hpp"
#include "celery/wire_json.hpp"
#include "support/cluster_host/fake_worker.hpp"

namespace mss::cluster {
namespace {

using celery::print_wire;
using testing::ElementsAre;
using testing::HasSubstr;

class FakeEvents final : public EventSwitch {
public:
    bool tell_of_tasks(bool wanted) override { return std::exchange(on, wanted) != wanted; }
    void beat() override { ++beats; }

    bool on = false;
    int beats = 0;
};

class ClusterCommands : public testing::Test {
protected:
    ClusterCommands() {
        membership_.hostname = "w1@host1";
        membership_.pid = 77;
        membership_.version = "1.2.3";
    }

    ControlCommands commands() {
        return {membership_,
                {.worker = worker_,
                 .controls = worker_,
                 .events = events_,
                 .revoked = revoked_,
                 .lamport = lamport_,
                 .clock = clock_,
                 .log = log_}};
    }

    // The answer to a method, in JSON; "nothing" for none.
    std::string ask(const std::string& method, const std::string& arguments = "{}") {
        celery::ControlRequest request;
        request.method = method;
        request.arguments = celery::test::parsed(arguments).as_object();
        const auto answer = commands().answer(request);
        return answer ? print_wire(*answer) : "nothing";
    }

    Membership membership_;
    test::FakeWorker worker_;
    FakeEvents events_;
    ManualClock clock_;
    RevokedTasks revoked_{clock_};
    LamportClock lamport_;
    std::ostringstream lines_;
    observe::Logger log_{lines_, observe::Level::warning};
};

celery::ControlRequest recorded(const json::Object& data) {
    return celery::read_control(celery::read_envelope(data.at("request").at(0).at("raw").as_string()).value()).value();
}

// Celery 5.7 shows ids as a set of Python, 5.2 in the order of its hashes.
bool tells_of_revoked(const std::string& name) {
    return name.find("control_revoke") != std::string::npos && !name.ends_with("5.2.6/control_revoke");
}

TEST_F(ClusterCommands, EveryRecordedCommandIsAnsweredAsCelerysWorkersDo) {
    int seen = 0;
    for (const auto& [name, data] : celery::test::vectors("control_")) {
        const auto request = recorded(data);
        if (name.ends_with("disable_events")) events_.on = false;
        if (name.ends_with("enable_events") && !name.ends_with("disable_events")) events_.on = true;
        if (name.find("control_terminate") != std::string::npos)
            worker_.run(test::task_info(std::string(request.arguments.at("task_id").as_string()), "demo.sleep", "w1"));
        const auto answer = commands().answer(request);
        const json::Array& replies = data.at("reply").as_array();
        if (replies.empty()) {
            EXPECT_TRUE(!answer || !request.wants_reply()) << name;
            continue;
        }
        ASSERT_TRUE(answer) << name;
        const json::Value& told = replies.at(0).at("body").at("w1@host1");
        if (tells_of_revoked(name)) {
            EXPECT_THAT(print_wire(*answer), HasSubstr("flagged as revoked")) << name;
        } else {
            EXPECT_EQ(print_wire(*answer), print_wire(told)) << name;
        }
        ++seen;
    }
    EXPECT_GT(seen, 30);
    EXPECT_EQ(events_.beats, 2);
    EXPECT_TRUE(revoked_.contains("id-a"));
    EXPECT_TRUE(revoked_.contains("some-id-2"));
    EXPECT_THAT(worker_.told(),
                testing::IsSupersetOf({"add queue q9 q9 direct q9", "remove queue q9", "resize by 1", "resize by -1",
                                       "limit demo.add to 1.67 a second", "limit demo.add to 60 s, softly to 30 s",
                                       "revoke id-a id-b", "shut down"}));
}

TEST_F(ClusterCommands, EveryRecordedQuestionIsAnsweredInTheSameForm) {
    auto running = test::task_info("id-running", "demo.sleep", "w1@host1");
    running.time_start = 1.5;
    running.worker_pid = 5;
    worker_.run(running);
    worker_.reserve(test::task_info("id-waiting", "demo.add", "w1@host1"));
    worker_.schedule({.eta = celery::iso_time(clock_.now()), .request = test::task_info("id-later", "demo.add", "w")});
    int seen = 0;
    for (const auto& [name, data] : celery::test::vectors("inspect_")) {
        const auto answer = commands().answer(recorded(data));
        const json::Value& told = data.at("reply").at(0).at("body").at("w1@host1");
        ASSERT_TRUE(answer) << name;
        ASSERT_EQ(answer->kind(), told.kind()) << name;
        const bool has_rows = told.is_array() && !told.get_array().empty() && told.at(0).is_object();
        const json::Object* row = has_rows ? &told.at(0).as_object() : told.if_object();
        if (row == nullptr || name.ends_with("query_task")) continue;
        const json::Object& ours = has_rows ? answer->at(0).as_object() : answer->as_object();
        for (const auto& member : *row)
            if (!name.ends_with("inspect_conf"))  // whose members are settings
                EXPECT_TRUE(ours.contains(member.key())) << name << " " << member.key();
        ++seen;
    }
    EXPECT_GT(seen, 14);
    EXPECT_EQ(ask("query_task", R"({"ids": "id-waiting"})").substr(0, 29), R"({"id-waiting": ["reserved", {)");
    EXPECT_EQ(ask("query_task", R"({"ids": ["id-later"]})").substr(0, 28), R"({"id-later": ["scheduled", {)");
    EXPECT_THAT(ask("active", R"({"safe": true})"), HasSubstr(R"x("args": "(1, 2)", "kwargs": "{}")x"));
    EXPECT_THAT(ask("report"), HasSubstr("mss:1.2.3"));
    EXPECT_THAT(ask("stats"), HasSubstr(R"("pid": 77)"));
}

TEST_F(ClusterCommands, SecondNamesAreThoseOfCelery) {
    for (const auto& [name, other] : std::map<std::string, std::string>{{"dump_active", "active"},
                                                                        {"dump_reserved", "reserved"},
                                                                        {"dump_schedule", "scheduled"},
                                                                        {"dump_revoked", "revoked"},
                                                                        {"dump_tasks", "registered"},
                                                                        {"dump_conf", "conf"}})
        EXPECT_EQ(ask(name), ask(other));
    EXPECT_EQ(ask("registered"), R"(["demo.add [rate_limit=10/s]", "demo.sleep"])");
}

TEST_F(ClusterCommands, WorkersThatMeetTellEachOtherWhatIsRevoked) {
    revoked_.add("ours");
    EXPECT_EQ(ask("hello", R"({"from_node": "w2@host1", "revoked": ["theirs", 7, "ours"]})"),
              R"({"revoked": ["ours", "theirs"], "clock": 1})");
    EXPECT_EQ(ask("hello", R"({"from_node": "w3@host1", "revoked": {"older": [1460.7, "older"]}})"),
              R"({"revoked": ["ours", "theirs", "older"], "clock": 2})");
    EXPECT_THAT(worker_.told(), ElementsAre("revoke theirs", "revoke older"));
    EXPECT_EQ(ask("hello", R"({"from_node": "w1@host1", "revoked": []})"), "null");  // our own
    for (const auto& [name, data] : celery::test::vectors("mingle_hello")) {
        const json::Value& told = data.at("replies").at(0).at("body").at("w1@host1");
        commands().learn_revoked(told.at("revoked"));
        EXPECT_TRUE(revoked_.contains("revoked-before-w2")) << name;
    }
    EXPECT_EQ(ask("election", R"({"id": "x", "topic": "y", "action": {}})"), "null");
}

TEST_F(ClusterCommands, TasksAreRevokedByTheirStamps) {
    EXPECT_EQ(ask("revoke_by_stamped_headers", R"({"headers": ["tenant=acme"], "signal": "SIGTERM"})"),
              R"({"ok": "headers {'tenant': 'acme'} flagged as revoked, but not terminated"})");
    EXPECT_TRUE(revoked_.contains_stamps({{"tenant", "acme"}}));
    EXPECT_EQ(ask("revoke_by_stamped_headers", R"({"headers": {"tenant": ["acme", "b"]}, "terminate": true})"),
              R"({"ok": "headers {'tenant': ['acme', 'b']} revoked"})");
    EXPECT_EQ(ask("revoke_by_stamped_headers", R"({"headers": {"tenant": "c"}, "terminate": true, "signal": "KILL"})"),
              R"({"ok": "headers {'tenant': 'c'} were not terminated"})");
    EXPECT_THAT(worker_.told(), ElementsAre(R"(revoke stamped {"tenant":"acme"} by 0)",
                                            R"(revoke stamped {"tenant":["acme","b"]} by 15)",
                                            R"(revoke stamped {"tenant":"c"} by 9)"));
}

TEST_F(ClusterCommands, WhatIsAskedWronglyIsAnsweredByAnError) {
    for (const auto& [method, arguments] : std::multimap<std::string, std::string>{
             {"revoke", R"({"task_id": 7})"},
             {"revoke", R"({"task_id": ["a", 7]})"},
             {"revoke", R"({"task_id": "a", "terminate": true, "signal": "SIGNONE"})"},
             {"revoke_by_stamped_headers", "{}"},
             {"revoke_by_stamped_headers", R"({"headers": ["x"]})"},
             {"revoke_by_stamped_headers", R"({"headers": 7})"},
             {"terminate", R"({"task_id": "a", "signal": -1})"},
             {"terminate", R"({"task_id": "a", "signal": 9999})"},
             {"rate_limit", "{}"},
             {"rate_limit", R"({"task_name": "demo.add", "rate_limit": "fast"})"},
             {"rate_limit", R"({"task_name": "demo.add", "rate_limit": {}})"},
             {"rate_limit", R"({"task_name": "no.such", "rate_limit": "1/s"})"},
             {"time_limit", R"({"task_name": "demo.add", "hard": "long"})"},
             {"time_limit", R"({"task_name": "demo.add", "hard": -1})"},
             {"time_limit", R"({"task_name": "no.such", "hard": 1})"},
             {"add_consumer", R"({"queue": []})"},
             {"cancel_consumer", "{}"},
             {"pool_grow", R"({"n": 1000000})"},
             {"pool_shrink", R"({"n": -1})"},
             {"pool_restart", "{}"},
             {"autoscale", R"({"max": "x"})"},
             {"query_task", R"({"ids": {}})"},
             {"hello", "{}"},
             {"frobnicate", "{}"},
             {"", "{}"}})
        EXPECT_THAT(ask(method, arguments), testing::StartsWith(R"({"error": )")) << method << arguments;
    EXPECT_THAT(worker_.told(), ElementsAre());
    EXPECT_EQ(ask("revoke"), R"({"ok": "tasks  flagged as revoked"})");  // as Celery says of none
}

// Whatever stands in place of an argument, there is an answer, and what is written of it can be read.
TEST_F(ClusterCommands, AnyArgumentsAreAnswered) {
    const json::Array values{nullptr,
                             true,
                             0,
                             -1,
                             INT64_MIN,
                             UINT64_MAX,
                             1e308,
                             "",
                             "x",
                             std::string(100'000, 'x'),
                             json::Array(),
                             json::Array{nullptr, 1, "x", json::Array{"x"}},
                             json::Object(),
                             json::Object{{"", nullptr}, {"x", json::Object{{"x", 1}}}}};
    std::map<std::string, json::Object> requests;
    for (const char* kind : {"inspect_", "control_"})
        for (const auto& [name, data] : celery::test::vectors(kind)) {
            const auto request = recorded(data);
            requests[request.method] = request.arguments;
        }
    requests["terminate"] = {{"task_id", "a"}, {"signal", "TERM"}};
    requests["revoke_by_stamped_headers"] = {{"headers", json::Object()}, {"terminate", true}, {"signal", 9}};
    requests["hello"] = {{"from_node", "w2@host1"}, {"revoked", json::Array()}};
    EXPECT_GT(requests.size(), 20U);
    auto all = commands();
    for (const auto& [method, arguments] : requests)
        for (const auto& member : arguments)
            for (const json::Value& value : values) {
                celery::ControlRequest request;
                request.method = method;
                request.arguments = arguments;
                request.arguments[member.key()] = value;
                const auto answer = all.answer(request);
                ASSERT_TRUE(answer) << method;
                EXPECT_TRUE(celery::parse_wire(print_wire(*answer))) << method << " " << member.key();
            }
    EXPECT_THAT(lines_.str(), testing::Not(HasSubstr("an error of its own")));
}

class Broken final : public EventSwitch {
public:
    bool tell_of_tasks(bool /*wanted*/) override { throw std::runtime_error("broken"); }
    void beat() override { throw std::runtime_error("broken"); }
};

TEST_F(ClusterCommands, AnExceptionIsAnErrorAndALineInTheLog) {
    Broken broken;
    ControlCommands broken_commands(membership_, {.worker = worker_,
                                                  .controls = worker_,
                                                  .events = broken,
                                                  .revoked = revoked_,
                                                  .lamport = lamport_,
                                                  .clock = clock_,
                                                  .log = log_});
    celery::ControlRequest request;
    request.method = "heartbeat";
    EXPECT_THAT(print_wire(broken_commands.answer(request).value()), HasSubstr("RuntimeError"));
    EXPECT_THAT(lines_.str(), HasSubstr("method=heartbeat reason=broken"));
}

TEST(ControlArguments, SignalsHaveNamesAndNumbers) {
    EXPECT_EQ(signal_number(nullptr).value(), SIGTERM);
    EXPECT_EQ(signal_number("SIGKILL").value(), SIGKILL);
    EXPECT_EQ(signal_number("usr1").value(), SIGUSR1);
    EXPECT_EQ(signal_number(2).value(), SIGINT);
    for (const json::Value& none : {json::Value(0), json::Value(""), json::Value("SIG"), json::Value(1.5)})
        EXPECT_FALSE(signal_number(none));
}

TEST(ControlArguments, RatesAreThoseOfCelery) {
    EXPECT_DOUBLE_EQ(parse_rate("10/s").value().per_second, 10);
    EXPECT_DOUBLE_EQ(parse_rate("30/m").value().per_second, 0.5);
    EXPECT_DOUBLE_EQ(parse_rate("36/h").value().per_second, 0.01);
    EXPECT_DOUBLE_EQ(parse_rate("0.5").value().per_second, 0.5);
    EXPECT_DOUBLE_EQ(parse_rate(7).value().per_second, 7);
    for (const json::Value& none : {json::Value(nullptr), json::Value(0), json::Value(""), json::Value("0/m")}) {
        EXPECT_DOUBLE_EQ(parse_rate(none).value().per_second, 0);
        EXPECT_EQ(parse_rate(none).value().text, "");
    }
    for (const char* wrong : {"/s", "1/d", "1/", "x/s", "-1/s", "inf", "1 /s", "1/s "})
        EXPECT_FALSE(parse_rate(wrong)) << wrong;
}

}  // namespace
}  // namespace mss::cluster
