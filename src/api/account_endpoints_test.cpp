#include "api/account_endpoints.hpp"

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

constexpr const char* kAnn = R"({"email": "ann@example.org", "password": "correct horse battery"})";

TEST(AccountEndpoints, SignsUpInAndOut) {
    TestInstallation installation;
    const Response start = installation.send(Method::get, "/api/start");
    EXPECT_FALSE(TestInstallation::body_of(start).at("has_accounts").as_bool());
    const Response up = installation.send(Method::post, "/api/signup", {}, kAnn);
    EXPECT_EQ(up.status, 201);
    EXPECT_EQ(TestInstallation::body_of(up).at("user").at("role").as_string(), "owner");
    EXPECT_THAT(std::string(up.fields.find("Set-Cookie")), testing::StartsWith("mss_session="));
    EXPECT_THAT(std::string(up.fields.find("Set-Cookie")), HasSubstr("HttpOnly; SameSite=Lax"));
    EXPECT_EQ(installation.send(Method::post, "/api/signup", {}, kAnn).status, 409);

    const Response in = installation.send(Method::post, "/api/login", {}, kAnn);
    ASSERT_EQ(in.status, 200);
    const std::string cookie(in.fields.find("Set-Cookie"));
    const std::string token = cookie.substr(12, 64);
    EXPECT_EQ(installation.send(Method::get, "/api/me", token).status, 200);
    EXPECT_EQ(installation.send(Method::post, "/api/logout", token).status, 204);
    EXPECT_EQ(installation.send(Method::get, "/api/me", token).status, 401);
    EXPECT_THAT(installation.records.str(), Not(HasSubstr("correct horse")));
    EXPECT_THAT(installation.records.str(), Not(HasSubstr(token)));
}

TEST(AccountEndpoints, KeepsTheSessionOfAPublicHttpsAddressToEncryptedConnections) {
    TestInstallation installation({}, {.secure_cookies = true, .public_origin = "https://mss.example"});
    const Response up = installation.send(Method::post, "/api/signup", {}, kAnn);
    EXPECT_THAT(std::string(up.fields.find("Set-Cookie")), testing::StartsWith("__Host-mss_session="));
    EXPECT_THAT(std::string(up.fields.find("Set-Cookie")), HasSubstr("; Secure"));
}

TEST(AccountEndpoints, NamesWhatALogInLacks) {
    TestInstallation installation;
    installation.sign_up("ann@example.org");
    for (const auto& [body, first] : {std::pair(R"({"email": "ann@example.org"})", "/password"),
                                      std::pair(R"({"password": "x"})", "/email"), std::pair("{}", "/email")}) {
        const Response refused = installation.send(Method::post, "/api/login", {}, body);
        EXPECT_EQ(refused.status, 422) << body;
        EXPECT_EQ(TestInstallation::body_of(refused).at("errors").at(0).at("pointer").as_string(), first);
    }
}

TEST(AccountEndpoints, LetsNobodyGuessPasswords) {
    TestInstallation installation;
    installation.sign_up("ann@example.org");
    const std::string wrong = R"({"email": "ann@example.org", "password": "wrong horse battery"})";
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(installation.send(Method::post, "/api/login", {}, wrong).status, 401);
    const Response refused = installation.send(Method::post, "/api/login", {}, kAnn);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.fields.find("Retry-After"), "60");
    installation.clock.advance(std::chrono::seconds(61));
    EXPECT_EQ(installation.send(Method::post, "/api/login", {}, kAnn).status, 200);
}

TEST(AccountEndpoints, AsksForTheCodeWhereTheFirstAccountCouldBeAnybodys) {
    TestInstallation installation({.sign_up_open = true, .first_needs_code = true, .password_cost = {}});
    const std::string code = installation.accounts.first_code().value();
    ASSERT_FALSE(code.empty());
    const auto body = [](const std::string& with) {
        return fmt::format(R"({{"email": "ann@example.org", "password": "correct horse battery", "code": "{}"}})",
                           with);
    };
    EXPECT_TRUE(TestInstallation::body_of(installation.send(Method::get, "/api/start")).at("code_needed").as_bool());
    EXPECT_EQ(installation.send(Method::post, "/api/signup", {}, body("")).status, 403);
    EXPECT_EQ(installation.send(Method::post, "/api/signup", {}, body("0000")).status, 403);
    EXPECT_EQ(installation.send(Method::post, "/api/signup", {}, body(code)).status, 201);
    EXPECT_TRUE(installation.accounts.first_code().value().empty());
}

TEST(AccountEndpoints, OfTheFirstAccountNamesTheCodeThatIsWrong) {
    TestInstallation installation({.first_needs_code = true});
    installation.accounts.first_code().value();
    const Response response =
        installation.send(Method::post, "/api/signup", {},
                          R"({"email": "ann@example.org", "password": "correct horse battery", "code": "guessed"})");
    EXPECT_EQ(response.status, 403);
    EXPECT_EQ(TestInstallation::body_of(response).at("errors").at(0).at("pointer").as_string(), "/code");
}

TEST(AccountEndpoints, ClosesSignUpWhereTheOwnerSaysSo) {
    TestInstallation installation;
    const auto owner = installation.sign_up("owner@example.org");
    EXPECT_EQ(installation.send(Method::put, "/api/settings", owner.token, R"({"sign_up": {"open": false}})").status,
              200);
    EXPECT_EQ(installation.send(Method::post, "/api/signup", {}, kAnn).status, 403);
}

TEST(AccountEndpoints, TheFirstAccountIsTheOwnersInAnyCase) {
    TestInstallation installation;
    const std::string password = "correct horse battery";
    EXPECT_EQ(installation.accounts.add("ann@example.org", password, store::Role::viewer).error().code, Code::conflict);
    EXPECT_EQ(installation.accounts.add("ann@example.org", password, {})->role, store::Role::owner);
    EXPECT_EQ(installation.accounts.add("ben@example.org", password, store::Role::viewer)->role, store::Role::viewer);
}

TEST(AccountEndpoints, OneMachineMakesOnlySoManyAccounts) {
    TestInstallation installation;
    int made = 0;
    Response response;
    do {
        response = installation.send(
            Method::post, "/api/signup", {},
            fmt::format(R"({{"email": "{}@example.org", "password": "correct horse battery"}})", made++));
    } while (response.status == 201 && made < 100);
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(made, 21);
    EXPECT_FALSE(response.fields.find("Retry-After").empty());
    installation.clock.advance(std::chrono::hours(1));
    EXPECT_EQ(installation
                  .send(Method::post, "/api/signup", {},
                        R"({"email": "later@example.org", "password": "correct horse battery"})")
                  .status,
              201);
}

}  // namespace
}  // namespace mss::api
