#include "picture/sprite.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "picture/pixel_rows.hpp"

namespace mss::picture {

namespace {

constexpr int kOpaque = 256;
/// Fewer samples are blended as fast as they are filled.
constexpr int kShortestFlat = 32;

int opacity_of(double opacity) {
    return static_cast<int>(std::lround(std::clamp(opacity, 0.0, 1.0) * kOpaque));
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
    const auto visible = [](std::uint32_t pixel) { return pixel >> 24U != 0; };
    for (int y = 0; y < canvas.height(); ++y) {
        const std::uint32_t* row = canvas.row(y);
        const auto first = static_cast<int>(std::find_if(row, row + canvas.width(), visible) - row);
        if (first == canvas.width()) continue;
        int end = canvas.width();
        while (!visible(row[end - 1]))
            --end;
        extent.left = std::min(extent.left, first);
        extent.right = std::max(extent.right, end);
        extent.top = std::min(extent.top, y);
        extent.bottom = y + 1;
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
    solid.resize(static_cast<std::size_t>(samples_high + 2));
}

std::size_t Sprite::Samples::at(int x, int y) const {
    return static_cast<std::size_t>(y + 1) * static_cast<std::size_t>(stride) + static_cast<std::size_t>(x + 1);
}

void Sprite::Samples::find_spans() {
    for (int y = 0; y < height; ++y) {
        const std::size_t start = at(-1, y);
        const std::uint8_t* row = alpha.data() + start;
        const auto first = std::find_if(row + 1, row + width + 1, [](std::uint8_t sample) { return sample != 0; });
        if (first == row + width + 1) continue;
        Span& seen = visible[static_cast<std::size_t>(y + 1)];
        seen = {static_cast<std::int32_t>(first - row), width + 1};
        while (row[seen.end - 1] == 0)
            --seen.end;
        // In the large shapes that are worth it, the middle is solid if anything is.
        const int middle = (seen.begin + seen.end) / 2;
        const std::uint8_t* first_colour = colours[0].data() + start;
        const std::uint8_t* second_colour = (colours[1].empty() ? colours[0] : colours[1]).data() + start;
        const auto like_middle = [&](int x) {
            return row[x] == 255 && first_colour[x] == first_colour[middle] &&
                   second_colour[x] == second_colour[middle];
        };
        Span& same = solid[static_cast<std::size_t>(y + 1)];
        same = {middle, middle};
        while (same.begin > seen.begin && like_middle(same.begin - 1))
            --same.begin;
        while (same.end < seen.end && like_middle(same.end))
            ++same.end;
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
    for (int y = 0; y < high; ++y) {
        const std::size_t at = luma_.at(0, y);
        rows::to_luma(luma_.colours[0].data() + at, luma_.alpha.data() + at, canvas.row(top_ + y) + left_, wide);
    }
    // Beyond the edges of an odd number of pixels there are transparent ones.
    const std::size_t padded = static_cast<std::size_t>(chroma_.width) * 2;
    std::vector<std::uint32_t> upper(padded);
    std::vector<std::uint32_t> lower(padded);
    for (int y = 0; y < chroma_.height; ++y) {
        std::copy_n(canvas.row(top_ + 2 * y) + left_, wide, upper.begin());
        if (2 * y + 1 < high)
            std::copy_n(canvas.row(top_ + 2 * y + 1) + left_, wide, lower.begin());
        else
            std::ranges::fill(lower, 0U);
        const std::size_t at = chroma_.at(0, y);
        rows::to_chroma(chroma_.colours[0].data() + at, chroma_.colours[1].data() + at, chroma_.alpha.data() + at,
                        {upper.data(), lower.data()}, chroma_.width);
    }
    luma_.find_spans();
    chroma_.find_spans();
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

Sprite::Span Sprite::Samples::flat_span(std::size_t above, bool with_above, Span within) const {
    const Span& lower = solid[above + 1];
    const Span& upper = with_above ? solid[above] : lower;
    // Output i mixes samples i and i + 1.
    return {std::max({lower.begin, upper.begin, within.begin}), std::min({lower.end - 1, upper.end - 1, within.end})};
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
        const std::size_t top = above * static_cast<std::size_t>(samples.stride);
        const std::size_t bottom = top + static_cast<std::size_t>(samples.stride);
        std::uint8_t* target = plane.row(y + row);  // x may be negative, x + begin is not
        const auto blend = [&](int from, int to) {
            if (from >= to) return;
            const auto at = static_cast<std::size_t>(from);
            const std::uint8_t* alpha = samples.alpha.data() + at;
            const std::uint8_t* shades = colour.data() + at;
            if (aligned)
                rows::blend(target + (x + from), shades + bottom + 1, alpha + bottom + 1, to - from, opacity);
            else
                rows::blend_between(target + (x + from), {shades + top, shades + bottom}, {alpha + top, alpha + bottom},
                                    to - from, weights, opacity);
        };
        const Span flat = samples.flat_span(above, down > 0, {begin, end});
        if (opacity < kOpaque || flat.end - flat.begin < kShortestFlat) {
            blend(begin, end);
            continue;
        }
        // Here the mix of the neighbours is one value that hides what is under it.
        blend(begin, flat.begin);
        blend(flat.begin, flat.begin + 1);
        std::memset(target + (x + flat.begin + 1), target[x + flat.begin],
                    static_cast<std::size_t>(flat.end - flat.begin - 1));
        blend(flat.end, end);
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
