#include "cli/doctor_checks.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "http/curl_transport.hpp"
#include "speech_service/budget.hpp"
#include "support/test_http_server.hpp"

namespace mss::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

test::Reply status(int code) {
    test::Reply reply;
    reply.status = code;
    return reply;
}

config::Settings settings_with_model(const std::string& url) {
    config::Settings settings;
    settings.llm_url = url;
    settings.llm_key = config::Secret("hunter2");
    return settings;
}

media_protocol::FontCheckReply fonts(const std::string& missing, const std::string& names) {
    media_protocol::FontCheckReply reply;
    reply.missing = missing;
    reply.fonts = names;
    return reply;
}

TEST(CheckMedia, SaysWhereTheProgramShouldBe) {
    const TemporaryDirectory folder;
    std::ostringstream ignored;
    const auto checks = check_media(folder.path() / "mss-media", {}, observe::Logger(ignored, observe::Level::error));
    ASSERT_EQ(checks.size(), 1U);
    EXPECT_EQ(checks[0].health, Health::fail);
    EXPECT_THAT(checks[0].advice, HasSubstr("make build"));
}

TEST(JudgeMainFont, WantsInterAndFailsWithoutLetters) {
    EXPECT_EQ(judge_main_font(fonts("", "Inter Display Bold 4.000")).health, Health::ok);
    const Check other = judge_main_font(fonts("", "DejaVu Sans Bold 2.370"));
    EXPECT_EQ(other.health, Health::warn);
    EXPECT_EQ(other.found, "DejaVu Sans Bold 2.370");
    EXPECT_THAT(other.advice, HasSubstr("apt-get install fonts-inter"));
    EXPECT_EQ(judge_main_font(fonts("A", "")).health, Health::fail);
}

TEST(JudgeLetters, NamesTheFontThatHasThem) {
    EXPECT_EQ(
        judge_letters(fonts("", "Inter Bold 4.000; Noto Sans CJK JP Bold 2.004"), "Inter Bold 4.000", "", "").found,
        "Noto Sans CJK JP Bold 2.004");
    EXPECT_EQ(judge_letters(fonts("", "A 1; B 2; C 3"), "B 2", "", "").found, "A 1; C 3");
    EXPECT_EQ(judge_letters(fonts("", "Inter Bold 4.000"), "Inter Bold 4.000", "", "").found, "Inter Bold 4.000");
}

TEST(JudgeLetters, SaysWhatIsLostAndWhatToInstallWhereNoFontHasThem) {
    const Check check =
        judge_letters(fonts("\u05E9", "Inter Bold 4.000"), "Inter Bold 4.000", "fonts-noto-core", "such are refused");
    EXPECT_EQ(check.health, Health::warn);
    EXPECT_EQ(check.found, "no font has \u05E9");
    EXPECT_THAT(check.advice, HasSubstr("refused until you apt-get install fonts-noto-core"));
}

TEST(CheckDataFolder, MakesTheFolderAndLeavesItEmpty) {
    const TemporaryDirectory folder;
    const auto inside = folder.path() / "a/b";
    EXPECT_EQ(check_data_folder(inside).health, Health::ok);
    EXPECT_TRUE(std::filesystem::is_empty(inside));
}

TEST(CheckDataFolder, FailsWhereAFileIsInTheWay) {
    const TemporaryDirectory folder;
    ASSERT_TRUE(write_file(folder.path() / "file", ""));
    const Check check = check_data_folder(folder.path() / "file/inside");
    EXPECT_EQ(check.health, Health::fail);
    EXPECT_THAT(check.advice, HasSubstr("MSS_DATA_DIR"));
}

