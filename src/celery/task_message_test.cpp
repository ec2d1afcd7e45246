#include "celery/task_message.hpp"

#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "celery/test_vectors.hpp"

namespace mss::celery {
namespace {

using testing::HasSubstr;

Envelope recorded(std::string_view version, std::string_view name, std::size_t index = 0) {
    const auto data = test::vector(version, name);
    return read_envelope(data.at("messages").as_array().at(index).at("raw").as_string()).value();
}

TaskMessage recorded_task(std::string_view version, std::string_view name, std::size_t index = 0) {
    return read_task(recorded(version, name, index)).value();
}

// An envelope of headers and a body in JSON.
Result<TaskMessage> read(const char* headers, const char* body) {
    return read_task(envelope_of(test::parsed(body), test::parsed(headers).get_object(), {}));
}

TEST(TaskMessage, EveryRecordedOneIsReadAndWrittenAgainAsItWas) {
    int seen = 0;
    for (const auto& vector : test::vectors("")) {
        const std::string& name = vector.name;
        if (name.ends_with("pickle") || name.ends_with("protocol1")) continue;
        test::each_envelope_text(vector.data, [&](const std::string& text) {
            const auto envelope = read_envelope(text).value();
            if (!envelope.headers.contains("task")) return;
            const auto message = read_task(envelope);
            ASSERT_TRUE(message) << name << ": " << message.error().message;
            const Envelope written = write_task(*message);
            json::Object headers = envelope.headers;
            headers.erase("compression");
            EXPECT_TRUE(test::same_json(written.headers, headers)) << name << "\n" << json::print(written.headers);
            EXPECT_EQ(written.body, body_of(envelope).value()) << name;
            const bool compressed = envelope.headers.contains("compression");
            if (!compressed) EXPECT_EQ(write_envelope(written), text) << name;
            EXPECT_EQ(write_envelope(write_task(read_task(written).value())), write_envelope(written)) << name;
            ++seen;
        });
    }
    EXPECT_GT(seen, 150);
}

TEST(TaskMessage, HeadersHaveTheirTypes) {
    const TaskMessage message = recorded_task("5.7.0", "envelope_options");
    EXPECT_EQ(message.task, "demo.add");
    EXPECT_EQ(message.id, "task-1");
    EXPECT_EQ(message.shadow, "nice.name");
    EXPECT_EQ(message.group, "group-1");
    EXPECT_EQ(message.group_index, 3);
    EXPECT_EQ(message.retries, 2);
    EXPECT_EQ(message.root_id, "root-1");
    EXPECT_EQ(message.parent_id, "parent-1");
    EXPECT_EQ(message.ignore_result, true);
    EXPECT_EQ(message.replaced_task_nesting, 0);
    ASSERT_TRUE(message.stamps);
    EXPECT_FALSE(message.stamps->names);
    EXPECT_EQ(message.other_headers, (json::Object{{"x-tenant", "acme"}}));
    EXPECT_EQ(message.args, (json::Array{1, 2}));
    EXPECT_EQ(message.queue(), "celery");
    const TaskMessage limited = recorded_task("5.2.6", "envelope_timelimit");
    EXPECT_EQ(limited.limits.hard_seconds, 30);
    EXPECT_EQ(limited.limits.soft_seconds, 20);
    EXPECT_FALSE(limited.stamps);
}

TEST(TaskMessage, TimesKeepTheirText) {
    const TaskMessage aware = recorded_task("5.7.0", "envelope_eta", 1);
    ASSERT_TRUE(aware.eta);
    EXPECT_EQ(aware.eta->text, "2030-01-02T03:04:05.678901+00:00");
    EXPECT_EQ(to_unix_ms(aware.eta->at), 1'893'553'445'678);
    const TaskMessage naive = recorded_task("5.7.0", "envelope_eta", 0);
    EXPECT_EQ(to_unix_ms(naive.eta->at), 1'893'553'445'000);
    EXPECT_EQ(recorded_task("5.2.6", "envelope_expires", 1).properties.expiration, "60000");
}

TEST(TaskMessage, SignaturesAreRead) {
    const TaskMessage linked = recorded_task("5.2.6", "envelope_link");
    ASSERT_EQ(linked.embed.callbacks.value().size(), 1U);
    EXPECT_FALSE(linked.embed.callbacks->front().immutable);
    EXPECT_TRUE(linked.embed.errbacks.value().front().immutable);
    EXPECT_FALSE(linked.embed.chain);
    const TaskMessage chained = recorded_task("5.2.6", "envelope_chain");
    EXPECT_EQ(chained.embed.chain.value().back().args, (json::Array{3}));  // the next step
    const TaskMessage part = recorded_task("5.2.6", "envelope_chord");
    EXPECT_EQ(part.embed.chord.value().task, "demo.tsum");
    const TaskMessage canvas = recorded_task("5.2.6", "envelope_chain_group");
    EXPECT_EQ(canvas.embed.chain.value().front().subtask_type, "chord");
}

TEST(TaskMessage, IntegersBeyond64BitsAreSentOnAsTheyCame) {
    for (const char* version : {"5.2.6", "5.7.0"}) {
        const TaskMessage message = recorded_task(version, "envelope_json_types");
        EXPECT_THAT(write_task(message).body, HasSubstr("\"big\": 1180591620717411303424"));
        EXPECT_TRUE(recorded_task(version, "envelope_basic").exact_body.empty());
    }
}

TEST(TaskMessage, OtherProtocolsAreRefusedByName) {
    for (const char* version : {"5.2.6", "5.7.0"}) {
        const auto old = read_task(recorded(version, "envelope_protocol1"));
        ASSERT_FALSE(old);
        EXPECT_EQ(old.error().code, Code::invalid);
        EXPECT_THAT(old.error().message, HasSubstr("protocol 1"));
    }
    EXPECT_THAT(read(R"({"task":"a","id":"b"})", R"({"args":[],"kwargs":{}})").error().message, HasSubstr("mixes"));
    EXPECT_THAT(read("{}", "{}").error().message, HasSubstr("no task"));
    EXPECT_THAT(read(R"({"hostname":"h"})", "[[],{},{}]").error().message, HasSubstr("no task"));
}

TEST(TaskMessage, WhatIsMissingHasItsDefault) {
    const auto message = read(R"({"task":"a","id":"b"})", "[[],{},null]");
    ASSERT_TRUE(message) << message.error().message;
    EXPECT_EQ(message->retries, 0);
    EXPECT_FALSE(message->root_id);
    EXPECT_FALSE(message->embed.callbacks);
    EXPECT_FALSE(message->ignore_result);
}

TEST(TaskMessage, AWrongTypeAnywhereIsInvalid) {
    for (const char* headers :
         {R"({"task":7,"id":"b"})", R"({"task":"a"})", R"({"task":"a","id":null})", R"({"task":"a","id":"b","eta":7})",
          R"({"task":"a","id":"b","eta":"soon"})", R"({"task":"a","id":"b","expires":"2030-13-01T00:00:00"})",
          R"({"task":"a","id":"b","retries":"1"})", R"({"task":"a","id":"b","retries":1e30})",
          R"({"task":"a","id":"b","timelimit":[1]})", R"({"task":"a","id":"b","timelimit":[1,"x"]})",
          R"({"task":"a","id":"b","timelimit":7})", R"({"task":"a","id":"b","group_index":[]})",
          R"({"task":"a","id":"b","stamps":[]})", R"({"task":"a","id":"b","stamped_headers":[7]})",
          R"({"task":"a","id":"b","ignore_result":"yes"})", R"({"task":"a","id":"b","redelivered":1})",
          R"({"task":"a","id":"b","argsrepr":[]})"}) {
        const auto message = read(headers, "[[],{},{}]");
        ASSERT_FALSE(message) << headers;
        EXPECT_EQ(message.error().code, Code::invalid) << headers;
    }
    for (const char* body :
         {"7", "[]", "[[],{}]", "[[],{},{},{}]", "[{},{},{}]", "[[],[],{}]", "[[],{},[]]", R"([[],{},{"chain":7}])",
          R"([[],{},{"chain":[7]}])", R"([[],{},{"chord":[]}])", R"([[],{},{"callbacks":[{}]}])",
          R"([[],{},{"errbacks":[{"task":"a","args":{}}]}])", R"([[],{},{"chord":{"task":"a","options":[]}}])",
          R"([[],{},{"chord":{"task":"a","immutable":"no"}}])"}) {
        const auto message = read(R"({"task":"a","id":"b"})", body);
        ASSERT_FALSE(message) << body;
        EXPECT_EQ(message.error().code, Code::invalid) << body;
        EXPECT_LT(message.error().message.size(), 200U);
    }
}

TEST(Signature, MissingMembersHaveDefaultsAndUnknownOnesAreKept) {
    const auto signature = read_signature(test::parsed(R"({"task":"a","chord_size":null})")).value();
    EXPECT_FALSE(signature.immutable);
    EXPECT_TRUE(signature.args.empty());
    EXPECT_EQ(signature.others, (json::Object{{"chord_size", nullptr}}));
    EXPECT_TRUE(write_signature(signature).contains("chord_size"));
    EXPECT_EQ(read_signatures(test::parsed(R"({"task":"a"})")).value().value().size(), 1U);
}

}  // namespace
}  // namespace mss::celery
