#pragma once
// Owners for libav's C objects and its error texts. Only this module and those that stand on it see libav.
// Values with unique ownership; confined to one thread each.

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/error.h>
#include <libavutil/opt.h>
}

#include <array>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace mss::codec {

struct AvFree {
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
    void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
    void operator()(AVCodecParserContext* parser) const { av_parser_close(parser); }
};

/// Input contexts are closed one way, output contexts another.
struct AvCloseInput {
    void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
};
struct AvCloseOutput {
    void operator()(AVFormatContext* context) const {
        if (context->pb != nullptr) avio_closep(&context->pb);
        avformat_free_context(context);
    }
};

using AvFrame = std::unique_ptr<AVFrame, AvFree>;
using AvPacket = std::unique_ptr<AVPacket, AvFree>;
using AvCodec = std::unique_ptr<AVCodecContext, AvFree>;
using AvParser = std::unique_ptr<AVCodecParserContext, AvFree>;
using AvInput = std::unique_ptr<AVFormatContext, AvCloseInput>;
using AvOutput = std::unique_ptr<AVFormatContext, AvCloseOutput>;

inline std::string error_text(int code) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

/// A failure that names what was tried and libav's reason. Disk errors come through here too (as negative errno).
inline std::unexpected<Error> av_failure(const std::string& action, int code) {
    return fail(Code::io, action + ": " + error_text(code));
}

/// Opens a media file by path for reading and finds its streams. Errors: io.
Result<AvInput> open_input(const std::string& path);

/// A new MP4 file with its bytes opened for writing; streams and header are the caller's. Errors: io.
Result<AvOutput> open_mp4(const std::string& path);

/// Writes the trailer, closes and syncs the file to disk. Errors: io (disk full shows here).
Result<void> close_mp4(AvOutput output, const std::string& path);

}  // namespace mss::codec
