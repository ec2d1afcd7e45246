#include "writing/language_model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/curl_transport.hpp"
#include "http/retry.hpp"
#include "support/test_http_server.hpp"

namespace mss::writing {
namespace {

using test::json_reply;
using test::Reply;
using test::TestHttpServer;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr const char* kKey = "sk-secret-0123456789";

constexpr const char* kScript =
    R"({"title":"Why the sky is blue","description":"Light and air.","keywords":["sky","light"],
 "scenes":[{"text":"Look up on a clear day, and the whole sky glows blue.",
  "headline":"Blue sky","number":"","label":"","items":[],"icons":["sky","sun"]},
 {"text":"Air scatters blue light almost 10 times as strongly as red light.",
  "headline":"Blue light","number":"10 times","label":"as strongly","items":[],"icons":["light"]},
 {"text":"At sunset, the light crosses more air, and only red and orange are left.",
  "headline":"Red sunset","number":"","label":"","items":[],"icons":["sunset"]}],
 "sources":[{"title":"Rayleigh scattering","url":"https://en.wikipedia.org/wiki/Rayleigh_scattering"}]})";

std::string completion(const std::string& content, const std::string& finish = "stop") {
    const json::Value answer = json::Object{
        {"id", "chatcmpl-1"},
        {"object", "chat.completion"},
        {"model", "m"},
        {"choices", json::Array{json::Object{{"index", 0},
                                             {"message", json::Object{{"role", "assistant"}, {"content", content}}},
                                             {"finish_reason", finish}}}},
        {"usage", json::Object{{"total_tokens", 100}}}};
    return json::print(answer);
}

Reply status(int code, std::string body = R"({"error":{"message":"no"}})") {
    return {.status = code, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body), .raw = {}};
}

WriteOptions of_length(double seconds) {
    WriteOptions options;
    options.duration_s = seconds;
    return options;
}

class Model : public testing::Test {
protected:
    Result<model::Script> write(std::vector<Reply> replies) {
        server = std::make_unique<TestHttpServer>(std::move(replies));
        const LanguageModel language_model(curl, settings());
        auto script = language_model.write_script("Why is the sky blue?", of_length(15));
        if (!script) {
            EXPECT_THAT(script.error().message + script.error().detail, Not(HasSubstr("sk-secret")));
        }
        return script;
    }

    LanguageModelSettings settings() const {
        return {.base_url = server->url("/v1/"), .api_key = kKey, .model = "m", .timeout = std::chrono::seconds(2)};
    }

    http::CurlTransport curl{"mss-test/1"};
    std::unique_ptr<TestHttpServer> server;
};

TEST_F(Model, WritesAScript) {
    const auto script = write({json_reply(completion(kScript))});
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_EQ(script->writer, "model");
    EXPECT_EQ(script->title, "Why the sky is blue");
    ASSERT_THAT(script->scenes, SizeIs(3));
    EXPECT_EQ(script->scenes[0].visual.kind, model::SceneKind::kinetic_title);
    EXPECT_EQ(script->scenes[1].visual.number, "10 times");
    EXPECT_THAT(script->sources, SizeIs(1));
    EXPECT_THAT(script->notices, SizeIs(1));
    const auto request = server->requests().at(0);
    EXPECT_EQ(request.target, "/v1/chat/completions");
    EXPECT_EQ(request.header("authorization"), std::string("Bearer ") + kKey);
    EXPECT_THAT(request.body, HasSubstr("\"json_schema\""));
}

TEST_F(Model, TakesFencesAndTalkAroundTheJson) {
    EXPECT_TRUE(write({json_reply(completion("Here you are:\n```json\n" + std::string(kScript) + "\n```\nEnjoy!"))}));
}

TEST_F(Model, FallsBackWhereTheServerKnowsNoSchema) {
    ASSERT_TRUE(write({status(400), status(400), json_reply(completion(kScript))}));
    ASSERT_THAT(server->requests(), SizeIs(3));
    EXPECT_THAT(server->requests()[1].body, HasSubstr("\"json_object\""));
    EXPECT_THAT(server->requests()[2].body, Not(HasSubstr("response_format")));
}

TEST_F(Model, RepairsOneWrongAnswer) {
    ASSERT_TRUE(write({json_reply(completion(R"({"title":"T","scenes":[]})")), json_reply(completion(kScript))}));
    ASSERT_THAT(server->requests(), SizeIs(2));
    EXPECT_THAT(server->requests()[1].body, HasSubstr("scenes: is empty"));
}

TEST_F(Model, GivesUpAfterTheSecondWrongAnswer) {
    const auto script = write({json_reply(completion("I cannot do that."))});
    ASSERT_FALSE(script);
    EXPECT_EQ(script.error().code, Code::unavailable);
    EXPECT_THAT(server->requests(), SizeIs(2));
}

TEST_F(Model, AsksForAShorterAnswerWhereOneWasCut) {
    ASSERT_TRUE(write({json_reply(completion("{\"title\":\"T", "length")), json_reply(completion(kScript))}));
    EXPECT_THAT(server->requests()[1].body, HasSubstr("shorter"));
    EXPECT_EQ(write({json_reply(completion("{", "length"))}).error().code, Code::too_large);
}

