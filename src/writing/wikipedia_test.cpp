#include "writing/wikipedia.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/curl_transport.hpp"
#include "support/test_http_server.hpp"
#include "writing/wikipedia_editions.hpp"

namespace mss::writing {
namespace {

using test::json_reply;
using test::ReceivedRequest;
using test::Reply;
using test::TestHttpServer;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

std::string hit(int id, const std::string& title, const std::string& snippet) {
    return fmt::format(R"({{"ns":0,"title":"{}","pageid":{},"size":9000,"wordcount":900,"snippet":"{}",)"
                       R"("timestamp":"2024-05-01T10:00:00Z"}})",
                       title, id, snippet);
}

std::string search_answer(const std::string& hits) {
    return fmt::format(R"({{"batchcomplete":true,"continue":{{"sroffset":10,"continue":"-||"}},)"
                       R"("query":{{"searchinfo":{{"totalhits":99}},"search":[{}]}}}})",
                       hits);
}

std::string extract_answer(int id, const std::string& title, const std::string& extract,
                           const std::string& properties = "") {
    return fmt::format(R"({{"batchcomplete":true,"query":{{"pages":[{{"pageid":{},"ns":0,"title":"{}","extract":"{}",)"
                       R"("contentmodel":"wikitext","pagelanguage":"en","lastrevid":4711,)"
                       R"("fullurl":"https://en.wikipedia.org/wiki/Rayleigh_scattering",)"
                       R"("canonicalurl":"https://en.wikipedia.org/wiki/Rayleigh_scattering"{}}}]}}}})",
                       id, title, extract, properties);
}

constexpr const char* kRayleigh =
    R"(Rayleigh scattering is the scattering of light by particles much smaller than its wavelength.\n)"
    R"(It is the reason for the blue colour of the sky during the day.[1]\n\n\n== Cause ==\n)"
    R"(The sky is blue because short wavelengths are scattered more strongly than long ones.\n\n\n)"
    R"(== See also ==\nTyndall effect and some other articles that are not part of the text.\n\n\n)"
    R"(=== Books ===\nYoung, Andrew T. Rayleigh scattering, Applied Optics, volume twenty.)";

// A MediaWiki site with three articles.
Reply encyclopaedia(const ReceivedRequest& request) {
    if (request.parameter("list") == "search")
        return json_reply(
            search_answer(hit(1, "Sky Blue Sky",
                              R"(<span class=\"searchmatch\">Sky</span> <span class=\"searchmatch\">Blue</span> Sky )"
                              R"(is the sixth studio album by Wilco)") +
                          "," +
                          hit(2, "Rayleigh scattering",
                              R"(is the reason for the <span class=\"searchmatch\">blue</span> colour of the )"
                              R"(daytime <span class=\"searchmatch\">sky</span>)") +
                          "," + hit(3, "Cloud", "A cloud is an aerosol of drops of water &amp; ice")));
    if (request.parameter("pageids") == "2") return json_reply(extract_answer(2, "Rayleigh scattering", kRayleigh));
    if (request.parameter("pageids") == "1")
        return json_reply(
            extract_answer(1, "Sky Blue Sky", "Sky Blue Sky is the sixth studio album by the band Wilco."));
    return json_reply(R"({"query":{"pages":[{"ns":0,"title":"X","missing":true}]}})");
}

class OverServer : public testing::Test {
protected:
    Wikipedia client(const TestHttpServer& server) {
        return {curl,
                {.api_url = server.url("/w/api.php"), .language = "en", .contact_url = "https://example.org/contact"},
                {.now = {},
                 .wall_clock = &std::chrono::system_clock::now,
                 .wait =
                     [this](std::chrono::milliseconds time, const std::function<bool()>&) {
                         waits.push_back(time);
                         return true;
                     },
                 .chance = {}}};
    }

