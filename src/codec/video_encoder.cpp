#include "codec/video_encoder.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <fmt/format.h>

#include "codec/av.hpp"

namespace mss::codec {
namespace {

// With fewer threads x264 decides a little differently ("medium" with two, every preset with one). Three are also what
// it chooses itself for two processors.
constexpr int kLeastThreads = 3;

int encoder_threads(const VideoSettings& settings) {
    return std::max(settings.threads, kLeastThreads);
}

// x264's AVX-512 code for macroblock trees (r3095) reads memory that nobody wrote, so that the same frames now and then
// give other bytes; MALLOC_PERTURB_ shows it at once. Its AVX2 code does not. A list of names replaces what x264 would
// detect, so it is given only to processors that have all of them.
std::string without_avx512() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) return ":asm=avx2,fma3,lzcnt,bmi2";
#endif
    return {};
}

// Key frames at most two seconds apart; no scene-cut decisions, so that equal settings give equal structure; at most
// two B-frames in a row, closed groups (the platforms' upload advice). How far a block may move from frame to frame
// (mvrange-thread, in rows: more than anything of ours does) and the threads that look ahead follow the number of
// threads unless they are given; given, the pictures are the same on every machine.
std::string x264_parameters(const VideoSettings& settings) {
    return fmt::format(
        "keyint={}:min-keyint={}:scenecut=0:bframes=2:open-gop=0:threads={}:sliced-threads=0:"
        "mvrange-thread=40:lookahead-threads=1{}",
        2 * settings.frames_per_second, settings.frames_per_second, encoder_threads(settings), without_avx512());
}

AvCodec make_context(const VideoSettings& settings, const AVCodec* codec) {
    AvCodec context(avcodec_alloc_context3(codec));
    context->width = settings.width;
    context->height = settings.height;
    context->pix_fmt = AV_PIX_FMT_YUV420P;
    context->time_base = AVRational{1, settings.frames_per_second};
    context->framerate = AVRational{settings.frames_per_second, 1};
    context->sample_aspect_ratio = AVRational{1, 1};
    context->color_range = AVCOL_RANGE_MPEG;
    context->colorspace = AVCOL_SPC_BT709;
    context->color_primaries = AVCOL_PRI_BT709;
    context->color_trc = AVCOL_TRC_BT709;
    context->thread_count = encoder_threads(settings);
    context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    av_opt_set(context->priv_data, "preset", settings.x264_preset.c_str(), 0);
    av_opt_set(context->priv_data, "profile", "high", 0);
    av_opt_set(context->priv_data, "crf", fmt::format("{}", settings.constant_rate_factor).c_str(), 0);
    av_opt_set(context->priv_data, "x264-params", x264_parameters(settings).c_str(), 0);
    return context;
}

void keep(void*, std::uint8_t*) {}

// A libav frame that points into ours. The buffer reference owns nothing: it only keeps libav from copying.
void wrap(const Frame& source, AVFrame& target) {
    const std::array<Plane, 3> planes{source.y(), source.u(), source.v()};
    target.format = AV_PIX_FMT_YUV420P;
    target.width = source.width();
    target.height = source.height();
    for (std::size_t i = 0; i < planes.size(); ++i) {
        target.data[i] = planes[i].data;
        target.linesize[i] = planes[i].stride;
        const auto bytes = static_cast<std::size_t>(planes[i].stride) * static_cast<std::size_t>(planes[i].height);
        target.buf[i] = av_buffer_create(planes[i].data, bytes, keep, nullptr, AV_BUFFER_FLAG_READONLY);
    }
}

}  // namespace

struct VideoEncoder::State {
    VideoSettings settings;
    std::string path;
    AvCodec encoder;
    AvOutput file;
    AVStream* stream = nullptr;
    AvPacket packet{av_packet_alloc()};
    AvFrame frame{av_frame_alloc()};
    std::int64_t pushed = 0;

    // Writes all that the encoder has ready.
    Result<void> drain() {
        while (true) {
            const int code = avcodec_receive_packet(encoder.get(), packet.get());
            if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return {};
            if (code < 0) return av_failure("cannot encode", code);
            av_packet_rescale_ts(packet.get(), encoder->time_base, stream->time_base);
            packet->duration = av_rescale_q(1, encoder->time_base, stream->time_base);
            packet->stream_index = 0;
            if (const int written = av_interleaved_write_frame(file.get(), packet.get()); written < 0)
                return av_failure("cannot write " + path, written);
        }
    }
};

VideoEncoder::VideoEncoder(std::unique_ptr<State> state) : state_(std::move(state)) {}
VideoEncoder::VideoEncoder(VideoEncoder&&) noexcept = default;
VideoEncoder& VideoEncoder::operator=(VideoEncoder&&) noexcept = default;
VideoEncoder::~VideoEncoder() = default;

Result<VideoEncoder> VideoEncoder::open(const VideoSettings& settings, const std::filesystem::path& output) {
    const AVCodec* codec = avcodec_find_encoder_by_name("libx264");
    if (codec == nullptr)
        return fail(Code::internal, "libavcodec was built without libx264; install Debian's libavcodec");
    auto state = std::make_unique<State>();
    state->settings = settings;
    state->path = output.string();
    state->encoder = make_context(settings, codec);
    if (const int code = avcodec_open2(state->encoder.get(), codec, nullptr); code < 0)
        return av_failure("cannot start the video encoder", code);
    MSS_TRY_ASSIGN(state->file, open_mp4(state->path));
    state->stream = avformat_new_stream(state->file.get(), nullptr);
    state->stream->time_base = AVRational{1, settings.frames_per_second * 512};
    state->stream->avg_frame_rate = state->encoder->framerate;
    avcodec_parameters_from_context(state->stream->codecpar, state->encoder.get());
    if (const int code = avformat_write_header(state->file.get(), nullptr); code < 0)
        return av_failure("cannot write " + state->path, code);
    return VideoEncoder(std::move(state));
}

Result<void> VideoEncoder::push(const Frame& frame) {
    State& state = *state_;
    wrap(frame, *state.frame);
    state.frame->pts = state.pushed++;
    state.frame->pict_type = AV_PICTURE_TYPE_NONE;
    const int code = avcodec_send_frame(state.encoder.get(), state.frame.get());
    av_frame_unref(state.frame.get());
    if (code < 0) return av_failure("cannot encode", code);
    // x264 has copied the picture once its packets are asked for; only then may the caller draw into it again.
    return state.drain();
}

Result<void> VideoEncoder::finish() {
    State& state = *state_;
    if (const int code = avcodec_send_frame(state.encoder.get(), nullptr); code < 0)
        return av_failure("cannot encode", code);
    MSS_TRY(state.drain());
    return close_mp4(std::move(state.file), state.path);
}

}  // namespace mss::codec
