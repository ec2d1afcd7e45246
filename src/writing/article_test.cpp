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

TEST(ArticleFromText, PartsAHeadingFromTheLinesBelow) {
    const auto article = article_from_text(
        "Loomwell was founded in Bristol in 2019.\n\nAbout the firm\nThe firm employs 62 people and guards more than "
        "200,000 bicycles in nine countries.");
    ASSERT_TRUE(article);
    EXPECT_EQ(article->paragraphs.size(), 3U);
    EXPECT_TRUE(article->paragraphs[2].starts_with("The firm employs"));
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

TEST(ArticleFromHtml, DropsFootnoteMarksAndKeepsPowers) {
    const auto text_of = [](const std::string& sentence) {
        const auto article = article_from_html("<p>" + sentence + "</p>", "", "");
        return article ? article->paragraphs.at(0) : article.error().message;
    };
    EXPECT_EQ(text_of("The bridge is old.<sup>2</sup> It was built by the city of Ghent.<sup>3,4</sup>"),
              "The bridge is old. It was built by the city of Ghent.");
    EXPECT_EQ(text_of("The bridge<sup>12</sup> was built in 1884<sup>2</sup> by the city of Ghent."),
              "The bridge was built in 1884 by the city of Ghent.");
    EXPECT_EQ(text_of("The old bridge<sup class=\"footnote-ref\">a</sup> was built by the city of Ghent<sup>*</sup>."),
              "The old bridge was built by the city of Ghent.");
    EXPECT_EQ(text_of("The old bridge<sup><a href=\"#n1\">1</a></sup> was built by the city of Ghent."),
              "The old bridge was built by the city of Ghent.");
    EXPECT_EQ(
        text_of("The field covers 40 m<sup>2</sup> and about 10<sup>6</sup> seeds lie in 5 cm<sup>3</sup> of it."),
        "The field covers 40 m² and about 10⁶ seeds lie in 5 cm³ of it.");
    EXPECT_EQ(text_of("In the 19<sup>th</sup> century the formula E = mc<sup>2</sup> was unknown to everybody."),
              "In the 19th century the formula E = mc² was unknown to everybody.");
}

std::string licence_of(const std::string& head, const std::string& body) {
    const std::string page = "<html><head>" + head +
                             "</head><body><article><p>The first thing that everybody should know about rivers is that "
                             "they move.</p><p>They carry half of a mountain with them to the sea each year.</p>" +
                             body + "</article></body></html>";
    return article_from_html(page, "", "https://rivers.example/a").value().licence;
}

TEST(ArticleFromHtml, TakesALicenceThatSpeaksOfThePage) {
    const std::string link = "<a rel='license noopener' href='https://creativecommons.org/licenses/by-sa/4.0/'>CC</a>";
    EXPECT_EQ(licence_of("<link rel=license href='https://creativecommons.org/licenses/by/4.0/'>", ""), "CC BY 4.0");
    EXPECT_EQ(
        licence_of("<meta name='dcterms.license' content='https://creativecommons.org/publicdomain/zero/1.0/'>", ""),
        "CC0");
    EXPECT_EQ(licence_of("", "<footer>Published under " + link + ".</footer>"), "CC BY-SA 4.0");
    EXPECT_EQ(licence_of("", "<p>This article is licensed under " + link + ".</p>"), "CC BY-SA 4.0");
    EXPECT_EQ(licence_of("", "<footer>Theme by Ann. Text is available under " + link + "; photos are not.</footer>"),
              "CC BY-SA 4.0");
    for (const char* json :
         {R"({"@type":"NewsArticle","license":"https://creativecommons.org/licenses/by/4.0/"})",
          R"({"@graph":[{"@type":["WebPage"],"license":{"@id":"https://creativecommons.org/licenses/by/4.0/"}}]})"})
        EXPECT_EQ(licence_of("<script type='application/ld+json'>" + std::string(json) + "</script>", ""), "CC BY 4.0");
}

TEST(ArticleFromHtml, LeavesTheLicencesOfPicturesAndThemesAlone) {
    const std::string link = "<a rel=license href='https://creativecommons.org/licenses/by-sa/4.0/'>CC</a>";
    for (const std::string& body :
         {"<figure><img src=x><figcaption>A river, " + link + "</figcaption></figure>",
          "<p>Photo of a river by Ann, " + link + ".</p>", "<footer>Theme: Minimal by Ann, " + link + "</footer>",
          "<footer>Photos on this site are licensed under " + link + ".</footer>",
          "<p>This site uses icons by Ann, licensed under " + link + ".</p>",
          "<footer>Emoji graphics by Ann, " + link + "</footer>",
          "<p>Ann lent us the tune under " + link + " for nothing.</p>",
          "<div class='wp-caption'>This work: " + link + "</div>"})
        EXPECT_EQ(licence_of("", body), "") << body;
    EXPECT_EQ(licence_of("<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"image\":{\"@type\":"
                         "\"ImageObject\",\"license\":\"https://creativecommons.org/licenses/by/4.0/\"}}</script>",
                         ""),
              "");
    EXPECT_EQ(licence_of("<script type='application/ld+json'>{\"@type\":[</script>", ""), "");
}

TEST(ArticleFromHtml, TakesOnlyALanguageThatIsOne) {
    const auto language = [](const std::string& written) {
        return article_from_html(
                   "<html lang='" + written +
                       "'><p>The first thing that you should know about the rivers is that they move.</p>",
                   "", "")
            .value()
            .language;
    };
    EXPECT_EQ(language("pt_BR"), "pt-BR");
    EXPECT_EQ(language("evil.host/"), "en");  // guessed
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
    EXPECT_FALSE(article_from_html(formatting, "", "https://example.org"));
    EXPECT_TRUE(article_from_html(formatting, "", ""));
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

std::vector<std::string> pasted(std::string_view html) {
    return article_from_html(html, "text/html", "").value().paragraphs;
}

TEST(ArticleFromHtml, KeepsAllWordsThatSomebodyPasted) {
    EXPECT_THAT(
        pasted("<p>Three things matter for a good cake.</p><ul><li>Butter makes it soft.</li><li>Sugar makes it "
               "sweet.</li><li>Eggs hold it together.</li></ul><p>Bake it for an hour at 180 degrees.</p>"),
        ElementsAre("Three things matter for a good cake.", "Butter makes it soft.", "Sugar makes it sweet.",
                    "Eggs hold it together.", "Bake it for an hour at 180 degrees."));
    EXPECT_THAT(pasted("<p>You need:</p><ul><li>flour</li><li>milk</li></ul><p>Stir it.</p>"),
                ElementsAre("You need: flour, milk.", "Stir it."));
    EXPECT_THAT(
        pasted("<p>He said it.</p><blockquote>Rest is work.</blockquote><p>See <a href='/x'>this article</a> for "
               "more.</p><div>Be well.</div>"),
        ElementsAre("He said it.", "Rest is work.", "See this article for more.", "Be well."));
    EXPECT_THAT(pasted("<p>Prices rose again.</p><table><thead><tr><th>Food<th>Price</tr></thead><tr><td>Bread<td>2 "
                       "euros</tr></table>"),
                ElementsAre("Prices rose again.", "Food, Price.", "Bread, 2 euros."));
    EXPECT_THAT(pasted("<p class='social'>Bees live in states.</p><p hidden>No.</p><p style='display: none'>No.</p>"
                       "<style>p{}</style><script>1</script><p>They dance.</p>"),
                ElementsAre("Bees live in states.", "They dance."));
}

TEST(ArticleFromHtml, TakesTheHeadingOfAPasteForItsTitle) {
    const auto article = article_from_html("<h1>Good cake</h1><p>Butter makes it soft.</p><p>Eat it.</p>", "", "");
    ASSERT_TRUE(article);
    EXPECT_EQ(article->title, "Good cake");
    EXPECT_THAT(article->paragraphs, ElementsAre("Butter makes it soft.", "Eat it."));
}

TEST(ArticleFromHtml, SaysOfAPasteWithoutWordsThatItHasNone) {
    const auto article = article_from_html("<p></p><img src='x.png'>", "", "");
    ASSERT_FALSE(article);
    EXPECT_EQ(article.error().message, "the text holds no words, only markup");
}

TEST(ArticleFromHtml, ReadsASavedPageAsAPage) {
    const auto article = article_from_html(page("octopus.html"), "", "");
    ASSERT_TRUE(article);
    EXPECT_EQ(article->paragraphs.size(), 5U);
}

TEST(ArticleFromText, TakesTitleAndParagraphs) {
    const auto article =
        article_from_text("The Octopus\n\nIt has three hearts\nand blue blood.[1]\n\nIt lives in the sea.\n");
    ASSERT_TRUE(article);
    EXPECT_EQ(article->title, "The Octopus");
    EXPECT_THAT(article->paragraphs, ElementsAre("It has three hearts and blue blood.[1]", "It lives in the sea."));
    EXPECT_EQ(article->language, "en");
}

TEST(ArticleFromText, ReadsEntriesOfAListWithTheirOwnMarksAndLines) {
    const auto paragraphs = [](std::string_view text) { return article_from_text(text).value().paragraphs; };
    EXPECT_THAT(paragraphs("You need:\n- four potatoes, peeled and cut\n- one carrot\n\nBoil it all."),
                ElementsAre("You need: four potatoes, peeled and cut; one carrot.", "Boil it all."));
    EXPECT_THAT(paragraphs("You need:\n- four large\n  potatoes,\n- one carrot, and\n- some salt.\n\nBoil it all."),
                ElementsAre("You need: four large potatoes, one carrot, and some salt.", "Boil it all."));
    EXPECT_THAT(
        paragraphs("Soup\n\nDo this:\n\n1. Peel the potatoes; keep\n   the peel.\n2. Boil them.\n\nEat it all."),
        ElementsAre("Do this:", "Peel the potatoes; keep the peel.", "Boil them.", "Eat it all."));
}

TEST(ArticleFromText, ClosesAListWithTheMarkOfItsLastEntry) {
    const auto paragraphs = [](std::string_view text) { return article_from_text(text).value().paragraphs; };
    EXPECT_THAT(paragraphs("A talk\n\nYou ask:\n- how much is it\n- what do you want?\n\nThey answer."),
                ElementsAre("You ask: how much is it, what do you want?", "They answer."));
    EXPECT_THAT(paragraphs("A soup\n\nYou need:\n- salt and\n- pepper!\n\nThen boil it."),
                ElementsAre("You need: salt and pepper!", "Then boil it."));
}

TEST(ArticleFromText, JoinsEntriesWithTheWordsOfItsOwnLanguage) {
    const auto paragraphs = [](std::string_view text) { return article_from_text(text).value().paragraphs; };
    EXPECT_THAT(paragraphs("This is what you need in the winter:\n- vitamin e\n- zinc\n\nTake them with the food."),
                ElementsAre("This is what you need in the winter: vitamin e, zinc.", "Take them with the food."));
    EXPECT_THAT(
        paragraphs("Questo è quello che ti serve per la zuppa:\n- sale e\n- pepe\n\nPoi la zuppa è pronta per tutti."),
        ElementsAre("Questo è quello che ti serve per la zuppa: sale e pepe.", "Poi la zuppa è pronta per tutti."));
}

TEST(ArticleFromText, TakesTheMarksFromHeadingsAndFromEveryList) {
    const auto read = article_from_text(
        "# Soup\n\n## First\nPeel the potatoes.\n\n1. One.\n2. Two.\n\n### Then\n\n1. Three.\n2. Four.\n\n\u2022 "
        "Five.\n\u25AA "
        "Six.\n\n#soup is good.");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->title, "Soup");
    EXPECT_THAT(read->paragraphs, testing::ElementsAre("Peel the potatoes.", "One.", "Two.", "Three.", "Four.", "Five.",
                                                       "Six.", "#soup is good."));
    EXPECT_THAT(read->headings, testing::ElementsAre("First", "Then"));
}

TEST(ArticleFromText, SaysHeadingsThatAreSentencesOrAllThereIs) {
    EXPECT_THAT(article_from_text("# Sky\n\n## Why is it blue?\n\nAir scatters light.")->paragraphs,
                ElementsAre("Why is it blue?", "Air scatters light."));
    EXPECT_THAT(article_from_text("# One thing.\n\n# Another")->paragraphs, ElementsAre("One thing.", "Another"));
}

TEST(ArticleFromText, TakesTheWordsOutOfMarkup) {
    const auto article = article_from_text(
        "Lamps\n\n<b>Solar lamps</b> are cheap now.<br>They last, where a < b holds.\n\n**Many** people buy them.");
    ASSERT_TRUE(article) << article.error().message;
    EXPECT_EQ(article->title, "Lamps");
    EXPECT_THAT(article->paragraphs, testing::ElementsAre("Solar lamps are cheap now. They last, where a < b holds.",
                                                          "Many people buy them."));
    EXPECT_EQ(article->markup, "<b>");
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
