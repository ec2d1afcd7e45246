#include "celery/typed_values.hpp"

#include <gtest/gtest.h>

#include "celery/test_vectors.hpp"

namespace mss::celery {
namespace {

TEST(TypedValues, ThoseOfANewClientAreRead) {
    const auto arguments =
        test::vector("5.7.0", "envelope_json_types").at("messages").at(0).at("body").at(0).at(0).as_object();
    const auto read = [&](const char* name) { return typed_value_of(arguments.at(name)).value().value(); };
    EXPECT_EQ(read("dt"), (TypedValue{TypedKind::datetime, "2030-01-02T03:04:05.678901+00:00"}));
    EXPECT_EQ(read("uuid"), (TypedValue{TypedKind::uuid, "00000000-0000-0000-0000-000000000007"}));
    EXPECT_EQ(read("dec"), (TypedValue{TypedKind::decimal, "1.50"}));
    EXPECT_EQ(read("date"), (TypedValue{TypedKind::date, "2030-01-02"}));
    EXPECT_FALSE(typed_value_of(arguments.at("float")).value());
    for (const char* name : {"dt", "uuid", "dec", "date"})
        EXPECT_EQ(tagged(read(name)), arguments.at(name)) << name;
}

TEST(TypedValues, PlainOnesAreThoseOfAnOldClient) {
    const auto arguments = [](const char* version) {
        return test::vector(version, "envelope_json_types").at("messages").at(0).at("body").at(0);
    };
    const json::Value plain = with_plain_values(arguments("5.7.0")).value();
    for (const char* name : {"uuid", "dec", "uni", "float", "none"})
        EXPECT_EQ(plain.at(0).at(name), arguments("5.2.6").at(0).at(name)) << name;
    EXPECT_EQ(plain.at(1), arguments("5.2.6").at(1));
}

TEST(TypedValues, OnlyAnObjectOfExactlyTheTwoMembersIsOne) {
    for (const char* text : {"7", "{}", R"({"__type__":"uuid"})", R"({"__type__":"uuid","x":1})",
                             R"({"__type__":"what","__value__":1,"more":1})"})
        EXPECT_FALSE(typed_value_of(test::parsed(text)).value()) << text;
    for (const char* text : {R"({"__type__":"what","__value__":1})", R"({"__type__":7,"__value__":"x"})",
                             R"({"__type__":"uuid","__value__":{}})", R"({"__type__":"decimal","__value__":1.5})"}) {
        EXPECT_EQ(typed_value_of(test::parsed(text)).error().code, Code::invalid) << text;
        EXPECT_FALSE(with_plain_values(json::Array{test::parsed(text)})) << text;
    }
}

}  // namespace
}  // namespace mss::celery
