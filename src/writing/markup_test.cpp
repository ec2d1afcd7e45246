#include "writing/markup.hpp"

#include <string>

#include <gtest/gtest.h>

namespace mss::writing {
namespace {

std::string plain(std::string_view text) {
    return without_markup(text).text;
}

TEST(WithoutMarkup, LeavesTheWordsOfTags) {
    EXPECT_EQ(plain("<b>Solar lamps</b> are <EM>cheap</EM>."), "Solar lamps are cheap.");
    EXPECT_EQ(plain("See <a href=\"https://example.org/?a=1&b=2\" target=_blank>the shop</a>."), "See the shop.");
    EXPECT_EQ(plain("One<br/>two<br>three"), "One\ntwo\nthree");
    EXPECT_EQ(plain("<p>One.</p><p class='x'>Two.</p>"), "\n\nOne.\n\n\n\nTwo.\n\n");
    EXPECT_EQ(plain("<li>flour<li>milk"), "\n\n- flour\n\n- milk");
    EXPECT_EQ(plain("<b class=x>never closed"), "never closed");
    EXPECT_EQ(plain("a<STYLE>p{}</STYLE>b<script>1</SCRIPT>c <I>d</i>"), "abc d");
    EXPECT_EQ(plain("x<b>y</B>"), "xy");
    EXPECT_EQ(plain("Use the <b>bold</b> tag, or the <i> tag."), "Use the bold tag, or the <i> tag.");
    EXPECT_EQ(plain("End with the </b> tag, <b>always</b>."), "End with the </b> tag, always.");
    EXPECT_EQ(plain("<li>Close it with the </li> tag."), "\n\n- Close it with the </li> tag.");
    EXPECT_EQ(plain("a<!-- hidden -->b<script>alert(1)</script>c"), "abc");
}

TEST(WithoutMarkup, LeavesWhatOnlyLooksLikeATag) {
    for (const char* text :
         {"If a < b and c > d, then stop.", "x<y", "a<b>c holds", "I <3 you", "<b and c>", "The <b> tag makes it bold.",
          "<unknown> stays", "1<2>1", "a <- b", "<", "<b", "<!-- open", "Replace <title> with yours.",
          "Write <address>, <object>, <source> and <data>.", "Put <a> here, not </address."})
        EXPECT_EQ(plain(text), text);
}

TEST(WithoutMarkup, ReadsEntities) {
    EXPECT_EQ(plain("AT&amp;T &lt;b&gt; &#8217;n&#x2019; &eacute;"), "AT&T <b> ’n’ é");
    for (const char* text : {"R&D; and more", "&nothing;", "&", "&#xD800;", "&#0;", "a & b"})
        EXPECT_EQ(plain(text), text);
}

TEST(WithoutMarkup, LeavesTheWordsOfMarkdown) {
    EXPECT_EQ(plain("**Remote *work*** is `here` to *stay*, ~~not~~ ***now***."),
              "Remote work is here to stay, not now.");
    EXPECT_EQ(plain("A [2023 survey](https://example.org/s) ![chart](a/b.png)says so."), "A 2023 survey says so.");
    EXPECT_EQ(plain("[Mercury](https://en.wikipedia.org/wiki/Mercury_(planet)) is small."), "Mercury is small.");
    EXPECT_EQ(plain("The [words](https://x.org \"A (good) title\") and [more](/y 'Title' )."), "The words and more.");
    EXPECT_EQ(plain("_very_ and (__really__) it"), "very and (really) it");
    for (const char* text : {"2 * 3 * 4", "5*3*2", "a footnote* and another*", "* one\n* two", "f[i](x)", "[sic] (yes)",
                             "**", "snake_case_name", "[1][2]", "größe_der_ähre", "Name: ____",
                             "[a](https://x.org \"open)", "[a](https://x.org b)", "é*a*"})
        EXPECT_EQ(plain(text), text);
}

TEST(WithoutMarkup, TakesQuotationsOutOfTheirLines) {
    EXPECT_EQ(plain("She said:\n> Rest is work.\n>\n> > It is.\n>So rest."),
              "She said:\nRest is work.\n\nIt is.\nSo rest.");
    for (const char* text : {"> 50 people came.", ">:(", ">= 3", "a > b"})
        EXPECT_EQ(plain(text), text);
}

TEST(WithoutMarkup, MakesSentencesOfTheRowsOfTables) {
    EXPECT_EQ(plain("Prices:\n| Food | Price |\n|:---|---:|\n| Bread | 2 euros |\n| **Milk** |  |\nThat is all."),
              "Prices:\n\nFood, Price.\n\nBread, 2 euros.\n\nMilk.\n\nThat is all.");
    for (const char* text : {"either | or\nand more", "|a| is a length", "|---|"})
        EXPECT_EQ(plain(text), text);
}

TEST(WithoutMarkup, LeavesOutFencesRulesPicturesAndNotes) {
    EXPECT_EQ(plain("See:\n```python\na = 2 * 3\n> b\n```\nGood."), "See:\n\na = 2 * 3\n> b\n\nGood.");
    EXPECT_EQ(plain("```\nnever closed\n> a"), "\nnever closed\na");
    EXPECT_EQ(plain("One.\n\n---\n\nTwo."), "One.\n\n\n\nTwo.");
    EXPECT_EQ(plain("Cake\n====\n\nEat it."), "## Cake\n\n\nEat it.");
    EXPECT_EQ(plain("A ![cake](cake.png \"My cake\")cake."), "A cake.");
    EXPECT_EQ(plain("Bees dance[^1] a lot [^why].\n\n[^1]: As of 2020.\n  And later.\n[^why]: To talk.\n\nEnd."),
              "Bees dance a lot.\n\n\n\n\n\nEnd.");
    for (const char* text : {"[^a-z] matches", "[^]", "no [^", "--"})
        EXPECT_EQ(plain(text), text);
    EXPECT_EQ(without_markup("> A good day.").first, ">");
}

TEST(WithoutMarkup, FindsMarkdownBesideLettersOfEveryScript) {
    EXPECT_EQ(plain("这是**重要**的信息。"), "这是重要的信息。");
    EXPECT_EQ(plain("これは**重要**です。データー*も*です"), "これは重要です。データーもです");
    EXPECT_EQ(plain("이것은 **중요**합니다"), "이것은 중요합니다");
    EXPECT_EQ(plain("“*never*” and —*really*—"), "“never” and —really—");
}

TEST(WithoutMarkup, TellsWhatItLeftOut) {
    const auto unwrapped = without_markup("A <b>good</b> day.");
    EXPECT_EQ(unwrapped.marks, 2U);
    EXPECT_EQ(unwrapped.first, "<b>");
    EXPECT_EQ(markup_notice(unwrapped.first), "Markup such as \"<b>\" is left out, since nobody says it.");
    EXPECT_EQ(without_markup("A **good** day.").first, "**");
    EXPECT_EQ(without_markup("A [good](/x) day.").first, "[](...)");
    EXPECT_EQ(without_markup("A good day.").marks, 0U);
    EXPECT_EQ(markup_notice(""), "");
}

TEST(HeadingsNotice, NamesTheHeadings) {
    EXPECT_EQ(headings_notice({}), "");
    EXPECT_EQ(headings_notice({"Food"}), "The heading between the paragraphs is not said: \"Food\".");
    EXPECT_EQ(headings_notice({"A", "B", "C", "D"}),
              "Headings between the paragraphs are not said: \"A\", \"B\", \"C\" and more.");
}

TEST(WithoutMarkup, EndsForHostileTexts) {
    constexpr int kTimes = 100'000;
    for (const char* piece : {"<b ", "a<b>c", "<!--", "*a", "[](", "**", "<a b=\"", "&#", "<script>", "`", ">", "[^",
                              "```\n", "|\n|-|\n"}) {
        std::string text;
        for (int i = 0; i < kTimes; ++i)
            text += piece;
        EXPECT_LE(plain(text).size(), text.size()) << piece;
    }
}

TEST(WithoutMarkup, LooksForAClosingTagOnce) {
    constexpr int kTimes = 300'000;  // minutes, if every one of them were looked for to the text's end
    for (const char* piece : {"<script id=a>", "<style>", "<b>"}) {
        std::string text;
        for (int i = 0; i < kTimes; ++i)
            text += piece;
        EXPECT_LE(plain(text).size(), text.size()) << piece;
    }
}

}  // namespace
}  // namespace mss::writing
