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

std::string_view name_of(Audience audience) {
    switch (audience) {
        case Audience::anybody: return "anybody";
        case Audience::creator: return "creator";
        case Audience::viewer: return "viewer";
        case Audience::operator_: return "operator";
        case Audience::owner: return "owner";
    }
    return "";
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
        video = installation.order(ann.user.id);
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
            else if (pattern.ends_with("/choices") || pattern.ends_with("/sample"))
                EXPECT_EQ(response.status, 503) << "voices are asked of a program that is not there";
            else
                EXPECT_THAT(response.status, AllOf(Not(AnyOf(401, 403)), Lt(500))) << pattern << somebody.name;
        }
    }
}

// The page of the API names each address, with who may call it.
TEST_F(EveryRoute, IsDescribed) {
    const std::string page = read_file(MSS_API_PAGE, 1U << 20U).value();
    for (const Endpoint& endpoint : installation.api.endpoints()) {
        const std::string& pattern = endpoint.patterns.front();
        if (pattern.find("{path*}") != std::string::npos) continue;  // the page, and what is nothing
        EXPECT_THAT(page, HasSubstr(fmt::format("| `{} {}` | {} |", http_server::name_of(endpoint.method), pattern,
                                                name_of(endpoint.audience))));
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
