#pragma once
// Canvas: a transparent picture that Cairo draws into, used only while a scene is set up; frames are made from Sprites.
// Owns its Cairo objects. Confined to one thread. Drawing cannot fail but for memory (std::bad_alloc).

#include <cstdint>
#include <memory>
#include <string_view>

#include <cairo.h>

#include "picture/colour.hpp"

namespace mss::picture {

struct Point {
    double x = 0;
    double y = 0;
};

struct Box {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    double right() const { return x + width; }
    double bottom() const { return y + height; }
    Point centre() const { return {x + width / 2, y + height / 2}; }
    /// The box with `margin` taken off each side.
    Box inset(double margin) const { return {x + margin, y + margin, width - 2 * margin, height - 2 * margin}; }
};

class Canvas {
public:
    /// At least 1x1, at most 8192x8192 (larger sizes are cut to that).
    Canvas(double width, double height);

    int width() const { return width_; }
    int height() const { return height_; }
    cairo_t* context() const { return context_.get(); }

    /// Row `y` as premultiplied 0xAARRGGBB words; drawing done so far is in it.
    const std::uint32_t* row(int y) const;

    void set_colour(Rgb colour, double opacity = 1) const;
    /// Makes a rectangle with round corners the current path.
    void rounded_path(Box box, double radius) const;
    void fill_rounded(Box box, double radius, Rgb colour, double opacity) const;

    /// Blurs all that was drawn (three box blurs, near a Gaussian whose standard deviation is `radius` / 2).
    void blur(double radius) const;

    /// Draws another canvas's picture, at an offset.
    void draw(const Canvas& other, Point offset = {}, double opacity = 1) const;
    /// The shape of what was drawn filled with one colour, `factor` times smaller: each pixel is the mean of a block.
    Canvas shrunk_shape(int factor, Rgb colour, double opacity) const;

private:
    struct Destroy {
        void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
        void operator()(cairo_t* context) const { cairo_destroy(context); }
    };
    int width_;
    int height_;
    std::unique_ptr<cairo_surface_t, Destroy> surface_;
    std::unique_ptr<cairo_t, Destroy> context_;
};

/// Draws SVG elements of a 24x24 picture into `box`, stroked with round joins. A damaged drawing leaves nothing.
void draw_icon(const Canvas& canvas, std::string_view svg_elements, Box box, Rgb colour, double stroke_width);

/// The shape of a picture in one colour, moved by `offset` and blurred by `radius` (as Canvas::blur). Wide blurs are
/// made from a smaller copy: nobody sees the difference and it is many times faster.
Canvas blurred_shape(const Canvas& shape, Rgb colour, double opacity, Point offset, double radius);

/// The canvas's picture over a soft shadow of itself, `spread` wide and `drop` below.
Canvas with_shadow(const Canvas& picture, double spread, double drop, double opacity);

}  // namespace mss::picture
