#include "celery/canvas.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "celery/test_vectors.hpp"

namespace mss::celery {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Sender sender() {
    return {.origin = "gen1@host1", .reply_to = "me", .default_queue = "celery", .inherit_priority = false, .now = {}};
}

TaskMessage parent_task() {
    TaskMessage parent = new_task("demo.add", {}, {}, sender());
    parent.id = "parent";
    parent.root_id = "root";
    return parent;
}

json::Object task(const char* id, json::Object options = {}) {
    options["task_id"] = id;
    return {{"task", std::string("demo.") + id}, {"args", json::Array{id}}, {"options", std::move(options)}};
}

json::Object group(const char* id, json::Array tasks) {
    return {{"task", "celery.group"},
            {"kwargs", json::Object{{"tasks", std::move(tasks)}}},
            {"options", json::Object{{"task_id", id}}},
            {"subtask_type", "group"}};
}

json::Object chain(json::Array tasks) {
    return {{"task", "celery.chain"}, {"kwargs", json::Object{{"tasks", std::move(tasks)}}}, {"subtask_type", "chain"}};
}

json::Object chord(json::Object header, json::Object body) {
    return {
        {"task", "celery.chord"},
        {"kwargs", json::Object{{"header", std::move(header)}, {"body", std::move(body)}, {"kwargs", json::Object()}}},
        {"subtask_type", "chord"}};
}

Publication published(const json::Object& signature, const Call& call = {}) {
    return publish_signature(parent_task(), read_signature(signature).value(), call, sender()).value();
}

std::vector<std::string> ids(const Publication& publication) {
    std::vector<std::string> found;
    found.reserve(publication.messages.size());
    for (const TaskMessage& message : publication.messages)
        found.push_back(message.id);
    return found;
}

std::vector<std::string> ids(const Signatures& signatures) {
    std::vector<std::string> found;
    for (const Signature& signature : signatures.value_or(std::vector<Signature>()))
        found.emplace_back(signature.options.at("task_id").as_string());
    return found;
}

TEST(Canvas, AStepThatIsAChordStartsItAsAClientWould) {
    for (const char* version : {"5.2.6", "5.7.0"}) {
        const auto data = test::vector(version, "envelope_chain_group");
        const auto text = data.at("messages").at(0).at("raw").as_string();
        const TaskMessage first = read_task(read_envelope(text).value()).value();
        const auto next = after_success(first, 3, sender());
        ASSERT_TRUE(next) << next.error().message;
        ASSERT_THAT(next->chords, SizeIs(1));
        EXPECT_EQ(next->chords[0].size, 2);
        ASSERT_THAT(next->messages, SizeIs(2));
        for (std::int64_t i = 0; i < 2; ++i) {
            const TaskMessage& part = next->messages[static_cast<std::size_t>(i)];
            EXPECT_EQ(part.args, (json::Array{3, 10 * (i + 1)}));
            EXPECT_EQ(part.group, next->chords[0].group_id);
            EXPECT_EQ(part.group_index, i);
            EXPECT_EQ(part.parent_id, first.id);
            EXPECT_EQ(part.root_id, first.id);
            ASSERT_TRUE(part.embed.chord);
            EXPECT_EQ(part.embed.chord->task, "demo.tsum");
            const auto end =
                publish_signature(part, *part.embed.chord, {.previous = json::Array{13, 23}, .chain = {}}, sender());
            ASSERT_THAT(end.value().messages, SizeIs(1));
            EXPECT_EQ(print_wire(end->messages[0].args), "[[13, 23]]");
            EXPECT_EQ(end->messages[0].id, next->children.at(0).id);
            EXPECT_EQ(end->messages[0].root_id, first.id);
        }
    }
}

TEST(Canvas, AGroupSharesTheResultAndItsOptions) {
    auto signature = group("g", {task("a"), task("b", {{"priority", 1}}), group("h", {task("c")})});
    signature["options"].as_object()["queue"] = "q";
    signature["options"].as_object()["priority"] = 5;
    const Publication sent = published(signature, {.previous = 7, .chain = {}});
    EXPECT_THAT(ids(sent), ElementsAre("a", "b", "c"));
    EXPECT_THAT(sent.chords, IsEmpty());
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(sent.messages[i].args[0], 7);
        EXPECT_EQ(sent.messages[i].group, "g");
        EXPECT_EQ(sent.messages[i].group_index, static_cast<std::int64_t>(i));
        EXPECT_EQ(sent.messages[i].queue(), "q");
        EXPECT_EQ(sent.messages[i].properties.priority, 5);
        EXPECT_FALSE(sent.messages[i].embed.chord);
    }
    EXPECT_EQ(print_wire(write_pointer(sent.children.at(0))),
              R"([["g", null], [[["a", null], null], [["b", null], null], [["c", null], null]]])");
}

