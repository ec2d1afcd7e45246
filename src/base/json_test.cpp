#include "base/json.hpp"

#include <gmock/gmock.h>

namespace mss::json {
namespace {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Inner {
    std::string name = "unnamed";
    int count = 7;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (name, count))

struct Widest {
    std::uint64_t seed = 0;
    std::int64_t offset = 0;
};
BOOST_DESCRIBE_STRUCT(Widest, (), (seed, offset))

struct Outer {
    Colour colour = Colour::red;
    std::vector<Inner> inners;
    std::optional<double> weight;
    std::map<std::string, bool> flags;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (colour, inners, weight, flags))

TEST(Json, AStructSurvivesTheWayThroughText) {
    Outer outer{Colour::green, {{"a", 1}, {"b", -2}}, 1.5, {{"on", true}}};
    const auto back = decode_text<Outer>(print(encode(outer)));
    ASSERT_TRUE(back);
    EXPECT_EQ(print(encode(*back)), print(encode(outer)));
    EXPECT_EQ(print(encode(outer)), R"({"colour":"green","inners":[{"name":"a","count":1},{"name":"b","count":-2}],)"
                                    R"("weight":1.5,"flags":{"on":true}})");
}

TEST(Json, MembersThatAreNotNamedKeepTheirDefault) {
    const auto inner = decode_text<Inner>(R"({"unknown": 1})");
    ASSERT_TRUE(inner);
    EXPECT_EQ(inner->name, "unnamed");
    EXPECT_EQ(inner->count, 7);
}

TEST(Json, ErrorsNameThePathOfTheWrongMember) {
    EXPECT_EQ(decode_text<Outer>(R"({"inners":[{},{"name":3}]})").error().message, "inners[1].name: expected a text");
    EXPECT_EQ(decode_text<Outer>(R"({"colour":"blue"})").error().message, "colour: expected one of red, green");
    EXPECT_EQ(decode_text<Outer>("[]").error().message, "the document: expected an object");
    EXPECT_EQ(decode_text<Inner>(R"({"count":1.5})").error().message, "count: expected a whole number in range");
    EXPECT_EQ(decode_text<Inner>(R"({"count":99999999999})").error().message,
              "count: expected a whole number in range");
}

TEST(Json, WholeNumbersKeepAllTheirBits) {
    const Widest widest{UINT64_MAX, INT64_MIN};
    const auto back = decode_text<Widest>(print(encode(widest)));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->seed, UINT64_MAX);
    EXPECT_EQ(back->offset, INT64_MIN);
    EXPECT_FALSE(decode_text<Widest>(R"({"seed":-1})"));
}

TEST(Json, ANumberBeyondADoubleIsNoInfinity) {
    const auto huge = decode_text<Outer>(R"({"weight":1)" + std::string(400, '0') + "}");
    ASSERT_FALSE(huge);
    EXPECT_EQ(huge.error().code, Code::invalid);
    EXPECT_FALSE(decode_text<Outer>(R"({"weight":-1e999})"));
    EXPECT_TRUE(decode_text<Outer>(R"({"weight":1e300})"));
}

TEST(Json, DeepNestingAndBrokenTextAreErrors) {
    EXPECT_EQ(parse(std::string(100'000, '[')).error().code, Code::invalid);
    EXPECT_EQ(parse("{").error().code, Code::invalid);
    EXPECT_EQ(parse("\"\xFF\"").error().code, Code::invalid);
    EXPECT_EQ(parse("[1, 2, 3]", 4).error().code, Code::too_large);
}

TEST(Json, PrettyTextParsesToTheSameValue) {
    const Value value = encode(Outer{Colour::red, {{"a", 1}}, {}, {}});
    EXPECT_EQ(parse(pretty(value)).value(), value);
    EXPECT_THAT(pretty(value), testing::HasSubstr("\n  \"inners\": [\n    {\n      \"name\": \"a\""));
}

}  // namespace
}  // namespace mss::json
