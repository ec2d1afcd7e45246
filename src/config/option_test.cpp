#include "config/option.hpp"

#include <filesystem>
#include <ostream>
#include <set>
#include <type_traits>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"

namespace mss::config {
namespace {

using testing::HasSubstr;
using testing::Not;

template <class T>
concept Streamable = requires(std::ostream& stream, const T& value) { stream << value; };

static_assert(!Streamable<Secret> && !fmt::is_formattable<Secret>::value);
static_assert(!std::is_convertible_v<Secret, std::string> && !std::is_convertible_v<Secret, std::string_view>);

Result<void> assigned(std::string_view name, std::string_view written) {
    Settings settings;
    return assign(settings, *find_option(name), written);
}

TEST(Options, HaveDistinctNamesAndHelpThatEndsInAFullStop) {
    std::set<std::string_view> names;
    for (const Option& option : options()) {
        EXPECT_TRUE(names.insert(option.name).second) << option.name;
        EXPECT_TRUE(option.help.ends_with('.')) << option.name;
    }
}

TEST(Options, AcceptTheirOwnDefault) {
    for (const Option& option : options()) {
        if (option.name == "data_dir") continue;  // its default depends on the environment
        EXPECT_TRUE(assigned(option.name, option.fallback)) << option.name;
    }
}

TEST(Options, WholeNumbersKeepTheirRange) {
    EXPECT_TRUE(assigned("threads", "0"));
    EXPECT_TRUE(assigned("threads", "256"));
    for (const auto* wrong : {"-1", "257", "", "4 ", "four", "0x10", "99999999999999999999", "1.5"}) {
        const auto done = assigned("threads", wrong);
        ASSERT_FALSE(done) << wrong;
        EXPECT_THAT(done.error().message, HasSubstr("a whole number from 0 to 256"));
    }
}

TEST(Options, SwitchesTakeTheUsualWords) {
    Settings settings;
    const Option& option = *find_option("wikipedia");
    for (const auto* no : {"off", "false", "no", "0"}) {
        settings.wikipedia = true;
        ASSERT_TRUE(assign(settings, option, no));
        EXPECT_FALSE(settings.wikipedia) << no;
    }
    for (const auto* yes : {"on", "true", "yes", "1"}) {
        settings.wikipedia = false;
        ASSERT_TRUE(assign(settings, option, yes));
        EXPECT_TRUE(settings.wikipedia) << yes;
    }
    EXPECT_FALSE(assigned("wikipedia", "maybe"));
    EXPECT_FALSE(assigned("wikipedia", "on true"));
}

TEST(Options, AddressesNeedHostAndPort) {
    for (const auto* good : {"127.0.0.1:8080", "localhost:0", "[::1]:65535", "mss.example:443"})
        EXPECT_TRUE(assigned("listen", good)) << good;
    for (const auto* wrong :
         {"8080", ":8080", "localhost:", "localhost:65536", "::1:8080", "http://a:1", "a b:1", "[]:1"})
        EXPECT_FALSE(assigned("listen", wrong)) << wrong;
}

TEST(Options, UrlsNeedOneOfTheirSchemesAndAHost) {
    for (const auto* good : {"http://127.0.0.1:8081/v1", "https://example.org", ""})
        EXPECT_TRUE(assigned("llm_url", good)) << good;
    for (const auto* wrong : {"example.org", "ftp://example.org", "http:", "http://", "http:///path", "https://a b"})
        EXPECT_FALSE(assigned("llm_url", wrong)) << wrong;
    EXPECT_TRUE(assigned("database_url", "sqlite:/var/lib/mss/mss.db"));
    EXPECT_TRUE(assigned("storage_url", "file:///srv/mss"));
    EXPECT_FALSE(assigned("broker_url", "amqp://localhost"));
    for (const auto* broker : {"redis://h", "rediss://:p@h:6380/1?ssl_cert_reqs=none", "redis+socket:///run/redis.sock",
                               "unix:///run/redis.sock", "sentinel://:p@one:26379/0;sentinel://two:26379"})
        EXPECT_TRUE(assigned("broker_url", broker)) << broker;
}

TEST(Options, LanguagesAreTags) {
    for (const auto* good : {"en", "pt-BR", "zh-Hant-TW", "ast"})
        EXPECT_TRUE(assigned("language", good)) << good;
    for (const auto* wrong : {"", "e", "english", "en_US", "en-", "-en", "en-toolongpart"})
        EXPECT_FALSE(assigned("language", wrong)) << wrong;
}

TEST(Options, TextsStayOnOneLineAndInUtf8) {
    EXPECT_TRUE(assigned("contact", "jos\xC3\xA9@example.org"));
    EXPECT_FALSE(assigned("contact", "a\nb"));
    EXPECT_FALSE(assigned("contact", "\xFF"));
    EXPECT_FALSE(assigned("contact", std::string(5000, 'a')));
}

TEST(Options, AWrongSecretIsNotRepeatedInTheMessage) {
    const auto done = assigned("llm_key", "hunter2\nhunter3");
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error().message, Not(HasSubstr("hunter")));
}

TEST(Options, ShowSecretsOnlyAsSet) {
    Settings settings;
    const Option& option = *find_option("llm_key");
    EXPECT_EQ(shown_value(settings, option), "");
    ASSERT_TRUE(assign(settings, option, "hunter2"));
    EXPECT_EQ(shown_value(settings, option), "(set)");
    EXPECT_EQ(settings.llm_key.reveal(), "hunter2");
}

TEST(MaskPassword, HidesWhatStandsBetweenColonAndAt) {
    EXPECT_EQ(mask_password("redis://user:pa:ss@host:6379/0"), "redis://user:***@host:6379/0");
    EXPECT_EQ(mask_password("redis://:secret@host"), "redis://:***@host");
    EXPECT_EQ(mask_password("postgres://a:p@ss@host/db?x=1"), "postgres://a:***@host/db?x=1");
    EXPECT_EQ(mask_password("https://host/path:with@sign"), "https://host/path:with@sign");
    EXPECT_EQ(mask_password("https://user@host"), "https://user@host");
    EXPECT_EQ(mask_password("plain text"), "plain text");
    EXPECT_EQ(mask_password("sentinel://:a@one:1/0;sentinel://:b@two:2?master_name=m&sentinel_password=c;"),
              "sentinel://:***@one:1/0;sentinel://:***@two:2?master_name=m&sentinel_password=***;");
    EXPECT_EQ(mask_password("redis://:se;cret@host"), "redis://:***@host");
    EXPECT_EQ(mask_password("redis+socket:///run/x?password=a&virtual_host=1"),
              "redis+socket:///run/x?password=***&virtual_host=1");
}

TEST(Nearest, FindsTheWordThatWasMeantOrNone) {
    const std::string_view known[] = {"llm_url", "language", "listen"};
    EXPECT_EQ(nearest("llm_ulr", known), "llm_url");
    EXPECT_EQ(nearest("langage", known), "language");
    EXPECT_EQ(nearest("colour", known), "");
    EXPECT_EQ(nearest("", known), "");
}

TEST(EnvExample, IsTheCommittedFile) {
    const auto root = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
    const auto committed = read_file(root / ".env.example", 1U << 20U);
    ASSERT_TRUE(committed);
    EXPECT_EQ(*committed, env_example()) << "update it with: mss config example >.env.example";
}

TEST(EnvExample, SaysOfEachSettingWhichCommandsUseIt) {
    for (const Option& option : options())
        if (option.group != Group::server) EXPECT_FALSE(option.commands.empty()) << option.name;
    const std::string page = env_example();
    EXPECT_THAT(page, HasSubstr("Used by: mss up, mss web.\n#MSS_LISTEN=127.0.0.1:8080\n"));
    EXPECT_THAT(page, HasSubstr("Used by no command yet.\n#MSS_REDIS_URL=\n"));
}

TEST(SettingsHelp, NamesEachOptionAndItsDefault) {
    const std::string page = settings_help();
    for (const Option& option : options())
        EXPECT_THAT(page, HasSubstr(environment_name(option.name)));
    EXPECT_THAT(page, HasSubstr("MSS_LISTEN (default 127.0.0.1:8080)"));
}

}  // namespace
}  // namespace mss::config
