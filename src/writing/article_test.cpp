#include "writing/article.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "http/curl_transport.hpp"
#include "support/test_http_server.hpp"

namespace mss::writing {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string page(const std::string& name) {
    return read_file(std::string(MSS_TEST_DATA) + "/articles/" + name, 1U << 20U).value();
}

std::string joined(const Article& article) {
    std::string out;
    for (const auto& paragraph : article.paragraphs)
        out += paragraph + "\n";
    return out;
}

TEST(ArticleFromHtml, KeepsTheArticleAndNothingElse) {
    const auto article = article_from_html(page("octopus.html"), "text/html", "https://sealife.example/octopus?x=1");
    ASSERT_TRUE(article);
    EXPECT_EQ(article->paragraphs.size(), 5U);
    const std::string text = joined(*article);
    EXPECT_THAT(text, HasSubstr("Octopuses have three hearts and blue blood."));
    for (const char* furniture : {"cookies", "Subscribe", "Popular this week", "photographed", "Great article",
                                  "Copyright", "Share this", "[1]", "[citation", "document.write"})
        EXPECT_THAT(text, Not(HasSubstr(furniture)));
}

TEST(ArticleFromHtml, ReadsTheFactsAboutThePage) {
    const auto article = article_from_html(page("octopus.html"), "", "https://sealife.example/octopus");
    ASSERT_TRUE(article);
    EXPECT_EQ(article->title, "Octopus");
    EXPECT_EQ(article->author, "Ana Ferreira");
    EXPECT_EQ(article->site, "Sea Life Weekly");
    EXPECT_EQ(article->language, "en");
    EXPECT_EQ(article->licence, "CC BY 4.0");
    EXPECT_EQ(article->url, "https://sealife.example/octopus");
}

TEST(ArticleFromHtml, ReadsEncyclopaediaMarkup) {
    const auto article = article_from_html(page("sky.html"), "", "https://openpedia.example/sky");
    ASSERT_TRUE(article);
    const std::string text = joined(*article);
    EXPECT_THAT(text, HasSubstr("The sky is blue because"));
    for (const char* furniture :
         {"Atmospheric optics", "ISBN", "[edit]", "Random article", "see Sky blue", "Categories"})
        EXPECT_THAT(text, Not(HasSubstr(furniture)));
}

TEST(ArticleFromHtml, FindsTheEncoding) {
    const std::string body = "<p>Das Caf\xe9 an der Ecke ist heute leider den ganzen Tag geschlossen.</p>";
    const std::string expected = "Das Caf\u00e9 an der Ecke ist heute leider den ganzen Tag geschlossen.";
    for (const auto& [bytes, type] :
         {std::pair<std::string, std::string>{body, "text/html; charset=ISO-8859-1"},
          {"<meta charset='windows-1252'>" + body, ""},
          {"<meta http-equiv=\"content-type\" content=\"text/html; charset=latin1\">" + body, ""},
          {body, ""}}) {
        const auto article = article_from_html(bytes, type, "");
        ASSERT_TRUE(article);
        EXPECT_THAT(article->paragraphs, ElementsAre(expected));
    }
}

TEST(ArticleFromHtml, KeepsPowersReadable) {
    const auto article =
        article_from_html("<p>The Sun has a mass of about 2 × 10<sup>30</sup> kilograms.<sup>[4]</sup></p>", "", "");
    ASSERT_TRUE(article);
    EXPECT_THAT(article->paragraphs, ElementsAre("The Sun has a mass of about 2 × 10³⁰ kilograms."));
}

TEST(ArticleFromHtml, LooksBehindAMisleadingName) {
    const std::string text =
        "<p>The first thing that everybody should know about rivers is that they move.</p>"
        "<p>The second thing is that they carry half of a mountain with them to the sea.</p>";
    const auto article = article_from_html("<body><div class='comments'>" + text + "</div></body>", "", "");
    ASSERT_TRUE(article);
    EXPECT_EQ(article->paragraphs.size(), 2U);
}

TEST(ArticleFromHtml, SaysWhenThereIsNoArticle) {
    for (const char* html : {"", "<html><body><nav><a href=x>Home</a></nav></body></html>", "<script>app()</script>",
                             "<p><a href=x>All of this text is only one long link to another page.</a></p>"}) {
        const auto article = article_from_html(html, "", "https://example.org/?secret");
        ASSERT_FALSE(article) << html;
        EXPECT_EQ(article.error().code, Code::no_material);
        EXPECT_THAT(article.error().message, Not(HasSubstr("secret")));
    }
}

TEST(ArticleFromHtml, SurvivesHostilePages) {
    std::string deep;
    for (int i = 0; i < 300'000; ++i)
        deep += "<div>";
    EXPECT_FALSE(article_from_html(deep, "", ""));
    std::string formatting;
    for (int i = 0; i < 20'000; ++i)
        formatting += "<b id=" + std::to_string(i) + ">";
    for (int i = 0; i < 20'000; ++i)
        formatting += "<p>x";
    EXPECT_FALSE(article_from_html(formatting, "", ""));
    std::string tables;
    for (int i = 0; i < 30'000; ++i)
        tables += "<div><table><td></div>";
    EXPECT_FALSE(article_from_html(tables, "", ""));
    std::string attributes = "<p";
    for (int i = 0; i < 300'000; ++i)
        attributes += " a" + std::to_string(i);
    EXPECT_TRUE(article_from_html(attributes + ">An octopus has three hearts and blue blood.</p>", "", ""));
    EXPECT_EQ(article_from_html(std::string(6U << 20U, 'x'), "", "").error().code, Code::too_large);
}

TEST(ArticleFromText, TakesTitleAndParagraphs) {
    const auto article =
        article_from_text("The Octopus\n\nIt has three hearts\nand blue blood.[1]\n\nIt lives in the sea.\n");
    ASSERT_TRUE(article);
    EXPECT_EQ(article->title, "The Octopus");
    EXPECT_THAT(article->paragraphs, ElementsAre("It has three hearts and blue blood.", "It lives in the sea."));
    EXPECT_EQ(article->language, "en");
}

TEST(ArticleFromText, RefusesWhatIsNoText) {
    EXPECT_EQ(article_from_text("\xff\xfe\x00").error().code, Code::invalid);
    EXPECT_EQ(article_from_text(" \n ").error().code, Code::no_material);
}

TEST(ArticleFromUrl, RefusesPrivateAddresses) {
    test::TestHttpServer server({test::Reply{.headers = {}, .body = page("octopus.html"), .raw = {}}});
    http::CurlTransport transport("mss-test/1");
    const auto article = article_from_url(transport, server.url("/?secret"), false);
    ASSERT_FALSE(article);
    EXPECT_EQ(article.error().code, Code::invalid);
    EXPECT_TRUE(server.requests().empty());
}

TEST(ArticleFromUrl, ReadsPagesAndText) {
    test::TestHttpServer server(
        {test::Reply{.headers = {{"Content-Type", "text/html"}}, .body = page("octopus.html"), .raw = {}},
         test::Reply{.headers = {{"Content-Type", "text/plain"}}, .body = "It rains today.", .raw = {}},
         test::Reply{.headers = {{"Content-Type", "image/png"}}, .body = "x", .raw = {}},
         test::Reply{.status = 404, .headers = {}, .body = "x", .raw = {}}});
    http::CurlTransport transport("mss-test/1");
    EXPECT_EQ(article_from_url(transport, server.url(), true)->title, "Octopus");
    EXPECT_THAT(article_from_url(transport, server.url(), true)->paragraphs, ElementsAre("It rains today."));
    EXPECT_EQ(article_from_url(transport, server.url(), true).error().code, Code::invalid);
    EXPECT_EQ(article_from_url(transport, server.url(), true).error().code, Code::unavailable);
}

}  // namespace
}  // namespace mss::writing