TEST(CheckSpace, JudgesTheDiskOfAFolderThatIsNotThereYet) {
    const TemporaryDirectory folder;
    EXPECT_THAT(check_space(folder.path() / "not/yet").found, HasSubstr("free at " + folder.path().string()));
    EXPECT_EQ(judge_space("/", 100'000'000).health, Health::fail);
    EXPECT_EQ(judge_space("/", 1'000'000'000).health, Health::warn);
    EXPECT_EQ(judge_space("/", 50'000'000'000).health, Health::ok);
}

TEST(CheckModel, AsksForItsModelsWithTheKey) {
    test::TestHttpServer server({test::json_reply("{}")});
    http::CurlTransport transport("test");
    const Check check = check_model(settings_with_model(server.url("/v1/")), transport);
    EXPECT_EQ(check.health, Health::ok) << check.found;
    ASSERT_EQ(server.requests().size(), 1U);
    EXPECT_EQ(server.requests()[0].path(), "/v1/models");
    EXPECT_EQ(server.requests()[0].header("authorization"), "Bearer hunter2");
}

TEST(CheckModel, TellsARefusedKeyFromAMissingServer) {
    http::CurlTransport transport("test");
    test::TestHttpServer refusing({status(401)});
    const Check refused = check_model(settings_with_model(refusing.url("/v1")), transport);
    EXPECT_EQ(refused.health, Health::fail);
    EXPECT_THAT(refused.advice, HasSubstr("MSS_LLM_KEY"));
    EXPECT_THAT(refused.found, Not(HasSubstr("hunter2")));

    test::TestHttpServer odd({status(404)});
    EXPECT_EQ(check_model(settings_with_model(odd.url("/v1")), transport).health, Health::warn);

    const Check absent = check_model(settings_with_model("http://127.0.0.1:1/v1"), transport);
    EXPECT_EQ(absent.health, Health::fail);
    EXPECT_THAT(absent.advice, HasSubstr("MSS_LLM_URL"));
}

TEST(CheckModel, IsNoProblemWhereNoneIsSet) {
    http::CurlTransport transport("test");
    EXPECT_EQ(check_model({}, transport).health, Health::ok);
}

TEST(CheckSpeech, AsksWithoutCostAndTellsWhatWasSpent) {
    const TemporaryDirectory folder;
    const ManualClock clock;
    http::CurlTransport transport("test");
    test::TestHttpServer server({test::json_reply("{}")});
    config::Settings settings;
    EXPECT_EQ(check_speech(settings, transport, clock).health, Health::ok);
    settings.data_dir = folder.path();
    settings.speech_url = server.url("/v1");
    settings.speech_key = config::Secret("hunter2");
    settings.speech_budget = 500;
    EXPECT_EQ(check_speech(settings, transport, clock).health, Health::warn);
    settings.speech_voices = "alloy";
    const Check check = check_speech(settings, transport, clock);
    EXPECT_EQ(check.health, Health::ok);
    EXPECT_THAT(check.found, HasSubstr("0 of 500 characters"));
    ASSERT_EQ(server.requests().size(), 1U);
    EXPECT_EQ(server.requests()[0].path(), "/v1/models");
    EXPECT_EQ(server.requests()[0].header("authorization"), "Bearer hunter2");
    ASSERT_TRUE(speech_service::Budget(speech_service::spendings_file(folder.path()), 500, clock).take(500));
    EXPECT_THAT(check_speech(settings, transport, clock).advice, HasSubstr("MSS_SPEECH_BUDGET"));
    test::TestHttpServer refusing({status(401)});
    settings.speech_url = refusing.url("/v1");
    const Check refused = check_speech(settings, transport, clock);
    EXPECT_EQ(refused.health, Health::fail);
    EXPECT_THAT(refused.advice, HasSubstr("MSS_SPEECH_KEY"));
    EXPECT_THAT(refused.found, Not(HasSubstr("hunter2")));
}

TEST(CheckWikipedia, OnlyWarnsSinceVideosCanBeMadeWithoutIt) {
    http::CurlTransport transport("test");
    config::Settings settings;
    settings.wikipedia_url = "http://127.0.0.1:1";
    EXPECT_EQ(check_wikipedia(settings, transport).health, Health::warn);
    settings.wikipedia = false;
    EXPECT_EQ(check_wikipedia(settings, transport).health, Health::ok);
    test::TestHttpServer server({test::json_reply("{}")});
    settings.wikipedia = true;
    settings.wikipedia_url = server.url("");
    EXPECT_EQ(check_wikipedia(settings, transport).health, Health::ok);
}

TEST(CheckWikipedia, AsksTheOneThatTopicsAreLookedUpIn) {
    http::CurlTransport transport("test");
    test::TestHttpServer server({test::json_reply("{}")});
    config::Settings settings;
    settings.wikipedia_url = server.url("/{language}/api.php");
    settings.language = "PT-BR";
    EXPECT_EQ(check_wikipedia(settings, transport).health, Health::ok);
    ASSERT_EQ(server.requests().size(), 1U);
    EXPECT_EQ(server.requests()[0].path(), "/pt/api.php");
}

}  // namespace
}  // namespace mss::cli
