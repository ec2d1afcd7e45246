#include "api/ways_on.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/test_installation.hpp"

namespace mss::api {
namespace {

using http_server::Method;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string ways_for(TestInstallation& installation, const studio::SignedIn& who, const char* order) {
    const auto problem =
        TestInstallation::body_of(installation.send(Method::post, "/api/v1/preview-script", who.token, order));
    std::string ways;
    for (const auto& way : problem.at("ways").as_array())
        ways.append(way.as_string()).append(" ");
    return ways;
}

std::string sentences(const std::vector<Way>& ways) {
    std::string all;
    for (const Way& way : ways)
        all.append(way.sentence).append(" ");
    return all;
}

TEST(WaysOn, AreThoseThatTheAskerCanGo) {
    TestInstallation installation;
    const auto owner = installation.sign_up("ann@example.org");
    const auto creator = installation.account("bob@example.org", store::Role::creator);
    const char* topic = R"({"topic": "The best cafe of Nowhereville"})";
    EXPECT_THAT(ways_for(installation, owner, topic), HasSubstr("in the settings"));
    EXPECT_THAT(ways_for(installation, creator, topic),
                AllOf(HasSubstr("Ask the owner"), Not(HasSubstr("in the settings")), HasSubstr("Paste a text")));
}

TEST(WaysOn, FitWhatWasGiven) {
    TestInstallation installation;
    const auto owner = installation.sign_up("ann@example.org");
    EXPECT_THAT(ways_for(installation, owner, R"({"text": "Only one sentence is in this."})"),
                AllOf(HasSubstr("at least two sentences"), HasSubstr("script"), Not(HasSubstr("Paste a text")),
                      Not(HasSubstr("model"))));
    studio::VideoOrder order;
    order.url = "https://example.org";
    EXPECT_THAT(sentences(ways_on(order, store::Role::owner, false)),
                AllOf(HasSubstr("another article"), Not(HasSubstr("model"))));
    order.url.clear();
    EXPECT_THAT(sentences(ways_on(order, store::Role::owner, true)),
                AllOf(HasSubstr("other words"), Not(HasSubstr("Connect"))));
}

TEST(WaysOn, NameEachWayToProgramsToo) {
    TestInstallation installation;
    const auto owner = installation.sign_up("ann@example.org");
    const auto creator = installation.account("bob@example.org", store::Role::creator);
    const auto codes_for = [&](const studio::SignedIn& who, const char* order) {
        const auto problem =
            TestInstallation::body_of(installation.send(Method::post, "/api/v1/preview-script", who.token, order));
        EXPECT_EQ(problem.at("ways").as_array().size(), problem.at("way_codes").as_array().size());
        return json::print(problem.at("way_codes"));
    };
    const char* topic = R"({"topic": "The best cafe of Nowhereville"})";
    EXPECT_EQ(codes_for(owner, topic), R"(["text","url","model"])");
    EXPECT_EQ(codes_for(creator, topic), R"(["text","url","owner"])");
    EXPECT_EQ(codes_for(owner, R"({"text": "Only one sentence is in this."})"), R"(["text","script","url"])");
    studio::VideoOrder order;
    order.url = "https://example.org";
    EXPECT_EQ(ways_on(order, store::Role::owner, false).front().code, "url");
    order.url.clear();
    EXPECT_EQ(ways_on(order, store::Role::owner, true).back().code, "topic");
}

TEST(WaysOn, OfANicheNameNoSettingsToWhoMayNotChangeThem) {
    TestInstallation installation;
    installation.sign_up("ann@example.org");
    const auto creator = installation.account("bob@example.org", store::Role::creator);
    const auto refused =
        installation.send(Method::post, "/api/v1/generate-topics", creator.token, R"({"niche": "zzyzx", "count": 3})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(std::get<std::string>(refused.body), AllOf(HasSubstr("ways"), Not(HasSubstr("settings"))));
}

}  // namespace
}  // namespace mss::api
