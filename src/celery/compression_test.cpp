#include "celery/compression.hpp"

#include <array>
#include <utility>
#include <zlib.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/base64.hpp"

namespace mss::celery {
namespace {

// "[[1], {}, {}]" as Python's zlib, gzip, bz2 and lzma and the program zstd compress it.
constexpr std::array<std::pair<const char*, const char*>, 5> kSamples{{
    {"application/x-gzip", "eJyLjjaM1VGorgXhWAAbqAQq"},
    {"application/x-gzip", "H4sIAAAAAAACA4uONozVUaiuBeFYACHgXL4NAAAA"},
    {"application/x-bz2", "QlpoOTFBWSZTWYpxR/cAAAMagEAEIAAACgAKIAAhKB6QhgLOiY6kPF3JFOFCQinFH9w="},
    {"application/x-lzma",
     "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAMW1sxXSwge30sIHt9XQAAAAD5mhlypRddrgABJQ1xGcS2H7bzfQEAAA"
     "AABFla"},
    {"application/zstd", "KLUv/QRYaQAAW1sxXSwge30sIHt9XXzZI08="},
}};

// Three million zeros, by bz2.
constexpr const char* kManyZeros = "QlpoOTFBWSZTWaZFgLIAFvpACMAAQAAACCAAMMwJqmmpAi2pIEXi7kinChIUyLAWQA==";

TEST(Compression, ReadsEachMethodOfKombus) {
    for (const auto& [method, text] : kSamples) {
        const auto bytes = decompress(method, decode_base64(text).value(), 100);
        ASSERT_TRUE(bytes) << method << ": " << bytes.error().message;
        EXPECT_EQ(*bytes, "[[1], {}, {}]") << method;
    }
}

TEST(Compression, ALimitHoldsWhileItIsRead) {
    for (const auto& [method, text] : kSamples) {
        const std::string bytes = decode_base64(text).value();
        EXPECT_TRUE(decompress(method, bytes, 13));
        EXPECT_EQ(decompress(method, bytes, 12).error().code, Code::too_large) << method;
    }
    const std::string zeros(10U << 20U, '\0');
    std::string packed(20'000, '\0');
    uLongf size = packed.size();
    ASSERT_EQ(::compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(zeros.data()),
                          zeros.size(), 9),
              Z_OK);
    packed.resize(size);
    EXPECT_EQ(decompress("application/x-gzip", packed, 1U << 20U).error().code, Code::too_large);
    EXPECT_EQ(decompress("application/x-gzip", packed, zeros.size()), zeros);
    const std::string by_bz2 = decode_base64(kManyZeros).value();
    EXPECT_EQ(decompress("application/x-bz2", by_bz2, 1U << 20U).error().code, Code::too_large);
    EXPECT_EQ(decompress("application/x-bz2", by_bz2, 3'000'000).value().size(), 3'000'000U);
}

TEST(Compression, BrokenBytesAreInvalid) {
    for (const auto& [method, text] : kSamples) {
        const std::string bytes = decode_base64(text).value();
        for (const std::string& wrong : {std::string(), std::string("[[1], {}, {}]"), bytes.substr(0, bytes.size() / 2),
                                         bytes.substr(0, 3), std::string(100, '\xFF')})
            EXPECT_EQ(decompress(method, wrong, 100).error().code, Code::invalid) << method;
    }
    // What one method made is not taken for another's.
    EXPECT_FALSE(decompress("application/x-bz2", decode_base64(kSamples[4].second).value(), 100));
    EXPECT_FALSE(decompress("application/zstd", decode_base64(kSamples[2].second).value(), 100));
    EXPECT_FALSE(decompress("application/x-lzma", decode_base64(kSamples[1].second).value(), 100));
}

TEST(Compression, AnotherMethodIsNamed) {
    const auto refused = decompress("application/x-brotli\n", "x", 10);
    EXPECT_EQ(refused.error().code, Code::invalid);
    EXPECT_THAT(refused.error().message, testing::HasSubstr("application/x-brotli?"));
}

}  // namespace
}  // namespace mss::celery
