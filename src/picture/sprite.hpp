#pragma once
// Sprite: a small picture with transparency in the frame's own form (premultiplied Y'CbCr 4:2:0 and alpha), made once
// from a Canvas and then drawn into any number of frames, at sub-pixel positions so that slow moves stay smooth.
// Immutable; any thread.

#include <cstdint>
#include <vector>

#include "codec/frame.hpp"
#include "picture/canvas.hpp"

namespace mss::picture {

class Sprite {
public:
    /// Draws nothing.
    Sprite() = default;
    /// What is on the canvas; its transparent margins cost nothing.
    explicit Sprite(const Canvas& canvas);

    /// Of the canvas.
    int width() const { return width_; }
    int height() const { return height_; }
    bool empty() const { return luma_.width == 0; }

    /// `place` is where the canvas's top left corner goes, in pixels (kept to 1/16); `opacity` 0..1. Parts outside the
    /// frame are cut off.
    void draw(codec::Frame& frame, Point place, double opacity = 1) const;

    /// Scaled about the canvas's centre, which goes to `centre`. Dearer than draw(); for entrances of small things.
    void draw_scaled(codec::Frame& frame, Point centre, double scale, double opacity = 1) const;

private:
    struct Span {
        std::int32_t begin = 0;
        std::int32_t end = 0;
    };
    /// Alpha and colour of one resolution, with a transparent sample on every side.
    struct Samples {
        int width = 0;  ///< without the border
        int height = 0;
        int stride = 0;
        std::vector<std::uint8_t> alpha;
        std::vector<std::uint8_t> colours[2];  ///< luma, or blue and red difference
        std::vector<Span> visible;             ///< of each row, border included
        std::vector<Span> solid;               ///< of each row: opaque and of one colour

        Samples() = default;
        Samples(int samples_wide, int samples_high, int colour_count);
        std::size_t at(int x, int y) const;
        void find_spans();
        /// The outputs of the row pair (or the lower row) below `above` that are one opaque value, or an empty span.
        Span flat_span(std::size_t above, bool with_above, Span within) const;
    };
    static void draw_samples(codec::Plane plane, const Samples& samples, const std::vector<std::uint8_t>& colour,
                             int x_sixteenths, int y_sixteenths, int opacity);
    static void draw_samples_scaled(codec::Plane plane, const Samples& samples, const std::vector<std::uint8_t>& colour,
                                    Point corner, double scale, int opacity);

    int width_ = 0;
    int height_ = 0;
    int left_ = 0;  ///< what was cut off the canvas; even
    int top_ = 0;
    Samples luma_;
    Samples chroma_;
};

}  // namespace mss::picture
