#include "codec/muxer.hpp"

#include <cstring>
#include <optional>

#include <fmt/format.h>

#include "codec/av.hpp"
#include "media_protocol/timebase.hpp"

namespace mss::codec {
namespace {

using media_protocol::kFramesPerSecond;

constexpr AVRational kFrameTime{1, kFramesPerSecond};

AVStream* find_stream(AVFormatContext& input, AVMediaType type) {
    const int index = av_find_best_stream(&input, type, -1, -1, nullptr, 0);
    return index < 0 ? nullptr : input.streams[index];
}

Result<AVStream*> add_stream(AVFormatContext& output, const AVStream& model) {
    AVStream* stream = avformat_new_stream(&output, nullptr);
    if (const int code = avcodec_parameters_copy(stream->codecpar, model.codecpar); code < 0)
        return av_failure("cannot copy stream parameters", code);
    stream->codecpar->codec_tag = 0;
    stream->time_base = model.time_base;
    stream->avg_frame_rate = model.avg_frame_rate;
    return stream;
}

bool same_settings(const AVCodecParameters& one, const AVCodecParameters& other) {
    return one.extradata_size == other.extradata_size && one.width == other.width && one.height == other.height &&
           std::memcmp(one.extradata, other.extradata, static_cast<std::size_t>(one.extradata_size)) == 0;
}

// Reads the segments one after the other as one run of packets with continuous time stamps, counted in frames. The MP4
// demuxer applies each segment's edit list, so its first dts is minus the encoder's reordering delay.
class SegmentReader {
public:
    explicit SegmentReader(const std::vector<std::string>& paths) : paths_(paths) {}

    Result<const AVStream*> open_first() {
        MSS_TRY(open(0));
        return stream_;
    }

    /// False at the end of the last segment.
    Result<bool> read(AVPacket& packet) {
        while (true) {
            const int code = av_read_frame(input_.get(), &packet);
            if (code == AVERROR_EOF) {
                if (index_ + 1 == paths_.size()) return false;
                first_frame_ += frames_in_segment_;
                MSS_TRY(open(index_ + 1));
                continue;
            }
            if (code < 0) return av_failure("cannot read " + paths_[index_], code);
            if (packet.stream_index != stream_->index) {
                av_packet_unref(&packet);
                continue;
            }
            av_packet_rescale_ts(&packet, stream_->time_base, kFrameTime);
            if (!delay_) delay_ = -packet.dts;
            packet.pts += first_frame_;
            packet.dts = first_frame_ + frames_in_segment_++ - *delay_;
            packet.duration = 1;
            return true;
        }
    }

    std::int64_t frames() const { return first_frame_ + frames_in_segment_; }

private:
    Result<void> open(std::size_t index) {
        MSS_TRY_ASSIGN(AvInput next, open_input(paths_[index]));
        AVStream* stream = find_stream(*next, AVMEDIA_TYPE_VIDEO);
        if (stream == nullptr) return fail(Code::invalid, paths_[index] + " has no video stream");
        if (input_ && !same_settings(*stream->codecpar, *stream_->codecpar))
            return fail(Code::invalid, paths_[index] + " was made with other encoder settings than its neighbours");
        input_ = std::move(next);
        stream_ = stream;
        index_ = index;
        frames_in_segment_ = 0;
        return {};
    }

    const std::vector<std::string>& paths_;
    AvInput input_;
    AVStream* stream_ = nullptr;
    std::size_t index_ = 0;
    std::int64_t first_frame_ = 0;
    std::int64_t frames_in_segment_ = 0;
    std::optional<std::int64_t> delay_;  // frames by which decoding runs ahead of showing; the same in every segment
};

Result<void> copy_packets(SegmentReader& video, AVStream& video_out, AVFormatContext& audio, const AVStream& audio_in,
                          AVStream& audio_out, AVFormatContext& output) {
    const AvPacket video_packet(av_packet_alloc());
    const AvPacket audio_packet(av_packet_alloc());
    const auto next_audio = [&]() -> Result<bool> {
        const int code = av_read_frame(&audio, audio_packet.get());
        if (code == AVERROR_EOF) return false;
        if (code < 0) return av_failure("cannot read the sound track", code);
        return true;
    };
    const auto write = [&](AVPacket& packet, AVRational from, AVStream& stream) -> Result<void> {
        av_packet_rescale_ts(&packet, from, stream.time_base);
        packet.stream_index = stream.index;
        packet.pos = -1;
        if (const int code = av_interleaved_write_frame(&output, &packet); code < 0)
            return av_failure("cannot write the video", code);
        return {};
    };
    MSS_TRY_ASSIGN(bool has_video, video.read(*video_packet));
    MSS_TRY_ASSIGN(bool has_audio, next_audio());
    while (has_video || has_audio) {
        const bool video_first = has_video && (!has_audio || av_compare_ts(video_packet->dts, kFrameTime,
                                                                           audio_packet->dts, audio_in.time_base) <= 0);
        if (video_first) {
            MSS_TRY(write(*video_packet, kFrameTime, video_out));
            MSS_TRY_ASSIGN(has_video, video.read(*video_packet));
        } else {
            MSS_TRY(write(*audio_packet, audio_in.time_base, audio_out));
            MSS_TRY_ASSIGN(has_audio, next_audio());
        }
    }
    return {};
}

}  // namespace

Result<media_protocol::MuxReply> mux(const media_protocol::MuxRequest& request) {
    if (request.segments.empty()) return fail(Code::invalid, "there is no segment to join");
    SegmentReader video(request.segments);
    MSS_TRY_ASSIGN(const AVStream* const video_in, video.open_first());
    MSS_TRY_ASSIGN(const AvInput audio, open_input(request.audio));
    const AVStream* audio_in = find_stream(*audio, AVMEDIA_TYPE_AUDIO);
    if (audio_in == nullptr) return fail(Code::invalid, request.audio + " has no audio stream");

    MSS_TRY_ASSIGN(AvOutput output, open_mp4(request.output));
    av_dict_set(&output->metadata, "title", request.title.c_str(), 0);
    av_dict_set(&output->metadata, "comment", request.comment.c_str(), 0);
    MSS_TRY_ASSIGN(AVStream* const video_out, add_stream(*output, *video_in));
    MSS_TRY_ASSIGN(AVStream* const audio_out, add_stream(*output, *audio_in));
    video_out->time_base = AVRational{1, kFramesPerSecond * 512};

    AVDictionary* options = nullptr;
    av_dict_set(&options, "movflags", "+faststart", 0);
    av_dict_set(&options, "movie_timescale", "48000", 0);  // edit lists exact to the sample, not to the millisecond
    const int code = avformat_write_header(output.get(), &options);
    av_dict_free(&options);
    if (code < 0) return av_failure("cannot write " + request.output, code);
    MSS_TRY(copy_packets(video, *video_out, *audio, *audio_in, *audio_out, *output));
    MSS_TRY(close_mp4(std::move(output), request.output));
    return media_protocol::MuxReply{video.frames()};
}

}  // namespace mss::codec
