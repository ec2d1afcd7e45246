#include "tasks/definition.hpp"

#include <stdexcept>

#include <boost/describe.hpp>
#include <gmock/gmock.h>

namespace mss::tasks {
namespace {

struct Greeting {
    std::string name;
    int times = 1;
};
BOOST_DESCRIBE_STRUCT(Greeting, (), (name, times))

Registry greetings() {
    Registry registry;
    Definition greet = define<Greeting>("tasks.greet", [](const Greeting& greeting, const TaskContext& context) {
        return Result<json::Value>(json::Value{{"text", greeting.name + " of " + context.owner}});
    });
    greet.queue = "slow";
    greet.retries_max = 7;
    registry.add(std::move(greet));
    Definition planned = define<Greeting>("tasks.planned");
    planned.refusal = "planned is not built yet";
    registry.add(std::move(planned));
    registry.add(define<Greeting>("tasks.elsewhere"));
    return registry;
}

TEST(Registry, ACallTakesQueueAndRetriesFromItsKind) {
    const auto call = greetings().call("tasks.greet", {{"name", "Ada"}}, "user-1");
    ASSERT_TRUE(call) << call.error().message;
    EXPECT_EQ(call->name, "tasks.greet");
    EXPECT_EQ(call->arguments, R"({"name":"Ada"})");
    EXPECT_EQ(call->owner, "user-1");
    EXPECT_EQ(call->queue, "slow");
    EXPECT_EQ(call->retries_max, 7);
}

TEST(Registry, AnUnknownKindIsNotFound) {
    EXPECT_EQ(greetings().call("tasks.unknown", json::Object(), "").error().code, Code::not_found);
}

TEST(Registry, AKindThatRefusesSaysWhy) {
    const auto call = greetings().call("tasks.planned", {{"name", "Ada"}}, "");
    ASSERT_FALSE(call);
    EXPECT_EQ(call.error().code, Code::unavailable);
    EXPECT_EQ(call.error().message, "planned is not built yet");
}

TEST(Registry, WrongArgumentsAreRefusedWithTheirPath) {
    const auto call = greetings().call("tasks.greet", {{"name", "Ada"}, {"times", "often"}}, "");
    ASSERT_FALSE(call);
    EXPECT_EQ(call.error().code, Code::invalid);
    EXPECT_THAT(call.error().message, testing::HasSubstr("times"));
    EXPECT_EQ(greetings().call("tasks.greet", json::Array(), "").error().code, Code::invalid);
}

TEST(Registry, ArgumentsThatAreTooLargeAreRefused) {
    const auto call = greetings().call("tasks.greet", {{"name", std::string(kArgumentsBytesMax, 'x')}}, "");
    EXPECT_EQ(call.error().code, Code::too_large);
}

TEST(Registry, OnlyKindsWithAFunctionThatDoNotRefuseCanBeRun) {
    EXPECT_THAT(greetings().runnable(), testing::ElementsAre("tasks.greet"));
}

TEST(Registry, AFunctionGetsItsArgumentsTyped) {
    const Registry registry = greetings();
    TaskContext context;
    context.owner = "Babbage";
    const auto answer = registry.find("tasks.greet")->function({{"name", "Ada"}}, context);
    EXPECT_EQ(json::print(answer.value()), R"({"text":"Ada of Babbage"})");
    EXPECT_EQ(registry.find("tasks.greet")->function({{"name", 1}}, context).error().code, Code::invalid);
}

TEST(Registry, ANameThatIsTakenOrNoNameIsADefect) {
    Registry registry = greetings();
    EXPECT_THROW(registry.add(define<Greeting>("tasks.greet")), std::logic_error);
    EXPECT_THROW(registry.add(define<Greeting>("no name")), std::logic_error);
}

}  // namespace
}  // namespace mss::tasks
