#include "api/api.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/test_installation.hpp"

namespace mss::api {
namespace {

using http_server::Method;
using http_server::Response;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Lt;
using testing::Not;

constexpr std::string_view kScript = R"({"script": {"title": "Bees", "scenes": [{"text": "Bees make honey."}]}})";

// The pattern as a path, with the ids of somebody's video.
std::string path_of(const std::string& pattern, const studio::Video& video) {
    std::string path = pattern;
    const auto put = [&](std::string_view name, const std::string& value) {
        if (const auto at = path.find(name); at != std::string::npos) path.replace(at, name.size(), value);
    };
    put("{id}", pattern.find("/task") != std::string::npos ? video.row.task_id : video.row.id);
    put("{name}", pattern.find("queues") != std::string::npos     ? "default"
                  : pattern.find("previews") != std::string::npos ? "wide-1.jpg"
                                                                  : "wide.mp4");
    put("{code}", "not_found");
    put("{path*}", "library");
    return path;
}

bool takes_no_body(const std::string& pattern) {
    return pattern.ends_with("/logout") || pattern.ends_with("/restore") || pattern.ends_with("/retry") ||
           pattern.find("/queues/") != std::string::npos;
}

bool names_something_owned(const std::string& pattern) {
    return pattern.find("{id}") != std::string::npos;
}

struct Somebody {
    std::string name;
    std::string session;
    store::Role role;
};

class EveryRoute : public testing::Test {
protected:
    EveryRoute() {
        owner = installation.sign_up("owner@example.org");
        others = {{"owner", owner.token, store::Role::owner}};
        for (const auto& [name, role] :
             {std::pair{"operator", store::Role::operator_}, std::pair{"viewer", store::Role::viewer},
              std::pair{"creator", store::Role::creator}})
            others.push_back({name, installation.account(fmt::format("{}@example.org", name), role).token, role});
        ann = installation.sign_up("ann@example.org");
        studio::VideoOrder order;
        order.topic = "Bees";
        video = installation.library.order(ann.user.id, order, "Bees").value();
    }

