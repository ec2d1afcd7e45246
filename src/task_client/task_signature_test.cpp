#include "task_client/task_signature.hpp"

#include <map>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mss::task_client {
namespace {

using testing::HasSubstr;

struct Point {
    int x = 0;
    int y = 0;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x, y))

const TaskSignature<std::string(int, std::optional<std::string>, Point)> kPlace("demo.place", {"id", "label", "at"});

TEST(TaskSignature, ACallHasItsArgumentsInPlaces) {
    const Call<std::string> call = kPlace(7, std::nullopt, {.x = 1, .y = 2});
    EXPECT_EQ(call.task, "demo.place");
    EXPECT_EQ(json::print(call.args), R"([7,null,{"x":1,"y":2}])");
    EXPECT_TRUE(call.kwargs.empty());
}

TEST(TaskSignature, ArgumentsAreBoundByPlaceAndByName) {
    const auto bound = kPlace.bind({7}, {{"at", {{"x", 3}}}, {"label", "here"}});
    ASSERT_TRUE(bound) << bound.error().message;
    EXPECT_EQ(std::get<0>(*bound), 7);
    EXPECT_EQ(std::get<1>(*bound), "here");
    EXPECT_EQ(std::get<2>(*bound).x, 3);
    const auto without = kPlace.bind({}, {{"id", 1}, {"at", json::Object()}});
    ASSERT_TRUE(without) << without.error().message;
    EXPECT_FALSE(std::get<1>(*without));
}

TEST(TaskSignature, WrongArgumentsAreNamed) {
    const auto refusal = [](const json::Array& args, const json::Object& kwargs) {
        const auto bound = kPlace.bind(args, kwargs);
        return bound ? std::string("bound") : bound.error().message;
    };
    EXPECT_THAT(refusal({1, "a", json::Object(), 4}, {}), HasSubstr("demo.place takes 3 positional arguments, and 4"));
    EXPECT_THAT(refusal({1}, {{"id", 2}}), HasSubstr("id twice"));
    EXPECT_THAT(refusal({1}, {{"nonsense", 2}}), HasSubstr("no argument named \"nonsense\""));
    EXPECT_THAT(refusal({"x"}, {}), HasSubstr("demo.place: id: expected a whole number"));
    EXPECT_THAT(refusal({1}, {}), HasSubstr("at: expected an object"));
}

TEST(TaskSignature, WithoutNamesThereAreOnlyPlaces) {
    const TaskSignature<int(int, int)> add("demo.add");
    EXPECT_TRUE(add.bind({1, 2}, {}));
    EXPECT_FALSE(add.bind({1}, {{"y", 2}}));
    EXPECT_THROW((TaskSignature<int(int, int)>("demo.add", {"x"})), std::logic_error);
}

}  // namespace
}  // namespace mss::task_client
