#include "writing/language_model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/curl_transport.hpp"
#include "http/retry.hpp"
#include "support/test_http_server.hpp"
#include "writing/pace.hpp"

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
        return {.base_url = server->url("/v1/"),
                .api_key = kKey,
                .model = "m",
                .timeout = std::chrono::seconds(2),
                .tells_address = true};
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
    EXPECT_EQ(script->scenes[1].visual.number, "~10 times");
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
    const auto later = write({Reply{.status = 429, .headers = {{"Retry-After", "90"}}, .body = echo, .raw = {}}});
    EXPECT_EQ(later.error().code, Code::unavailable);
    EXPECT_EQ(later.error().retry_after, std::chrono::seconds(90));
    EXPECT_EQ(write({status(500, echo)}).error().code, Code::unavailable);
    EXPECT_EQ(write({status(418, echo)}).error().code, Code::invalid);
    EXPECT_EQ(write({status(400, echo)}).error().code, Code::invalid);
}

TEST_F(Model, HidesEvenAKeyThatIsAnEverydayWord) {
    for (const std::string key : {"key", "the", "(", "k"}) {
        server = std::make_unique<TestHttpServer>(
            std::vector<Reply>{status(404, R"({"error":{"message":"the key (k) is unknown"}})")});
        const LanguageModelSettings settings{
            .base_url = server->url("/v1/"), .api_key = key, .model = "m", .tells_address = true};
        const auto script = LanguageModel(curl, settings).write_script("x", {});
        ASSERT_FALSE(script);
        EXPECT_EQ(script.error().code, Code::invalid);
        const std::string& message = script.error().message;
        const auto begin = message.find(": ");
        ASSERT_NE(begin, std::string::npos) << message;
        std::string said = message.substr(begin);
        EXPECT_THAT(said, HasSubstr("(the key)"));
        for (auto at = said.find("(the key)"); at != std::string::npos; at = said.find("(the key)"))
            said.erase(at, std::string_view("(the key)").size());
        EXPECT_THAT(said, Not(HasSubstr(key)));
    }
}

TEST_F(Model, HidesAKeyThatHoldsWhatPartsWords) {
    const std::string key = "zone-17:s3cret=value;tail";
    server = std::make_unique<TestHttpServer>(
        std::vector<Reply>{status(404, R"({"error":{"message":"no model for zone-17:s3cret=value;tail here"}})")});
    const LanguageModelSettings settings{
        .base_url = server->url("/v1/"), .api_key = key, .model = "m", .tells_address = true};
    const auto script = LanguageModel(curl, settings).write_script("x", {});
    ASSERT_FALSE(script);
    EXPECT_THAT(script.error().message, HasSubstr("no model for (the key) here"));
}