    TestInstallation installation;
    studio::SignedIn owner;
    studio::SignedIn ann;
    std::vector<Somebody> others;
    studio::Video video;
};

TEST_F(EveryRoute, IsClosedToWhoIsNotSignedIn) {
    for (const Endpoint& endpoint : installation.api.endpoints()) {
        for (const std::string& pattern : endpoint.patterns) {
            for (const std::string& session : {std::string(), std::string(64, 'a')}) {
                const Response response = installation.send(endpoint.method, path_of(pattern, video), session, "{}");
                if (pattern.ends_with("/login")) continue;  // its 401 says that the password is wrong
                if (endpoint.audience == Audience::anybody)
                    EXPECT_NE(response.status, 401) << pattern;
                else
                    EXPECT_EQ(response.status, 401) << pattern;
            }
        }
    }
}

TEST_F(EveryRoute, IsOpenToTheRolesThatItIsForAndToNoOther) {
    for (const Endpoint& endpoint : installation.api.endpoints()) {
        if (endpoint.audience == Audience::anybody || endpoint.patterns.front().ends_with("/logout")) continue;
        for (const Somebody& somebody : others) {
            const Response response =
                installation.send(endpoint.method, path_of(endpoint.patterns.front(), video), somebody.session, "{}");
            const std::string& pattern = endpoint.patterns.front();
            if (!may_call(somebody.role, endpoint.audience))
                EXPECT_EQ(response.status, 403) << pattern << somebody.name;
            else if (pattern.ends_with("/choices"))
                EXPECT_EQ(response.status, 503) << "voices are asked of a program that is not there";
            else
                EXPECT_THAT(response.status, AllOf(Not(AnyOf(401, 403)), Lt(500))) << pattern << somebody.name;
        }
    }
}

// Whatever their role: what Ann makes is Ann's.
TEST_F(EveryRoute, HidesWhatBelongsToSomebodyElse) {
    int looked_at = 0;
    for (const Endpoint& endpoint : installation.api.endpoints()) {
        if (!names_something_owned(endpoint.patterns.front())) continue;
        for (const std::string& pattern : endpoint.patterns) {
            for (const Somebody& somebody : others) {
                const Response response =
                    installation.send(endpoint.method, path_of(pattern, video), somebody.session, "{}");
                EXPECT_EQ(response.status, 404) << pattern << " as " << somebody.name;
                ++looked_at;
            }
        }
    }
    EXPECT_GE(looked_at, 4 * 2 * 11);
    EXPECT_EQ(installation.tasks->find(video.row.task_id).value()->state, tasks::State::ready);
    for (const Somebody& somebody : others)
        for (const char* list :
             {"/api/tasks", "/api/get-recent-videos", "/api/video-history", "/api/video-history?trash=1"})
            EXPECT_EQ(TestInstallation::body_of(installation.send(Method::get, list, somebody.session))
                          .at("items")
                          .as_array()
                          .size(),
                      0U)
                << list << " as " << somebody.name;
}

TEST_F(EveryRoute, RefusesWhatAnotherSiteMadeABrowserSend) {
    for (const Endpoint& endpoint : installation.api.endpoints()) {
        if (endpoint.method == Method::get && endpoint.audience == Audience::anybody) continue;
        for (const auto& [name, value] :
             {std::pair{"Sec-Fetch-Site", "cross-site"}, std::pair{"Sec-Fetch-Site", "same-site"},
              std::pair{"Origin", "https://evil.example"}, std::pair{"Origin", "null"}}) {
            http_server::Fields fields;
            fields.add(name, value);
            const Response response =
                installation.send(endpoint.method, path_of(endpoint.patterns.front(), video), ann.token, "{}", fields);
            EXPECT_EQ(response.status, 403) << endpoint.patterns.front() << ' ' << value;
        }
    }
}

TEST_F(EveryRoute, AnswersBadInputWithAProblemDocument) {
    for (const Endpoint& endpoint : installation.api.endpoints()) {
        if (endpoint.method != Method::post && endpoint.method != Method::put) continue;
        if (takes_no_body(endpoint.patterns.front())) continue;
        for (const std::string body : {"{", "[1]", "\"text\"", "nonsense",
                                       R"({"topic": 7, "niche": 7, "email": 7, "current": 7, "model": 7})"}) {
            const Response response =
                installation.send(endpoint.method, path_of(endpoint.patterns.front(), video), owner.token, body);
            EXPECT_GE(response.status, 400) << endpoint.patterns.front() << ' ' << body;
            EXPECT_LT(response.status, 500) << endpoint.patterns.front() << ' ' << body;
            EXPECT_EQ(response.fields.find("Content-Type"), "application/problem+json") << endpoint.patterns.front();
            EXPECT_EQ(TestInstallation::body_of(response).at("status").as_int64(), response.status);
        }
    }
}

TEST(Api, SignsUpInAndOut) {
    TestInstallation installation;
    const Response start = installation.send(Method::get, "/api/start");
    EXPECT_FALSE(TestInstallation::body_of(start).at("has_accounts").as_bool());
    const std::string credentials = R"({"email": "ann@example.org", "password": "correct horse battery"})";
    const Response up = installation.send(Method::post, "/api/signup", {}, credentials);
    EXPECT_EQ(up.status, 201);
    EXPECT_EQ(TestInstallation::body_of(up).at("user").at("role").as_string(), "owner");
    EXPECT_THAT(std::string(up.fields.find("Set-Cookie")), testing::StartsWith("mss_session="));
    EXPECT_THAT(std::string(up.fields.find("Set-Cookie")), HasSubstr("HttpOnly; SameSite=Lax"));
    EXPECT_EQ(installation.send(Method::post, "/api/signup", {}, credentials).status, 409);

    const Response in = installation.send(Method::post, "/api/login", {}, credentials);
    ASSERT_EQ(in.status, 200);
    const std::string cookie(in.fields.find("Set-Cookie"));
    const std::string token = cookie.substr(12, 64);
    EXPECT_EQ(installation.send(Method::get, "/api/me", token).status, 200);
    EXPECT_EQ(installation.send(Method::post, "/api/logout", token).status, 204);
    EXPECT_EQ(installation.send(Method::get, "/api/me", token).status, 401);
    EXPECT_THAT(installation.records.str(), Not(HasSubstr("correct horse")));
    EXPECT_THAT(installation.records.str(), Not(HasSubstr(token)));
}

// On loopback a page elsewhere can only come through a name that it gives this machine's address.
TEST(Api, OfThisMachineAloneKnowsNoOtherNames) {
    TestInstallation installation({}, {.public_origin = "https://mss.example", .this_machine_only = true});
    const auto status = [&](const std::string& host) {
        return installation.send(Method::get, "/api/start", {}, {}, {}, host).status;
    };
    for (const char* known :
         {"localhost:8080", "127.0.0.1:8080", "127.0.0.2", "[::1]:8080", "mss.localhost", "Mss.Example"})
        EXPECT_EQ(status(known), 200) << known;
    for (const char* other : {"evil.example:8080", "127.example.org", "localhost.evil.example", "192.0.2.1"})
        EXPECT_EQ(status(other), 421) << other;
    EXPECT_EQ(installation.send(Method::get, "/", {}, {}, {}, "evil.example").status, 421);
}

TEST(Api, SaysOfAWrongAddressThatThereIsNothing) {
    TestInstallation installation;
    for (const Method method : {Method::get, Method::post, Method::put, Method::patch, Method::delete_})
        for (const char* path : {"/api", "/api/v1/create-video", "/api/nothing/at/all"})
            EXPECT_EQ(installation.send(method, path).status, 404) << path;
    const Response known = installation.send(Method::delete_, "/api/v1/me");
    EXPECT_EQ(known.status, 405);
    EXPECT_EQ(known.fields.find("Allow"), "GET, HEAD, OPTIONS");
}

TEST(Api, ANicheIsAsLongAsATopic) {
    TestInstallation installation;
    const studio::SignedIn ann = installation.sign_up("ann@example.org");
    const std::string niche(401, 'x');
    const Response posted =
        installation.send(Method::post, "/api/generate-topics", ann.token, fmt::format(R"({{"niche": "{}"}})", niche));
    EXPECT_EQ(posted.status, 422);
    EXPECT_EQ(TestInstallation::body_of(posted).at("errors").at(0).at("pointer").as_string(), "/niche");
    EXPECT_EQ(installation.send(Method::get, "/api/topics?niche=" + niche, ann.token).status, 422);
}

TEST(Api, ASettingThatIsMisspeltChangesNothing) {
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

TEST(Api, OneMachineMakesOnlySoManyAccounts) {
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
    installation.clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(installation
                  .send(Method::post, "/api/signup", {},
                        R"({"email": "later@example.org", "password": "correct horse battery"})")
                  .status,
              201);
}

TEST(Api, OfTheFirstAccountNamesTheCodeThatIsWrong) {
    TestInstallation installation({.first_needs_code = true});
    installation.accounts.first_code().value();
    const Response response =
        installation.send(Method::post, "/api/signup", {},
                          R"({"email": "ann@example.org", "password": "correct horse battery", "code": "guessed"})");
    EXPECT_EQ(response.status, 403);
    EXPECT_EQ(TestInstallation::body_of(response).at("errors").at(0).at("pointer").as_string(), "/code");
}

TEST(Api, DeletesForGoodOnlyWhereThatIsAskedFor) {
    TestInstallation installation;
    const studio::SignedIn ann = installation.sign_up("ann@example.org");
    studio::VideoOrder order;
    order.topic = "Bees";
    const std::string id = installation.library.order(ann.user.id, order, "Bees").value().row.id;
    const std::string path = "/api/videos/" + id;
    EXPECT_EQ(installation.send(Method::delete_, path, ann.token).status, 204);
    EXPECT_EQ(installation.send(Method::delete_, path + "?forever=0", ann.token).status, 204);
    EXPECT_EQ(installation.send(Method::delete_, path + "?forever=no", ann.token).status, 422);
    EXPECT_EQ(installation.send(Method::get, path, ann.token).status, 200);
    EXPECT_EQ(installation.send(Method::delete_, path + "?forever=1", ann.token).status, 204);
    EXPECT_EQ(installation.send(Method::get, path, ann.token).status, 404);
}

TEST(Api, KeepsTheSessionOfAPublicHttpsAddressToEncryptedConnections) {
    TestInstallation installation({}, {.secure_cookies = true, .public_origin = "https://mss.example"});
    const Response up = installation.send(Method::post, "/api/signup", {},
                                          R"({"email": "ann@example.org", "password": "correct horse battery"})");
    EXPECT_THAT(std::string(up.fields.find("Set-Cookie")), testing::StartsWith("__Host-mss_session="));
    EXPECT_THAT(std::string(up.fields.find("Set-Cookie")), HasSubstr("; Secure"));
}

TEST(Api, TakesTheRequestsOfItsOwnPage) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    for (const auto& [origin, site] : {std::pair{"http://127.0.0.1:8080", "same-origin"}, std::pair{"", "none"}}) {
        http_server::Fields fields;
        if (*origin != '\0') fields.add("Origin", origin);
        fields.add("Sec-Fetch-Site", site);
        EXPECT_EQ(
            installation.send(Method::post, "/api/preview-script", ann.token, std::string(kScript), fields).status,
            200);
    }
}

TEST(Api, LetsNobodyGuessPasswords) {
    TestInstallation installation;
    installation.sign_up("ann@example.org");
    const std::string wrong = R"({"email": "ann@example.org", "password": "wrong horse battery"})";
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(installation.send(Method::post, "/api/login", {}, wrong).status, 401);
    const Response refused = installation.send(Method::post, "/api/login", {},
                                               R"({"email": "ann@example.org", "password": "correct horse battery"})");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.fields.find("Retry-After"), "60");
    installation.clock.advance(std::chrono::seconds(61));
    EXPECT_EQ(installation
                  .send(Method::post, "/api/login", {},
                        R"({"email": "ann@example.org", "password": "correct horse battery"})")
                  .status,
              200);
}

TEST(Api, AsksForTheCodeWhereTheFirstAccountCouldBeAnybodys) {
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

TEST(Api, ClosesSignUpWhereTheOwnerSaysSo) {
    TestInstallation installation;
    const auto owner = installation.sign_up("owner@example.org");
    EXPECT_EQ(installation.send(Method::put, "/api/settings", owner.token, R"({"sign_up": {"open": false}})").status,
              200);
    EXPECT_EQ(installation
                  .send(Method::post, "/api/signup", {},
                        R"({"email": "ann@example.org", "password": "correct horse battery"})")
                  .status,
              403);
}

TEST(Api, AcceptsAnOrderAndTellsOfIt) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const Response accepted =
        installation.send(Method::post, "/api/create-video-enhanced", ann.token, std::string(kScript));
    ASSERT_EQ(accepted.status, 202) << std::get<std::string>(accepted.body);
    const auto body = TestInstallation::body_of(accepted);
    EXPECT_TRUE(body.at("success").as_bool());
    EXPECT_EQ(body.at("status").as_string(), "pending");
    const std::string status_path(accepted.fields.find("Location"));
    const auto status = TestInstallation::body_of(installation.send(Method::get, status_path, ann.token));
    EXPECT_EQ(status.at("state").as_string(), "PENDING");
    EXPECT_EQ(status.at("status").as_string(), "Waiting...");
    EXPECT_EQ(status.at("title").as_string(), "Bees");
    EXPECT_EQ(status.at("queue_position").as_int64(), 0);
    const std::string task(body.at("task_id").as_string());
    EXPECT_EQ(installation.send(Method::delete_, "/api/v1/tasks/" + task, ann.token).status, 202);
    const auto after = TestInstallation::body_of(installation.send(Method::get, status_path, ann.token));
    EXPECT_EQ(after.at("state").as_string(), "REVOKED");
    EXPECT_EQ(after.at("status").as_string(), "Cancelled");
}

TEST(Api, NamesEveryWrongMemberOfAnOrder) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    const Response refused =
        installation.send(Method::post, "/api/create-video-enhanced", ann.token,
                          R"({"topic": "", "duration": 5, "formats": [], "style": "pink", "language": "!"})");
    EXPECT_EQ(refused.status, 422);
    std::vector<std::string> pointers;
    const json::Value problem = TestInstallation::body_of(refused);
    for (const auto& error : problem.at("errors").as_array())
        pointers.emplace_back(error.at("pointer").as_string());
    EXPECT_THAT(pointers, testing::UnorderedElementsAre("/topic", "/duration", "/formats", "/style", "/language"));
    const Response wrong_type = installation.send(Method::post, "/api/create-video-enhanced", ann.token,
                                                  R"({"topic": "Bees", "formats": ["tall"]})");
    EXPECT_EQ(wrong_type.status, 422);
    EXPECT_EQ(TestInstallation::body_of(wrong_type).at("errors").at(0).at("pointer").as_string(), "/formats/0");
}

