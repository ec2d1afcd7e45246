#include "cli/program.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "support/test_http_server.hpp"

namespace mss::cli {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

struct Outcome {
    int code = -1;
    std::string out;
    std::string err;
};

Outcome run_with(const std::vector<std::string>& words, const std::vector<std::string>& environment = {}) {
    std::vector<const char*> variables;
    variables.reserve(environment.size() + 2);
    for (const std::string& variable : environment)
        variables.push_back(variable.c_str());
    variables.push_back("XDG_CONFIG_HOME=/nonexistent");
    variables.push_back(nullptr);
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    Console console{in, out, err};
    const int code = run(words, variables.data(), console);
    return {code, out.str(), err.str()};
}

TEST(Run, HelpAndVersionGoToStandardOutput) {
    const Outcome help = run_with({"--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_THAT(help.out, HasSubstr("mss doctor"));
    EXPECT_EQ(help.err, "");
    EXPECT_THAT(run_with({"version"}).out, ContainsRegex("^mss [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST(Run, WrongUseIsOneLineOnStandardErrorAndTwo) {
    const Outcome outcome = run_with({"create", "a", "--duration", "5"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, ContainsRegex("^mss: --duration: [^\n]*\n$"));
}

TEST(Run, AWrongSettingStopsACommandThatNeedsSettings) {
    const Outcome outcome = run_with({"voices"}, {"MSS_THREADS=lots"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.err, "mss: MSS_THREADS (environment) is \"lots\"; allowed: a whole number from 0 to 256\n");
}

TEST(ConfigShow, ListsValuesAndSourcesWithoutSecrets) {
    const Outcome outcome = run_with({"config", "show", "--set", "threads=2"},
                                     {"MSS_LLM_KEY=hunter2", "REDIS_HOST=cache", "MSS_BROKER_URL=redis://u:hunter3@h"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_THAT(outcome.out,
                AllOf(ContainsRegex("MSS_THREADS +2 +--set\n"), ContainsRegex("MSS_LLM_KEY +\\(set\\) +environment\n"),
                      ContainsRegex("MSS_REDIS_URL +redis://cache:6379/0 +REDIS_HOST, REDIS_PORT"),
                      HasSubstr("redis://u:***@h"), ContainsRegex("MSS_LANGUAGE +en +default\n")));
    EXPECT_THAT(outcome.out, Not(HasSubstr("hunter")));
}

TEST(ConfigShow, StillShowsWhatIsInOrderBesideAMistake) {
    const Outcome outcome = run_with({"config", "show", "--json"}, {"MSS_THREADS=lots", "MSS_LANGUAGE=de"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("MSS_THREADS"));
    const auto rows = json::parse(outcome.out);
    ASSERT_TRUE(rows);
    EXPECT_THAT(json::print(*rows), HasSubstr(R"({"name":"MSS_LANGUAGE","value":"de","source":"environment",)"));
}

TEST(ConfigCheck, MakesAnUnknownNameAnError) {
    const Outcome good = run_with({"config", "check"});
    EXPECT_EQ(good.code, 0);
    EXPECT_EQ(good.out, "The settings are in order.\n");
    const Outcome bad = run_with({"config", "check"}, {"MSS_THREDS=2"});
    EXPECT_EQ(bad.code, 2);
    EXPECT_EQ(bad.err, "mss: unknown setting MSS_THREDS (environment); did you mean MSS_THREADS?\n");
}

TEST(ConfigExample, IsAFileOfCommentsOnly) {
    std::istringstream lines(run_with({"config", "example"}).out);
    for (std::string line; std::getline(lines, line);)
        EXPECT_TRUE(line.empty() || line.front() == '#') << line;
}

// A server that refuses the key is asked once; whether topics come of it is not the question here.
Outcome topics_from_a_model(test::TestHttpServer& server, const std::vector<std::string>& more_settings = {}) {
    std::vector<std::string> settings{"MSS_LLM_KEY=hunter2", "MSS_LLM_URL=" + server.url("/v1"), "MSS_WIKIPEDIA=off"};
    settings.insert(settings.end(), more_settings.begin(), more_settings.end());
    return run_with({"topics", "science"}, settings);
}

TEST(LogLevel, DebugTellsOfRequestsAndNeverOfTheKey) {
    test::Reply refusal;
    refusal.status = 401;
    refusal.body = "hunter2 is wrong";
    test::TestHttpServer server({refusal});
    const Outcome outcome = topics_from_a_model(server, {"MSS_LOG_LEVEL=debug"});
    ASSERT_FALSE(server.requests().empty());
    EXPECT_EQ(server.requests()[0].header("authorization"), "Bearer hunter2");
    EXPECT_THAT(outcome.err, ContainsRegex("(^|\n)time=[0-9T:.-]+Z level=debug message=\"http request\" method=POST"));
    EXPECT_THAT(outcome.err, HasSubstr("url=" + server.url("/v1/chat/completions") + " status=401"));
    EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr("hunter2")));
}

TEST(LogLevel, IsWarningWhereNoneIsSetSoThatRequestsStayUnmentioned) {
    test::Reply refusal;
    refusal.status = 401;
    test::TestHttpServer server({refusal});
    EXPECT_THAT(topics_from_a_model(server).err, Not(HasSubstr("http request")));
    EXPECT_FALSE(server.requests().empty()) << "there was no request that could have been mentioned";
    EXPECT_THAT(run_with({"config", "show"}).out, ContainsRegex("MSS_LOG_LEVEL +warning +default\n"));
}

TEST(Styles, AreTheOnesThatCreateTakes) {
    const auto rows = json::parse(run_with({"styles", "--json"}).out);
    ASSERT_TRUE(rows);
    ASSERT_FALSE(rows->as_array().empty());
    for (const auto& row : rows->as_array()) {
        const std::string name(row.at("name").as_string());
        EXPECT_EQ(run_with({"create", "a", "--style", name, "--help"}).code, 0);
        EXPECT_FALSE(row.at("description").as_string().empty());
    }
}

}  // namespace
}  // namespace mss::cli