TEST(Canvas, AChainGoesStepByStep) {
    const Publication sent =
        published(chain({task("a"), chain({task("b"), task("c")}), task("d")}), {.previous = 1, .chain = {}});
    EXPECT_THAT(ids(sent), ElementsAre("a"));
    EXPECT_THAT(ids(sent.messages[0].embed.chain), ElementsAre("d", "c", "b"));
    EXPECT_EQ(sent.children.at(0).id, "d");
}

TEST(Canvas, AChainInAChainGoesBeforeWhatIsLeft) {
    TaskMessage message = parent_task();
    message.embed.chain = std::vector<Signature>{read_signature(task("z")).value(),
                                                 read_signature(chain({task("a"), task("b")})).value()};
    const auto sent = after_success(message, 1, sender()).value();
    EXPECT_THAT(ids(sent), ElementsAre("a"));
    EXPECT_THAT(ids(sent.messages[0].embed.chain), ElementsAre("z", "b"));
}

TEST(Canvas, AGroupWithSomethingBehindItIsAChord) {
    const Publication sent = published(chain({group("g", {task("a"), task("b")}), task("c"), task("d")}));
    EXPECT_THAT(ids(sent), ElementsAre("a", "b"));
    ASSERT_THAT(sent.chords, SizeIs(1));
    EXPECT_EQ(sent.chords[0].group_id, "g");
    EXPECT_EQ(sent.chords[0].size, 2);
    const TaskMessage& part = sent.messages[1];
    ASSERT_TRUE(part.embed.chord);
    EXPECT_FALSE(part.embed.chain);  // the body has it, or the rest would run once for each part
    const auto body =
        publish_signature(part, *part.embed.chord, {.previous = json::Array{1, 2}, .chain = {}}, sender());
    ASSERT_TRUE(body);
    EXPECT_THAT(ids(*body), ElementsAre("c"));
    EXPECT_THAT(ids(body->messages[0].embed.chain), ElementsAre("d"));
    EXPECT_EQ(sent.children.at(0).id, "d");
}

TEST(Canvas, AChordInAChordIsCountedByItsBody) {
    const Publication sent = published(
        chord(group("outer", {task("a"), chord(group("inner", {task("b"), task("c")}), task("d")),
                              chain({task("e"), task("f")}), chain({task("g"), group("h", {task("i"), task("j")})})}),
              task("z")));
    EXPECT_THAT(ids(sent), ElementsAre("a", "b", "c", "e", "g"));
    ASSERT_THAT(sent.chords, SizeIs(2));
    EXPECT_EQ(sent.chords[0].group_id, "outer");
    EXPECT_EQ(sent.chords[0].size, 5);  // a, d, f, i, j
    EXPECT_EQ(sent.chords[1].group_id, "inner");
    EXPECT_EQ(sent.chords[1].size, 2);
    const TaskMessage& inner = sent.messages[1];
    EXPECT_EQ(inner.group, "inner");
    EXPECT_EQ(inner.embed.chord->options.at("task_id"), "d");
    const auto inner_body = publish_signature(inner, *inner.embed.chord, {}, sender()).value();
    EXPECT_EQ(inner_body.messages[0].group, "outer");
    EXPECT_EQ(inner_body.messages[0].group_index, 1);
    EXPECT_EQ(inner_body.messages[0].embed.chord->options.at("task_id"), "z");
    const auto last_of_chain = after_success(sent.messages[3], 1, sender()).value();
    EXPECT_THAT(ids(last_of_chain), ElementsAre("f"));
    EXPECT_FALSE(sent.messages[3].embed.chord);
    EXPECT_EQ(last_of_chain.messages[0].group, "outer");
    EXPECT_TRUE(last_of_chain.messages[0].embed.chord);
    const auto group_at_end = after_success(sent.messages[4], 1, sender()).value();
    EXPECT_THAT(ids(group_at_end), ElementsAre("i", "j"));
    EXPECT_THAT(group_at_end.chords, IsEmpty());
    for (const TaskMessage& message : group_at_end.messages) {
        EXPECT_EQ(message.group, "outer");
        EXPECT_TRUE(message.embed.chord);
    }
}

