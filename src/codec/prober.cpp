#include "codec/prober.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>

#include "base/cpu.hpp"
#include "codec/av.hpp"
#include "media_protocol/timebase.hpp"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace mss::codec {
namespace {

using media_protocol::kSampleRate;
using media_protocol::ProbeReply;

constexpr int kMostThreads = 8;  // key frames in flight; more hold memory and gain little

std::string text_or_empty(const char* text) {
    return text == nullptr ? std::string() : std::string(text);
}

// ISO/IEC 14496-12: a file is a run of boxes, each a 32-bit size (1: a 64-bit one follows) and a type.
bool index_comes_first(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::array<unsigned char, 16> header{};
    const auto number = [&](std::size_t at, std::size_t bytes) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            value = value << 8U | header[at + i];
        return value;
    };
    std::uint64_t offset = 0;
    while (file.seekg(static_cast<std::streamoff>(offset)) && file.read(reinterpret_cast<char*>(header.data()), 8)) {
        std::uint64_t size = number(0, 4);
        if (std::memcmp(&header[4], "moov", 4) == 0) return true;
        if (std::memcmp(&header[4], "mdat", 4) == 0) return false;
        if (size == 1 && file.read(reinterpret_cast<char*>(&header[8]), 8)) size = number(8, 8);
        if (size < 8) return false;
        offset += size;
    }
    return false;
}

// Decodes packets of one stream, counting those that fail.
class CheckDecoder {
public:
    explicit CheckDecoder(const AVCodecParameters& parameters) {
        const AVCodec* codec = avcodec_find_decoder(parameters.codec_id);
        if (codec == nullptr) return;
        context_.reset(avcodec_alloc_context3(codec));
        avcodec_parameters_to_context(context_.get(), &parameters);
        context_->thread_count = std::min(usable_processors(), kMostThreads);
        if (avcodec_open2(context_.get(), codec, nullptr) < 0) context_.reset();
    }

    void feed(const AVPacket* packet) {
        if (!context_) {
            ++errors_;
            return;
        }
        if (avcodec_send_packet(context_.get(), packet) < 0) ++errors_;
        while (true) {
            const int code = avcodec_receive_frame(context_.get(), frame_.get());
            if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return;
            if (code < 0 || (frame_->flags & AV_FRAME_FLAG_CORRUPT) != 0) ++errors_;
            if (code < 0) return;
        }
    }

    int errors() const { return errors_; }

private:
    AvCodec context_;
    AvFrame frame_{av_frame_alloc()};
    int errors_ = 0;
};

// What only the packets tell about the pictures.
class VideoWalk {
public:
    explicit VideoWalk(const AVStream& stream)
        : stream_(stream), decoder_(*stream.codecpar), parser_(av_parser_init(stream.codecpar->codec_id)) {
        parser_context_.reset(avcodec_alloc_context3(nullptr));
        avcodec_parameters_to_context(parser_context_.get(), stream.codecpar);
        if (parser_) parser_->flags |= PARSER_FLAG_COMPLETE_FRAMES;
    }

    void feed(const AVPacket& packet, ProbeReply& reply) {
        presented_.push_back(av_rescale_q(packet.pts, stream_.time_base, AVRational{1, kSampleRate}));
        if ((packet.flags & AV_PKT_FLAG_KEY) != 0) {
            key_times_.push_back(presented_.back());
            decoder_.feed(&packet);
        }
        b_run_ = picture_type(packet) == AV_PICTURE_TYPE_B ? b_run_ + 1 : 0;
        reply.most_b_frames = std::max(reply.most_b_frames, b_run_);
    }

