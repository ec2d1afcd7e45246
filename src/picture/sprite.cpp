#include "picture/sprite.hpp"

#include <algorithm>
#include <cmath>

#include "picture/pixel_rows.hpp"

namespace mss::picture {

namespace {

constexpr int kOpaque = 256;

int opacity_of(double opacity) {
    return static_cast<int>(std::lround(std::clamp(opacity, 0.0, 1.0) * kOpaque));
}

/// Premultiplied channels, 0..255.
struct Pixel {
    double alpha = 0;
    double red = 0;
    double green = 0;
    double blue = 0;

    explicit Pixel(std::uint32_t word)
        : alpha(word >> 24U), red(word >> 16U & 255U), green(word >> 8U & 255U), blue(word & 255U) {}
};

std::uint8_t sample(double value) {
    return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
}

/// The smallest even-edged rectangle that holds every visible pixel.
struct Extent {
    int left;
    int top;
    int right = 0;
    int bottom = 0;
};

Extent visible_extent(const Canvas& canvas) {
    Extent extent{canvas.width(), canvas.height()};
    for (int y = 0; y < canvas.height(); ++y) {
        const std::uint32_t* row = canvas.row(y);
        for (int x = 0; x < canvas.width(); ++x) {
            if (row[x] >> 24U == 0) continue;
            extent.left = std::min(extent.left, x);
            extent.right = std::max(extent.right, x + 1);
            extent.top = std::min(extent.top, y);
            extent.bottom = y + 1;
        }
    }
    extent.left &= ~1;
    extent.top &= ~1;
    return extent;
}

}  // namespace

Sprite::Samples::Samples(int samples_wide, int samples_high, int colour_count)
    : width(samples_wide), height(samples_high), stride((samples_wide + 2 + 31) / 32 * 32) {
    const auto size = static_cast<std::size_t>(stride) * static_cast<std::size_t>(samples_high + 2);
    alpha.resize(size);
    for (int i = 0; i < colour_count; ++i)
        colours[i].resize(size);
    visible.resize(static_cast<std::size_t>(samples_high + 2));
}

std::size_t Sprite::Samples::at(int x, int y) const {
    return static_cast<std::size_t>(y + 1) * static_cast<std::size_t>(stride) + static_cast<std::size_t>(x + 1);
}

void Sprite::Samples::find_visible() {
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* row = alpha.data() + at(-1, y);
        Span& span = visible[static_cast<std::size_t>(y + 1)];
        span = {width + 2, 0};
        for (int x = 1; x <= width; ++x) {
            if (row[x] == 0) continue;
            span.begin = std::min(span.begin, x);
            span.end = x + 1;
        }
        if (span.end == 0) span = {};
    }
}

Sprite::Sprite(const Canvas& canvas) : width_(canvas.width()), height_(canvas.height()) {
    const Extent extent = visible_extent(canvas);
    if (extent.right == 0) return;
    left_ = extent.left;
    top_ = extent.top;
    const int wide = extent.right - left_;
    const int high = extent.bottom - top_;
    luma_ = Samples(wide, high, 1);
    chroma_ = Samples((wide + 1) / 2, (high + 1) / 2, 2);
    // Premultiplied: 16 and 128, the offsets of luma and colour difference, are scaled by alpha too.
    for (int y = 0; y < high; ++y) {
        const std::uint32_t* row = canvas.row(top_ + y) + left_;
        for (int x = 0; x < wide; ++x) {
            const Pixel p(row[x]);
            luma_.alpha[luma_.at(x, y)] = sample(p.alpha);
            luma_.colours[0][luma_.at(x, y)] =
                sample((16 * p.alpha + 219 * (0.2126 * p.red + 0.7152 * p.green + 0.0722 * p.blue)) / 255);
        }
    }
    for (int y = 0; y < chroma_.height; ++y) {
        for (int x = 0; x < chroma_.width; ++x) {
            Pixel sum(0);
            for (int k = 0; k < 4; ++k) {
                const int sx = 2 * x + k % 2;
                const int sy = 2 * y + k / 2;
                if (sx >= wide || sy >= high) continue;
                const Pixel p(canvas.row(top_ + sy)[left_ + sx]);
                sum.alpha += p.alpha / 4;
                sum.red += p.red / 4;
                sum.green += p.green / 4;
                sum.blue += p.blue / 4;
            }
            const double luma = 0.2126 * sum.red + 0.7152 * sum.green + 0.0722 * sum.blue;
            const std::size_t at = chroma_.at(x, y);
            chroma_.alpha[at] = sample(sum.alpha);
            chroma_.colours[0][at] = sample((128 * sum.alpha + 224 * (sum.blue - luma) / 1.8556) / 255);
            chroma_.colours[1][at] = sample((128 * sum.alpha + 224 * (sum.red - luma) / 1.5748) / 255);
        }
    }
    luma_.find_visible();
    chroma_.find_visible();
}

