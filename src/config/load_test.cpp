#include "config/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"

namespace mss::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Sources with_environment(std::map<std::string, std::string, std::less<>> environment) {
    Sources sources;
    sources.environment = std::move(environment);
    return sources;
}

Sources with_file(std::string text) {
    Sources sources;
    sources.file_text = std::move(text);
    sources.file_name = "config.toml";
    return sources;
}

TEST(Load, GivesDefaultsWhereNothingIsSet) {
    const auto settings = load({});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->listen, "127.0.0.1:8080");
    EXPECT_EQ(settings->cache_limit_mb, 4096);
    EXPECT_TRUE(settings->wikipedia);
    EXPECT_TRUE(settings->llm_key.empty());
    EXPECT_EQ(settings->data_dir, "/var/lib/mss");
    EXPECT_EQ(settings->origins.at("listen").source, Source::fallback);
}

TEST(Load, FlagsBeatTheEnvironmentAndThatBeatsTheFile) {
    Sources sources = with_file("threads = 1\nlanguage = \"de\"\nlog_level = \"debug\"\n");
    sources.environment = {{"MSS_THREADS", "2"}, {"MSS_LANGUAGE", "fr"}};
    sources.flags = {"threads=3"};
    const auto settings = load(sources);
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->threads, 3);
    EXPECT_EQ(settings->origins.at("threads").source, Source::flag);
    EXPECT_EQ(settings->language, "fr");
    EXPECT_EQ(settings->origins.at("language").place, "environment");
    EXPECT_EQ(settings->log_level, "debug");
    EXPECT_EQ(settings->origins.at("log_level").place, "config.toml:3");
}

TEST(Load, DataFolderFollowsSystemdThenXdgThenHome) {
    const std::string home = "/home/ada";
    EXPECT_EQ(load(with_environment({{"HOME", home}}))->data_dir, "/home/ada/.local/share/mss");
    EXPECT_EQ(load(with_environment({{"HOME", home}, {"XDG_DATA_HOME", "/data"}}))->data_dir, "/data/mss");
    EXPECT_EQ(load(with_environment({{"HOME", home}, {"XDG_DATA_HOME", "relative"}}))->data_dir,
              "/home/ada/.local/share/mss");
    EXPECT_EQ(load(with_environment({{"HOME", home}, {"STATE_DIRECTORY", "/var/lib/a:/var/lib/b"}}))->data_dir,
              "/var/lib/a");
    EXPECT_EQ(load(with_environment({{"HOME", home}, {"MSS_DATA_DIR", "~/videos"}}))->data_dir, "/home/ada/videos");
}

TEST(Load, AnEmptyVariableCountsAsNotSetButAnEmptyFlagEmpties) {
    Sources sources = with_file("llm_url = \"http://model\"");
    sources.environment = {{"MSS_LLM_URL", ""}, {"MSS_THREADS", ""}};
    EXPECT_EQ(load(sources)->llm_url, "http://model");
    sources.flags = {"llm_url="};
    EXPECT_EQ(load(sources)->llm_url, "");
}

TEST(Load, AWrongValueNamesSettingPlaceAndWhatIsAllowed) {
    const auto from_environment = load(with_environment({{"MSS_THREADS", "lots"}}));
    ASSERT_FALSE(from_environment);
    EXPECT_EQ(from_environment.error().code, Code::invalid);
    EXPECT_EQ(from_environment.error().message,
              "MSS_THREADS (environment) is \"lots\"; allowed: a whole number from 0 to 256");

    const auto from_file = load(with_file("\n\nlisten = \"nowhere\"\n"));
    ASSERT_FALSE(from_file);
    EXPECT_THAT(from_file.error().message, HasSubstr("MSS_LISTEN (config.toml:3) is \"nowhere\"; allowed: host:port"));

    Sources flags;
    flags.flags = {"log_level=loud"};
    EXPECT_THAT(load(flags).error().message, HasSubstr("MSS_LOG_LEVEL (--set) is \"loud\"; allowed: error, warning"));
}

