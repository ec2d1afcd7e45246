#include "tasks/task.hpp"

#include <gtest/gtest.h>

#include "base/identifier.hpp"

namespace mss::tasks {
namespace {

TaskCall good_call() {
    TaskCall call;
    call.name = "tasks.generate_video";
    call.arguments = R"({"topic":"tides"})";
    call.owner = "somebody";
    return call;
}

void expect_refused(const TaskCall& call, Code code = Code::invalid) {
    const auto outcome = validate(call);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, code) << outcome.error().message;
}

TEST(Task, AcceptsAGoodCallWithAndWithoutAnId) {
    TaskCall call = good_call();
    EXPECT_TRUE(validate(call));
    call.id = uuid_v7(Timestamp{});
    EXPECT_TRUE(validate(call));
}

TEST(Task, RefusesNamesAndQueuesOutsideTheirAlphabet) {
    for (const std::string& word : {std::string(), std::string("a b"), std::string("a/b"), std::string("ä"),
                                    std::string(101, 'a'), std::string("a\0b", 3)}) {
        TaskCall call = good_call();
        call.name = word;
        expect_refused(call);
        call = good_call();
        call.queue = word;
        expect_refused(call);
    }
    TaskCall call = good_call();
    call.name = call.queue = std::string(100, 'a');
    EXPECT_TRUE(validate(call));
}

TEST(Task, RefusesAnIdThatIsNoUuid) {
    TaskCall call = good_call();
    call.id = "7";
    expect_refused(call);
}

TEST(Task, RefusesArgumentsThatAreNoObjectOrNoJson) {
    for (const char* arguments : {"", "[]", "7", "{", "{\"a\":\"\xFF\"}"}) {
        TaskCall call = good_call();
        call.arguments = arguments;
        expect_refused(call);
    }
}

TEST(Task, RefusesArgumentsBeyondTheLimitAsTooLarge) {
    TaskCall call = good_call();
    call.arguments = "{\"a\":\"" + std::string(kArgumentsBytesMax, 'x') + "\"}";
    expect_refused(call, Code::too_large);
    call.arguments = "{\"a\":\"" + std::string(kArgumentsBytesMax - 8, 'x') + "\"}";
    ASSERT_EQ(call.arguments.size(), kArgumentsBytesMax);
    EXPECT_TRUE(validate(call));
}

TEST(Task, RefusesNumbersOutOfRange) {
    for (const int priority : {-1, 10}) {
        TaskCall call = good_call();
        call.priority = priority;
        expect_refused(call);
    }
    for (const int retries : {-1, 101}) {
        TaskCall call = good_call();
        call.retries_max = retries;
        expect_refused(call);
    }
}

TEST(Task, RefusesAnOwnerWithControlCharactersOrOfTooManyBytes) {
    for (const std::string& owner : {std::string("a\nb"), std::string(201, 'o'), std::string("\xFF")}) {
        TaskCall call = good_call();
        call.owner = owner;
        expect_refused(call);
    }
}

TEST(Task, NamesEachStateAndFindsItByItsName) {
    for (const State state : {State::scheduled, State::ready, State::blocked, State::running, State::retry_wait,
                              State::succeeded, State::dead, State::cancelled, State::expired})
        EXPECT_EQ(state_named(name_of(state)), state);
    EXPECT_EQ(name_of(State::retry_wait), "retry_wait");
    EXPECT_FALSE(state_named("pending"));
}

}  // namespace
}  // namespace mss::tasks
