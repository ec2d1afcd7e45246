#include "codec/libraries.hpp"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libswresample/swresample.h>
}

#include <string_view>

#include <fmt/format.h>

namespace mss::codec {
namespace {

std::string version(std::string_view name, unsigned number) {
    return fmt::format("{} {}.{}.{}", name, number >> 16U, (number >> 8U) & 0xFFU, number & 0xFFU);
}

}  // namespace

std::string libraries() {
    return fmt::format("{}, {}, {} ({})", version("libavcodec", avcodec_version()),
                       version("libavformat", avformat_version()), version("libswresample", swresample_version()),
                       av_version_info());
}

}  // namespace mss::codec