void Sprite::draw(codec::Frame& frame, Point place, double opacity) const {
    const int opaque = opacity_of(opacity);
    if (empty() || opaque == 0) return;
    const int x = static_cast<int>(std::lround(std::clamp(place.x + left_, -20000.0, 20000.0) * 16));
    const int y = static_cast<int>(std::lround(std::clamp(place.y + top_, -20000.0, 20000.0) * 16));
    draw_samples(frame.y(), luma_, luma_.colours[0], x, y, opaque);
    draw_samples(frame.u(), chroma_, chroma_.colours[0], x >> 1, y >> 1, opaque);
    draw_samples(frame.v(), chroma_, chroma_.colours[1], x >> 1, y >> 1, opaque);
}

void Sprite::draw_scaled(codec::Frame& frame, Point centre, double scale, double opacity) const {
    const int opaque = opacity_of(opacity);
    if (empty() || opaque == 0 || scale < 0.02) return;
    const Point corner{centre.x + (left_ - width_ / 2.0) * scale, centre.y + (top_ - height_ / 2.0) * scale};
    const Point half{corner.x / 2, corner.y / 2};
    draw_samples_scaled(frame.y(), luma_, luma_.colours[0], corner, scale, opaque);
    draw_samples_scaled(frame.u(), chroma_, chroma_.colours[0], half, scale, opaque);
    draw_samples_scaled(frame.v(), chroma_, chroma_.colours[1], half, scale, opaque);
}

void Sprite::draw_samples(codec::Plane plane, const Samples& samples, const std::vector<std::uint8_t>& colour,
                          int x_sixteenths, int y_sixteenths, int opacity) {
    const int x = x_sixteenths >> 4;
    const int y = y_sixteenths >> 4;
    const int right = x_sixteenths & 15;  // how far the picture lies to the right of the whole pixel, in 16ths
    const int down = y_sixteenths & 15;
    const bool aligned = right == 0 && down == 0;
    const auto weight = [](int one, int other) { return static_cast<std::uint16_t>(one * other); };
    const rows::Weights weights{weight(right, down), weight(16 - right, down), weight(right, 16 - down),
                                weight(16 - right, 16 - down)};
    const int first_row = std::max(0, -y);
    const int last_row = std::min(samples.height + (down > 0 ? 1 : 0), plane.height - y);
    for (int row = first_row; row < last_row; ++row) {
        const auto above = static_cast<std::size_t>(row);
        const Span& lower = samples.visible[above + 1];
        Span span = lower;
        if (down > 0) {
            const Span& upper = samples.visible[above];
            if (span.end == 0)
                span = upper;
            else if (upper.end > 0)
                span = {std::min(upper.begin, lower.begin), std::max(upper.end, lower.end)};
        }
        // Output i mixes bordered samples i and i + 1.
        const int begin = std::max({span.begin - 1, 0, -x});
        const int end = std::min({span.end, samples.width + 1, plane.width - x});
        if (span.end == 0 || begin >= end) continue;
        std::uint8_t* target = plane.row(y + row) + x + begin;
        const std::size_t top = above * static_cast<std::size_t>(samples.stride) + static_cast<std::size_t>(begin);
        const std::size_t bottom = top + static_cast<std::size_t>(samples.stride);
        const std::uint8_t* alpha = samples.alpha.data();
        if (aligned) {
            rows::blend(target, colour.data() + bottom + 1, alpha + bottom + 1, end - begin, opacity);
        } else {
            rows::blend_between(target, {colour.data() + top, colour.data() + bottom}, {alpha + top, alpha + bottom},
                                end - begin, weights, opacity);
        }
    }
}

void Sprite::draw_samples_scaled(codec::Plane plane, const Samples& samples, const std::vector<std::uint8_t>& colour,
                                 Point corner, double scale, int opacity) {
    // Output pixel X shows bordered sample (X + 0.5 - corner) / scale + 0.5.
    const double step = 1 / scale;
    const auto source = [&](int pixel, double edge) { return (pixel + 0.5 - edge) * step + 0.5; };
    const int left = std::max(0, static_cast<int>(std::ceil(corner.x - 0.5 - 0.5 * scale)));
    const int top = std::max(0, static_cast<int>(std::ceil(corner.y - 0.5 - 0.5 * scale)));
    const auto end = [&](double edge, int samples_along) {
        return static_cast<int>(std::ceil(edge - 0.5 + (samples_along + 0.5) * scale));
    };
    const int right = std::min(plane.width, end(corner.x, samples.width));
    const int bottom = std::min(plane.height, end(corner.y, samples.height));
    if (left >= right) return;
    rows::Scaling scaling{static_cast<std::int32_t>(std::max(0.0, source(left, corner.x)) * 65536),
                          static_cast<std::int32_t>(step * 65536), 0};
    for (int y = top; y < bottom; ++y) {
        const double position = std::clamp(source(y, corner.y), 0.0, samples.height + 0.996);
        scaling.vertical = static_cast<int>((position - std::floor(position)) * 256);
        const std::size_t upper = static_cast<std::size_t>(position) * static_cast<std::size_t>(samples.stride);
        const std::size_t lower = upper + static_cast<std::size_t>(samples.stride);
        const std::uint8_t* alpha = samples.alpha.data();
        rows::blend_scaled(plane.row(y) + left, {colour.data() + upper, colour.data() + lower},
                           {alpha + upper, alpha + lower}, right - left, scaling, opacity);
    }
}

}  // namespace mss::picture
