#include "studio/words.hpp"

#include <gmock/gmock.h>

namespace mss::studio {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A network on which every request has the same outcome.
class OneOutcome final : public http::HttpTransport {
public:
    explicit OneOutcome(Result<http::Response> outcome) : outcome_(std::move(outcome)) {}
    Result<http::Response> fetch(const http::Request&) override { return outcome_; }

private:
    const Result<http::Response> outcome_;
};

Result<http::Response> no_answer() {
    return std::unexpected(Error{Code::unavailable, "connection refused", {}, std::chrono::milliseconds(1'500)});
}

Result<http::Response> status(int number) {
    http::Response response;
    response.status = number;
    return response;
}

constexpr const char* kStarterTopic = "Why is the sky blue?";
constexpr const char* kOtherTopic = "Which knots do sailors tie?";

/// Words with a model that answers in one way, as a server's pages use them.
class WithModel {
public:
    explicit WithModel(Result<http::Response> outcome) : transport_(std::move(outcome)) {}

    Result<model::Script> script_for(const std::string& topic) const {
        WordsRequest request;
        request.topic = topic;
        return words_.script_for(request);
    }
    Result<TopicsReport> topics(const std::string& niche) const { return words_.topics(niche, 3); }

private:
    mutable OneOutcome transport_;
    writing::StarterSet starters_ = *writing::StarterSet::load();
    writing::LanguageModel model_{transport_, {.base_url = "http://model.test/v1", .api_key = {}, .model = {}}};
    Words words_{{.starters = starters_,
                  .transport = transport_,
                  .model = &model_,
                  .wikipedia = std::nullopt,
                  .default_language = "en",
                  .allow_private_addresses = false,
                  .at_terminal = false}};
};

TEST(Words, AStarterScriptStandsInForAModelThatIsOutOfReach) {
    const auto script = WithModel(no_answer()).script_for(kStarterTopic);
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_EQ(script->writer, "starter");
    EXPECT_THAT(script->notices,
                Contains(AllOf(HasSubstr("starter script"), HasSubstr("http://model.test/v1"), HasSubstr("settings"))));
}

TEST(Words, ALongComplaintOfTheModelMakesNoScriptUnusable) {
    http::Response busy;
    busy.status = 429;
    busy.body = R"({"error": {"message": ")" + std::string(2'000, 'x') + R"("}})";
    const auto script = WithModel(busy).script_for(kStarterTopic);
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_TRUE(model::validate(*script));
}

TEST(Words, ATopicThatOnlyTheModelKnowsWaitsForIt) {
    const auto script = WithModel(no_answer()).script_for(kOtherTopic);
    ASSERT_FALSE(script);
    EXPECT_EQ(script.error().code, Code::unavailable);
    EXPECT_EQ(script.error().retry_after, std::chrono::milliseconds(1'500));
    EXPECT_THAT(script.error().message, AllOf(HasSubstr("http://model.test/v1"), HasSubstr("connection refused"),
                                              HasSubstr("settings"), Not(HasSubstr("MSS_LLM"))));
}

TEST(Words, ARefusedKeyIsToldAndNotPassedOver) {
    const auto script = WithModel(status(401)).script_for(kStarterTopic);
    ASSERT_FALSE(script);
    EXPECT_EQ(script.error().code, Code::invalid);
    EXPECT_THAT(script.error().message, AllOf(HasSubstr("key"), HasSubstr("settings")));
}

TEST(Words, TopicsComeFromElsewhereWhileTheModelIsOutOfReach) {
    const WithModel words(no_answer());
    const auto found = words.topics("astronomy");
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_THAT(found->topics, Not(IsEmpty()));
    EXPECT_THAT(found->notices, Contains(HasSubstr("http://model.test/v1")));
    const auto none = words.topics("zzyzx");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Code::unavailable);
}

}  // namespace
}  // namespace mss::studio
