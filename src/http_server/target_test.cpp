#include "http_server/target.hpp"

#include <gmock/gmock.h>

namespace mss::http_server {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(Target, PathAndQueryAreDecodedOnce) {
    const auto target = parse_target("/videos/gr%C3%BCn%20a+b?page=2&q=a+b%26c&flag&=x&&empty=");
    ASSERT_TRUE(target) << target.error().message;
    EXPECT_EQ(target->path, "/videos/gr\xC3\xBCn a+b");
    EXPECT_EQ(target->authority, "");
    EXPECT_THAT(target->query,
                ElementsAre(Pair("page", "2"), Pair("q", "a b&c"), Pair("flag", ""), Pair("", "x"), Pair("empty", "")));
    const auto twice = parse_target("/%252e%252e/a?b=%2525");
    ASSERT_TRUE(twice);
    EXPECT_EQ(twice->path, "/%2e%2e/a");
    EXPECT_THAT(twice->query, ElementsAre(Pair("b", "%25")));
}

TEST(Target, KeepsSlashesAndDotsThatAreNoSegments) {
    for (const char* path : {"/", "//", "/a/", "/.a", "/a..", "/...", "/a//b"}) {
        const auto target = parse_target(path);
        ASSERT_TRUE(target) << path;
        EXPECT_EQ(target->path, path);
        EXPECT_THAT(target->query, IsEmpty());
    }
}

TEST(Target, AWholeUrlGivesItsAuthority) {
    const auto target = parse_target("http://example.org:8080/a?b=c");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->authority, "example.org:8080");
    EXPECT_EQ(target->path, "/a");
    EXPECT_THAT(target->query, ElementsAre(Pair("b", "c")));
    const auto bare = parse_target("HTTP://example.org?b=c");
    ASSERT_TRUE(bare);
    EXPECT_EQ(bare->path, "/");
    EXPECT_THAT(bare->query, ElementsAre(Pair("b", "c")));
}

TEST(Target, TheStarIsItself) {
    const auto target = parse_target("*");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "*");
    EXPECT_FALSE(parse_target("*?a"));
}

TEST(Target, RefusesWhatTwoReadersTakeDifferently) {
    for (const std::string_view bad :
         {"",         "a",       "?a",        "/a b",      "/a#b",           "/a\tb",     "/a\x7f", "/%",
          "/%4",      "/%zz",    "/a?%",      "/%00",      "/a?b=%00",       "/%0a",      "/a\\b",  "/a%5cb",
          "/a%2fb",   "/a%2Fb",  "/..",       "/.",        "/a/../b",        "/%2e%2e/a", "/a/%2E", "/%ff",
          "/a?b=%c3", "/%c0%af", "ftp://a/b", "http:///a", "http://user@a/", "//\x80"})
        EXPECT_FALSE(parse_target(bad)) << bad;
}

TEST(Target, APlusIsASpaceInAQueryOnly) {
    EXPECT_EQ(percent_decoded("a+b%2B", true).value_or(""), "a b+");
    EXPECT_EQ(percent_decoded("a+b%2B", false).value_or(""), "a+b+");
    EXPECT_EQ(percent_decoded("%41", false).value_or(""), "A");
}

}  // namespace
}  // namespace mss::http_server