TEST(Load, PasswordsInAWrongUrlAreMasked) {
    const auto settings = load(with_environment({{"MSS_REDIS_URL", "http://user:hunter2@host"}}));
    ASSERT_FALSE(settings);
    EXPECT_THAT(settings.error().message, Not(HasSubstr("hunter2")));
}

TEST(Load, AnUnknownNameIsAWarningWithTheLikelyOne) {
    const auto settings = load(with_environment({{"MSS_LLM_ULR", "http://model"}}));
    ASSERT_TRUE(settings);
    EXPECT_THAT(settings->warnings,
                ElementsAre("unknown setting MSS_LLM_ULR (environment); did you mean MSS_LLM_URL?"));
    EXPECT_THAT(load(with_file("thread = 2"))->warnings,
                ElementsAre("unknown setting thread (config.toml:1); did you mean threads?"));
    EXPECT_THAT(load(with_environment({{"MSS_CONFIG", "/x"}, {"OTHER", "1"}}))->warnings, IsEmpty());
}

TEST(Load, AnUnknownFlagIsAnError) {
    Sources sources;
    sources.flags = {"thraeds=2"};
    EXPECT_EQ(load(sources).error().message, "--set thraeds: no such setting; did you mean threads?");
    sources.flags = {"threads"};
    EXPECT_EQ(load(sources).error().message,
              "--set threads: the value is missing, as in threads=VALUE; allowed: a whole number from 0 to 256");
    sources.flags = {"foo"};
    EXPECT_EQ(load(sources).error().message, "--set foo: write it as NAME=VALUE, such as threads=2");
    sources.flags = {"MSS_THREADS=2"};
    EXPECT_EQ(load(sources)->threads, 2);
}

TEST(Load, ReadsTheNamesOfAnOlderDeployment) {
    Sources sources = with_environment({{"CELERY_BROKER_URL", "redis://old/1"},
                                        {"CELERY_RESULT_BACKEND", "redis://old/2"},
                                        {"REDIS_HOST", "cache"},
                                        {"REDIS_PORT", "6380"},
                                        {"REDIS_DB", "3"}});
    const auto settings = load(sources);
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->broker_url, "redis://old/1");
    EXPECT_EQ(settings->origins.at("broker_url").place, "CELERY_BROKER_URL");
    EXPECT_EQ(settings->result_url, "redis://old/2");
    EXPECT_EQ(settings->redis_url, "redis://cache:6380/3");

    sources.environment["MSS_BROKER_URL"] = "redis://new";
    sources.environment["MSS_REDIS_URL"] = "redis://new";
    EXPECT_EQ(load(sources)->broker_url, "redis://new");
    EXPECT_EQ(load(sources)->redis_url, "redis://new");
}

TEST(Load, RedisNamesMayBePartlyThereOrInjectedByAPlatform) {
    EXPECT_EQ(load(with_environment({{"REDIS_HOST", "cache"}}))->redis_url, "redis://cache:6379/0");
    EXPECT_EQ(load(with_environment({{"REDIS_PORT", "6380"}}))->redis_url, "redis://localhost:6380/0");
    EXPECT_EQ(load(with_environment({{"REDIS_PORT", "tcp://10.0.0.7:6379"}}))->redis_url, "redis://10.0.0.7:6379/0");
    EXPECT_EQ(load(with_environment({{"REDIS_HOST", "cache"}, {"REDIS_PORT", "tcp://10.0.0.7:6380"}}))->redis_url,
              "redis://cache:6380/0");
    EXPECT_EQ(load(with_environment({{"REDIS_HOST", "::1"}}))->redis_url, "redis://[::1]:6379/0");
    EXPECT_EQ(load(with_environment({{"REDIS_DB", "3"}}))->redis_url, "");
    EXPECT_FALSE(load(with_environment({{"REDIS_HOST", "a b"}})));
}