TEST_F(Model, HidesAKeyThatIsMaskedInItsMiddle) {
    const std::string key = kKey;
    for (const std::string& mask : {std::string("****"), std::string("..."), std::string("…")}) {
        const std::string echo = key.substr(0, 5) + mask + key.substr(key.size() - 4);
        const auto script = write({status(404, R"({"error":{"message":"no model for key )" + echo + R"(."}})")});
        ASSERT_FALSE(script);
        EXPECT_THAT(script.error().message, HasSubstr("(the key)"));
        EXPECT_THAT(script.error().message, Not(HasSubstr(key.substr(0, 5))));
        EXPECT_THAT(script.error().message, Not(HasSubstr(key.substr(key.size() - 4))));
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

TEST_F(Model, QuotesARefusalWithoutTheKey) {
    const std::string told = "I cannot help a caller with the key " + std::string(kKey) + ".";
    for (const std::string& filler : {std::string(), std::string(225, 'x') + " "}) {
        const json::Value answer =
            json::Object{{"choices", json::Array{json::Object{{"message", json::Object{{"refusal", filler + told}}}}}}};
        const auto script = write({json_reply(json::print(answer))});
        ASSERT_FALSE(script);
        EXPECT_EQ(script.error().code, Code::no_material);
        EXPECT_THAT(script.error().message, HasSubstr(filler.empty() ? "I cannot help a caller" : "xxx"));
        EXPECT_THAT(script.error().message, Not(HasSubstr("sk-se")));
    }
}

TEST_F(Model, TellsItsAddressOnlyWhereItMay) {
    server = std::make_unique<TestHttpServer>(std::vector<Reply>{});
    LanguageModelSettings choice = settings();
    choice.base_url = "http://127.0.0.1:1/v1";
    choice.tells_address = false;
    const auto hidden = LanguageModel(curl, choice).write_script("sky", of_length(15));
    ASSERT_FALSE(hidden);
    EXPECT_EQ(hidden.error().message, "the language model did not answer");
    EXPECT_THAT(hidden.error().detail, HasSubstr("http://127.0.0.1:1/v1"));
    choice.tells_address = true;
    const auto told = LanguageModel(curl, choice).write_script("sky", of_length(15));
    ASSERT_FALSE(told);
    EXPECT_THAT(told.error().message, HasSubstr("http://127.0.0.1:1/v1"));
    choice = settings();
    choice.base_url = "ftp://10.0.0.5:11434";
    choice.tells_address = false;
    const auto unusable = LanguageModel(curl, choice).write_script("sky", of_length(15));
    ASSERT_FALSE(unusable);
    EXPECT_EQ(unusable.error().code, Code::invalid);
    EXPECT_THAT(unusable.error().message, Not(HasSubstr("10.0.0.5")));
}

TEST_F(Model, TellsNotWhatAServerSaysOfItself) {
    server = std::make_unique<TestHttpServer>(std::vector<Reply>{Reply{
        .status = 500, .headers = {}, .body = R"({"error": {"message": "no route to 10.0.0.5:11434"}})", .raw = {}}});
    LanguageModelSettings choice = settings();
    choice.tells_address = false;
    const auto refused = LanguageModel(curl, choice).write_script("sky", of_length(15));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, Not(HasSubstr("10.0.0.5")));
    EXPECT_THAT(refused.error().detail, HasSubstr("10.0.0.5"));
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
    EXPECT_THAT(message("Look up", "[music] Look up"), HasSubstr("scenes[0].text"));
    EXPECT_THAT(message("Look up on a clear day, and the whole sky glows blue.", ""), HasSubstr("scenes[0].text"));
    EXPECT_THAT(message("\"title\":\"Why the sky is blue\"", "\"title\":7"), HasSubstr("title"));
    EXPECT_THAT(message("https://en.wikipedia.org", "javascript:alert"), HasSubstr("sources[0].url"));
    EXPECT_THAT(message("\"scenes\":[", "\"scenes\":[1,"), HasSubstr("scenes[0]"));
    const auto brief = parse_script_answer(kScript, of_length(300));
    ASSERT_FALSE(brief);
    EXPECT_THAT(brief.error().message, HasSubstr("300"));
}

// Of 64 scenes, which take about eleven minutes.
std::string answer_that_is_too_long() {
    std::string scenes;
    for (int i = 0; i < 64; ++i)
        scenes += R"({"text":"The river flows down from the high mountains to the sea again, past old mills, past )"
                  R"(new towns and past all the people who live and work along its quiet green banks."},)";
    return R"({"title":"Rivers","scenes":[)" + scenes + R"({"text":"That is why every river ends in the sea."}]})";
}

TEST(ParseScriptAnswer, RefusesMoreThanAVideoCanHoldOrShortensIt) {
    const auto strict = parse_script_answer(answer_that_is_too_long(), of_length(590));
    ASSERT_FALSE(strict);
    EXPECT_THAT(strict.error().message, HasSubstr("570 is the most"));
    const auto shortened = parse_script_answer(answer_that_is_too_long(), of_length(590), true);
    ASSERT_TRUE(shortened) << shortened.error().message;
    EXPECT_LE(video_seconds(shortened->scenes, "en"), kLongestPlanned);
    EXPECT_EQ(shortened->scenes.back().text, "That is why every river ends in the sea.");
    EXPECT_THAT(shortened->notices, testing::Contains(HasSubstr("left out")));
}

TEST_F(Model, IsAskedAgainForWhatAVideoCanHold) {
    server = std::make_unique<TestHttpServer>(std::vector<Reply>{json_reply(completion(answer_that_is_too_long()))});
    const auto script = LanguageModel(curl, settings()).write_script("Rivers", of_length(600));
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_THAT(server->requests(), SizeIs(2));
    EXPECT_LE(video_seconds(script->scenes, "en"), kLongestPlanned);
}

