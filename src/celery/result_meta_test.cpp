#include "celery/result_meta.hpp"

#include <gtest/gtest.h>

#include "celery/test_vectors.hpp"

namespace mss::celery {
namespace {

// Calls back with each value that was stored as a result, as text.
void each_result(const std::function<void(const std::string& name, const std::string& text)>& see) {
    for (const auto& [name, data] : test::vectors(""))
        if (const json::Value* commands = data.if_contains("redis_commands"))
            for (const json::Value& entry : commands->as_array()) {
                const auto& command = entry.at(2).as_array();
                if (command.size() == 4 && command[0] == "SETEX" &&
                    command[1].as_string().starts_with("celery-task-meta-") && command[3].as_string().starts_with("{"))
                    see(name, std::string(command[3].as_string()));
            }
}

TEST(ResultMeta, EveryRecordedOneIsReadAndWrittenAgainByteForByte) {
    int seen = 0;
    each_result([&](const std::string& name, const std::string& text) {
        const auto meta = read_result(text);
        ASSERT_TRUE(meta) << name << ": " << meta.error().message;
        const std::string written = write_result(*meta);
        EXPECT_EQ(written, text) << name;
        EXPECT_EQ(read_result(written), *meta) << name;
        ++seen;
    });
    EXPECT_GT(seen, 80);
}

ResultMeta recorded(std::string_view version, std::string_view name, std::string_view status) {
    for (const json::Value& write : test::vector(version, name).at("result_writes").as_array())
        if (write.at("value").at("status").as_string() == boost::json::string_view(status))
            return read_result(json::print(write.at("value"))).value();
    throw std::runtime_error("no such state was recorded");
}

// The recorded one, and one that was made here of the same parts, differ in nothing but the time.
void expect_same(ResultMeta made, const ResultMeta& seen) {
    EXPECT_EQ(made.date_done.has_value(), seen.date_done.has_value());
    made.date_done = seen.date_done;
    EXPECT_EQ(write_result(made), write_result(seen));
}

ResultSubject subject_of(const ResultMeta& meta) {
    return {meta.task_id, meta.group_id, meta.parent_id, meta.extended};
}

TEST(ResultMeta, EachStateIsMadeAsCeleryMakesIt) {
    const Timestamp now = from_unix_ms(1'700'000'000'123);
    for (const char* version : {"5.2.6", "5.7.0"}) {
        for (const char* name : {"result_success", "result_success_extended"}) {
            const ResultMeta success = recorded(version, name, "SUCCESS");
            expect_same(success_result(subject_of(success), success.result, now), success);
            const ResultMeta started = recorded(version, name, "STARTED");
            expect_same(started_result(subject_of(started), started.result.at("pid").as_int64(), "w1@host1"), started);
        }
        const ResultMeta progress = recorded(version, "result_progress", "PROGRESS");
        expect_same(custom_result(subject_of(progress), state::kProgress, json::Object{{"current", 3}, {"total", 10}}),
                    progress);
        const ResultMeta failure = recorded(version, "result_failure", "FAILURE");
        expect_same(failure_result(subject_of(failure), {"ValueError", json::Array{"boom"}, "builtins"},
                                   failure.traceback, now),
                    failure);
        const ResultMeta retry = recorded(version, "result_retry", "RETRY");
        ResultMeta made =
            retry_result(subject_of(retry), {"ValueError", json::Array{"try again"}, "builtins"}, retry.traceback);
        made.children = {{.id = retry.task_id, .parent = {}, .members = {}}};
        expect_same(made, retry);
        const ResultMeta expired = recorded(version, "result_expired", "REVOKED");
        expect_same(revoked_result(subject_of(expired), "expired", now), expired);
    }
    EXPECT_EQ(success_result({}, nullptr, now).date_done->text, "2023-11-14T22:13:20.123000+00:00");
}

TEST(ResultMeta, ATasksResultIsItsOwn) {
    TaskMessage message;
    message.task = "demo.add";
    message.id = "t";
    message.group = "g";
    message.parent_id = "p";
    message.args = {1, 2};
    message.retries = 3;
    message.properties.delivery_info.routing_key = "celery";
    const ResultSubject bare = subject_of(message, {});
    EXPECT_EQ(bare.task_id, "t");
    EXPECT_EQ(bare.group_id, "g");
    EXPECT_EQ(bare.parent_id, "p");
    EXPECT_FALSE(bare.extended);
    const auto extended = subject_of(message, "w1@host1").extended;
    ASSERT_TRUE(extended);
    EXPECT_EQ(extended->name, "demo.add");
    EXPECT_EQ(extended->args, (json::Array{1, 2}));
    EXPECT_EQ(extended->retries, 3);
    EXPECT_EQ(extended->queue, "celery");
}

TEST(ResultMeta, WhatIsReadyAndWhatIsAnException) {
    for (const auto status : {state::kSuccess, state::kFailure, state::kRevoked})
        EXPECT_TRUE(is_ready(status));
    for (const auto status : {state::kPending, state::kStarted, state::kRetry, state::kProgress, state::kReceived})
        EXPECT_FALSE(is_ready(status));
    EXPECT_TRUE(is_exception(state::kRetry));
    EXPECT_FALSE(is_exception(state::kSuccess));
}

TEST(ResultMeta, PointersNestAndHaveAnOldForm) {
    const json::Value group =
        test::parsed(R"([["g", [["p", null], null]], [[["a", null], null], [["b", null], null]]])");
    const auto pointer = read_pointer(group);
    ASSERT_TRUE(pointer) << pointer.error().message;
    EXPECT_EQ(pointer->id, "g");
    EXPECT_EQ(pointer->members.value().size(), 2U);
    EXPECT_EQ(write_pointer(*pointer), group.as_array());
    EXPECT_EQ(read_pointer(test::parsed(R"(["a", null])")).value().id, "a");
    EXPECT_EQ(read_group(write_group(*pointer)), *pointer);
    for (const char* text : {"7", "[]", R"([7,null])", R"([["a"],null])", R"([["a",null],7])", R"([["a",null],[7]])"})
        EXPECT_FALSE(read_pointer(test::parsed(text))) << text;
    EXPECT_FALSE(read_group("{}"));
    EXPECT_FALSE(read_group("[]"));
}

TEST(ResultMeta, AnOldExceptionHasATextAndNoModule) {
    const auto exception = read_exception(test::parsed(R"({"exc_type":"E","exc_message":"boom"})")).value();
    EXPECT_EQ(exception.message, "boom");
    EXPECT_FALSE(exception.module);
    EXPECT_FALSE(read_exception(test::parsed(R"({"exc_message":[]})")));
}

TEST(ResultMeta, APartOfAChordIsCountedAsCeleryCountsIt) {
    for (const auto& [name, data] : test::vectors("canvas_chord")) {
        int seen = 0;
        for (const json::Value& entry : data.at("redis_commands").as_array()) {
            const auto& command = entry.at(2).as_array();
            if (command[0] != "ZADD" || !command[1].as_string().ends_with(".j")) continue;
            const std::string text(command.back().as_string());
            const json::Value part = test::parsed(text);
            ResultMeta meta;
            meta.task_id = part.at(1).as_string();
            meta.status = part.at(2).as_string();
            meta.result = part.at(3);
            EXPECT_EQ(chord_part(meta), text) << name;
            ++seen;
        }
        EXPECT_GT(seen, 0) << name;
    }
}

TEST(ResultMeta, WhatIsMissingOrOfAWrongTypeIsInvalid) {
    for (const char* text :
         {"", "7", "{}", R"({"status":"SUCCESS"})", R"({"status":7,"task_id":"t"})",
          R"({"status":"SUCCESS","task_id":7})", R"({"status":"FAILURE","task_id":"t","result":"x"})",
          R"({"status":"FAILURE","task_id":"t","result":{"exc_type":7}})",
          R"({"status":"SUCCESS","task_id":"t","children":7})", R"({"status":"SUCCESS","task_id":"t","children":[7]})",
          R"({"status":"SUCCESS","task_id":"t","date_done":"now"})",
          R"({"status":"SUCCESS","task_id":"t","traceback":[]})", R"({"status":"SUCCESS","task_id":"t","name":7})"}) {
        const auto meta = read_result(text);
        ASSERT_FALSE(meta) << text;
        EXPECT_EQ(meta.error().code, Code::invalid) << text;
    }
}

}  // namespace
}  // namespace mss::celery
