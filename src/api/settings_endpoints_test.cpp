#include "api/settings_endpoints.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/test_installation.hpp"

namespace mss::api {
namespace {

using http_server::Method;
using http_server::Response;
using testing::HasSubstr;
using testing::Not;

TEST(SettingsEndpoints, KeepsTheModelsKeyToItself) {
    TestInstallation installation;
    const auto owner = installation.sign_up("owner@example.org");
    const Response set =
        installation.send(Method::put, "/api/settings", owner.token,
                          R"({"model": {"base_url": "http://127.0.0.1:9/v1", "name": "m", "key": "sk-secret"},
            "wikipedia": {"on": false}})");
    EXPECT_EQ(set.status, 200);
    EXPECT_THAT(std::get<std::string>(set.body), Not(HasSubstr("sk-secret")));
    EXPECT_TRUE(TestInstallation::body_of(set).at("model").at("has_key").as_bool());
    // Another address does not get the key of the one before.
    installation.send(Method::post, "/api/settings/test", owner.token,
                      R"({"model": {"base_url": "http://evil.example/v1", "name": "m"}})");
    ASSERT_FALSE(installation.network.asked.empty());
    for (const auto& header : installation.network.asked.back().headers)
        EXPECT_THAT(header.value, Not(HasSubstr("sk-secret")));
    const Response removed = installation.send(Method::put, "/api/settings", owner.token, R"({"model": null})");
    EXPECT_EQ(TestInstallation::body_of(removed).at("model").at("base_url").as_string(), "");
    EXPECT_FALSE(TestInstallation::body_of(removed).at("model").at("has_key").as_bool());
    EXPECT_THAT(installation.records.str(), Not(HasSubstr("sk-secret")));
}

TEST(SettingsEndpoints, KeepsTheKeyOfTheSettingsForItsAddress) {
    writing::LanguageModelSettings model;
    model.base_url = "http://127.0.0.1:9/v1";
    model.api_key = "sk-secret";
    TestInstallation installation({}, {}, model);
    const auto owner = installation.sign_up("owner@example.org");
    const auto has_key = [&](const std::string& address) {
        const Response saved =
            installation.send(Method::put, "/api/settings", owner.token,
                              fmt::format(R"({{"model": {{"base_url": "{}", "name": "other"}}}})", address));
        return TestInstallation::body_of(saved).at("model").at("has_key").as_bool();
    };
    EXPECT_TRUE(has_key("http://127.0.0.1:9/v1"));
    EXPECT_FALSE(has_key("http://127.0.0.2:9/v1"));
    EXPECT_TRUE(has_key("http://127.0.0.1:9/v1"));
}

TEST(SettingsEndpoints, ASettingThatIsMisspeltChangesNothing) {
    TestInstallation installation;
    const studio::SignedIn ann = installation.sign_up("ann@example.org");
    const auto put = [&](std::string body) {
        return installation.send(Method::put, "/api/settings", ann.token, std::move(body));
    };
    ASSERT_EQ(
        put(R"({"sign_up": {"open": false}, "wikipedia": {"on": false}, "model": {"base_url": "http://m.example"}})")
            .status,
        200);
    const json::Value before = TestInstallation::body_of(installation.send(Method::get, "/api/settings", ann.token));
    for (const char* body :
         {R"({"sign_up": {}})", R"({"sign_up": {"opened": true}})", R"({"wikipedia": {"On": true}})",
          R"({"model": {}})", R"({"model": {"url": "http://other.example"}, "sign_up": {"open": true}})"}) {
        const Response response = put(body);
        EXPECT_EQ(response.status, 422) << body;
        EXPECT_EQ(TestInstallation::body_of(response).at("errors").as_array().size(), 1U) << body;
    }
    EXPECT_EQ(TestInstallation::body_of(installation.send(Method::get, "/api/settings", ann.token)), before);
    EXPECT_EQ(put(R"({"model": null})").status, 200);
}

TEST(SettingsEndpoints, AnAddressThatIsNoneIsNamed) {
    TestInstallation installation;
    const studio::SignedIn ann = installation.sign_up("ann@example.org");
    const Response refused =
        installation.send(Method::put, "/api/settings", ann.token, R"({"model": {"base_url": "my model"}})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(TestInstallation::body_of(refused).at("errors").at(0).at("pointer").as_string(), "/model/base_url");
}

}  // namespace
}  // namespace mss::api
