#pragma once
// GradientField: a smooth picture that is computed on a coarse grid of cells and spread over the frame with 8 more bits
// of depth than it has, under a fixed grain: no bands, and a few thousand points to compute instead of two million.
// Owns the grid and its scratch rows; confined to one thread. Nothing is allocated after construction.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "codec/frame.hpp"
#include "picture/colour.hpp"

namespace mss::picture {

class GradientField {
public:
    /// One cell is 2^shift pixels a side (shift 3 or 4).
    GradientField(int width, int height, int shift, std::uint64_t seed);

    int columns() const { return columns_; }
    int rows() const { return rows_; }
    int cell() const { return 1 << shift_; }

    /// Channels at the grid's points, row by row, gamma-encoded 0..1: fill these, then paint().
    float* red() { return red_.data(); }
    float* green() { return green_.data(); }
    float* blue() { return blue_.data(); }

    /// Adds light of a colour to the columns [left, right) of a row by "screen" blending: lights overlap without
    /// turning white. `strength` tells it at each column, 0..1.
    template <class Strength>
    void add_light(int row, int left, int right, Rgb colour, Strength strength) {
        const std::ptrdiff_t start = static_cast<std::ptrdiff_t>(row) * columns_;
        float* __restrict red = red_.data() + start;
        float* __restrict green = green_.data() + start;
        float* __restrict blue = blue_.data() + start;
        const auto r = static_cast<float>(colour.red);
        const auto g = static_cast<float>(colour.green);
        const auto b = static_cast<float>(colour.blue);
        for (int column = left; column < right; ++column) {
            const float light = strength(static_cast<float>(column));
            red[column] += light * r * (1 - red[column]);
            green[column] += light * g * (1 - green[column]);
            blue[column] += light * b * (1 - blue[column]);
        }
    }

    /// Fills the frame. `grain` is the width of the luma grain in levels, 1..6.
    void paint(codec::Frame& target, int grain);

private:
    void paint_plane(codec::Plane plane, const std::vector<std::uint16_t>& cells, int shift, int grain);

    int shift_;
    int columns_;
    int rows_;
    std::vector<float> red_;
    std::vector<float> green_;
    std::vector<float> blue_;
    std::vector<std::uint16_t> luma_cells_;
    std::vector<std::uint16_t> blue_cells_;
    std::vector<std::uint16_t> red_cells_;
    std::vector<std::uint16_t> level_;
    std::vector<std::uint16_t> next_;
    std::vector<std::uint16_t> step_;
    std::vector<std::uint8_t> noise_;
    std::vector<std::uint32_t> noise_offsets_;  ///< where each row begins in the noise
};

}  // namespace mss::picture