TEST_F(Model, SaysWhatTheServerRefused) {
    const std::string echo = std::string(R"({"error":{"message":"Incorrect API key provided: )") + kKey + R"(."}})";
    EXPECT_EQ(write({status(401, echo)}).error().code, Code::invalid);
    EXPECT_EQ(write({status(404, echo)}).error().code, Code::invalid);
    EXPECT_EQ(write({status(429, echo)}).error().code, Code::unavailable);
    EXPECT_EQ(write({status(500, echo)}).error().code, Code::unavailable);
    EXPECT_EQ(write({status(418, echo)}).error().code, Code::invalid);
    EXPECT_EQ(write({status(400, echo)}).error().code, Code::invalid);
}

TEST_F(Model, HidesEvenAKeyThatIsAnEverydayWord) {
    for (const std::string key : {"key", "the", "(", "k"}) {
        server = std::make_unique<TestHttpServer>(
            std::vector<Reply>{status(404, R"({"error":{"message":"the key (k) is unknown"}})")});
        const LanguageModelSettings settings{.base_url = server->url("/v1/"), .api_key = key, .model = "m"};
        const auto script = LanguageModel(curl, settings).write_script("x", {});
        ASSERT_FALSE(script);
        EXPECT_EQ(script.error().code, Code::invalid);
    }
}

TEST_F(Model, ReportsRefusalsFiltersAndEmptyAnswers) {
    EXPECT_EQ(write({json_reply(R"({"choices":[{"message":{"content":null,"refusal":"No."}}]})")}).error().code,
              Code::no_material);
    EXPECT_EQ(write({json_reply(completion("", "content_filter"))}).error().code, Code::no_material);
    EXPECT_EQ(write({json_reply(completion(""))}).error().code, Code::unavailable);
    EXPECT_EQ(write({json_reply(R"({"choices":[]})")}).error().code, Code::unavailable);
    EXPECT_EQ(write({json_reply("not json")}).error().code, Code::unavailable);
    EXPECT_EQ(write({Reply{.headers = {}, .body = {}, .raw = {}, .stall = true}}).error().code, Code::timeout);
}

TEST_F(Model, WaitsWhereTheServerAsksForIt) {
    server = std::make_unique<TestHttpServer>(
        std::vector<Reply>{Reply{.status = 429, .headers = {{"Retry-After", "2"}}, .body = "{}", .raw = {}},
                           json_reply(completion(kScript))});
    std::vector<std::chrono::milliseconds> waits;
    http::RetryingTransport retrying(curl, {}, {},
                                     {.now = &std::chrono::steady_clock::now,
                                      .wall_clock = &std::chrono::system_clock::now,
                                      .wait =
                                          [&](std::chrono::milliseconds time, const std::function<bool()>&) {
                                              waits.push_back(time);
                                              return true;
                                          },
                                      .chance = [] { return 0.0; }});
    EXPECT_TRUE(LanguageModel(retrying, settings()).write_script("sky", of_length(15)));
    EXPECT_THAT(waits, testing::ElementsAre(std::chrono::seconds(2)));
}

TEST_F(Model, SuggestsTopics) {
    server = std::make_unique<TestHttpServer>(std::vector<Reply>{json_reply(completion(
        R"({"topics":[{"title":"Why do cats purr?","angle":"Nobody is quite sure."},
 {"title":"How do bees dance?"}]})"))});
    const auto topics = LanguageModel(curl, settings()).suggest_topics("animals", 5);
    ASSERT_TRUE(topics);
    ASSERT_THAT(*topics, SizeIs(2));
    EXPECT_EQ((*topics)[0].source, "model");
    EXPECT_FALSE((*topics)[1].hook_options.empty());
}

TEST(ParseScriptAnswer, RefusesWhatNobodyShouldHear) {
    const auto message = [](const std::string& from, const std::string& to) {
        std::string answer = kScript;
        answer.replace(answer.find(from), from.size(), to);
        const auto script = parse_script_answer(answer, of_length(15));
        return script ? std::string("accepted") : script.error().message;
    };
    EXPECT_THAT(message("10 times\"", "95%\""), HasSubstr("scenes[1].number"));
    EXPECT_THAT(message("10 times as", "10,000 times as"), HasSubstr("scenes[1].number"));
    EXPECT_THAT(message("10 times as", "210 times as"), HasSubstr("scenes[1].number"));
    EXPECT_THAT(message("Look up", "[music] Look up"), HasSubstr("scenes[0].text"));
    EXPECT_THAT(message("Look up on a clear day, and the whole sky glows blue.", ""), HasSubstr("scenes[0].text"));
    EXPECT_THAT(message("\"title\":\"Why the sky is blue\"", "\"title\":7"), HasSubstr("title"));
    EXPECT_THAT(message("https://en.wikipedia.org", "javascript:alert"), HasSubstr("sources[0].url"));
    EXPECT_THAT(message("\"scenes\":[", "\"scenes\":[1,"), HasSubstr("scenes[0]"));
    const auto brief = parse_script_answer(kScript, of_length(300));
    ASSERT_FALSE(brief);
    EXPECT_THAT(brief.error().message, HasSubstr("300"));
}

TEST_F(Model, NeedsAnAddressButLeavesAnUnnamedModelToTheServer) {
    EXPECT_EQ(LanguageModel(curl, {.base_url = "", .api_key = {}, .model = "m"}).write_script("x", {}).error().code,
              Code::invalid);
    server = std::make_unique<TestHttpServer>(std::vector<Reply>{json_reply(completion(kScript))});
    auto unnamed = settings();
    unnamed.model.clear();
    ASSERT_TRUE(LanguageModel(curl, unnamed).write_script("Why is the sky blue?", of_length(15)));
    EXPECT_THAT(server->requests().at(0).body, Not(HasSubstr("\"model\"")));
}

}  // namespace
}  // namespace mss::writing
