// Any bytes as a compressed body, by each method: never more comes out than was allowed.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "celery/compression.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    constexpr std::size_t kMost = 1U << 20U;
    constexpr std::string_view kMethods[] = {"application/x-gzip", "application/x-bz2", "application/x-lzma",
                                             "application/zstd"};
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    for (const std::string_view method : kMethods)
        if (const auto whole = mss::celery::decompress(method, text, kMost); whole && whole->size() > kMost)
            std::abort();
    return 0;
}
