#include "http_server/request_parser.hpp"

#include <gmock/gmock.h>

namespace mss::http_server {
namespace {

using testing::Pair;
using State = RequestParser::State;

struct Parsed {
    RequestParser parser;
    std::string rest;
};

// `piece` bytes at a time, as a slow connection brings them.
Parsed parse(std::string_view bytes, std::size_t piece, ParseLimits limits = {}) {
    Parsed parsed{.parser = RequestParser(limits), .rest = {}};
    while (!bytes.empty() && parsed.parser.state() != State::done && parsed.parser.state() != State::refused) {
        parsed.rest += bytes.substr(0, piece);
        bytes.remove_prefix(std::min(piece, bytes.size()));
        parsed.parser.feed(parsed.rest);
    }
    parsed.rest += bytes;
    return parsed;
}

constexpr std::size_t kAtOnce = 1U << 20U;
constexpr std::array<std::size_t, 4> kPieces = {1, 2, 7, kAtOnce};

std::string get(std::string_view fields) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

TEST(RequestParser, ReadsAHeadInPiecesOfAnySize) {
    const std::string bytes =
        "\r\nGET /a%20b?c=d HTTP/1.1\r\nHost: example.org:80\r\nX-Empty:\r\nX-Spaces: \t two words \t\r\n\r\nGET /next";
    for (const std::size_t piece : kPieces) {
        Parsed parsed = parse(bytes, piece);
        ASSERT_EQ(parsed.parser.state(), State::done) << piece;
        const Request& request = parsed.parser.request();
        EXPECT_EQ(request.method, Method::get);
        EXPECT_EQ(request.target, "/a%20b?c=d");
        EXPECT_EQ(request.path, "/a b");
        EXPECT_THAT(request.query, testing::ElementsAre(Pair("c", "d")));
        EXPECT_THAT(request.fields.all(), testing::ElementsAre(Pair("Host", "example.org:80"), Pair("X-Empty", ""),
                                                               Pair("X-Spaces", "two words")));
        EXPECT_EQ(parsed.rest, "GET /next");
        EXPECT_TRUE(parsed.parser.keep_alive());
        EXPECT_FALSE(parsed.parser.take_expect_continue());
    }
}

TEST(RequestParser, ReadsBodiesByLengthAndInChunks) {
    for (const std::size_t piece : kPieces) {
        Parsed sized = parse("PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 005\r\n\r\nhelloGET", piece);
        EXPECT_EQ(sized.parser.state(), State::done);
        EXPECT_EQ(sized.parser.request().body, "hello");
        EXPECT_EQ(sized.rest, "GET");
        Parsed chunked = parse(
            "POST /a HTTP/1.1\r\nHost: a\r\ntransfer-encoding: Chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\nGET",
            piece);
        EXPECT_EQ(chunked.parser.state(), State::done);
        EXPECT_EQ(chunked.parser.request().body, "hello");
        EXPECT_EQ(chunked.rest, "GET");
    }
    EXPECT_EQ(parse("PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 1).parser.state(), State::done);
    EXPECT_EQ(parse("PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhell", 1).parser.state(), State::body);
}

struct RefusalCase {
    std::string bytes;
    int status;
};

TEST(RequestParser, RefusesWhatIsAmbiguousOrUnknown) {
    const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
    for (const auto& [bytes, status] : {
             // lines
             RefusalCase{"GET / HTTP/1.1\nHost: a\n\n", 400},
             RefusalCase{"GET / HTTP/1.1\r\nHost: a\n\r\n", 400},
             RefusalCase{"GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
             RefusalCase{"\n", 400},
             RefusalCase{"\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
             RefusalCase{get("A: b\r\n folded\r\n"), 400},
             RefusalCase{get("A: b\rC: d\r\n"), 400},
             // the request line
             RefusalCase{"GET /\r\n\r\n", 400},
             RefusalCase{"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
             RefusalCase{"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
             RefusalCase{"G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
             RefusalCase{"GET / http/1.1\r\nHost: a\r\n\r\n", 400},
             RefusalCase{"GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400},
             RefusalCase{"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
             RefusalCase{"GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505},
             RefusalCase{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
             RefusalCase{"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
             RefusalCase{"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 501},
             RefusalCase{"get / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
             RefusalCase{"GET /../a HTTP/1.1\r\nHost: a\r\n\r\n", 400},
             RefusalCase{"GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
             // fields
             RefusalCase{get("A : b\r\n"), 400},
             RefusalCase{get(": b\r\n"), 400},
             RefusalCase{get("no colon\r\n"), 400},
             RefusalCase{get(std::string("A: b\0c\r\n", 8)), 400},
             RefusalCase{"GET / HTTP/1.1\r\n\r\n", 400},
             RefusalCase{get("Host: a\r\n"), 400},
             RefusalCase{"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
             RefusalCase{"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
             RefusalCase{"GET http://a<b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
             RefusalCase{post + "Expect: something\r\n\r\n", 417},
             // framing
             RefusalCase{post + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", 400},
             RefusalCase{post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
             RefusalCase{post + "Content-Length: 1, 1\r\n\r\n", 400},
             RefusalCase{post + "Content-Length: +1\r\n\r\n", 400},
             RefusalCase{post + "Content-Length: -1\r\n\r\n", 400},
             RefusalCase{post + "Content-Length:\r\n\r\n", 400},
             RefusalCase{post + "Content-Length: 0x1\r\n\r\n", 400},
             RefusalCase{post + "Content-Length: 99999999999999999999999\r\n\r\n", 400},
             RefusalCase{post + "Content-Length: 99999999999\r\n\r\n", 413},
             RefusalCase{post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
             RefusalCase{post + "Transfer-Encoding: chunked, chunked\r\n\r\n", 501},
             RefusalCase{post + "Transfer-Encoding: xchunked\r\n\r\n", 501},
             RefusalCase{post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
             RefusalCase{"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
             RefusalCase{post + "Transfer-Encoding: chunked\r\n\r\n1\nx\r\n0\r\n\r\n", 400},
             RefusalCase{post + "Transfer-Encoding: chunked\r\n\r\n0x1\r\nx\r\n0\r\n\r\n", 400},
             RefusalCase{post + "Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n", 413},
         }) {
        for (const std::size_t piece : kPieces) {
            const Parsed parsed = parse(bytes, piece);
            ASSERT_EQ(parsed.parser.state(), State::refused) << bytes << " in pieces of " << piece;
            EXPECT_EQ(parsed.parser.refusal().status, status) << bytes << " in pieces of " << piece;
            EXPECT_FALSE(parsed.parser.refusal().detail.empty());
            EXPECT_FALSE(parsed.parser.keep_alive());
        }
    }
}

TEST(RequestParser, KeepsToItsLimitsExactly) {
    const ParseLimits limits{.head_bytes_max = 100, .target_bytes_max = 20, .body_bytes_max = 5};
    const auto outcome = [&](const std::string& bytes, std::size_t piece) {
        const Parsed parsed = parse(bytes, piece, limits);
        return parsed.parser.state() == State::refused ? parsed.parser.refusal().status : 200;
    };
    const auto head = [](std::size_t size) {
        const std::string begin = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        return begin + std::string(size - begin.size() - 4, 'x') + "\r\n\r\n";
    };
    const auto target = [](std::size_t size) {
        return "GET /" + std::string(size - 1, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    const std::string put = "PUT / HTTP/1.1\r\nHost: a\r\n";
    for (const std::size_t piece : kPieces) {
        EXPECT_EQ(outcome(head(100), piece), 200) << piece;
        EXPECT_EQ(outcome(head(101), piece), 431) << piece;
        EXPECT_EQ(outcome("GET / HTTP/1.1\r\nX: " + std::string(100, 'x'), piece), 431) << piece;
        EXPECT_EQ(outcome(std::string(101, 'x'), piece), 431) << piece;
        EXPECT_EQ(outcome(target(20), piece), 200) << piece;
        EXPECT_EQ(outcome(target(21), piece), 414) << piece;
        EXPECT_EQ(outcome("GET /" + std::string(95, 'x'), piece), 414) << piece;
        EXPECT_EQ(outcome(put + "Content-Length: 5\r\n\r\nhello", piece), 200) << piece;
        EXPECT_EQ(outcome(put + "Content-Length: 6\r\n\r\n", piece), 413) << piece;
        EXPECT_EQ(outcome(put + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\n", piece), 413) << piece;
    }
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += "X: y\r\n";
    EXPECT_EQ(parse(get(many), kAtOnce).parser.refusal().status, 431);
}

TEST(RequestParser, KnowsWhetherTheConnectionStays) {
    const auto stays = [](const std::string& bytes) {
        const Parsed parsed = parse(bytes, kAtOnce);
        EXPECT_EQ(parsed.parser.state(), State::done);
        return parsed.parser.keep_alive();
    };
    EXPECT_TRUE(stays(get("")));
    EXPECT_TRUE(stays(get("Connection: keep-alive\r\n")));
    EXPECT_FALSE(stays(get("Connection: x, CLOSE\r\n")));
    EXPECT_FALSE(stays(get("Connection: x\r\nConnection: close\r\n")));
    EXPECT_FALSE(stays("GET / HTTP/1.0\r\n\r\n"));
    EXPECT_TRUE(parse("GET / HTTP/1.0\r\n\r\n", kAtOnce).parser.is_http_1_0());
}

TEST(RequestParser, TheClientMayWaitForContinueOnce) {
    Parsed parsed = parse("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n", 1);
    EXPECT_EQ(parsed.parser.state(), State::body);
    EXPECT_TRUE(parsed.parser.take_expect_continue());
    EXPECT_FALSE(parsed.parser.take_expect_continue());
    Parsed old = parse("PUT / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n", 1);
    EXPECT_FALSE(old.parser.take_expect_continue());
    Parsed empty = parse(get("Expect: 100-continue\r\n"), 1);
    EXPECT_EQ(empty.parser.state(), State::done);
    EXPECT_FALSE(empty.parser.take_expect_continue());
}

TEST(RequestParser, AWholeUrlReplacesTheHost) {
    Parsed parsed = parse("GET http://b:1/c HTTP/1.1\r\nHost: a\r\n\r\n", 1);
    ASSERT_EQ(parsed.parser.state(), State::done);
    EXPECT_EQ(parsed.parser.request().fields.find("Host"), "b:1");
    EXPECT_EQ(parsed.parser.request().path, "/c");
}

TEST(RequestParser, TheFirstReasonOfARefusalStays) {
    Parsed parsed = parse("TRACE / HTTP/1.1\r\n\r\n", 1);
    parsed.parser.time_out();
    EXPECT_EQ(parsed.parser.refusal().status, 501);
    Parsed slow = parse("GET / HT", 1);
    slow.parser.time_out();
    EXPECT_EQ(slow.parser.refusal().status, 408);
    EXPECT_EQ(parse("\r", 1).parser.state(), State::idle);
    EXPECT_EQ(parse("\r\n", 1).parser.state(), State::idle);
}

}  // namespace
}  // namespace mss::http_server