    void finish(ProbeReply& reply) {
        decoder_.feed(nullptr);
        reply.decode_errors += decoder_.errors();
        reply.frames = static_cast<std::int64_t>(presented_.size());
        std::ranges::sort(presented_);
        reply.timestamps_rise = !presented_.empty() && presented_.front() == 0;
        for (std::size_t i = 1; i < presented_.size(); ++i)
            reply.timestamps_rise =
                reply.timestamps_rise && presented_[i] - presented_[i - 1] == media_protocol::kSamplesPerFrame;
        for (const std::int64_t time : key_times_)
            reply.key_frames.push_back(media_protocol::nearest_frame(time));
        for (std::size_t i = 0; i < reply.key_frames.size(); ++i) {
            const std::int64_t next = i + 1 < reply.key_frames.size() ? reply.key_frames[i + 1] : reply.frames;
            reply.longest_key_interval =
                std::max(reply.longest_key_interval, static_cast<int>(next - reply.key_frames[i]));
        }
    }

private:
    int picture_type(const AVPacket& packet) {
        std::uint8_t* data = nullptr;
        int size = 0;
        if (!parser_) return AV_PICTURE_TYPE_NONE;
        av_parser_parse2(parser_.get(), parser_context_.get(), &data, &size, packet.data, packet.size, packet.pts,
                         packet.dts, packet.pos);
        return parser_->pict_type;
    }

    const AVStream& stream_;
    CheckDecoder decoder_;
    AvParser parser_;
    AvCodec parser_context_;
    std::vector<std::int64_t> presented_;
    std::vector<std::int64_t> key_times_;
    int b_run_ = 0;
};

void describe_video(const AVStream& stream, ProbeReply& reply) {
    const AVCodecParameters& parameters = *stream.codecpar;
    reply.video_codec = avcodec_get_name(parameters.codec_id);
    reply.video_profile = text_or_empty(avcodec_profile_name(parameters.codec_id, parameters.profile));
    reply.pixel_format = text_or_empty(av_get_pix_fmt_name(static_cast<AVPixelFormat>(parameters.format)));
    reply.progressive = parameters.field_order == AV_FIELD_PROGRESSIVE;
    reply.width = parameters.width;
    reply.height = parameters.height;
    reply.rate_numerator = stream.avg_frame_rate.num;
    reply.rate_denominator = stream.avg_frame_rate.den;
    reply.colour_range = text_or_empty(av_color_range_name(parameters.color_range));
    reply.colour_space = text_or_empty(av_color_space_name(parameters.color_space));
    reply.colour_primaries = text_or_empty(av_color_primaries_name(parameters.color_primaries));
    reply.colour_transfer = text_or_empty(av_color_transfer_name(parameters.color_trc));
    reply.video_duration_samples = av_rescale_q(stream.duration, stream.time_base, AVRational{1, kSampleRate});
}

void describe_audio(const AVStream& stream, ProbeReply& reply) {
    const AVCodecParameters& parameters = *stream.codecpar;
    reply.audio_codec = avcodec_get_name(parameters.codec_id);
    reply.audio_profile = text_or_empty(avcodec_profile_name(parameters.codec_id, parameters.profile));
    reply.audio_rate = parameters.sample_rate;
    reply.audio_channels = parameters.ch_layout.nb_channels;
    reply.audio_duration_samples = av_rescale_q(stream.duration, stream.time_base, AVRational{1, kSampleRate});
}

}  // namespace

Result<ProbeReply> probe(const media_protocol::ProbeRequest& request) {
    MSS_TRY_ASSIGN(const AvInput input, open_input(request.path));
    ProbeReply reply;
    const std::string names = input->iformat->name;
    reply.container = names.find("mp4") != std::string::npos ? "mp4" : names;
    reply.index_first = index_comes_first(request.path);
    const AVStream* video = nullptr;
    const AVStream* audio = nullptr;
    for (unsigned i = 0; i < input->nb_streams; ++i) {
        const AVStream* stream = input->streams[i];
        if (stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO && ++reply.video_streams == 1) video = stream;
        if (stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO && ++reply.audio_streams == 1) audio = stream;
    }
    if (video == nullptr || audio == nullptr) return reply;
    describe_video(*video, reply);
    describe_audio(*audio, reply);

    VideoWalk walk(*video);
    CheckDecoder sound(*audio->codecpar);
    const AvPacket packet(av_packet_alloc());
    while (av_read_frame(input.get(), packet.get()) >= 0) {
        if (packet->stream_index == video->index) walk.feed(*packet, reply);
        if (packet->stream_index == audio->index) sound.feed(packet.get());
        av_packet_unref(packet.get());
    }
    sound.feed(nullptr);
    reply.decode_errors += sound.errors();
    walk.finish(reply);
    return reply;
}

}  // namespace mss::codec
