#include "studio/words.hpp"

#include <chrono>
#include <thread>

#include <gmock/gmock.h>

#include "http/retry.hpp"

namespace mss::studio {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
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

/// A model that never answers: it looks whether it is still waited for, as the network does.
class NeverAnswers final : public http::HttpTransport {
public:
    Result<http::Response> fetch(const http::Request& request) override {
        const auto end = std::chrono::steady_clock::now() + request.timeout;
        while (std::chrono::steady_clock::now() < end) {
            if (request.cancelled && request.cancelled()) return fail(Code::cancelled, "stopped");
            std::this_thread::yield();
        }
        return fail(Code::timeout, "it took too long");
    }
};

constexpr const char* kStarterTopic = "Why is the sky blue?";
constexpr const char* kOtherTopic = "Which knots do sailors tie?";

/// Words with a model that answers in one way, as a server's pages use them.
class WithModel {
public:
    explicit WithModel(Result<http::Response> outcome) : transport_(std::move(outcome)) {}

    Result<model::Script> script_for(const std::string& topic, bool may_wait = false) const {
        WordsRequest request;
        request.topic = topic;
        request.may_wait = may_wait;
        request.replaced = [this](const Error& error) { replaced_.push_back(error.message); };
        return words_.script_for(request);
    }
    /// Why starter scripts stood in.
    const std::vector<std::string>& replaced() const { return replaced_; }
    Result<TopicsReport> topics(const std::string& niche) const { return words_.topics(niche, 3); }

private:
    mutable OneOutcome transport_;
    mutable std::vector<std::string> replaced_;
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

/// Words with a model that takes longer than anybody who sits before a page waits.
struct WithSlowModel {
    NeverAnswers transport;
    writing::StarterSet starters = *writing::StarterSet::load();
    writing::LanguageModel model{transport, {.base_url = "http://model.test/v1", .api_key = {}, .model = {}}};
    Words words{{.starters = starters,
                 .transport = transport,
                 .model = &model,
                 .wikipedia = std::nullopt,
                 .default_language = "en",
                 .allow_private_addresses = false,
                 .at_terminal = false,
                 .topics_patience = std::chrono::milliseconds(20)}};
};

/// Words without a model that ask Wikipedia.
struct WithWikipedia {
    explicit WithWikipedia(Result<http::Response> outcome, bool terminal = false) : transport(std::move(outcome)) {
        tools.emplace(WordsTools{.starters = starters,
                                 .transport = transport,
                                 .model = nullptr,
                                 .wikipedia = writing::WikipediaSettings{},
                                 .default_language = "en",
                                 .allow_private_addresses = false,
                                 .at_terminal = terminal});
    }
    Error error_for(const std::string& language) const {
        WordsRequest request;
        request.topic = kOtherTopic;
        request.language = language;
        const auto script = Words(*tools).script_for(request);
        EXPECT_FALSE(script);
        return script ? Error{} : script.error();
    }
    OneOutcome transport;
    writing::StarterSet starters = *writing::StarterSet::load();
    std::optional<WordsTools> tools;
};

TEST(Words, AStarterScriptStandsInForAModelThatIsOutOfReach) {
    const auto script = WithModel(no_answer()).script_for(kStarterTopic);
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_EQ(script->writer, "starter");
    EXPECT_THAT(script->notices,
                Contains(AllOf(HasSubstr("starter script"), HasSubstr("language model"), Not(HasSubstr("owner")))))
        << "whoever reads it, the owner or another";
    EXPECT_THAT(json::print(json::encode(*script)), Not(HasSubstr("model.test"))) << "it is published";
}

TEST(Words, AStarterScriptStandsInForAModelThatRefusesItsKey) {
    const auto script = WithModel(status(401)).script_for(kStarterTopic);
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_EQ(script->writer, "starter");
    EXPECT_THAT(script->notices, Contains(HasSubstr("asks for a key, and none is set")));
    const auto other = WithModel(status(401)).script_for(kOtherTopic);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, Code::unavailable) << "it is no mistake of who orders";
    EXPECT_EQ(other.error().retry_after, std::chrono::minutes(2)) << "somebody has to mend it";
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
    EXPECT_THAT(script.error().message, AllOf(HasSubstr("language model"), Not(HasSubstr("owner")),
                                              Not(HasSubstr("model.test")), Not(HasSubstr("MSS_LLM"))));
    EXPECT_THAT(script.error().detail, AllOf(HasSubstr("http://model.test/v1"), HasSubstr("connection refused")))
        << "for the log";
}

TEST(Words, AModelThatSaysWhenToAskAgainIsWaitedForWhileThereIsAnotherTry) {
    http::Response busy;
    busy.status = 429;
    busy.headers = {{"retry-after", "90"}};
    const WithModel words(busy);
    const auto later = words.script_for(kStarterTopic, true);
    ASSERT_FALSE(later);
    EXPECT_EQ(later.error().code, Code::unavailable);
    EXPECT_EQ(later.error().retry_after, std::chrono::seconds(90));
    EXPECT_THAT(words.replaced(), IsEmpty());
    const auto at_last = words.script_for(kStarterTopic, false);
    ASSERT_TRUE(at_last) << at_last.error().message;
    EXPECT_EQ(at_last->writer, "starter");
    EXPECT_THAT(words.replaced(), ElementsAre(HasSubstr("no more requests")));
}

TEST(Words, AScriptThatIsAtHandWaitsForNoModelThatIsAwayForHours) {
    http::Response busy;
    busy.status = 429;
    busy.headers = {{"retry-after", "43200"}};
    const auto script = WithModel(busy).script_for(kStarterTopic, true);
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_EQ(script->writer, "starter");
}

TEST(Words, AGuessOfOursHowLongTheModelIsAwayIsNotWaitedFor) {
    Error left_alone{Code::unavailable, "left alone for another 29 s", {}, std::chrono::seconds(29)};
    const auto script = WithModel(std::unexpected(left_alone)).script_for(kStarterTopic, true);
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_EQ(script->writer, "starter");
}

TEST(Words, AModelThatDoesNotSayWhenIsNotWaitedFor) {
    const auto script = WithModel(status(500)).script_for(kStarterTopic, true);
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_EQ(script->writer, "starter");
}

TEST(Words, AScriptThatNoVideoCanHoldIsRefusedAtOnce) {
    const WithWikipedia nobody(no_answer());
    WordsRequest request;
    request.script_file = "A title\n\n";
    const std::string paragraph = "The river flows down to the sea again. It is long and cold and full of fish.\n\n";
    for (int i = 0; i < 80; ++i)
        *request.script_file += paragraph;
    ASSERT_TRUE(Words(*nobody.tools).script_for(request));
    for (int i = 0; i < 110; ++i)
        *request.script_file += paragraph;
    const auto refused = Words(*nobody.tools).script_for(request);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::too_large) << "another try finds other words";
    EXPECT_THAT(refused.error().message, testing::ContainsRegex("about [0-9]+ seconds to say, .* at most 600"));
}

