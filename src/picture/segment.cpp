#include "picture/segment.hpp"

#include <algorithm>
#include <ctime>
#include <exception>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "codec/video_encoder.hpp"
#include "media_protocol/timebase.hpp"
#include "picture/frame_exchange.hpp"
#include "picture/preview.hpp"
#include "picture/segment_painter.hpp"

namespace mss::picture {

namespace {

constexpr std::size_t kFramesInFlight = 5;

// The frame that stands for the scene: past its entrances, before it leaves.
int preview_frame(const media_protocol::SegmentRequest& request) {
    return request.scene.frames * 2 / 3;
}

double cpu_seconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Draws every frame on a thread of its own, and makes the upcoming scene ready while the last frames are encoded.
/// Destruction stops and joins it.
class Drawing {
public:
    Drawing(const media_protocol::SegmentRequest& request, SegmentPainter& painter, SceneShelf& shelf,
            FrameExchange& exchange)
        : request_(request), painter_(painter), shelf_(shelf), exchange_(exchange), thread_([this] { run(); }) {}
    ~Drawing() { exchange_.close(); }
    Drawing(const Drawing&) = delete;
    Drawing& operator=(const Drawing&) = delete;

    /// Waits for the end. Errors: internal (drawing threw, such as for want of memory).
    Result<double> cpu_seconds_used() {
        thread_.join();
        if (!error_.empty()) return fail(Code::internal, "the picture could not be drawn", error_);
        return seconds_;
    }

private:
    void run() noexcept {
        const double start = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
        bool whole = false;
        try {
            whole = draw_frames();
        } catch (const std::exception& error) {
            error_ = error.what();
        }
        exchange_.close();
        if (whole) make_upcoming();
        seconds_ = cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - start;
    }

    // False where nobody wants the frames any more.
    bool draw_frames() {
        for (int frame = 0; frame < request_.scene.frames; ++frame) {
            auto target = exchange_.take_empty();
            if (!target) return false;
            painter_.draw(frame, *target);
            exchange_.put_drawn(std::move(*target));
        }
        return true;
    }

    // Should it fail, it fails again, and is reported, when it is asked for; this segment is whole.
    void make_upcoming() noexcept {
        if (!request_.upcoming) return;
        try {
            static_cast<void>(shelf_.scene(*request_.upcoming, request_.width, request_.height));
        } catch (const std::exception&) {
            return;
        }
    }

    const media_protocol::SegmentRequest& request_;
    SegmentPainter& painter_;
    SceneShelf& shelf_;
    FrameExchange& exchange_;
    double seconds_ = 0;
    std::string error_;
    std::jthread thread_;  // last: it uses all of the above
};

Result<media_protocol::SegmentReply> render(const media_protocol::SegmentRequest& request, SceneShelf& shelf,
                                            const SegmentProgress& progress) {
    const double process_start = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
    const double setup_start = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
    const int total = request.scene.frames;
    if (total <= 0) return fail(Code::invalid, fmt::format("a segment needs at least one frame, not {}", total));
    MSS_TRY_ASSIGN(SegmentPainter painter, SegmentPainter::make(request, shelf));
    const double setup_seconds = cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - setup_start;
    MSS_TRY_ASSIGN(codec::VideoEncoder encoder, codec::VideoEncoder::open(encoder_settings(request), request.output));

    FrameExchange exchange(request.width, request.height, kFramesInFlight);
    Drawing drawing(request, painter, shelf, exchange);
    std::int64_t done = 0;
    while (auto frame = exchange.take_drawn()) {
        MSS_TRY(encoder.push(*frame));
        if (!request.preview.empty() && done == preview_frame(request)) MSS_TRY(write_preview(*frame, request.preview));
        exchange.put_empty(std::move(*frame));
        if (progress && !progress(++done, total)) return fail(Code::cancelled, "the render was cancelled");
    }
    // The drawing thread may still be busy with the upcoming scene.
    MSS_TRY(encoder.finish());
    MSS_TRY_ASSIGN(const double drawing_seconds, drawing.cpu_seconds_used());

    media_protocol::SegmentReply reply = painter.measures();
    reply.render_seconds = setup_seconds + drawing_seconds;
    reply.encode_seconds = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - process_start - reply.render_seconds;
    return reply;
}

}  // namespace

codec::VideoSettings encoder_settings(const media_protocol::SegmentRequest& request) {
    codec::VideoSettings settings;
    settings.width = request.width;
    settings.height = request.height;
    settings.frames_per_second = media_protocol::kFramesPerSecond;
    constexpr int kMost = media_protocol::kMostEncoderThreads;
    settings.threads = request.threads > 0 ? std::min(request.threads, kMost) : kMost;
    switch (request.preset) {
        case media_protocol::Preset::fast:
            // With a lower factor most of the bits go into the grain that hides steps in the ground: half as many again
            // at 21, without a difference to the eye.
            settings.x264_preset = "superfast";
            settings.constant_rate_factor = 22;
            break;
        case media_protocol::Preset::publish:
            settings.x264_preset = "veryfast";
            settings.constant_rate_factor = 19;
            break;
        case media_protocol::Preset::best:
            settings.x264_preset = "medium";
            settings.constant_rate_factor = 18;
            break;
    }
    return settings;
}

Result<media_protocol::SegmentReply> render_segment(const media_protocol::SegmentRequest& request, SceneShelf& shelf,
                                                    const SegmentProgress& progress) {
    auto reply = render(request, shelf, progress);
    if (!reply) {
        std::error_code ignored;
        std::filesystem::remove(request.output, ignored);
        if (!request.preview.empty()) std::filesystem::remove(request.preview, ignored);
    }
    return reply;
}

}  // namespace mss::picture