TEST(Load, ABrokenFileIsAnErrorWithItsLine) {
    const auto settings = load(with_file("threads = 1\nthreads = = 2\n"));
    ASSERT_FALSE(settings);
    EXPECT_THAT(settings.error().message, HasSubstr("config.toml:2: "));
    EXPECT_FALSE(load(with_file(std::string(100'000, '['))));
    EXPECT_FALSE(load(with_file(std::string(kFileBytesMax + 1, '#'))));
    EXPECT_THAT(load(with_file("threads = 1 \xD2\x8B\n")).error().message,
                HasSubstr("config.toml:1: expected NAME = VALUE"));
    EXPECT_FALSE(load(with_file("contact = \"\"\"\\\n\xD2\x8B\"\"\"\n")));
    EXPECT_THAT(load(with_file("threads = [1, 2]")).error().message, HasSubstr("no single value"));
}

TEST(Load, AFileMayHoldLettersBeyondAsciiInCommentsAndTexts) {
    const auto settings =
        load(with_file("\xEF\xBB\xBF# d\xC3\xA9mo\ncontact = \"Jos\xC3\xA9 \\\" # 'x\" # \xC3\xA9\nthreads = 2\n"));
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->contact, "Jos\xC3\xA9 \" # 'x");
    EXPECT_EQ(settings->threads, 2);
}

TEST(Examine, FindsAllMistakesAndKeepsTheDefaultOfEach) {
    Sources sources = with_environment({{"MSS_THREADS", "lots"}, {"MSS_LISTEN", "nowhere"}, {"MSS_LANGUAGE", "de"}});
    const Examination found = examine(sources);
    EXPECT_EQ(found.errors.size(), 2U);
    EXPECT_EQ(found.settings.threads, 0);
    EXPECT_EQ(found.settings.listen, "127.0.0.1:8080");
    EXPECT_EQ(found.settings.language, "de");
    EXPECT_THAT(load(sources).error().message, HasSubstr("(and 1 more: mss config check)"));
}

TEST(ProcessSources, TakeTheFileThatIsNamedElseTheOneInTheConfigurationFolder) {
    const TemporaryDirectory folder;
    const auto mine = folder.path() / "mine.toml";
    ASSERT_TRUE(write_file(mine, "threads = 5"));
    ASSERT_TRUE(make_directories(folder.path() / "mss"));
    ASSERT_TRUE(write_file(folder.path() / "mss/config.toml", "threads = 6"));
    const std::string xdg = "XDG_CONFIG_HOME=" + folder.path().string();
    const std::string named = "MSS_CONFIG=" + mine.string();

    const char* const both[] = {xdg.c_str(), named.c_str(), nullptr};
    EXPECT_EQ(load(*process_sources(both, {}))->threads, 5);
    const char* const xdg_only[] = {xdg.c_str(), nullptr};
    EXPECT_EQ(load(*process_sources(xdg_only, {}))->threads, 6);
}

TEST(ProcessSources, ANamedFileThatIsAbsentIsAnError) {
    const TemporaryDirectory folder;
    const std::string named = "MSS_CONFIG=" + (folder.path() / "absent.toml").string();
    const char* const environment[] = {named.c_str(), nullptr};
    const auto sources = process_sources(environment, {});
    ASSERT_FALSE(sources);
    EXPECT_EQ(sources.error().code, Code::not_found);
}

TEST(ProcessSources, ReadASecretFromTheFileThatIsNamed) {
    const TemporaryDirectory folder;
    ASSERT_TRUE(write_file(folder.path() / "key", "s3cret\n"));
    const std::string named = "MSS_LLM_KEY_FILE=" + (folder.path() / "key").string();
    const char* const environment[] = {named.c_str(), nullptr};
    const auto sources = process_sources(environment, {});
    ASSERT_TRUE(sources);
    const auto settings = load(*sources);
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->llm_key.reveal(), "s3cret");
    EXPECT_THAT(settings->warnings, IsEmpty());

    const char* const wins[] = {named.c_str(), "MSS_LLM_KEY=direct", nullptr};
    EXPECT_EQ(load(*process_sources(wins, {}))->llm_key.reveal(), "direct");
}

}  // namespace
}  // namespace mss::config