TEST(Canvas, AChordWithoutPartsIsItsBody) {
    const Publication sent = published(chord(group("g", {}), task("z")));
    EXPECT_THAT(ids(sent), ElementsAre("z"));
    EXPECT_EQ(sent.messages[0].args, (json::Array{json::Array(), "z"}));
    EXPECT_THAT(sent.chords, IsEmpty());
}

TEST(Canvas, TheBodyOfAChordMayBeMoreThanATask) {
    const Publication sent = published(chord(group("g", {task("a")}), chain({task("y"), task("z")})));
    const auto end = publish_signature(sent.messages[0], *sent.messages[0].embed.chord,
                                       {.previous = json::Array{1}, .chain = {}}, sender())
                         .value();
    EXPECT_THAT(ids(end), ElementsAre("y"));
    EXPECT_THAT(ids(end.messages[0].embed.chain), ElementsAre("z"));
}

TEST(Canvas, ASuccessCallsAllThatIsLinkedAndAFailureItsOwn) {
    TaskMessage message = parent_task();
    message.embed.callbacks =
        std::vector<Signature>{read_signature(task("a")).value(), read_signature(task("b")).value()};
    message.embed.errbacks = std::vector<Signature>{read_signature(task("e")).value()};
    message.embed.chain = std::vector<Signature>{read_signature(task("d")).value(), read_signature(task("c")).value()};
    const auto success = after_success(message, 5, sender()).value();
    EXPECT_THAT(ids(success), ElementsAre("a", "b", "c"));
    EXPECT_THAT(success.children, SizeIs(3));
    EXPECT_EQ(success.messages[2].args, (json::Array{5, "c"}));
    const auto failure = after_failure(message, sender()).value();
    EXPECT_THAT(ids(failure), ElementsAre("e"));
    EXPECT_EQ(failure.messages[0].args, (json::Array{"parent", "e"}));
    EXPECT_EQ(failure.messages[0].root_id, "root");
    EXPECT_THAT(after_success(parent_task(), 5, sender()).value().messages, IsEmpty());
}

TEST(Canvas, WhatIsLinkedToAChainIsLinkedToItsSteps) {
    auto signature = chain({task("a", {{"link_error", json::Array{task("x")}}}), task("b")});
    signature["options"] = json::Object{{"link", json::Array{task("l")}}, {"link_error", task("e")}};
    const Publication sent = published(signature);
    EXPECT_THAT(ids(sent.messages[0].embed.callbacks), IsEmpty());
    EXPECT_THAT(ids(sent.messages[0].embed.errbacks), ElementsAre("x", "e"));
    const auto next = after_success(sent.messages[0], 1, sender()).value();
    EXPECT_THAT(ids(next.messages[0].embed.callbacks), ElementsAre("l"));
    EXPECT_THAT(ids(next.messages[0].embed.errbacks), ElementsAre("e"));
}

TEST(Canvas, BrokenOnesAreInvalidAndEnormousOnesTooLarge) {
    for (const json::Object& broken :
         {chain({}), chain({7}), group("g", {7}), json::Object{{"task", "x"}, {"subtask_type", "chord"}},
          chord(group("g", {task("a")}), {{"task", 7}}), chord(group("g", {chain({})}), task("z"))}) {
        const auto sent = publish_signature(parent_task(), read_signature(broken).value(), {}, sender());
        ASSERT_FALSE(sent) << json::print(broken);
        EXPECT_EQ(sent.error().code, Code::invalid) << json::print(broken);
    }
    json::Array many(kPublishedMax + 1, json::Value(json::Object{{"task", "a"}}));
    const auto sent = publish_signature(parent_task(), read_signature(group("g", many)).value(), {}, sender());
    EXPECT_EQ(sent.error().code, Code::too_large);
    many.resize(1000);
    auto heavy = task("z");
    heavy["args"] = json::Array{std::string(100'000, 'x')};
    const auto copies =
        publish_signature(parent_task(), read_signature(chord(group("g", many), heavy)).value(), {}, sender());
    EXPECT_EQ(copies.error().code, Code::too_large);
    EXPECT_THAT(copies.error().message, HasSubstr("copies"));
}

}  // namespace
}  // namespace mss::celery