TEST(Api, SaysWhatElseCanBeDoneWhereNothingHonestCanBeSaid) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    for (const char* path : {"/api/preview-script", "/api/create-video-enhanced"}) {
        const Response refused =
            installation.send(Method::post, path, ann.token, R"({"topic": "The best cafe of Nowhereville"})");
        EXPECT_EQ(refused.status, 422) << path;
        const auto problem = TestInstallation::body_of(refused);
        EXPECT_EQ(problem.at("code").as_string(), "no_material");
        EXPECT_EQ(problem.at("ways").as_array().size(), 3U);
        EXPECT_THAT(std::string(problem.at("detail").as_string()), Not(HasSubstr("--text")));
    }
}

TEST(Api, AnswersASecondPageAndRefusesAPageThatIsNone) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    for (int i = 0; i < 3; ++i) {
        studio::VideoOrder order;
        order.topic = "Bees";
        installation.library.order(ann.user.id, order, fmt::format("Bees {}", i)).value();
        installation.clock.advance(std::chrono::milliseconds(5));
    }
    const auto page =
        TestInstallation::body_of(installation.send(Method::get, "/api/video-history?page=2&per_page=2", ann.token));
    EXPECT_EQ(page.at("total").as_int64(), 3);
    EXPECT_EQ(page.at("pages").as_int64(), 2);
    ASSERT_EQ(page.at("items").as_array().size(), 1U);
    EXPECT_EQ(page.at("items").at(0).at("title").as_string(), "Bees 0");
    for (const char* query :
         {"page=0", "page=-1", "page=two", "per_page=0", "per_page=101", "page=99999999999999999999"})
        EXPECT_EQ(installation.send(Method::get, fmt::format("/api/video-history?{}", query), ann.token).status, 422)
            << query;
}

