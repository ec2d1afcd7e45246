#include "page/page.hpp"

#include <gtest/gtest.h>

namespace mss::page {
namespace {

TEST(Page, InTheProgramHasAnIndexThatNamesItsFiles) {
    const auto page = Page::load();
    ASSERT_TRUE(page) << page.error().message;
    const File* index = page->find("index.html");
    ASSERT_NE(index, nullptr);
    EXPECT_EQ(index->type, "text/html; charset=utf-8");
    EXPECT_FALSE(index->named_by_content);
    int scripts = 0;
    for (const auto& [name, file] : page->files()) {
        if (!name.ends_with(".js")) continue;
        ++scripts;
        EXPECT_TRUE(file.named_by_content) << name;
        EXPECT_FALSE(file.brotli.empty()) << name;
        EXPECT_LT(file.gzip.size(), file.bytes.size()) << name;
    }
    EXPECT_GE(scripts, 1);
}

TEST(Page, ReadsABundle) {
    const auto page = Page::parse("index.html 5 2 3\nassets/a.css 4 0 0\n\nhelloBRGZPbody");
    ASSERT_TRUE(page) << page.error().message;
    const File* index = page->find("index.html");
    ASSERT_NE(index, nullptr);
    EXPECT_EQ(index->bytes, "hello");
    EXPECT_EQ(index->brotli, "BR");
    EXPECT_EQ(index->gzip, "GZP");
    EXPECT_EQ(page->find("assets/a.css")->bytes, "body");
    EXPECT_TRUE(page->find("assets/a.css")->named_by_content);
    EXPECT_EQ(page->find("nothing"), nullptr);
}

TEST(Page, RefusesABrokenBundle) {
    EXPECT_FALSE(Page::parse(""));
    EXPECT_FALSE(Page::parse("index.html 5 0 0\n"));
    EXPECT_FALSE(Page::parse("index.html 5 0 0\n\nhell"));
    EXPECT_FALSE(Page::parse("index.html 5 0 0\n\nhello!"));
    EXPECT_FALSE(Page::parse("index.html 5 0\n\nhello"));
    EXPECT_FALSE(Page::parse("index.html 5 0 0 0\n\nhello"));
    EXPECT_FALSE(Page::parse("index.html 18446744073709551615 0 0\n\nhello"));
    EXPECT_FALSE(Page::parse("other.html 5 0 0\n\nhello"));
}

}  // namespace
}  // namespace mss::page
