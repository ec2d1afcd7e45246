#include "celery/publishing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/identifier.hpp"
#include "celery/test_vectors.hpp"

namespace mss::celery {
namespace {

using testing::ElementsAre;

constexpr Timestamp kNow{std::chrono::milliseconds(1'893'553'445'000)};  // 2030-01-02T03:04:05 UTC

Sender sender() {
    return {
        .origin = "gen1@host1", .reply_to = "me", .default_queue = "celery", .inherit_priority = false, .now = kNow};
}

// The messages that were pushed while a vector was recorded, in order.
std::vector<Envelope> pushed(std::string_view version, std::string_view name) {
    std::vector<Envelope> envelopes;
    const auto data = test::vector(version, name);
    for (const json::Value& entry : data.at("redis_commands").as_array())
        if (const auto& command = entry.at(2).as_array(); command[0] == "LPUSH")
            envelopes.push_back(read_envelope(command[2].as_string()).value());
    return envelopes;
}

// The same but for what each message has of its own.
void expect_same(TaskMessage made, const Envelope& recorded) {
    const TaskMessage seen = read_task(recorded).value();
    EXPECT_NE(made.properties.delivery_tag, seen.properties.delivery_tag);
    EXPECT_TRUE(is_uuid(made.properties.delivery_tag));
    made.properties.delivery_tag = seen.properties.delivery_tag;
    made.properties.reply_to = seen.properties.reply_to;
    made.origin = seen.origin;
    const Envelope written = write_task(made);
    EXPECT_EQ(written.body, recorded.body);
    EXPECT_EQ(print_wire(written.headers), print_wire(recorded.headers));
    EXPECT_EQ(write_envelope(written), write_envelope(recorded));
}

TEST(Publishing, ANewTaskIsTheOneThatCeleryWrites) {
    const Envelope recorded =
        read_envelope(test::vector("5.7.0", "envelope_basic").at("messages").at(0).at("raw").as_string()).value();
    TaskMessage made = new_task("demo.add", {1}, {{"y", 2}}, sender());
    EXPECT_TRUE(is_uuid(made.id));
    EXPECT_EQ(made.root_id, made.id);
    EXPECT_EQ(made.properties.correlation_id, made.id);
    EXPECT_EQ(made.origin, "gen1@host1");
    EXPECT_EQ(made.properties.reply_to, "me");
    made.id = read_task(recorded).value().id;
    made.root_id = made.properties.correlation_id = made.id;
    expect_same(made, recorded);
}

TEST(Publishing, ARetryIsTheOneThatAWorkerSends) {
    const auto messages = pushed("5.7.0", "result_retry");
    ASSERT_EQ(messages.size(), 2U);
    TaskMessage again = retry_of(read_task(messages[0]).value(), kNow, kNow);
    EXPECT_EQ(again.eta->text, "2030-01-02T03:04:05+00:00");
    again.eta = read_task(messages[1]).value().eta;
    Envelope recorded = messages[1];
    recorded.properties.others.erase("origin");  // a leftover of Celery's own
    expect_same(again, recorded);
}

TEST(Publishing, ARetryKeepsWhatTheTaskIsPartOf) {
    TaskMessage message = new_task("demo.add", {}, {}, sender());
    message.root_id = "root";
    message.parent_id = "parent";
    message.group = "g";
    message.group_index = 2;
    message.exact_body = "[[1180591620717411303424], {}, {}]";
    message.embed.chord = Signature{.task = "demo.tsum",
                                    .args = {},
                                    .kwargs = {},
                                    .options = {},
                                    .subtask_type = {},
                                    .immutable = false,
                                    .others = {}};
    message.stamps = Stamps{std::vector<std::string>{"tenant"}, {{"tenant", "acme"}}};
    message.redelivered = true;
    message.properties.delivery_info = {.exchange = "x", .routing_key = "q", .redelivered = true, .others = {}};
    message.properties.priority = 5;
    message.other_headers = {{"mine", 1}};
    set_expires(message, iso_time(kNow + std::chrono::seconds(60)), kNow);
    EXPECT_EQ(message.properties.expiration, "60000");
    const TaskMessage again = retry_of(message, {}, kNow + std::chrono::seconds(90));
    EXPECT_EQ(again.id, message.id);
    EXPECT_EQ(again.retries, 1);
    EXPECT_FALSE(again.eta);
    EXPECT_EQ(again.root_id, "root");
    EXPECT_EQ(again.parent_id, message.id);
    EXPECT_EQ(again.group, "g");
    EXPECT_EQ(again.group_index, 2);
    EXPECT_EQ(again.exact_body, message.exact_body);
    EXPECT_TRUE(again.embed.chord);
    EXPECT_EQ(again.stamps->values, message.stamps->values);
    EXPECT_FALSE(again.redelivered);
    EXPECT_FALSE(again.properties.delivery_info.redelivered);
    EXPECT_EQ(again.queue(), "q");
    EXPECT_EQ(again.properties.delivery_info.exchange, "x");
    EXPECT_EQ(again.properties.priority, 5);
    EXPECT_EQ(again.expires, message.expires);
    EXPECT_EQ(again.properties.expiration, "0");
    EXPECT_EQ(again.other_headers, message.other_headers);
    EXPECT_NE(again.properties.delivery_tag, message.properties.delivery_tag);
}

TEST(Publishing, ALinkedTaskIsTheOneThatAWorkerSends) {
    const auto messages = pushed("5.7.0", "result_link");
    ASSERT_EQ(messages.size(), 2U);
    const TaskMessage parent = read_task(messages[0]).value();
    const auto child = child_of(parent, parent.embed.callbacks.value().front(), {.previous = 3, .chain = {}}, sender());
    ASSERT_TRUE(child) << child.error().message;
    TaskMessage made = *child;
    made.id = read_task(messages[1]).value().id;
    made.properties.correlation_id = made.id;
    expect_same(made, messages[1]);
}

TEST(Publishing, TheNextStepOfAChainIsTheOneThatAWorkerSends) {
    const auto messages = pushed("5.7.0", "canvas_chain");
    ASSERT_EQ(messages.size(), 2U);
    const TaskMessage parent = read_task(messages[0]).value();
    auto rest = parent.embed.chain.value();
    const Signature next = rest.back();
    rest.pop_back();
    const auto child = child_of(parent, next, {.previous = 3, .chain = rest}, sender());
    ASSERT_TRUE(child) << child.error().message;
    expect_same(*child, messages[1]);
}

TEST(Publishing, TheBodyOfAChordIsTheOneThatAWorkerSends) {
    const auto messages = pushed("5.7.0", "canvas_chord");
    ASSERT_EQ(messages.size(), 4U);
    const TaskMessage parent = read_task(messages[2]).value();
    const auto child =
        child_of(parent, parent.embed.chord.value(), {.previous = json::Array{3, 7, 11}, .chain = {}}, sender());
    ASSERT_TRUE(child) << child.error().message;
    expect_same(*child, messages[3]);
}

Signature signature_of(const char* options, bool immutable = false) {
    return {.task = "demo.add",
            .args = {7},
            .kwargs = {},
            .options = test::parsed(options).get_object(),
            .subtask_type = {},
            .immutable = immutable,
            .others = {}};
}

TaskMessage child_with(const char* options, const Call& call = {}) {
    TaskMessage parent = new_task("demo.add", {}, {}, sender());
    parent.id = "parent";
    parent.root_id = "root";
    return child_of(parent, signature_of(options), call, sender()).value();
}

TEST(Publishing, OptionsAreWhatApplyAsyncTakesThemFor) {
    const TaskMessage child = child_with(
        R"({"task_id":"t","reply_to":"r","countdown":60,"expires":120.5,"queue":"q","routing_key":"gone","priority":7,
            "time_limit":30,"soft_time_limit":20,"shadow":"s","headers":{"x":1},"ignore_result":true,"retries":2,
            "link":{"task":"a"},"link_error":[{"task":"b"}],"chord":{"task":"c"},"chain":[{"task":"d"}],
            "group_id":"g","group_index":3,"root_id":null,"parent_id":"no","serializer":"pickle","mine":[1],
            "delivery_tag":"no","argsrepr":"hidden"})");
    EXPECT_EQ(child.id, "t");
    EXPECT_EQ(child.properties.correlation_id, "t");
    EXPECT_EQ(child.properties.reply_to, "r");
    EXPECT_EQ(child.eta->text, "2030-01-02T03:05:05+00:00");
    EXPECT_EQ(child.expires->text, "2030-01-02T03:06:05.500000+00:00");
    EXPECT_EQ(child.properties.expiration, "120500");
    EXPECT_EQ(child.queue(), "q");
    EXPECT_EQ(child.properties.priority, 7);
    EXPECT_EQ(child.limits.hard_seconds, 30);
    EXPECT_EQ(child.limits.soft_seconds, 20);
    EXPECT_EQ(child.shadow, "s");
    EXPECT_EQ(child.other_headers, (json::Object{{"x", 1}}));
    EXPECT_EQ(child.ignore_result, true);
    EXPECT_EQ(child.retries, 2);
    EXPECT_EQ(child.embed.callbacks->front().task, "a");
    EXPECT_EQ(child.embed.errbacks->front().task, "b");
    EXPECT_EQ(child.embed.chord->task, "c");
    EXPECT_EQ(child.embed.chain->front().task, "d");
    EXPECT_EQ(child.group, "g");
    EXPECT_EQ(child.group_index, 3);
    EXPECT_EQ(child.parent_id, "parent");
    EXPECT_EQ(child.root_id, "root");
    EXPECT_EQ(child.arguments_repr, "hidden");
    EXPECT_EQ(child.properties.others, (json::Object{{"mine", json::Array{1}}}));
    EXPECT_TRUE(is_uuid(child.properties.delivery_tag));
}

TEST(Publishing, TimesOfManyKinds) {
    EXPECT_EQ(child_with(R"({"eta":"2031-01-01T00:00:00.123456+00:00"})").eta->text,
              "2031-01-01T00:00:00.123456+00:00");
    EXPECT_EQ(child_with(R"({"expires":"2030-01-02T03:04:06"})").properties.expiration, "1000");
    EXPECT_EQ(child_with(R"({"expires":-5})").properties.expiration, "0");
    EXPECT_FALSE(child_with(R"({"countdown":0})").eta);
    EXPECT_TRUE(child_with(R"({"countdown":1e300})").eta);
    EXPECT_EQ(child_with(R"({"exchange":"x","routing_key":"k"})").properties.delivery_info.exchange, "x");
}

TEST(Publishing, APreviousResultGoesFirstUnlessItIsNotWanted) {
    EXPECT_EQ(child_with("{}", {.previous = nullptr, .chain = {}}).args, (json::Array{nullptr, 7}));
    EXPECT_EQ(child_with("{}").args, (json::Array{7}));
    const TaskMessage parent = new_task("demo.add", {}, {}, sender());
    EXPECT_EQ(child_of(parent, signature_of("{}", true), {.previous = 1, .chain = {}}, sender()).value().args,
              (json::Array{7}));
}

TEST(Publishing, StampsGoFromParentToChild) {
    TaskMessage parent = new_task("demo.add", {}, {}, sender());
    parent.stamps = Stamps{std::vector<std::string>{"tenant"}, {{"tenant", "acme"}}};
    const auto child =
        child_of(parent, signature_of(R"({"stamped_headers":["tenant","job"],"job":5})"), {}, sender()).value();
    EXPECT_THAT(child.stamps->names.value(), ElementsAre("tenant", "job"));
    EXPECT_EQ(child.stamps->values, (json::Object{{"tenant", "acme"}, {"job", 5}}));
    EXPECT_TRUE(child.properties.others.empty());
}

TEST(Publishing, APriorityIsInheritedWhereThatIsAskedFor) {
    TaskMessage parent = new_task("demo.add", {}, {}, sender());
    parent.properties.priority = 6;
    Sender heir = sender();
    heir.inherit_priority = true;
    EXPECT_EQ(child_of(parent, signature_of("{}"), {}, sender()).value().properties.priority, 0);
    EXPECT_EQ(child_of(parent, signature_of("{}"), {}, heir).value().properties.priority, 6);
    EXPECT_EQ(child_of(parent, signature_of(R"({"priority":2})"), {}, heir).value().properties.priority, 2);
}

TEST(Publishing, WhatCannotBeOneMessageIsRefused) {
    const TaskMessage parent = new_task("demo.add", {}, {}, sender());
    for (const char* options :
         {R"({"task_id":7})", R"({"countdown":"x"})", R"({"eta":"soon"})", R"({"expires":[]})", R"({"queue":{}})",
          R"({"link":7})", R"({"link_error":[7]})", R"({"chord":[]})", R"({"chain":{"x":1}})", R"({"headers":[]})",
          R"({"stamped_headers":"x"})", R"({"group_index":"x"})", R"({"time_limit":"x"})"}) {
        const auto child = child_of(parent, signature_of(options), {}, sender());
        ASSERT_FALSE(child) << options;
        EXPECT_EQ(child.error().code, Code::invalid) << options;
    }
    Signature group = signature_of("{}");
    group.subtask_type = "group";
    EXPECT_EQ(child_of(parent, group, {}, sender()).error().code, Code::invalid);
    group.subtask_type = "xmap";
    EXPECT_TRUE(child_of(parent, group, {}, sender()));
}

}  // namespace
}  // namespace mss::celery
