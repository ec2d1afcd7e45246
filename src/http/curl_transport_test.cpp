#include "http/curl_transport.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/flag.hpp"
#include "support/test_http_server.hpp"

namespace mss::http {
namespace {

using test::ReceivedRequest;
using test::redirect_to;
using test::Reply;
using test::TestHttpServer;
using testing::HasSubstr;
using testing::Not;

// gzip of 200 000 times the letter a.
constexpr std::string_view kGzipHex =
    "1f8b0800000000000203edc13101000000c2a0aceb5fc20cfe40010000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000af019b5369e0400d0300";

std::string from_hex(std::string_view hex) {
    std::string out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return out;
}

Reply page(std::string body) {
    return {.headers = {{"X-Kind", "page"}}, .body = std::move(body), .raw = {}};
}

Request get(std::string url) {
    Request request;
    request.url = std::move(url);
    request.allow_private_addresses = true;
    return request;
}

class Fetch : public testing::Test {
protected:
    void expect_error(const Request& request, Code code) {
        const auto response = curl.fetch(request);
        ASSERT_FALSE(response);
        EXPECT_EQ(response.error().code, code) << response.error().message;
        EXPECT_THAT(response.error().message + response.error().detail, Not(HasSubstr("secret")));
    }

    CurlTransport curl{"mss-test/1 (contact)"};
};

TEST_F(Fetch, BringsStatusHeadersAndBody) {
    TestHttpServer server({page("hello")});
    const auto response = curl.fetch(get(server.url("/a?b=c")));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, "hello");
    EXPECT_EQ(response->header("x-kind"), "page");
    EXPECT_EQ(response->header("absent"), std::nullopt);
    ASSERT_EQ(server.requests().size(), 1U);
    EXPECT_EQ(server.requests()[0].target, "/a?b=c");
    EXPECT_EQ(server.requests()[0].header("user-agent"), "mss-test/1 (contact)");
}

TEST_F(Fetch, SendsMethodHeadersAndBody) {
    TestHttpServer server({page("ok")});
    Request request = get(server.url());
    request.method = "POST";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = R"({"a":1})";
    ASSERT_TRUE(curl.fetch(request));
    EXPECT_EQ(server.requests()[0].method, "POST");
    EXPECT_EQ(server.requests()[0].body, R"({"a":1})");
    EXPECT_EQ(server.requests()[0].header("content-type"), "application/json");
    EXPECT_EQ(server.requests()[0].header("expect"), "");
}

TEST_F(Fetch, GivesErrorStatusesAsAnswers) {
    TestHttpServer server({Reply{.status = 404, .headers = {}, .body = "gone", .raw = {}}});
    const auto response = curl.fetch(get(server.url()));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 404);
}

TEST_F(Fetch, FollowsRedirectsAndTellsWhereItArrived) {
    TestHttpServer server([](const ReceivedRequest& request) {
        return request.path() == "/old" ? redirect_to("/new?x=1", 301) : page("new");
    });
    const auto response = curl.fetch(get(server.url("/old")));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "new");
    EXPECT_EQ(response->url, server.url("/new?x=1"));
}

TEST_F(Fetch, StopsARedirectLoop) {
    TestHttpServer server({redirect_to("/again?secret")});
    expect_error(get(server.url("/?secret")), Code::unavailable);
    EXPECT_EQ(server.requests().size(), 6U);
}

TEST_F(Fetch, ChecksEveryHop) {
    for (const char* target :
         {"file:///etc/passwd", "ftp://127.0.0.1/", "http://user:secret@127.0.0.1/", "gopher://x"}) {
        TestHttpServer server({redirect_to(target)});
        expect_error(get(server.url()), Code::invalid);
        EXPECT_EQ(server.requests().size(), 1U);
    }
}

TEST_F(Fetch, KeepsCredentialsFromOtherOrigins) {
    TestHttpServer other({page("other")});
    TestHttpServer server({redirect_to(other.url(), 307)});
    Request request = get(server.url());
    request.headers = {{"Authorization", "Bearer secret"}, {"X-Plain", "stays"}};
    ASSERT_TRUE(curl.fetch(request));
    EXPECT_EQ(server.requests()[0].header("authorization"), "Bearer secret");
    EXPECT_EQ(other.requests()[0].header("authorization"), "");
    EXPECT_EQ(other.requests()[0].header("x-plain"), "stays");
}

TEST_F(Fetch, TurnsAPostIntoAGetWhereTheRedirectSaysSo) {
    TestHttpServer server([](const ReceivedRequest& request) {
        return request.path() == "/form" ? redirect_to("/done", 303) : page("done");
    });
    Request request = get(server.url("/form"));
    request.method = "POST";
    request.body = "x=1";
    ASSERT_TRUE(curl.fetch(request));
    EXPECT_EQ(server.requests()[1].method, "GET");
    EXPECT_EQ(server.requests()[1].body, "");
}

