#include "http_server/coding.hpp"

#include <array>
#include <zlib.h>

#include <gtest/gtest.h>

namespace mss::http_server {
namespace {

std::string unpacked(std::string packed) {
    z_stream stream{};
    constexpr int kGzipWindow = 15 + 16;
    EXPECT_EQ(::inflateInit2(&stream, kGzipWindow), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string bytes;
    std::array<char, 1000> buffer{};
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
        stream.avail_out = static_cast<uInt>(buffer.size());
        state = ::inflate(&stream, Z_NO_FLUSH);
        bytes.append(buffer.data(), buffer.size() - stream.avail_out);
    }
    EXPECT_EQ(state, Z_STREAM_END);
    ::inflateEnd(&stream);
    return bytes;
}

TEST(Coding, TheClientsLikingDecidesThenTheServersOrder) {
    struct Case {
        const char* accept;
        const char* chosen;
    };
    for (const auto& [accept, chosen] : {
             Case{"", ""},
             Case{"gzip", "gzip"},
             Case{"gzip, br", "br"},
             Case{"GZIP", "gzip"},
             Case{"gzip;q=1.0, br;q=0.5", "gzip"},
             Case{"br;q=0, gzip", "gzip"},
             Case{"br;q=0,gzip;q=0", ""},
             Case{"*", "br"},
             Case{"*;q=0", ""},
             Case{"br;q=0, *", "gzip"},
             Case{"identity", ""},
             Case{"identity;q=1, gzip;q=0.5", ""},
             Case{"Identity;q=1, gzip;q=0.5", ""},
             Case{"identity;q=0.5, gzip;q=0.5", "gzip"},
             Case{"identity;q=0, gzip;q=0.1", "gzip"},
             Case{"gzip;q=nonsense", ""},
             Case{"gzip ; q=0.2 , deflate", "gzip"},
             Case{"deflate", ""},
             Case{"xgzip", ""},
         })
        EXPECT_EQ(chosen_coding(accept, {"br", "gzip"}), chosen) << accept;
    EXPECT_EQ(chosen_coding("gzip", {}), "");
}

TEST(Coding, TextIsCompressibleAndMediaIsNot) {
    for (const char* type : {"text/html; charset=utf-8", "application/json", "application/problem+json",
                             "text/javascript", "image/svg+xml", "Application/JSON"})
        EXPECT_TRUE(is_compressible(type)) << type;
    for (const char* type : {"", "video/mp4", "image/png", "application/octet-stream", "text/event-stream"})
        EXPECT_FALSE(is_compressible(type)) << type;
}

TEST(Coding, GzipGivesTheBytesBack) {
    std::string text;
    for (int i = 0; i < 5000; ++i)
        text += "line " + std::to_string(i % 7) + "\n";
    const std::string packed = gzip(text);
    EXPECT_LT(packed.size(), text.size() / 10);
    EXPECT_EQ(unpacked(packed), text);
    EXPECT_EQ(unpacked(gzip("")), "");
}

}  // namespace
}  // namespace mss::http_server
