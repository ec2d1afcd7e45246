#include "celery/control.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "celery/test_vectors.hpp"

namespace mss::celery {
namespace {

using testing::ElementsAre;

std::vector<test::Vector> exchanges() {
    auto all = test::vectors("inspect_");
    for (auto& more : test::vectors("control_"))
        all.push_back(std::move(more));
    return all;
}

ControlRequest recorded(const json::Object& data) {
    return read_control(read_envelope(data.at("request").at(0).at("raw").as_string()).value()).value();
}

TEST(Control, EveryRecordedRequestIsRead) {
    for (const auto& [name, data] : exchanges()) {
        for (const json::Value& message : data.at("request").as_array()) {
            const auto request = read_control(read_envelope(message.at("raw").as_string()).value());
            ASSERT_TRUE(request) << name << ": " << request.error().message;
            const json::Object& body = message.at("body").as_object();
            EXPECT_EQ(request->method, std::string(body.at("method").as_string()));
            EXPECT_TRUE(test::same_json(request->arguments, body.at("arguments"))) << name;
            EXPECT_EQ(request->wants_reply(), body.contains("ticket")) << name;
            EXPECT_GT(request->clock, 0);
            EXPECT_GT(request->expires, 1.7e9);
            EXPECT_TRUE(is_meant(*request, "w1@host1")) << name;
            EXPECT_EQ(is_meant(*request, "x9@host1"), !request->destination && !request->pattern) << name;
        }
    }
}

TEST(Control, EveryRecordedRequestIsWrittenByteForByte) {
    for (const auto& [name, data] : exchanges()) {
        for (const json::Value& message : data.at("request").as_array()) {
            const Envelope request = read_envelope(message.at("raw").as_string()).value();
            Envelope written = write_control({}, read_control(request).value());
            EXPECT_NE(written.properties.delivery_tag, request.properties.delivery_tag);
            written.properties.delivery_tag = request.properties.delivery_tag;
            EXPECT_EQ(write_envelope(written), std::string(message.at("raw").as_string())) << name;
        }
    }
}

TEST(Control, EveryRecordedReplyIsRead) {
    for (const auto& [name, data] : exchanges()) {
        for (const json::Value& message : data.at("reply").as_array()) {
            const auto reply = read_control_reply(read_envelope(message.at("raw").as_string()).value());
            ASSERT_TRUE(reply) << name << ": " << reply.error().message;
            EXPECT_EQ(reply->ticket, recorded(data).ticket) << name;
            EXPECT_GT(reply->clock, 0) << name;
            EXPECT_TRUE(test::same_json(reply->answers, message.at("body"))) << name;
        }
    }
}

TEST(Control, AReplyOfAnotherFormIsRefused) {
    const auto read = [](const json::Value& body, json::Object headers) {
        return read_control_reply(envelope_of(body, std::move(headers), {}));
    };
    EXPECT_FALSE(read(json::Array(), {}));
    EXPECT_FALSE(read(json::Object(), {{"ticket", 7}}));
    EXPECT_FALSE(read(json::Object(), {{"clock", "soon"}}));
    EXPECT_TRUE(read(json::Object(), {}));
}

TEST(Control, EveryRecordedReplyIsWrittenByteForByte) {
    int seen = 0;
    for (const auto& [name, data] : exchanges()) {
        for (const json::Value& message : data.at("reply").as_array()) {
            const Envelope reply = read_envelope(message.at("raw").as_string()).value();
            const auto body = json_body_of(reply).value().as_object();
            ASSERT_EQ(body.size(), 1U);
            Envelope written = control_reply(recorded(data), body.begin()->key(), body.begin()->value(),
                                             reply.headers.at("clock").as_int64());
            EXPECT_NE(written.properties.delivery_tag, reply.properties.delivery_tag);
            written.properties.delivery_tag = reply.properties.delivery_tag;
            EXPECT_EQ(write_envelope(written), std::string(message.at("raw").as_string())) << name;
            ++seen;
        }
    }
    EXPECT_GT(seen, 50);
}

TEST(Control, CommonAnswersAreThoseOfWorkers) {
    for (const auto& [name, data] : test::vectors("control_unknown"))
        EXPECT_EQ(data.at("reply").at(0).at("body").at("w1@host1"), unknown_method("frobnicate"));
    for (const auto& [name, data] : test::vectors("inspect_ping"))
        EXPECT_EQ(data.at("reply").at(0).at("body").at("w1@host1"), ok_reply("pong"));
    for (const auto& [name, data] : test::vectors("control_rate_limit_bad"))
        EXPECT_EQ(data.at("reply").at(0).at("body").at("w1@host1"), error_reply("unknown task"));
}

TEST(Control, ARequestsInfoIsWhatWorkersTell) {
    for (const char* kind : {"inspect_active", "inspect_reserved", "inspect_scheduled"})
        for (const auto& [name, data] : test::vectors(kind)) {
            if (name.ends_with("active_queues")) continue;
            for (const json::Value& entry : data.at("reply").at(0).at("body").at("w1@host1").as_array()) {
                const bool scheduled = entry.as_object().contains("request");
                const json::Value& told = scheduled ? entry.at("request") : entry;
                TaskMessage message;
                message.id = told.at("id").as_string();
                message.task = told.at("name").as_string();
                message.args = told.at("args").as_array();
                message.kwargs = told.at("kwargs").as_object();
                message.properties.delivery_info.routing_key = "celery";
                RequestInfo info = request_info(message, "w1@host1");
                EXPECT_EQ(info.delivery_info.redelivered, false);
                if (name.starts_with("5.2")) info.delivery_info.redelivered.reset();
                if (told.at("worker_pid").is_int64()) info.worker_pid = told.at("worker_pid").as_int64();
                if (told.at("time_start").is_double()) info.time_start = told.at("time_start").as_double();
                info.acknowledged = told.at("acknowledged").as_bool();
                const json::Object written =
                    scheduled ? write_scheduled(parse_iso_time(entry.at("eta").as_string()).value(), info)
                              : write_request_info(info);
                EXPECT_EQ(print_wire(written), print_wire(entry)) << name;
            }
        }
}

TEST(Control, AQuestionMayComeTooLate) {
    ControlRequest request;
    EXPECT_FALSE(is_late(request, from_unix_ms(1'700'000'000'000)));
    request.expires = 1'700'000'000.5;
    EXPECT_FALSE(is_late(request, from_unix_ms(1'700'000'000'500)));
    EXPECT_TRUE(is_late(request, from_unix_ms(1'700'000'000'501)));
}

TEST(Control, WhoIsMeant) {
    ControlRequest request;
    EXPECT_TRUE(is_meant(request, "w1@host1"));
    request.pattern = "w*@host1";
    EXPECT_TRUE(is_meant(request, "x@host1"));  // a pattern of no kind counts for nothing, as in kombu
    request.matcher = "glob";
    EXPECT_TRUE(is_meant(request, "w1@host1"));
    EXPECT_FALSE(is_meant(request, "x@host1"));
    request.matcher = "pcre";
    EXPECT_TRUE(is_meant(request, "www@host1"));
    request.matcher = "what";
    EXPECT_FALSE(is_meant(request, "w1@host1"));
    request.destination = {"x@host1"};
    EXPECT_TRUE(is_meant(request, "x@host1"));
    EXPECT_FALSE(is_meant(request, "w1@host1"));
    request.destination = std::vector<std::string>();
    request.matcher.reset();
    EXPECT_TRUE(is_meant(request, "w1@host1"));
}

TEST(Control, AGlobIsThatOfShells) {
    for (const char* pattern : {"*", "w1@host1", "w?@host1", "w*", "*host1", "*@*", "w[0-9]@host1", "w[!2-9]@host1",
                                "**1@*", "[w]1@host[1]", "w[a1]@*"})
        EXPECT_TRUE(matches_glob("w1@host1", pattern)) << pattern;
    for (const char* pattern :
         {"", "w", "W1@host1", "w2*", "?", "w[2-9]@host1", "w[!1]@host1", "w1@host1?", "w[1@host1"})
        EXPECT_FALSE(matches_glob("w1@host1", pattern)) << pattern;
    EXPECT_TRUE(matches_glob("a[b", "a[b"));
    EXPECT_TRUE(matches_glob("]", "[]]"));
    EXPECT_TRUE(matches_glob("", "*"));
}

TEST(Control, AnExpressionIsKnownAsFarAsNamesNeedIt) {
    for (const char* expression : {"w1@host1", "^w1@host1$", "w.*", "w", ".", "w1@host\\d|x", "w.@host1", "w1+@host1$",
                                   "w1?1@host", "x*w1", ".*1$", ""})
        EXPECT_EQ(matches_expression("w1@host1", expression),
                  std::string_view(expression).find('|') == std::string::npos)
            << expression;
    for (const char* expression :
         {"host1", "w2", "w1$", "(w1)@host1", "w[0-9]@host1", "w\\d", "*", "a**", "w1@host1\\$", "w{1}1@host1"})
        EXPECT_FALSE(matches_expression("w1@host1", expression)) << expression;
    EXPECT_TRUE(matches_expression("w1.a", "w1\\.a$"));
    EXPECT_FALSE(matches_expression("w1xa", "w1\\.a$"));
    EXPECT_TRUE(matches_expression("w(1)", "w(1)"));  // letter by letter
}

TEST(Control, NoPatternTakesLong) {
    std::string stars;
    for (int i = 0; i < 300; ++i)
        stars += "a*";
    EXPECT_FALSE(matches_glob(std::string(900, 'a'), stars + "b"));
    EXPECT_FALSE(matches_expression(std::string(900, 'a'), stars + "b"));
    EXPECT_FALSE(matches_glob("w", std::string(1001, '*')));
    EXPECT_FALSE(matches_expression("w", std::string(1001, 'w')));
}

TEST(Control, WhatIsMissingOrOfAWrongTypeIsInvalid) {
    for (const char* body :
         {"7", "[]", "{}", R"({"method":7})", R"({"method":"a","arguments":[]})",
          R"({"method":"a","destination":"w1@host1"})", R"({"method":"a","destination":[7]})",
          R"({"method":"a","pattern":7})", R"({"method":"a","ticket":{}})", R"({"method":"a","reply_to":"x"})",
          R"({"method":"a","reply_to":{}})", R"({"method":"a","reply_to":{"exchange":"x","routing_key":7}})"}) {
        const auto request = read_control(envelope_of(test::parsed(body), {}, {}));
        ASSERT_FALSE(request) << body;
        EXPECT_EQ(request.error().code, Code::invalid) << body;
    }
    EXPECT_FALSE(read_control(envelope_of(test::parsed(R"({"method":"a"})"), {{"clock", "x"}}, {})));
    const auto bare = read_control(envelope_of(test::parsed(R"({"method":"a"})"), {}, {})).value();
    EXPECT_FALSE(bare.wants_reply());
    EXPECT_THAT(bare.destination.value_or(std::vector<std::string>{"all"}), ElementsAre("all"));
}

}  // namespace
}  // namespace mss::celery
