#include "picture/gradient_field.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

#include "base/random.hpp"
#include "picture/pixel_rows.hpp"

namespace mss::picture {

namespace {

constexpr std::size_t kNoiseSize = 1U << 16U;
// Rows are computed in whole vectors: lines here and frames have room past their ends.
constexpr int kRowStep = 16;

std::size_t size_of(int count) {
    return static_cast<std::size_t>(count);
}

}  // namespace

GradientField::GradientField(int width, int height, int shift, std::uint64_t seed)
    : shift_(shift), columns_((width >> shift) + 2), rows_((height >> shift) + 2) {
    const std::size_t points = size_of(columns_) * size_of(rows_);
    for (auto* channel : {&red_, &green_, &blue_})
        channel->resize(points);
    for (auto* cells : {&luma_cells_, &blue_cells_, &red_cells_})
        cells->resize(points);
    for (auto* line : {&level_, &next_, &step_})
        line->resize(size_of(columns_) << static_cast<unsigned>(shift));
    // The sum of two uniform values hides bands better than one (triangular dither).
    Random random(seed);
    noise_.resize(kNoiseSize + kRowStep);
    for (std::uint8_t& sample : std::span(noise_).first(kNoiseSize)) {
        const std::uint64_t bits = random.next();
        sample = static_cast<std::uint8_t>(((bits & 255U) + (bits >> 8U & 255U)) / 2);
    }
    noise_offsets_.resize(size_of(height));
    for (std::uint32_t& offset : noise_offsets_)
        offset = static_cast<std::uint32_t>(random.below(kNoiseSize - size_of(width)));
}

void GradientField::paint(codec::Frame& target, int grain) {
    // Levels in 256ths; half a level for rounding, less the noise's mean.
    const float offset = 16 * 256.0F + 128 - 127.5F * static_cast<float>(grain);
    constexpr float kChromaOffset = 128 * 256.0F + 128 - 127.5F;
    const std::size_t points = luma_cells_.size();
    for (std::size_t i = 0; i < points; ++i) {
        const float luma = 0.2126F * red_[i] + 0.7152F * green_[i] + 0.0722F * blue_[i];
        luma_cells_[i] = static_cast<std::uint16_t>(offset + 219 * 256 * luma);
        blue_cells_[i] = static_cast<std::uint16_t>(kChromaOffset + 224 * 256 / 1.8556F * (blue_[i] - luma));
        red_cells_[i] = static_cast<std::uint16_t>(kChromaOffset + 224 * 256 / 1.5748F * (red_[i] - luma));
    }
    paint_plane(target.y(), luma_cells_, shift_, grain);
    paint_plane(target.u(), blue_cells_, shift_ - 1, 1);
    paint_plane(target.v(), red_cells_, shift_ - 1, 1);
}

void GradientField::paint_plane(codec::Plane plane, const std::vector<std::uint16_t>& cells, int shift, int grain) {
    const int size = 1 << shift;
    const int width = (plane.width + kRowStep - 1) / kRowStep * kRowStep;
    rows::spread(level_.data(), cells.data(), columns_ - 1, shift);
    for (int top = 0; top < plane.height; top += size) {
        const std::size_t below = size_of(top / size + 1) * size_of(columns_);
        rows::spread(next_.data(), cells.data() + below, columns_ - 1, shift);
        rows::ramp_steps(step_.data(), level_.data(), next_.data(), width, shift);
        const int bottom = std::min(top + size, plane.height);
        for (int y = top; y < bottom; ++y)
            rows::ramp(plane.row(y), level_.data(), step_.data(), noise_.data() + noise_offsets_[size_of(y)], width,
                       grain);
        std::swap(level_, next_);
    }
}

}  // namespace mss::picture
