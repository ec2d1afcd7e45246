#include "picture/canvas.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <new>
#include <numbers>
#include <numeric>
#include <vector>

#include <fmt/format.h>
#include <librsvg/rsvg.h>

namespace mss::picture {

namespace {

constexpr double kLargestSide = 8192;

int whole_side(double side) {
    return static_cast<int>(std::ceil(std::clamp(side, 1.0, kLargestSide)));
}

/// One box blur down a line of samples, of which `kLanes` lie side by side, `stride` bytes apart; those beyond the ends
/// count as 0. Each channel of a pixel is a lane, so one pixel has four.
template <int kLanes>
void box_blur_line(std::uint8_t* samples, std::ptrdiff_t stride, int count, int radius,
                   std::vector<std::uint8_t>& line) {
    using Bytes = std::uint8_t __attribute__((vector_size(kLanes)));
    using Sums = std::int32_t __attribute__((vector_size(4 * kLanes)));
    using Ratios = float __attribute__((vector_size(4 * kLanes)));
    // A copy of the line between zeros, so that neither end of the window is a special case.
    line.assign(static_cast<std::size_t>(count + 2 * radius + 1) * kLanes, 0);
    std::uint8_t* const first = line.data() + static_cast<std::ptrdiff_t>(radius + 1) * kLanes;
    for (int i = 0; i < count; ++i)
        std::memcpy(first + static_cast<std::ptrdiff_t>(i) * kLanes, samples + i * stride, kLanes);
    const auto load = [&](int i, Sums& values) {
        Bytes bytes;
        std::memcpy(&bytes, first + static_cast<std::ptrdiff_t>(i) * kLanes, kLanes);
        values = __builtin_convertvector(bytes, Sums);
    };
    const int window = 2 * radius + 1;
    // The half keeps the product clear of whole numbers: its whole part is the exact quotient.
    const Ratios reciprocal = Ratios{} + 1.0F / static_cast<float>(window);
    const Ratios half = Ratios{} + 0.5F;
    Sums sums = Sums{} + window / 2;
    Sums values;
    for (int i = 0; i < radius && i < count; ++i) {
        load(i, values);
        sums += values;
    }
    for (int i = 0; i < count; ++i) {
        load(i + radius, values);
        sums += values;
        load(i - radius - 1, values);
        sums -= values;
        const Ratios means = (__builtin_convertvector(sums, Ratios) + half) * reciprocal;
        const Bytes bytes = __builtin_convertvector(__builtin_convertvector(means, Sums), Bytes);
        std::memcpy(samples + i * stride, &bytes, kLanes);
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
    std::uint8_t* const bytes = cairo_image_surface_get_data(surface_.get());
    const std::ptrdiff_t stride = cairo_image_surface_get_stride(surface_.get());
    std::vector<std::uint8_t> line;
    for (int pass = 0; pass < 3; ++pass) {
        for (int y = 0; y < height_; ++y)
            box_blur_line<4>(bytes + y * stride, 4, width_, half, line);
        int x = 0;
        for (; x + 4 <= width_; x += 4)
            box_blur_line<16>(bytes + 4 * x, stride, height_, half, line);
        for (; x < width_; ++x)
            box_blur_line<4>(bytes + 4 * x, stride, height_, half, line);
    }
    cairo_surface_mark_dirty(surface_.get());
}

void Canvas::draw(const Canvas& other, Point offset, double opacity) const {
    cairo_set_source_surface(context(), other.surface_.get(), offset.x, offset.y);
    cairo_paint_with_alpha(context(), opacity);
}

Canvas Canvas::shrunk_shape(int factor, Rgb colour, double opacity) const {
    Canvas small(std::ceil(static_cast<double>(width_) / factor) + 1,
                 std::ceil(static_cast<double>(height_) / factor) + 1);
    std::uint8_t* const bytes = cairo_image_surface_get_data(small.surface_.get());
    const std::ptrdiff_t stride = cairo_image_surface_get_stride(small.surface_.get());
    // Premultiplied channels as they stand in memory, for a shape that is opaque.
    const double channels[4] = {colour.blue, colour.green, colour.red, 1};
    std::vector<std::uint32_t> sums(static_cast<std::size_t>(small.width() * factor));
    for (int y = 0; y < (height_ + factor - 1) / factor; ++y) {
        std::ranges::fill(sums, 0U);
        for (int k = y * factor; k < std::min((y + 1) * factor, height_); ++k) {
            const std::uint32_t* pixels = row(k);
            for (int x = 0; x < width_; ++x)
                sums[static_cast<std::size_t>(x)] += pixels[x] >> 24U;
        }
        std::uint8_t* target = bytes + y * stride;
        for (int x = 0; x < small.width(); ++x) {
            const auto block = sums.begin() + static_cast<std::ptrdiff_t>(x) * factor;
            const double alpha = std::accumulate(block, block + factor, 0U) * opacity / (factor * factor);
            for (const double channel : channels)
                *target++ = static_cast<std::uint8_t>(alpha * channel + 0.5);
        }
    }
    cairo_surface_mark_dirty(small.surface_.get());
    return small;
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
    const int factor = radius >= 12 ? 4 : radius >= 6 ? 2 : 1;
    const Canvas small = shape.shrunk_shape(factor, colour, opacity);
    small.blur(radius / factor);
    Canvas result(shape.width(), shape.height());
    cairo_scale(result.context(), factor, factor);
    result.draw(small, {offset.x / factor, offset.y / factor});
    cairo_identity_matrix(result.context());
    return result;
}

Canvas with_shadow(const Canvas& picture, double spread, double drop, double opacity) {
    Canvas result = blurred_shape(picture, kBlack, opacity, {0, drop}, spread);
    result.draw(picture);
    return result;
}

}  // namespace mss::picture
