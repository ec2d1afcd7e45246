#include "picture/pixel_rows.hpp"

#include <cmath>
#include <cstdlib>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace mss::picture::rows {
namespace {

using Bytes = std::vector<std::uint8_t>;

// Long enough for full vectors and every length of a rest.
constexpr int kCounts[] = {0, 1, 7, 15, 16, 17, 31, 32, 33, 1080};

Bytes noise(std::size_t size, std::uint64_t seed, std::uint64_t limit = 256) {
    Random random(seed);
    Bytes bytes(size);
    for (auto& byte : bytes)
        byte = static_cast<std::uint8_t>(random.below(limit));
    return bytes;
}

/// Colours that are premultiplied: never above what their alpha allows.
Bytes premultiplied(const Bytes& alpha, std::uint64_t seed) {
    Bytes colours = noise(alpha.size(), seed);
    for (std::size_t i = 0; i < colours.size(); ++i)
        colours[i] = static_cast<std::uint8_t>(colours[i] * alpha[i] / 255 * 235 / 255);
    return colours;
}

double blended(double target, double colour, double alpha, double opacity) {
    return target * (1 - alpha / 255 * opacity / 256) + colour * opacity / 256;
}

TEST(PixelRows, BlendsAsTheFormulaSaysForEveryLength) {
    for (const int count : kCounts) {
        for (const int opacity : {1, 77, 255, 256}) {
            const auto size = static_cast<std::size_t>(count);
            const Bytes before = noise(size, 1, 236);
            const Bytes alpha = noise(size, 2);
            const Bytes colour = premultiplied(alpha, 3);
            Bytes target = before;
            blend(target.data(), colour.data(), alpha.data(), count, opacity);
            for (std::size_t i = 0; i < size; ++i)
                ASSERT_NEAR(target[i], blended(before[i], colour[i], alpha[i], opacity), 2.0) << count << ' ' << i;
        }
    }
}

TEST(PixelRows, OpaqueHidesAndClearKeepsExactly) {
    Bytes target = noise(100, 1, 236);
    const Bytes before = target;
    const Bytes colour(100, 180);
    blend(target.data(), Bytes(100, 0).data(), Bytes(100, 0).data(), 100, 256);
    EXPECT_EQ(target, before);
    blend(target.data(), colour.data(), Bytes(100, 255).data(), 100, 256);
    EXPECT_EQ(target, colour);
}

TEST(PixelRows, BlendsBetweenFourSamplesForEveryLength) {
    const Weights weights{16 * 3, 16 * 5, 16 * 2, 16 * 6};
    for (const int count : kCounts) {
        const auto size = static_cast<std::size_t>(count) + 1;
        const Bytes before = noise(size, 1, 236);
        const Bytes alphas[2] = {noise(size, 2), noise(size, 3)};
        const Bytes colours[2] = {premultiplied(alphas[0], 4), premultiplied(alphas[1], 5)};
        Bytes target = before;
        blend_between(target.data(), {colours[0].data(), colours[1].data()}, {alphas[0].data(), alphas[1].data()},
                      count, weights, 200);
        const auto mixed = [&](const Bytes(&rows)[2], std::size_t i) {
            return (rows[0][i] * 48 + rows[0][i + 1] * 80 + rows[1][i] * 32 + rows[1][i + 1] * 96) / 256.0;
        };
        for (std::size_t i = 0; i + 1 < size; ++i)
            ASSERT_NEAR(target[i], blended(before[i], mixed(colours, i), mixed(alphas, i), 200), 2.0) << count;
        EXPECT_EQ(target.back(), before.back()) << "wrote past the end";
    }
}

TEST(PixelRows, MixesFromOneRowToTheOther) {
    for (const int count : kCounts) {
        const auto size = static_cast<std::size_t>(count);
        const Bytes one = noise(size, 1);
        const Bytes other = noise(size, 2);
        Bytes target = one;
        mix(target.data(), other.data(), count, 0);
        EXPECT_EQ(target, one);
        mix(target.data(), other.data(), count, 64);
        for (std::size_t i = 0; i < size; ++i)
            ASSERT_NEAR(target[i], one[i] * 0.75 + other[i] * 0.25, 1.0);
        mix(target.data(), other.data(), count, 256);
        EXPECT_EQ(target, other);
    }
}

TEST(PixelRows, ARampRunsFromOneRowOfCellsToTheNext) {
    const std::vector<std::uint16_t> upper{20 << 8, 60 << 8, 10 << 8, 200 << 8};
    const std::vector<std::uint16_t> lower{60 << 8, 20 << 8, 90 << 8, 120 << 8};
    constexpr int kSize = 48;
    std::vector<std::uint16_t> from(kSize), to(kSize), step(kSize);
    spread(from.data(), upper.data(), 3, 4);
    spread(to.data(), lower.data(), 3, 4);
    ramp_steps(step.data(), from.data(), to.data(), kSize, 4);
    const Bytes silence(kSize, 0);
    Bytes row(kSize);
    for (int y = 0; y < 16; ++y) {
        ramp(row.data(), from.data(), step.data(), silence.data(), kSize, 3);
        for (int x = 0; x < kSize; ++x) {
            const auto cell = static_cast<std::size_t>(x / 16);
            const double across = x % 16 / 16.0;
            const double top = std::lerp(upper[cell] / 256.0, upper[cell + 1] / 256.0, across);
            const double bottom = std::lerp(lower[cell] / 256.0, lower[cell + 1] / 256.0, across);
            ASSERT_NEAR(row[static_cast<std::size_t>(x)], std::lerp(top, bottom, y / 16.0), 1.1) << x << ',' << y;
        }
    }
}

/// Pixels whose channels are at most their alpha.
std::vector<std::uint32_t> premultiplied_pixels(std::size_t count, std::uint64_t seed) {
    Random random(seed);
    std::vector<std::uint32_t> pixels(count);
    for (std::uint32_t& pixel : pixels) {
        const std::uint64_t alpha = random.below(256);
        pixel = static_cast<std::uint32_t>(alpha << 24U | random.below(alpha + 1) << 16U |
                                           random.below(alpha + 1) << 8U | random.below(alpha + 1));
    }
    pixels.front() = 0xFFFFFFFF;
    pixels.back() = 0xFF0000FF;
    return pixels;
}

struct Channels {
    double alpha = 0, red = 0, green = 0, blue = 0;

