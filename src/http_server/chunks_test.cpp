#include "http_server/chunks.hpp"

#include <gtest/gtest.h>

namespace mss::http_server {
namespace {

using Outcome = ChunkDecoder::Outcome;

struct Read {
    Outcome outcome = Outcome::more;
    std::string body;
    std::string rest;
};

Read at_once(std::string_view bytes, std::size_t most = 1000) {
    ChunkDecoder decoder;
    Read read;
    read.outcome = decoder.feed(bytes, read.body, most);
    read.rest = bytes;
    return read;
}

// As from a connection that brings one byte a packet.
Read byte_by_byte(std::string_view bytes, std::size_t most = 1000) {
    ChunkDecoder decoder;
    Read read;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (read.outcome != Outcome::more) {
            read.rest += bytes[i];
            continue;
        }
        read.rest += bytes[i];
        std::string_view left = read.rest;
        read.outcome = decoder.feed(left, read.body, most);
        read.rest = std::string(left);
    }
    return read;
}

TEST(ChunkDecoder, JoinsChunksAndLeavesWhatFollows) {
    const std::string bytes =
        "4\r\nWiki\r\n6;name=\"v\"\r\npedia \r\nA \t;x\r\n0123456789\r\n0\r\nTrailer: dropped\r\n\r\nGET";
    for (const Read& read : {at_once(bytes), byte_by_byte(bytes)}) {
        EXPECT_EQ(read.outcome, Outcome::done);
        EXPECT_EQ(read.body, "Wikipedia 0123456789");
        EXPECT_EQ(read.rest, "GET");
    }
}

TEST(ChunkDecoder, WantsMoreWhileItIsNotWhole) {
    for (const std::string_view begun :
         {"", "4", "4\r", "4\r\nWik", "4\r\nWiki", "4\r\nWiki\r", "0\r\n", "0\r\nA: b\r\n", "0\r\n\r"})
        EXPECT_EQ(at_once(begun).outcome, Outcome::more) << begun;
}

TEST(ChunkDecoder, RefusesEveryOtherSpelling) {
    for (const std::string_view bad :
         {"\r\n", "x\r\n", "-1\r\n", "+1\r\n", "0x1\r\n", " 1\r\n", "1 \r\n", "1\n", "1\r\nabcd", "1\r\na\nb",
          "1\r\na\n\n", ";x\r\n", "1,\r\n", "1\r\r\n", "00000000000000001\r\n", "0\r\n\n", "0\r\nA\rB\r\n\r\n"}) {
        EXPECT_EQ(at_once(bad).outcome, Outcome::malformed) << bad;
        EXPECT_EQ(byte_by_byte(bad).outcome, Outcome::malformed) << bad;
    }
}

TEST(ChunkDecoder, KeepsTheBodyWithinItsLimit) {
    EXPECT_EQ(at_once("5\r\nhello\r\n0\r\n\r\n", 5).outcome, Outcome::done);
    EXPECT_EQ(at_once("6\r\n", 5).outcome, Outcome::too_large);
    EXPECT_EQ(at_once("3\r\nabc\r\n3\r\n", 5).outcome, Outcome::too_large);
    EXPECT_EQ(at_once("ffffffffffffffff\r\n").outcome, Outcome::too_large);
}

TEST(ChunkDecoder, ExtensionsAndTrailersAreBounded) {
    EXPECT_EQ(at_once("1;" + std::string(5000, 'x')).outcome, Outcome::malformed);
    std::string trailers = "0\r\n";
    for (int i = 0; i < 100; ++i)
        trailers += "Name: " + std::string(60, 'v') + "\r\n";
    EXPECT_EQ(at_once(trailers).outcome, Outcome::malformed);
}

}  // namespace
}  // namespace mss::http_server
