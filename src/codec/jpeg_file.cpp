#include "codec/jpeg_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/file.hpp"
#include "codec/av.hpp"

namespace mss::codec {
namespace {

std::uint8_t sample(double value) {
    return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
}

// One colour from BT.709 limited range to BT.601 full range; the colour differences of both are linear in R'G'B'.
struct Jfif {
    double luma, blue, red;

    Jfif(double y, double u, double v) {
        const double grey = (y - 16) * 255 / 219;
        const double b = grey + (u - 128) * 255 / 224 * 1.8556;
        const double r = grey + (v - 128) * 255 / 224 * 1.5748;
        const double g = (grey - 0.2126 * r - 0.0722 * b) / 0.7152;
        luma = 0.299 * r + 0.587 * g + 0.114 * b;
        blue = 128 + (b - luma) / 1.772;
        red = 128 + (r - luma) / 1.402;
    }
};

void convert(const Frame& source, const AVFrame& target) {
    const Plane y = source.y();
    const Plane u = source.u();
    const Plane v = source.v();
    const auto row = [&](int plane, int at) {
        return target.data[plane] + static_cast<std::ptrdiff_t>(at) * target.linesize[plane];
    };
    for (int cy = 0; cy < u.height; ++cy) {
        for (int cx = 0; cx < u.width; ++cx) {
            const double blue = u.row(cy)[cx];
            const double red = v.row(cy)[cx];
            double sum = 0;
            for (int k = 0; k < 4; ++k) {
                const int px = 2 * cx + k % 2;
                const int py = 2 * cy + k / 2;
                sum += y.row(py)[px];
                row(0, py)[px] = sample(Jfif(y.row(py)[px], blue, red).luma);
            }
            const Jfif mean(sum / 4, blue, red);
            row(1, cy)[cx] = sample(mean.blue);
            row(2, cy)[cx] = sample(mean.red);
        }
    }
}

// `scale` is libav's quantiser: 1 (best) to 31.
Result<std::string> encode(const AVCodec* codec, AVFrame& picture, int scale) {
    const AvCodec context(avcodec_alloc_context3(codec));
    context->width = picture.width;
    context->height = picture.height;
    context->pix_fmt = AV_PIX_FMT_YUVJ420P;
    context->color_range = AVCOL_RANGE_JPEG;
    context->time_base = AVRational{1, 1};
    context->sample_aspect_ratio = AVRational{1, 1};
    context->flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT;
    context->global_quality = FF_QP2LAMBDA * scale;
    context->thread_count = 1;
    if (const int code = avcodec_open2(context.get(), codec, nullptr); code < 0)
        return av_failure("cannot start the JPEG encoder", code);
    picture.quality = context->global_quality;
    picture.pts = 0;
    const AvPacket packet(av_packet_alloc());
    int code = avcodec_send_frame(context.get(), &picture);
    if (code >= 0) code = avcodec_send_frame(context.get(), nullptr);
    if (code >= 0) code = avcodec_receive_packet(context.get(), packet.get());
    if (code < 0) return av_failure("cannot encode the picture", code);
    return std::string(packet->data, packet->data + packet->size);
}

}  // namespace

Result<std::int64_t> write_jpeg(const Frame& frame, const std::filesystem::path& path, std::int64_t max_bytes) {
    const AVCodec* codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    if (codec == nullptr) return fail(Code::internal, "libavcodec was built without a JPEG encoder");
    const AvFrame picture(av_frame_alloc());
    picture->format = AV_PIX_FMT_YUVJ420P;
    picture->width = frame.width();
    picture->height = frame.height();
    picture->color_range = AVCOL_RANGE_JPEG;
    if (const int code = av_frame_get_buffer(picture.get(), 0); code < 0)
        return av_failure("cannot make the picture", code);
    convert(frame, *picture);
    for (const int scale : {2, 3, 5, 8, 14, 31}) {
        MSS_TRY_ASSIGN(const std::string bytes, encode(codec, *picture, scale));
        if (static_cast<std::int64_t>(bytes.size()) > max_bytes) continue;
        MSS_TRY(write_file(path, bytes));
        return static_cast<std::int64_t>(bytes.size());
    }
    return fail(Code::too_large, fmt::format("a picture of {}x{} does not fit {} bytes as JPEG", frame.width(),
                                             frame.height(), max_bytes));
}

}  // namespace mss::codec
