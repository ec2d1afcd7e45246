#pragma once
// SegmentPainter: everything that decides the pixels of a segment, and what is measured about them while they are
// drawn. Confined to one thread.

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.hpp"
#include "codec/frame.hpp"
#include "media_protocol/picture.hpp"
#include "picture/caption_painter.hpp"
#include "picture/scene.hpp"
#include "picture/scene_shelf.hpp"

namespace mss::picture {

class SegmentPainter {
public:
    /// Takes its scenes from the shelf. Errors: invalid (size), internal (libass cannot start).
    static Result<SegmentPainter> make(const media_protocol::SegmentRequest& request, SceneShelf& shelf);
    /// The same with every scene made anew.
    static Result<SegmentPainter> make(const media_protocol::SegmentRequest& request);

    /// Draws frame `frame` of the segment.
    void draw(int frame, codec::Frame& target);

    /// What was measured on the frames drawn so far, in order from 0; the encoder's figures are not filled in.
    const media_protocol::SegmentReply& measures() const { return measures_; }

private:
    explicit SegmentPainter(std::shared_ptr<Scene> scene) : scene_(std::move(scene)) {}
    void measure(const codec::Frame& frame, const CaptionMeasure& caption);

    std::shared_ptr<Scene> scene_;
    std::shared_ptr<Scene> previous_;  ///< null: nothing is faded from
    int previous_frames_ = 0;
    int transition_frames_ = 0;
    codec::Frame before_;  ///< the previous scene's frame while it is faded out
    std::unique_ptr<CaptionPainter> captions_;
    media_protocol::SegmentReply measures_;
    int still_ = 0;
    std::vector<std::uint8_t> samples_;
    std::vector<std::uint8_t> last_samples_;
};

}  // namespace mss::picture
