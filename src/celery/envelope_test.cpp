#include "celery/envelope.hpp"

#include <array>
#include <utility>
#include <zlib.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/base64.hpp"
#include "celery/test_vectors.hpp"

namespace mss::celery {
namespace {

using testing::HasSubstr;

TEST(Envelope, EveryRecordedOneIsReadAndWrittenAgainAsItWas) {
    int seen = 0;
    for (const auto& [name, data] : test::vectors("")) {
        test::each_envelope_text(data, [&](const std::string& text) {
            const auto envelope = read_envelope(text);
            ASSERT_TRUE(envelope) << name << ": " << envelope.error().message;
            const std::string written = write_envelope(*envelope);
            EXPECT_TRUE(test::same_json(test::parsed(written), test::parsed(text))) << name << "\n" << written;
            EXPECT_EQ(write_envelope(read_envelope(written).value()), written) << name;
            EXPECT_FALSE(envelope->properties.delivery_tag.empty());
            ++seen;
        });
    }
    EXPECT_GT(seen, 300);
}

TEST(Envelope, IsWrittenByteForByteAsCeleryDoes) {
    for (const char* kind : {"envelope_basic", "envelope_chain", "envelope_expires", "envelope_options", "inspect_",
                             "event_task.multi", "control_"})
        for (const test::Vector& vector : test::vectors(kind))
            test::each_envelope_text(vector.data, [&](const std::string& text) {
                EXPECT_EQ(write_envelope(read_envelope(text).value()), text) << vector.name;
            });
}

TEST(Envelope, RecordedBodiesOpen) {
    for (const auto& [name, data] : test::vectors("envelope_")) {
        if (name.ends_with("pickle") || name.ends_with("compression")) continue;
        for (const json::Value& message : data.at("messages").as_array()) {
            const auto body = json_body_of(read_envelope(message.at("raw").as_string()).value());
            ASSERT_TRUE(body) << name << ": " << body.error().message;
            EXPECT_TRUE(test::same_json(*body, message.at("body"))) << name;
        }
    }
}

TEST(Envelope, ABodyThatWasCompressedOpens) {
    for (const auto& [name, data] : test::vectors("envelope_compression")) {
        const auto envelope = read_envelope(data.at("messages").at(0).at("raw").as_string()).value();
        const auto body = json_body_of(envelope);
        ASSERT_TRUE(body) << body.error().message;
        EXPECT_EQ(body->at(0).at(1).as_string(), std::string(200, 'x'));
    }
}

TEST(Envelope, ABodyOfAnotherTypeIsRefusedByName) {
    for (const auto& [name, data] : test::vectors("envelope_pickle")) {
        const auto envelope = read_envelope(data.at("messages").at(0).at("raw").as_string());
        ASSERT_TRUE(envelope);  // so that it can be acknowledged
        const auto body = json_body_of(*envelope);
        ASSERT_FALSE(body);
        EXPECT_EQ(body.error().code, Code::invalid);
        EXPECT_THAT(body.error().message, HasSubstr("pickle"));
    }
    for (const auto& [type, named] : {std::pair("application/x-yaml", "yaml"),
                                      std::pair("application/x-msgpack", "msgpack"), std::pair("a\nb", "a?b")}) {
        Envelope envelope;
        envelope.content_type = type;
        EXPECT_THAT(json_body_of(envelope).error().message, HasSubstr(named));
    }
}

TEST(Envelope, WhatIsMissingOrOfAWrongTypeIsInvalid) {
    const auto tagged = [](const std::string& properties) {
        return R"({"body":"e30=","headers":{},"properties":{"body_encoding":"base64","delivery_tag":"t")" + properties +
               "}}";
    };
    ASSERT_TRUE(read_envelope(tagged("")));
    for (const std::string& text :
         {std::string(),
          std::string("[]"),
          std::string("null"),
          std::string("{"),
          std::string("{}"),
          std::string(R"({"body":7})"),
          std::string(R"({"body":"e30=","properties":{}})"),
          std::string(R"({"body":"e30=","properties":{"delivery_tag":""}})"),
          std::string(R"({"body":"e30=","properties":{"delivery_tag":7}})"),
          std::string(R"({"body":"e30=","headers":[],"properties":{"delivery_tag":"t"}})"),
          std::string(R"({"body":"e30=","properties":7})"),
          std::string(R"({"body":"###","properties":{"delivery_tag":"t","body_encoding":"base64"}})"),
          std::string(R"({"body":"e30=","properties":{"delivery_tag":"t","body_encoding":"rot13"}})"),
          std::string("{\"body\":\"\xFF\",\"properties\":{\"delivery_tag\":\"t\"}}"),
          tagged(R"(,"correlation_id":7)"),
          tagged(R"(,"reply_to":[])"),
          tagged(R"(,"delivery_info":"x")"),
          tagged(R"(,"delivery_info":{"routing_key":7})"),
          tagged(R"(,"delivery_mode":"x")"),
          tagged(R"(,"expiration":60000)")}) {
        const auto envelope = read_envelope(text);
        ASSERT_FALSE(envelope) << text;
        EXPECT_EQ(envelope.error().code, Code::invalid) << text;
        EXPECT_LT(envelope.error().message.size(), 200U);
    }
}

TEST(Envelope, WhatIsNotKnownIsKept) {
    const std::string text =
        R"({"body":"plain","content-type":"application/json","content-encoding":"utf-8","headers":{"x":[1]},)"
        R"("properties":{"delivery_mode":2,)"
        R"("delivery_info":{"exchange":"e","routing_key":"r","redelivered":true,"z":1},)"
        R"("priority":0,"delivery_tag":"t","y":{}},"w":2})";
    const auto envelope = read_envelope(text);
    ASSERT_TRUE(envelope);
    EXPECT_EQ(envelope->body, "plain");
    EXPECT_FALSE(envelope->base64);
    EXPECT_EQ(envelope->properties.delivery_info.redelivered, true);
    EXPECT_TRUE(test::same_json(test::parsed(write_envelope(*envelope)), test::parsed(text)));
}

TEST(Envelope, TheUnackedEntryHoldsTheTextAsItCame) {
    const std::string text = R"({"body": "x", "n": 1180591620717411303424})";
    EXPECT_EQ(write_unacked(text, {.exchange = "", .routing_key = "q\"", .redelivered = {}, .others = {}}),
              "[" + text + R"(, "", "q\""])");
}

}  // namespace
}  // namespace mss::celery
