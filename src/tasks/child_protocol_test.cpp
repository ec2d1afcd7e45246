#include "tasks/child_protocol.hpp"

#include <gmock/gmock.h>

namespace mss::tasks::child {
namespace {

TEST(ChildProtocol, ARunComesThroughWhole) {
    Request request;
    request.run = child::Run{"id-1", "tasks.a", {{"text", "two\nlines"}}, "user-1", 2, 7, true};
    const std::string line = print(request);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const auto read = parse_request(line);
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_TRUE(read->run);
    EXPECT_FALSE(read->cancel);
    EXPECT_EQ(read->run->task_id, "id-1");
    EXPECT_EQ(read->run->arguments, json::Value({{"text", "two\nlines"}}));
    EXPECT_EQ(read->run->attempt, 2);
    EXPECT_EQ(read->run->fence, 7);
    EXPECT_TRUE(read->run->may_retry);
}

TEST(ChildProtocol, AMessageIsOneThing) {
    EXPECT_TRUE(parse_request(R"({"cancel":{}})")->cancel);
    EXPECT_EQ(parse_request("{}").error().code, Code::invalid);
    EXPECT_EQ(parse_request(R"({"cancel":{},"run":{}})").error().code, Code::invalid);
    EXPECT_EQ(parse_request("nonsense").error().code, Code::invalid);
    EXPECT_TRUE(parse_reply(R"({"ready":{}})")->ready);
    EXPECT_TRUE(parse_reply(R"({"begun":{}})")->begun);
    EXPECT_EQ(parse_reply(R"({"ready":{},"begun":{}})").error().code, Code::invalid);
    EXPECT_EQ(parse_reply("{}").error().code, Code::invalid);
    EXPECT_EQ(parse_reply(R"({"ready":{},"done":{"result":1}})").error().code, Code::invalid);
    EXPECT_EQ(parse_reply(R"({"failed":{"code":7}})").error().code, Code::invalid);
    EXPECT_EQ(parse_reply(R"({"failed":{"retry_after_ms":-1}})").error().code, Code::invalid);
}

TEST(ChildProtocol, AnAnswerComesThroughAsItWasGiven) {
    const auto none = parse_reply(print(reply_of(json::Value(nullptr))));
    ASSERT_TRUE(none) << none.error().message;
    EXPECT_EQ(answer_of(*none).value(), json::Value(nullptr));

    const auto failed = parse_reply(
        print(reply_of(std::unexpected(Error{Code::rate_limited, "later", "d\xff", std::chrono::seconds(5)}))));
    ASSERT_TRUE(failed) << failed.error().message;
    EXPECT_EQ(failed->failed->retry_after_ms, 5000);
    const auto answer = answer_of(*failed);
    EXPECT_EQ(answer.error().code, Code::rate_limited);
    EXPECT_EQ(answer.error().message, "later");
    EXPECT_EQ(answer.error().retry_after, std::chrono::seconds(5));
    EXPECT_EQ(answer.error().detail, "d\xEF\xBF\xBD");
}

TEST(ChildProtocol, AnUnknownCodeIsOurDefect) {
    EXPECT_EQ(answer_of(parse_reply(R"({"failed":{"code":"strange","message":"m"}})").value()).error().code,
              Code::internal);
}

}  // namespace
}  // namespace mss::tasks::child
