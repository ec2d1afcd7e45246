#include "celery/event.hpp"

#include <functional>

#include <gtest/gtest.h>

#include "celery/test_vectors.hpp"

namespace mss::celery {
namespace {

struct Example {
    json::Object body;
    std::string channel;
    bool batched = false;
    json::Object envelope;
};

// Every example of a type, of both versions.
void each_example(const std::string& type, const std::function<void(const Example&)>& see) {
    int seen = 0;
    for (const auto& [name, data] : test::vectors("event_" + type)) {
        for (const json::Value& example : data.at("examples").as_array()) {
            see({example.at("body").as_object(), std::string(example.at("channel").as_string()),
                 example.at("batched").as_bool(), example.at("envelope").as_object()});
            ++seen;
        }
    }
    EXPECT_GE(seen, 2) << type;
}

// Laid under by what is known of who told the example.
Event told_as(Event event, const json::Object& body) {
    return told_by(std::move(event),
                   {.hostname = std::string(body.at("hostname").as_string()), .pid = body.at("pid").as_int64()},
                   body.at("clock").as_int64(), body.at("timestamp").to_number<double>());
}

void expect_body(const Event& made, const json::Object& body) {
    const json::Value written = json_body_of(write_event({}, made)).value();
    EXPECT_TRUE(test::same_json(written, body)) << print_wire(written) << "\n" << print_wire(body);
}

std::string text(const json::Object& body, const char* name) {
    return std::string(body.at(name).as_string());
}

TEST(Event, EveryRecordedOneIsReadAndWrittenAgainAsItWas) {
    for (const auto& [name, data] : test::vectors("event_")) {
        if (!data.contains("examples")) continue;
        for (const json::Value& example : data.at("examples").as_array()) {
            const auto events = read_events(envelope_of(example.at("body"), {}, {}));
            ASSERT_TRUE(events) << name << ": " << events.error().message;
            ASSERT_EQ(events->size(), 1U);
            expect_body(events->front(), example.at("body").as_object());
        }
    }
}

TEST(Event, ABatchIsReadAndWrittenAsWorkersDo) {
    for (const auto& [name, data] : test::vectors("event_task.multi")) {
        const Envelope recorded = read_envelope(data.at("raw").as_string()).value();
        const auto events = read_events(recorded);
        ASSERT_TRUE(events) << events.error().message;
        EXPECT_GT(events->size(), 1U);
        EXPECT_TRUE(events->front().type.starts_with("task-"));
        EXPECT_EQ(events->front().hostname, "w1@host1");
        EXPECT_GT(events->front().timestamp, 1.7e9);
        Envelope written = write_events({}, *events);
        EXPECT_EQ(event_channel({}, written.properties.delivery_info.routing_key),
                  std::string(data.at("channel").as_string()));
        written.properties.delivery_tag = recorded.properties.delivery_tag;
        EXPECT_TRUE(test::same_json(json_body_of(written).value(), data.at("body"))) << name;
        written.body = recorded.body;  // 5.7 writes the offset of its clock as a float
        EXPECT_EQ(write_envelope(written), write_envelope(recorded));
    }
}

TEST(Event, OfATaskAreMadeAsWorkersMakeThem) {
    each_example("task-started", [](const Example& seen) {
        expect_body(told_as(task_started(text(seen.body, "uuid")), seen.body), seen.body);
    });
    each_example("task-succeeded", [](const Example& seen) {
        expect_body(told_as(task_succeeded(text(seen.body, "uuid"), text(seen.body, "result"),
                                           seen.body.at("runtime").as_double()),
                            seen.body),
                    seen.body);
    });
    each_example("task-failed", [](const Example& seen) {
        expect_body(
            told_as(task_failed(text(seen.body, "uuid"), text(seen.body, "exception"), text(seen.body, "traceback")),
                    seen.body),
            seen.body);
    });
    each_example("task-retried", [](const Example& seen) {
        expect_body(
            told_as(task_retried(text(seen.body, "uuid"), text(seen.body, "exception"), text(seen.body, "traceback")),
                    seen.body),
            seen.body);
    });
    each_example("task-revoked", [](const Example& seen) {
        Revocation why;
        why.terminated = seen.body.at("terminated").as_bool();
        why.expired = seen.body.at("expired").as_bool();
        if (why.terminated) why.signal = static_cast<int>(seen.body.at("signum").as_int64());
        expect_body(told_as(task_revoked(text(seen.body, "uuid"), why), seen.body), seen.body);
    });
    each_example("task-rejected", [](const Example& seen) {
        expect_body(told_as(task_rejected(text(seen.body, "uuid"), seen.body.at("requeue").as_bool()), seen.body),
                    seen.body);
    });
}

TEST(Event, OfAMessageTellWhatIsInIt) {
    const auto message_of = [](const json::Object& body) {
        TaskMessage message;
        message.id = text(body, "uuid");
        message.task = text(body, "name");
        message.root_id = text(body, "root_id");
        if (body.at("parent_id").is_string()) message.parent_id = text(body, "parent_id");
        message.arguments_repr = text(body, "args");
        message.kwargs_repr = text(body, "kwargs");
        message.retries = body.at("retries").as_int64();
        if (body.at("eta").is_string()) message.eta = parse_iso_time(text(body, "eta")).value();
        if (body.at("expires").is_string()) message.expires = parse_iso_time(text(body, "expires")).value();
        message.properties.delivery_info.routing_key = "celery";
        return message;
    };
    each_example("task-sent", [&](const Example& seen) {
        const Event event = told_as(task_sent(message_of(seen.body)), seen.body);
        expect_body(event, seen.body);
        const Envelope written = write_event({}, event);
        EXPECT_EQ(event_channel({}, written.properties.delivery_info.routing_key), seen.channel);
        EXPECT_EQ(written.headers, seen.envelope.at("headers").as_object());
        EXPECT_EQ(written.properties.delivery_mode, 1);
    });
    each_example("task-received", [&](const Example& seen) {
        expect_body(told_as(task_received(message_of(seen.body)), seen.body), seen.body);
    });
}

TEST(Event, OfAWorkerTellHowItIs) {
    for (const char* type : {"worker-online", "worker-heartbeat", "worker-offline"})
        each_example(type, [&](const Example& seen) {
            WorkerState worker;
            worker.active = seen.body.at("active").as_int64();
            worker.processed = seen.body.at("processed").as_int64();
            worker.load = json::decode<std::vector<double>>(seen.body.at("loadavg")).value();
            worker.software = "py-celery";
            worker.version = text(seen.body, "sw_ver");
            const Event event = told_as(worker_event(type, worker), seen.body);
            expect_body(event, seen.body);
            EXPECT_EQ(event_channel({}, event_routing_key(event.type)), seen.channel);
        });
}

TEST(Event, WhatIsNoneIsInvalid) {
    for (const char* body :
         {"7", "{}", "[7]", "[{}]", R"({"type":7})", R"({"type":"a","pid":"x"})", R"({"type":"a","clock":[]})",
          R"({"type":"a","timestamp":"now"})", R"({"type":"a","utcoffset":"0"})", R"([{"type":"a"},{}])"}) {
        const auto events = read_events(envelope_of(test::parsed(body), {}, {}));
        ASSERT_FALSE(events) << body;
        EXPECT_EQ(events.error().code, Code::invalid) << body;
    }
    EXPECT_TRUE(read_events(envelope_of(test::parsed("[]"), {}, {})).value().empty());
    EXPECT_FALSE(read_events(envelope_of(test::parsed(R"({"type":"a"})"), {}, {})).value().front().pid);
}

}  // namespace
}  // namespace mss::celery
