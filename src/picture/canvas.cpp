#include "picture/canvas.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <new>
#include <numbers>
#include <vector>

#include <fmt/format.h>
#include <librsvg/rsvg.h>

namespace mss::picture {

namespace {

constexpr double kLargestSide = 8192;

int whole_side(double side) {
    return static_cast<int>(std::ceil(std::clamp(side, 1.0, kLargestSide)));
}

/// One box blur along `count` pixels that lie `stride` words apart, all four channels; edges count as transparent.
void box_blur_line(std::uint32_t* pixels, std::ptrdiff_t stride, int count, int radius,
                   std::vector<std::uint32_t>& line) {
    for (int i = 0; i < count; ++i)
        line[static_cast<std::size_t>(i)] = pixels[i * stride];
    const auto window = static_cast<std::uint32_t>(2 * radius + 1);
    std::uint32_t sums[4] = {};
    const auto add = [&](int i, bool entering) {
        if (i < 0 || i >= count) return;
        for (unsigned channel = 0; channel < 4; ++channel) {
            const std::uint32_t sample = line[static_cast<std::size_t>(i)] >> (8 * channel) & 255U;
            sums[channel] += entering ? sample : 0U - sample;
        }
    };
    for (int i = 0; i < radius; ++i)
        add(i, true);
    for (int i = 0; i < count; ++i) {
        add(i + radius, true);
        add(i - radius - 1, false);
        std::uint32_t pixel = 0;
        for (unsigned channel = 0; channel < 4; ++channel)
            pixel |= ((sums[channel] + window / 2) / window) << (8 * channel);
        pixels[i * stride] = pixel;
    }
}

struct Unref {
    void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
};

}  // namespace

Canvas::Canvas(double width, double height)
    : width_(whole_side(width)),
      height_(whole_side(height)),
      surface_(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width_, height_)),
      context_(cairo_create(surface_.get())) {
    if (cairo_status(context_.get()) != CAIRO_STATUS_SUCCESS) throw std::bad_alloc();
    cairo_set_line_cap(context_.get(), CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(context_.get(), CAIRO_LINE_JOIN_ROUND);
}

const std::uint32_t* Canvas::row(int y) const {
    cairo_surface_flush(surface_.get());
    const unsigned char* bytes = cairo_image_surface_get_data(surface_.get()) +
                                 static_cast<std::ptrdiff_t>(y) * cairo_image_surface_get_stride(surface_.get());
    return reinterpret_cast<const std::uint32_t*>(bytes);
}

void Canvas::set_colour(Rgb colour, double opacity) const {
    cairo_set_source_rgba(context(), colour.red, colour.green, colour.blue, opacity);
}

void Canvas::rounded_path(Box box, double radius) const {
    constexpr double kQuarter = std::numbers::pi / 2;
    const double corner = std::min({radius, box.width / 2, box.height / 2});
    cairo_new_sub_path(context());
    cairo_arc(context(), box.right() - corner, box.y + corner, corner, -kQuarter, 0);
    cairo_arc(context(), box.right() - corner, box.bottom() - corner, corner, 0, kQuarter);
    cairo_arc(context(), box.x + corner, box.bottom() - corner, corner, kQuarter, 2 * kQuarter);
    cairo_arc(context(), box.x + corner, box.y + corner, corner, 2 * kQuarter, 3 * kQuarter);
    cairo_close_path(context());
}

void Canvas::fill_rounded(Box box, double radius, Rgb colour, double opacity) const {
    rounded_path(box, radius);
    set_colour(colour, opacity);
    cairo_fill(context());
}

void Canvas::blur(double radius) const {
    // Three boxes of this half-width have the variance of the Gaussian.
    const int half = static_cast<int>(std::lround(radius / 2));
    if (half < 1) return;
    cairo_surface_flush(surface_.get());
    auto* pixels = reinterpret_cast<std::uint32_t*>(cairo_image_surface_get_data(surface_.get()));
    const std::ptrdiff_t stride = cairo_image_surface_get_stride(surface_.get()) / 4;
    std::vector<std::uint32_t> line(static_cast<std::size_t>(std::max(width_, height_)));
    for (int pass = 0; pass < 3; ++pass) {
        for (int y = 0; y < height_; ++y)
            box_blur_line(pixels + y * stride, 1, width_, half, line);
        for (int x = 0; x < width_; ++x)
            box_blur_line(pixels + x, stride, height_, half, line);
    }
    cairo_surface_mark_dirty(surface_.get());
}

void Canvas::draw(const Canvas& other, Point offset, double opacity) const {
    cairo_set_source_surface(context(), other.surface_.get(), offset.x, offset.y);
    cairo_paint_with_alpha(context(), opacity);
}

void Canvas::draw_shape(const Canvas& shape, Rgb colour, double opacity, Point offset) const {
    set_colour(colour, opacity);
    cairo_mask_surface(context(), shape.surface_.get(), offset.x, offset.y);
}

void draw_icon(const Canvas& canvas, std::string_view svg_elements, Box box, Rgb colour, double stroke_width) {
    const auto byte = [](double channel) { return static_cast<int>(std::lround(255 * channel)); };
    const std::string hex = fmt::format("#{:02x}{:02x}{:02x}", byte(colour.red), byte(colour.green), byte(colour.blue));
    const std::string svg = fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" fill="none" )"
        R"(stroke="{0}" color="{0}" stroke-width="{1}" stroke-linecap="round" stroke-linejoin="round">{2}</svg>)",
        hex, stroke_width, svg_elements);
    const std::unique_ptr<RsvgHandle, Unref> handle(
        rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), nullptr));
    if (!handle) return;
    const RsvgRectangle viewport{box.x, box.y, box.width, box.height};
    rsvg_handle_render_document(handle.get(), canvas.context(), &viewport, nullptr);
}

Canvas blurred_shape(const Canvas& shape, Rgb colour, double opacity, Point offset, double radius) {
    const double factor = radius >= 12 ? 4 : radius >= 6 ? 2 : 1;
    const Canvas small(shape.width() / factor + 1, shape.height() / factor + 1);
    cairo_scale(small.context(), 1 / factor, 1 / factor);
    small.draw_shape(shape, colour, opacity, offset);
    small.blur(radius / factor);
    Canvas result(shape.width(), shape.height());
    cairo_scale(result.context(), factor, factor);
    result.draw(small);
    cairo_identity_matrix(result.context());
    return result;
}

Canvas with_shadow(const Canvas& picture, double spread, double drop, double opacity) {
    Canvas result = blurred_shape(picture, kBlack, opacity, {0, drop}, spread);
    result.draw(picture);
    return result;
}

}  // namespace mss::picture