// One scene with the visual that a model gave it, as the second of a script.
model::Visual visual_of(const std::string& text, const std::string& visual) {
    const std::string answer =
        R"({"title":"Sky","scenes":[{"text":"Look up at the wide blue sky above you."},{"text":")" + text + R"(",)" +
        visual + R"(}],"sources":[]})";
    const auto script = parse_script_answer(answer, of_length(10));
    EXPECT_TRUE(script) << script.error().message;
    return script ? script->scenes.at(1).visual : model::Visual{};
}

TEST(ParseScriptAnswer, TakesWhatTheNarrationSays) {
    const auto figure = visual_of("Air scatters blue light almost ten times as strongly as red.",
                                  R"("headline":"Blue light","number":"10 times","label":"as strongly as red")");
    EXPECT_EQ(figure.kind, model::SceneKind::big_number);
    EXPECT_EQ(figure.number, "~10 times");
    EXPECT_EQ(figure.label, "as strongly as red");
    EXPECT_EQ(figure.headline, "Blue light");
    const auto list = visual_of("Rain, ice and thin haze all change the colour of the evening sky.",
                                R"("headline":"Evening colour","items":["Rain","Ice","Thin haze"])");
    EXPECT_EQ(list.kind, model::SceneKind::list_reveal);
    EXPECT_THAT(list.items, testing::ElementsAre("Rain", "Ice", "Thin haze"));
}

TEST(ParseScriptAnswer, DrawsNothingThatTheNarrationDoesNotSay) {
    const std::string text = "Rain, ice and thin haze all change the colour of the evening sky.";
    for (const std::string number : {"95%", "3 km", "10,000"}) {
        const auto visual = visual_of(text, R"("number":")" + number + R"(","label":"of all skies")");
        EXPECT_EQ(visual.number, "") << number;
        EXPECT_NE(visual.kind, model::SceneKind::big_number) << number;
    }
    const auto invented = visual_of(text, R"("headline":"Deadly storms","items":["Rain","Ice","Volcanic ash"])");
    EXPECT_NE(invented.kind, model::SceneKind::list_reveal);
    EXPECT_THAT(invented.items, SizeIs(0));
    EXPECT_EQ(invented.headline, visual_of(text, R"("headline":"")").headline);
    EXPECT_NE(invented.headline, "");
}

TEST(ParseScriptAnswer, ANumberWithAnInventedLabelKeepsOnlyTheNumber) {
    const auto visual = visual_of("Air scatters blue light 10 times as strongly as red light does.",
                                  R"("number":"10 times","label":"deadlier for your eyes")");
    EXPECT_EQ(visual.number, "10 times");
    EXPECT_NE(visual.label, "");
    EXPECT_THAT(visual.label, Not(HasSubstr("deadlier")));
}

TEST(ParseScriptAnswer, ATitleKeepsOnlyFiguresThatAreSaid) {
    std::string answer = kScript;
    const auto titled = [&](const std::string& title, const std::string& given) {
        std::string changed = answer;
        changed.replace(changed.find("Why the sky is blue"), 19, title);
        WriteOptions options = of_length(15);
        options.title = given;
        return parse_script_answer(changed, options).value().title;
    };
    EXPECT_EQ(titled("Ten times bluer", ""), "Ten times bluer");
    EXPECT_EQ(titled("10 times as strongly", ""), "10 times as strongly");
    EXPECT_THAT(titled("97 secrets of the sky", ""), Not(HasSubstr("97")));
    EXPECT_EQ(titled("x", "97 secrets of the sky"), "97 secrets of the sky");  // the user's own words
}

TEST(ParseScriptAnswer, GivesALongSceneSeveralPictures) {
    std::string answer = kScript;
    const std::string first = "Look up on a clear day, and the whole sky glows blue.";
    answer.replace(answer.find(first), first.size(),
                   first +
                       " The Sun sends light of every colour down to us, and all of it looks white together. Only "
                       "the air between us and space takes that light apart and throws some of it around.");
    const auto script = parse_script_answer(answer, of_length(25));
    ASSERT_TRUE(script) << script.error().message;
    EXPECT_THAT(script->scenes, SizeIs(testing::Gt(3U)));
    EXPECT_EQ(script->scenes[0].visual.kind, model::SceneKind::kinetic_title);
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