TEST(Api, ThrowsAwayAndTakesBack) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    studio::VideoOrder order;
    order.topic = "Bees";
    const auto video = installation.library.order(ann.user.id, order, "Bees").value();
    const std::string path = "/api/v1/videos/" + video.row.id;
    EXPECT_EQ(installation.send(Method::delete_, path + "?forever=1", ann.token).status, 409);
    EXPECT_EQ(installation.send(Method::delete_, path, ann.token).status, 204);
    EXPECT_EQ(TestInstallation::body_of(installation.send(Method::get, "/api/video-history", ann.token))
                  .at("total")
                  .as_int64(),
              0);
    const auto restored = installation.send(Method::post, path + "/restore", ann.token);
    EXPECT_EQ(restored.status, 200);
    // What was being made when it was thrown away was cancelled; it can be made again.
    EXPECT_EQ(TestInstallation::body_of(restored).at("video").at("state").as_string(), "cancelled");
    const auto again = installation.send(Method::post, path + "/retry", ann.token);
    EXPECT_EQ(again.status, 202);
    EXPECT_EQ(installation.send(Method::post, path + "/retry", ann.token).status, 409);
    EXPECT_EQ(installation.send(Method::delete_, path, ann.token).status, 204);
    EXPECT_EQ(installation.send(Method::delete_, path + "?forever=1", ann.token).status, 204);
    EXPECT_EQ(installation.send(Method::get, path, ann.token).status, 404);
}