TEST(Words, WhatIsWrongWithTheOrderIsNoMatterOfTheModel) {
    const auto script = WithModel(no_answer()).script_for("?!");
    ASSERT_FALSE(script);
    EXPECT_EQ(script.error().code, Code::invalid);
    EXPECT_THAT(script.error().message, Not(HasSubstr("model")));
}

TEST(Words, TopicsAtHandStandInForAModelThatRefusesTheKey) {
    const auto found = WithModel(status(401)).topics("astronomy");
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_FALSE(found->topics.empty());
    ASSERT_FALSE(found->notices.empty());
    EXPECT_THAT(found->notices.front(), HasSubstr("key"));
    const auto none = WithModel(status(401)).topics("zzyzx");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Code::unavailable) << "nobody who looks for topics has made a mistake";
}

TEST(Words, SayInOneSentenceThatWikipediaIsOutOfReach) {
    const Error error = WithWikipedia(no_answer()).error_for("de");
    EXPECT_EQ(error.code, Code::no_material);
    EXPECT_THAT(error.message, HasSubstr("Wikipedia could not be reached, so try again when the network works."));
    EXPECT_THAT(error.message, Not(HasSubstr("refused")));
    EXPECT_THAT(error.detail, HasSubstr("connection refused")) << "for the log";
    EXPECT_THAT(WithWikipedia(no_answer(), true).error_for("pt-BR").message,
                HasSubstr("Wikipedia (pt.wikipedia.org) could not be reached"));
    const Error broken = WithWikipedia(status(500)).error_for("en");
    EXPECT_THAT(broken.message, AllOf(HasSubstr("try again"), Not(HasSubstr("500"))));
    EXPECT_THAT(broken.detail, HasSubstr("500"));
}