    http::CurlTransport curl{"mss-test/1"};
    std::vector<std::chrono::milliseconds> waits;
};

TEST_F(OverServer, ChoosesTheArticleThatAnswers) {
    TestHttpServer server(&encyclopaedia);
    const auto article = client(server).article_for("Why is the sky blue?");
    ASSERT_TRUE(article) << article.error().message;
    EXPECT_EQ(article->title, "Rayleigh scattering");
    EXPECT_EQ(article->licence, "CC BY-SA 4.0");
    EXPECT_EQ(article->url, "https://en.wikipedia.org/wiki/Rayleigh_scattering?oldid=4711");
    EXPECT_THAT(article->paragraphs, SizeIs(3));
    EXPECT_THAT(article->paragraphs, Each(Not(HasSubstr("Tyndall"))));
    EXPECT_THAT(article->paragraphs, Each(Not(HasSubstr("Young"))));
    EXPECT_EQ(article->paragraphs[1], "It is the reason for the blue colour of the sky during the day.");
}

TEST_F(OverServer, KeepsTheApisRules) {
    TestHttpServer server(&encyclopaedia);
    ASSERT_TRUE(client(server).article_for("Why is the sky blue?"));
    for (const auto& request : server.requests()) {
        EXPECT_EQ(request.path(), "/w/api.php");
        EXPECT_EQ(request.parameter("maxlag"), "5");
        EXPECT_EQ(request.parameter("formatversion"), "2");
        EXPECT_THAT(request.header("user-agent"), HasSubstr("https://example.org/contact"));
    }
    EXPECT_EQ(server.requests()[0].parameter("srsearch"), "Why is the sky blue");
}

TEST_F(OverServer, PrefersNoArticleToAWrongOne) {
    TestHttpServer server(&encyclopaedia);
    for (const char* question : {"How do submarines dive?", "Why is the sky above Jupiter striped and blue?"}) {
        const auto article = client(server).article_for(question);
        ASSERT_FALSE(article) << question << " " << article->title;
        EXPECT_EQ(article.error().code, Code::no_material);
    }
    EXPECT_EQ(client(server).article_for("?!").error().code, Code::invalid);
}

TEST_F(OverServer, WaitsForLaggingServers) {
    TestHttpServer server([&, lagging = std::make_shared<int>(1)](const ReceivedRequest& request) {
        if ((*lagging)-- > 0)
            return Reply{.headers = {{"MediaWiki-API-Error", "maxlag"}, {"Retry-After", "3"}},
                         .body = R"({"error":{"code":"maxlag","info":"Waiting for db1: 6 seconds lagged."}})",
                         .raw = {}};
        return encyclopaedia(request);
    });
    EXPECT_TRUE(client(server).article_for("Why is the sky blue?"));
    EXPECT_THAT(waits, testing::ElementsAre(std::chrono::seconds(3)));
}

TEST_F(OverServer, ReportsRefusalsAndBrokenAnswers) {
    const auto error_of = [&](Reply reply) {
        TestHttpServer server({std::move(reply)});
        return client(server).article_for("Why is the sky blue?").error();
    };
    const Error refused = error_of(json_reply(R"({"error":{"code":"readonly","info":"The wiki is closed."}})"));
    EXPECT_EQ(refused.code, Code::unavailable);
    EXPECT_THAT(refused.message, HasSubstr("readonly"));
    EXPECT_EQ(error_of(Reply{.status = 500, .headers = {}, .body = "x", .raw = {}}).code, Code::unavailable);
    EXPECT_EQ(error_of(json_reply("<html>")).code, Code::invalid);
    EXPECT_EQ(error_of(json_reply(R"({"query":{"search":[{"title":7}]}})")).code, Code::invalid);
    EXPECT_EQ(error_of(json_reply(search_answer(""))).code, Code::no_material);
}

TEST_F(OverServer, SuggestsTopics) {
    TestHttpServer server(&encyclopaedia);
    const auto topics = client(server).topics("weather", 5);
    ASSERT_TRUE(topics);
    ASSERT_THAT(*topics, SizeIs(2));  // the album is left out
    EXPECT_EQ((*topics)[0].title, "Rayleigh scattering");
    EXPECT_EQ((*topics)[1].source, "wikipedia");
    EXPECT_THAT((*topics)[1].angle, HasSubstr("water & ice"));
}

TEST(ParseExtractAnswer, RefusesDisambiguationPages) {
    const auto article = parse_extract_answer(
        extract_answer(5, "Mercury", "Mercury most commonly refers to the planet, the element, or the god of trade.",
                       R"(,"pageprops":{"disambiguation":""})"),
        "en");
    ASSERT_FALSE(article);
    EXPECT_EQ(article.error().code, Code::no_material);
}

TEST(Fit, RanksForAnswersNotForNames) {
    const std::string question = "Why is the sky blue?";
    const SearchHit album{.title = "Blue Sky (song)", .snippet = "\"Blue Sky\" is a song by the Allman Brothers"};
    const SearchHit effect{.title = "Rayleigh scattering", .snippet = "is the reason for the blue colour of the sky"};
    EXPECT_LT(fit(album, question, "en"), 0.5);
    EXPECT_GE(fit(effect, question, "en"), 0.5);
    EXPECT_GE(fit({.title = "Octopus", .snippet = "An octopus is a mollusc"}, "octopus", "en"), 0.9);
    EXPECT_LT(fit({.title = "Cloud", .snippet = "A cloud is an aerosol"}, question, "en"), 0.5);
    EXPECT_LT(fit({.title = "Rifle", .snippet = "The rifle was built by Bob"}, "bob", "en"), 0.5);
    SearchHit redirected{.title = "Airplane", .snippet = "An aeroplane is an aircraft"};
    EXPECT_LT(fit(redirected, "aeroplane", "en"), 0.5);
    redirected.other_name = "Aeroplane";
    EXPECT_GE(fit(redirected, "aeroplane", "en"), 0.5);
}

TEST(WikipediaEdition, IsThatOfThePrimarySubtag) {
    for (const auto& [language, edition] : {std::pair{"zh-TW", "zh"},
                                            {"pt-BR", "pt"},
                                            {"EN_us", "en"},
                                            {"nb", "no"},
                                            {"yue-HK", "zh-yue"},
                                            {"sr-Latn-RS", "sr"},
                                            {"xx-YY", ""},
                                            {"", ""},
                                            {"../evil", ""}})
        EXPECT_EQ(wikipedia_edition(language), edition) << language;
}

TEST_F(OverServer, PutsOnlyALanguageIntoTheAddress) {
    TestHttpServer server(&encyclopaedia);
    const auto ask = [&](const std::string& language) {
        Wikipedia wikipedia(curl,
                            {.api_url = server.url("/{language}/w/api.php"), .language = language, .contact_url = {}},
                            {.now = {}, .wall_clock = &std::chrono::system_clock::now, .wait = {}, .chance = {}});
        return wikipedia.topics("sky", 5);
    };
    for (const std::string language : {"en.evil.example/", "e", "", "de@host", "en/../.."}) {
        const auto topics = ask(language);
        ASSERT_FALSE(topics) << language;
        EXPECT_EQ(topics.error().code, Code::invalid) << language;
    }
    for (const std::string language : {"xx", "tlh", "qqq-ZZ"}) {
        const auto topics = ask(language);
        ASSERT_FALSE(topics) << language;
        EXPECT_EQ(topics.error().code, Code::no_material);
        EXPECT_THAT(topics.error().message, HasSubstr("no Wikipedia in the language \"" + language)) << language;
    }
    EXPECT_TRUE(server.requests().empty());
    ASSERT_TRUE(ask("PT_br"));
    EXPECT_EQ(server.requests().at(0).path(), "/pt/w/api.php");
}

}  // namespace
}  // namespace mss::writing
