#include "http/url.hpp"

#include <gtest/gtest.h>

namespace mss::http {
namespace {

TEST(ParseUrl, TakesHttpAndHttps) {
    const auto url = parse_url("HTTPS://Example.ORG:8443/a/b?q=1#part");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->origin(), "https://example.org:8443");
    EXPECT_EQ(url->full.find('#'), std::string::npos);
    EXPECT_TRUE(parse_url("http://[2001:db8::1]/"));
    EXPECT_EQ(parse_url("http://example.org:80/")->origin(), "http://example.org");
}

TEST(ParseUrl, RefusesWhatCouldMisleadOrReachElsewhere) {
    for (const char* text : {"", "example.org", "/path", "file:///etc/passwd", "ftp://example.org/", "gopher://x/",
                             "javascript:alert(1)", "http://user:secret@example.org/", "http://good.org@evil.org/",
                             "http://@evil.org/", "http://good.org\\@evil.org/", "http://exa mple.org/",
                             "http://example.org/\r\nHost: evil", "http://", "http:///path"}) {
        const auto url = parse_url(text);
        ASSERT_FALSE(url) << text;
        EXPECT_EQ(url.error().code, Code::invalid);
        EXPECT_EQ(url.error().message.find("secret"), std::string::npos);
    }
    EXPECT_FALSE(parse_url("http://example.org/" + std::string(5000, 'a')));
}

TEST(Shown, HidesQueriesAndUserNames) {
    EXPECT_EQ(shown("https://user:secret@example.org/page?key=secret#secret"), "https://example.org/page");
    EXPECT_EQ(shown("no url, secret"), "that address");
}

TEST(Query, EncodesWhatIsReserved) {
    EXPECT_EQ(query({{"q", "why & how?"}, {"e", "\u00e9"}, {"n", "1"}}), "q=why%20%26%20how%3F&e=%C3%A9&n=1");
    EXPECT_EQ(query({}), "");
}

}  // namespace
}  // namespace mss::http
