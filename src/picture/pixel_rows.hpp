#pragma once
// The inner loops: one row of 8-bit samples each, plain enough for the compiler to vectorise, built once for every
// x86-64 and once for AVX2 and chosen when the program starts. Integer only, so every machine gets the same pixels.
// Pure functions; any thread. `count` may be 0; rows never overlap unless said.

#include <cstdint>

namespace mss::picture::rows {

/// How the four neighbours of a sub-pixel position mix; in 256ths, summing to 256.
struct Weights {
    std::uint16_t top_left = 0;
    std::uint16_t top_right = 0;
    std::uint16_t bottom_left = 0;
    std::uint16_t bottom_right = 256;
};

/// target = target * (1 - alpha * opacity) + colour * opacity. `colour` is premultiplied; `opacity` 0..256.
void blend(std::uint8_t* target, const std::uint8_t* colour, const std::uint8_t* alpha, int count, int opacity);

/// As blend(), from between four samples: sample i mixes [i] and [i + 1] of both rows.
struct RowPair {
    const std::uint8_t* top;
    const std::uint8_t* bottom;
};
void blend_between(std::uint8_t* target, RowPair colour, RowPair alpha, int count, Weights weights, int opacity);

/// As blend(), scaled: sample i is taken at (position + i * step) / 65536 in a row pair mixed by `vertical` (0..256).
struct Scaling {
    std::int32_t position;
    std::int32_t step;
    int vertical;
};
void blend_scaled(std::uint8_t* target, RowPair colour, RowPair alpha, int count, Scaling scaling, int opacity);

/// target = target + (source - target) * amount / 256, amount 0..256.
void mix(std::uint8_t* target, const std::uint8_t* source, int count, int amount);

/// One row of a vertical ramp: target = (level + noise * noise_gain) / 256, then level += step (modulo 65536).
/// Levels are in 256ths of a sample.
void ramp(std::uint8_t* target, std::uint16_t* level, const std::uint16_t* step, const std::uint8_t* noise, int count,
          int noise_gain);

/// step = (to - from) / 2^shift, sample by sample, as two's complement.
void ramp_steps(std::uint16_t* step, const std::uint16_t* from, const std::uint16_t* to, int count, int shift);

/// Premultiplied 0xAARRGGBB words to alpha and premultiplied luma, whose offset of 16 is scaled by alpha too.
void to_luma(std::uint8_t* luma, std::uint8_t* alpha, const std::uint32_t* pixels, int count);

/// The same to one sample of alpha and colour differences (offset 128) for two pixels of each of two rows.
struct PixelRows {
    const std::uint32_t* top;
    const std::uint32_t* bottom;
};
void to_chroma(std::uint8_t* blue, std::uint8_t* red, std::uint8_t* alpha, PixelRows pixels, int count);

/// Spreads cells to samples: sample c * 2^shift + k = cells[c] + (cells[c + 1] - cells[c]) * k / 2^shift; shift 2, 3
/// or 4.
void spread(std::uint16_t* target, const std::uint16_t* cells, int cell_count, int shift);

}  // namespace mss::picture::rows
