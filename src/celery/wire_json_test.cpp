#include "celery/wire_json.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace mss::celery {
namespace {

TEST(WireJson, WritesWhatPythonWrites) {
    const std::string text = R"({"a": [1, -2, 2.0, 0.1, 1e-05, 1e+16, null, true], "b": {}, "c": [], )"
                             R"("d": "\"\\\n\t\u0007\u007fh\u00e9\u4e16\ud83d\ude00"})";
    EXPECT_EQ(print_wire(parse_wire(text).value()), text);
}

TEST(WireJson, AFloatArrivesAsItWasSent) {
    for (const char* text : {"1795582506.3531063", "[1795611539.0957623, 5e-324, 1.7976931348623157e+308]",
                             "0.1234567890123456", "-1e-05", "123456789012345.67"})
        EXPECT_EQ(print_wire(parse_wire(text).value()), text);
    EXPECT_EQ(print_wire(parse_wire("1e999").value()), "1e999");
}

TEST(WireJson, RefusesWhatIsNoWholeDocument) {
    for (const char* text : {"", " ", "{", "[1", "1 2", "{}x", "\"a", "tru", "-", "1.", "[1,]", "/* a */ 1", "'a'"})
        EXPECT_EQ(parse_wire(text).error().code, Code::invalid) << text;
    EXPECT_EQ(parse_wire(" [ 1 , {\"\\u00e9a\" : -0.5e1} ]\n").value(), (json::Array{1, json::Object{{"éa", -5.0}}}));
    EXPECT_EQ(parse_wire(R"({"a":1,"a":2})").value(), (json::Object{{"a", 2}}));
}

TEST(WireJson, WritesLongTextsWhole) {
    std::string text;
    for (int i = 0; i < 5000; ++i)
        text += "é";
    const json::Value value(text);
    EXPECT_EQ(parse_wire(print_wire(value)).value(), value);
}

TEST(WireJson, StaysJsonWhereANumberIsNone) {
    EXPECT_EQ(print_wire(std::numeric_limits<double>::infinity()), "1e999");
    EXPECT_EQ(print_wire(-std::numeric_limits<double>::infinity()), "-1e999");
    EXPECT_EQ(print_wire(std::numeric_limits<double>::quiet_NaN()), "null");
    EXPECT_EQ(parse_wire("NaN").error().code, Code::invalid);
}

TEST(WireJson, ReadsDeepCanvasesAndRefusesBottomlessOnes) {
    EXPECT_TRUE(parse_wire(std::string(150, '[') + std::string(150, ']')));
    EXPECT_EQ(parse_wire(std::string(100'000, '[')).error().code, Code::invalid);
    EXPECT_EQ(parse_wire("[1,2,3]", 5).error().code, Code::too_large);
}

TEST(WireJson, WholeNumbersHaveNoFraction) {
    EXPECT_EQ(print_wire(number_of(30.0)), "30");
    EXPECT_EQ(print_wire(number_of(0.5)), "0.5");
}

TEST(WireJson, TakesMembersAndNamesWhatIsWrong) {
    json::Object object = parse_wire(R"({"a":1,"b":"x","c":null,"d":{}})").value().get_object();
    int number = 0;
    std::string text = "kept";
    EXPECT_TRUE(take(object, "a", number));
    EXPECT_EQ(number, 1);
    EXPECT_TRUE(take(object, "c", text));
    EXPECT_EQ(text, "kept");
    const auto wrong = take(object, "b", number);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, Code::invalid);
    EXPECT_TRUE(wrong.error().message.starts_with("b: ")) << wrong.error().message;
    EXPECT_EQ(take_required(object, "z", number).error().message, "z is missing");
    json::Array array;
    EXPECT_FALSE(take_array(object, "d", array));
}

}  // namespace
}  // namespace mss::celery