TEST(Api, KeepsTheModelsKeyToItself) {
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

TEST(Api, KeepsTheKeyOfTheSettingsForItsAddress) {
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

TEST(Api, FailedVideosHideNoneThatIsBeingMade) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    studio::VideoOrder order;
    order.topic = "Bees";
    const std::string oldest = installation.library.order(ann.user.id, order, "Bees").value().row.task_id;
    for (int i = 0; i < 120; ++i) {
        const auto video = installation.library.order(ann.user.id, order, "Bees").value();
        installation.library.cancel(ann.user.id, video.row.task_id).value();
    }
    const auto items = TestInstallation::body_of(installation.send(Method::get, "/api/tasks", ann.token)).at("items");
    ASSERT_EQ(items.as_array().size(), 1U);
    EXPECT_EQ(items.at(0).at("task_id").as_string(), oldest);
}

TEST(Api, WhatIsNobodysBelongsToTheFirstAccountWheneverThatCame) {
    TestInstallation installation;
    studio::VideoOrder order;
    order.topic = "Bees";
    const auto before = installation.library.order({}, order, "Bees").value();
    const auto owner = installation.sign_up("owner@example.org");
    installation.sign_up("ann@example.org");
    const auto after = installation.library.order({}, order, "Bees").value();
    for (const auto& video : {before, after})
        EXPECT_TRUE(installation.library.find(owner.user.id, video.row.id)) << video.row.id;
    EXPECT_EQ(installation.tasks->find(after.row.task_id).value()->owner, owner.user.id);
}

TEST(Api, WhatIsThrownAwayIsNotMadeAndItsFilesGoWithIt) {
    TestInstallation installation;
    const auto ann = installation.sign_up("ann@example.org");
    studio::VideoOrder order;
    order.topic = "Bees";
    const auto video = installation.library.order(ann.user.id, order, "Bees").value();
    const auto kept = installation.library.order(ann.user.id, order, "Bees").value();
    ASSERT_TRUE(installation.library.trash(ann.user.id, video.row.id));
    EXPECT_EQ(installation.tasks->find(video.row.task_id).value()->state, tasks::State::cancelled);
    for (const auto& one : {video, kept})
        installation.files.begin_making(one.row.id, {}).value();
    const auto without_row = installation.files.folder("0197a3c2-0000-7000-8000-000000000009");
    std::filesystem::create_directories(without_row);
    EXPECT_EQ(installation.library.empty_old_trash().value(), 0);
    installation.clock.advance(std::chrono::days(31));
    EXPECT_EQ(installation.library.empty_old_trash().value(), 1);
    EXPECT_FALSE(std::filesystem::exists(installation.files.folder(video.row.id)));
    EXPECT_TRUE(std::filesystem::exists(installation.files.folder(kept.row.id)));
    EXPECT_TRUE(std::filesystem::exists(without_row))
        << "its row may only be lost, with a database restored from before";
    EXPECT_EQ(installation.library.find(ann.user.id, video.row.id).error().code, Code::not_found);
}

TEST(Api, TheFirstAccountIsTheOwnersInAnyCase) {
    TestInstallation installation;
    const std::string password = "correct horse battery";
    EXPECT_EQ(installation.accounts.add("ann@example.org", password, store::Role::viewer).error().code, Code::conflict);
    EXPECT_EQ(installation.accounts.add("ann@example.org", password, {})->role, store::Role::owner);
    EXPECT_EQ(installation.accounts.add("ben@example.org", password, store::Role::viewer)->role, store::Role::viewer);
}

TEST(Api, ServesThePageAtEveryAddressOfItsViews) {
    TestInstallation installation;
    for (const char* path : {"/", "/library", "/videos/1", "/settings"}) {
        const Response page = installation.send(Method::get, path);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_THAT(std::string(page.fields.find("Content-Security-Policy")), HasSubstr("script-src 'self'"));
    }
    EXPECT_EQ(installation.send(Method::get, "/api/nothing").status, 404);
    EXPECT_EQ(installation.send(Method::get, "/assets/nothing.js").status, 404);
    EXPECT_EQ(installation.send(Method::post, "/library").status, 405);
}

TEST(Api, SaysWhetherItIsReady) {
    TestInstallation installation;
    EXPECT_EQ(installation.send(Method::get, "/livez").status, 200);
    EXPECT_EQ(installation.send(Method::get, "/readyz").status, 200);
    installation.api.announce_stop();
    EXPECT_EQ(installation.send(Method::get, "/livez").status, 200);
    EXPECT_EQ(installation.send(Method::get, "/readyz").status, 503);
    EXPECT_EQ(installation.send(Method::get, "/problems/not_found").status, 200);
    EXPECT_EQ(installation.send(Method::get, "/problems/nothing").status, 404);
}

}  // namespace
}  // namespace mss::api