    double luma() const { return 0.2126 * red + 0.7152 * green + 0.0722 * blue; }
    void add(std::uint32_t pixel) {
        alpha += pixel >> 24U;
        red += pixel >> 16U & 255U;
        green += pixel >> 8U & 255U;
        blue += pixel & 255U;
    }
};

TEST(PixelRows, ColoursBecomeLumaAsBt709Says) {
    constexpr std::size_t kSize = 3000;
    const auto pixels = premultiplied_pixels(kSize, 1);
    Bytes luma(kSize), alpha(kSize);
    to_luma(luma.data(), alpha.data(), pixels.data(), kSize);
    for (std::size_t i = 0; i < kSize; ++i) {
        Channels pixel;
        pixel.add(pixels[i]);
        ASSERT_EQ(alpha[i], pixel.alpha);
        ASSERT_NEAR(luma[i], (16 * pixel.alpha + 219 * pixel.luma()) / 255, 0.501);
    }
}

TEST(PixelRows, ColoursBecomeDifferencesAsBt709Says) {
    constexpr std::size_t kSize = 3000;
    const auto top = premultiplied_pixels(2 * kSize, 1);
    const auto bottom = premultiplied_pixels(2 * kSize, 2);
    Bytes blue(kSize), red(kSize), alpha(kSize);
    to_chroma(blue.data(), red.data(), alpha.data(), {top.data(), bottom.data()}, kSize);
    for (std::size_t i = 0; i < kSize; ++i) {
        Channels sum;
        for (const std::uint32_t pixel : {top[2 * i], top[2 * i + 1], bottom[2 * i], bottom[2 * i + 1]})
            sum.add(pixel);
        ASSERT_NEAR(alpha[i], sum.alpha / 4, 0.501);
        ASSERT_NEAR(blue[i], (128 * sum.alpha + 224 * (sum.blue - sum.luma()) / 1.8556) / 1020, 0.501);
        ASSERT_NEAR(red[i], (128 * sum.alpha + 224 * (sum.red - sum.luma()) / 1.5748) / 1020, 0.501);
    }
}

}  // namespace
}  // namespace mss::picture::rows
