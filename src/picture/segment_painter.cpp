#include "picture/segment_painter.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "picture/easing.hpp"
#include "picture/pixel_rows.hpp"

namespace mss::picture {

namespace {

// Few rows, many columns: a whole line of the cache is fetched for each sample anyway.
constexpr int kRowStep = 16;
constexpr int kColumnStep = 4;
constexpr double kBlackLuma = 20;
constexpr double kStillChange = 0.02;

void mix_plane(codec::Plane target, codec::Plane source, int amount) {
    for (int y = 0; y < target.height; ++y)
        rows::mix(target.row(y), source.row(y), target.width, amount);
}

}  // namespace

Result<SegmentPainter> SegmentPainter::make(const media_protocol::SegmentRequest& request) {
    SceneShelf shelf;
    return make(request, shelf);
}

Result<SegmentPainter> SegmentPainter::make(const media_protocol::SegmentRequest& request, SceneShelf& shelf) {
    MSS_TRY_ASSIGN(auto scene, shelf.scene(request.scene, request.width, request.height));
    SegmentPainter painter(std::move(scene));
    if (request.previous && request.transition_frames > 0) {
        MSS_TRY_ASSIGN(painter.previous_, shelf.scene(*request.previous, request.width, request.height));
        painter.previous_frames_ = request.previous->frames;
        painter.transition_frames_ = request.transition_frames;
        painter.before_ = codec::Frame(request.width, request.height);
    }
    if (!request.captions.empty()) {
        MSS_TRY_ASSIGN(const Stage stage, make_stage(request.width, request.height));
        try {
            painter.captions_ = std::make_unique<CaptionPainter>(
                stage, make_theme(request.scene.palette, request.scene.style), request.captions);
        } catch (const std::runtime_error& error) {
            return fail(Code::internal, std::string("captions cannot be drawn: ") + error.what());
        }
    }
    const auto samples = static_cast<std::size_t>((request.width / kColumnStep + 1) * (request.height / kRowStep + 1));
    painter.samples_.reserve(samples);
    painter.last_samples_.reserve(samples);
    return painter;
}

void SegmentPainter::draw(int frame, codec::Frame& target) {
    scene_->draw_ground(frame, target);
    // Only grounds are seen through one another. Two texts at once cannot be read, so the old content is gone in half
    // of the transition; the new one has a later arrival in its plan.
    if (frame < transition_frames_) {
        previous_->draw_ground(previous_frames_ + frame, before_);
        const double left = 1 - ease_in_out((frame + 1.0) / (transition_frames_ + 1));
        const int amount = static_cast<int>(left * 256);
        mix_plane(target.y(), before_.y(), amount);
        mix_plane(target.u(), before_.u(), amount);
        mix_plane(target.v(), before_.v(), amount);
        const double gone = ease_in_out(progress(frame + 1, 0, transition_frames_ / 2));
        previous_->draw_content(previous_frames_ + frame, target, 1 - gone);
    }
    scene_->draw_content(frame, target);
    measure(target, captions_ ? captions_->draw(frame, target) : CaptionMeasure{});
}

void SegmentPainter::measure(const codec::Frame& frame, const CaptionMeasure& caption) {
    samples_.clear();
    std::int64_t sum = 0;
    for (int y = 0; y < frame.height(); y += kRowStep) {
        const std::uint8_t* row = frame.y().row(y);
        for (int x = 0; x < frame.width(); x += kColumnStep) {
            samples_.push_back(row[x]);
            sum += row[x];
        }
    }
    const auto count = static_cast<double>(samples_.size());
    if (static_cast<double>(sum) / count < kBlackLuma) ++measures_.black_frames;
    if (measures_.frames > 0) {
        std::int64_t change = 0;
        for (std::size_t i = 0; i < samples_.size(); ++i)
            change += std::abs(int{samples_[i]} - int{last_samples_[i]});
        still_ = static_cast<double>(change) / count < kStillChange ? still_ + 1 : 0;
        measures_.longest_still = std::max(measures_.longest_still, still_);
    }
    std::swap(samples_, last_samples_);
    ++measures_.frames;
    if (!caption.drawn) return;
    measures_.caption_contrast = std::min(measures_.caption_contrast, caption.contrast);
    measures_.captions_inside = measures_.captions_inside && caption.inside;
    if (caption.settled) measures_.caption_ink = std::min(measures_.caption_ink, caption.ink);
}

}  // namespace mss::picture