TEST(Words, SayThatATopicNamesNoSubject) {
    const WithWikipedia wikipedia(no_answer());
    WordsRequest request;
    request.topic = "Who are you?";
    const auto script = Words(*wikipedia.tools).script_for(request);
    ASSERT_FALSE(script);
    EXPECT_EQ(script.error().code, Code::no_material);
    EXPECT_THAT(script.error().message, AllOf(HasSubstr("a word that names its subject"), Not(HasSubstr("try again"))));
}

TEST(Words, TheTopicIsTheTitleOfAGivenScript) {
    const WithWikipedia nobody(no_answer());
    WordsRequest request;
    request.topic = "My title";
    request.script_file = "# Another\n\nBees make honey.";
    const auto script = Words(*nobody.tools).script_for(request);
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_EQ(script->title, "My title");
    EXPECT_EQ(script->scenes[0].visual.headline, "My title") << "the opening card";
}

TEST(Words, SayWhereThereIsNoWikipediaInALanguage) {
    const Error error = WithWikipedia(no_answer()).error_for("xx-YY");
    EXPECT_THAT(error.message, HasSubstr("there is no Wikipedia in the language \"xx-YY\"."));
}

TEST(Words, TopicsComeFromElsewhereWhileTheModelIsOutOfReach) {
    const WithModel words(no_answer());
    const auto found = words.topics("astronomy");
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_THAT(found->topics, Not(IsEmpty()));
    EXPECT_THAT(found->notices, Contains(AllOf(HasSubstr("language model"), Not(HasSubstr("model.test")))));
    const auto none = words.topics("zzyzx");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Code::unavailable);
}

TEST(Words, TopicsWaitForASlowModelNoLongerThanForTheirTime) {
    const WithSlowModel slow;
    const auto found = slow.words.topics("astronomy", 3);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_THAT(found->topics, Not(IsEmpty()));
    EXPECT_THAT(found->notices, Contains(AllOf(HasSubstr("elsewhere"), HasSubstr("takes longer than"))));
    const auto none = slow.words.topics("zzyzx", 3);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Code::timeout);
    const auto stopped = slow.words.topics("astronomy", 3, [] { return true; });
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, Code::cancelled);
}

TEST(Words, AScriptWaitsForASlowModelAsLongAsIsAsked) {
    const WithSlowModel slow;
    WordsRequest request;
    request.topic = kStarterTopic;
    request.model_patience = std::chrono::milliseconds(20);
    const auto script = slow.words.script_for(request);
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_EQ(script->writer, "starter");
    EXPECT_THAT(script->notices, Contains(HasSubstr("takes longer than")));
    request.model_patience = std::chrono::hours(1);
    EXPECT_TRUE(slow.words.script_for(request)) << "what is at hand waits no longer than topics do";
    request.model_patience = std::chrono::milliseconds(20);
    request.topic = kOtherTopic;
    const auto none = slow.words.script_for(request);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Code::timeout);
}

TEST(Words, AModelThatHangsIsSoonLeftAlone) {
    NeverAnswers network;
    http::RetryingTransport retrying(network, {}, {.failures = 2}, http::real_timing());
    const writing::StarterSet starters = *writing::StarterSet::load();
    const writing::LanguageModel model(retrying, {.base_url = "http://model.test/v1", .api_key = {}, .model = {}});
    const Words words({.starters = starters,
                       .transport = retrying,
                       .model = &model,
                       .wikipedia = std::nullopt,
                       .at_terminal = false,
                       .topics_patience = std::chrono::milliseconds(20)});
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(words.topics("zzyzx", 3).error().code, Code::timeout);
    const auto left_alone = words.topics("zzyzx", 3);
    ASSERT_FALSE(left_alone);
    EXPECT_EQ(left_alone.error().code, Code::unavailable);
    EXPECT_THAT(left_alone.error().detail, HasSubstr("failed several times"));
}

TEST(Words, KnowWhichTopicsTheyHaveAtHand) {
    EXPECT_TRUE(Words::topics_at_hand(""));
    EXPECT_TRUE(Words::topics_at_hand(" All "));
    EXPECT_FALSE(Words::topics_at_hand("astronomy"));
}

}  // namespace
}  // namespace mss::studio