TEST_F(Fetch, RefusesPrivateAddressesByNameAndByNumber) {
    TestHttpServer server({page("inside")});
    for (const std::string host : {"127.0.0.1", "localhost", "0x7f000001", "2130706433", "0.0.0.0"}) {
        Request request = get("http://" + host + ":" + std::to_string(server.port()) + "/?secret");
        request.allow_private_addresses = false;
        expect_error(request, Code::invalid);
    }
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(Fetch, RefusesUserNamesOtherSchemesAndHeaderInjection) {
    expect_error(get("http://secret:secret@127.0.0.1/"), Code::invalid);
    expect_error(get("file:///etc/secret"), Code::invalid);
    Request request = get("http://127.0.0.1/");
    request.headers = {{"X", "a\r\nsecret: b"}};
    expect_error(request, Code::invalid);
    request.headers.clear();
    request.method = "GET / HTTP/1.1\r\nsecret:";
    expect_error(request, Code::invalid);
}

TEST_F(Fetch, LimitsTheBodyWithAndWithoutALength) {
    TestHttpServer server([](const ReceivedRequest& request) {
        const std::string body(100'000, 'x');
        if (request.path() == "/known") return page(body);
        return Reply{.headers = {}, .body = {}, .raw = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body};
    });
    for (const char* path : {"/known", "/unknown"}) {
        Request request = get(server.url(path));
        request.max_bytes = 50'000;
        expect_error(request, Code::too_large);
        request.max_bytes = 100'000;
        ASSERT_TRUE(curl.fetch(request)) << path;
    }
}

TEST_F(Fetch, LimitsTheBodyAfterDecompression) {
    TestHttpServer server({Reply{.headers = {{"Content-Encoding", "gzip"}}, .body = from_hex(kGzipHex), .raw = {}}});
    Request request = get(server.url());
    EXPECT_EQ(curl.fetch(request)->body.size(), 200'000U);
    request.max_bytes = 100'000;
    expect_error(request, Code::too_large);
}

TEST_F(Fetch, EndsAStalledOrDrippingAnswerAtTheTimeLimit) {
    for (const bool stall : {true, false}) {
        TestHttpServer server(
            {Reply{.headers = {}, .body = std::string(10'000, 'x'), .raw = {}, .stall = stall, .drip_bytes = 1}});
        Request request = get(server.url("/?secret"));
        request.timeout = std::chrono::milliseconds(300);
        expect_error(request, Code::timeout);
    }
}

TEST_F(Fetch, SharesOneTimeLimitAmongAllHops) {
    TestHttpServer server([](const ReceivedRequest&) {
        Reply reply = redirect_to("/next");
        reply.body = std::string(4, 'x');
        reply.drip_bytes = 1;
        return reply;
    });
    Request request = get(server.url());
    request.timeout = std::chrono::milliseconds(400);
    expect_error(request, Code::timeout);
}

TEST_F(Fetch, EndsWhenCancelled) {
    TestHttpServer server({Reply{.headers = {}, .body = {}, .raw = {}, .stall = true}});
    Request request = get(server.url("/?secret"));
    request.cancelled = [&] { return !server.requests().empty(); };
    expect_error(request, Code::cancelled);
}

TEST_F(Fetch, EndsWhenItsDescriptorIsReadable) {
    const Flag cancelled;
    TestHttpServer server([&](const test::ReceivedRequest&) {
        cancelled.set();
        return Reply{.headers = {}, .body = {}, .raw = {}, .stall = true};
    });
    Request request = get(server.url("/?secret"));
    request.cancel_fd = cancelled.fd();
    expect_error(request, Code::cancelled);
}

TEST_F(Fetch, ReportsBrokenAnswers) {
    TestHttpServer garbage({Reply{.headers = {}, .body = {}, .raw = "\x01\x02 not http"}});
    expect_error(get(garbage.url("/?secret")), Code::unavailable);
    TestHttpServer cut({Reply{.headers = {}, .body = "whole body", .raw = {}, .cut_at = 3}});
    expect_error(get(cut.url("/?secret")), Code::unavailable);
}

TEST_F(Fetch, ReportsThatNobodyListens) {
    std::string url;
    {
        TestHttpServer server({page("")});
        url = server.url("/?secret");
    }
    expect_error(get(url), Code::unavailable);
    expect_error(get("http://no-such-host.invalid/?secret"), Code::unavailable);
}

TEST_F(Fetch, LimitsTheNumberOfHeaders) {
    Reply reply = page("x");
    for (int i = 0; i < 1000; ++i)
        reply.headers.emplace_back("X-" + std::to_string(i), "y");
    TestHttpServer server({reply});
    expect_error(get(server.url()), Code::too_large);
}

}  // namespace
}  // namespace mss::http
