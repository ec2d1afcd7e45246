#include "picture/sprite.hpp"

#include <cstring>

#include <gtest/gtest.h>

namespace mss::picture {
namespace {

constexpr int kSide = 64;

codec::Frame black_frame() {
    codec::Frame frame(kSide, kSide);
    for (const auto& [plane, value] : {std::pair(frame.y(), 16), std::pair(frame.u(), 128), std::pair(frame.v(), 128)})
        std::memset(plane.data, value, static_cast<std::size_t>(plane.stride) * static_cast<std::size_t>(plane.height));
    return frame;
}

Sprite square(int side, Rgb colour, double opacity = 1) {
    const Canvas canvas(side, side);
    canvas.set_colour(colour, opacity);
    cairo_paint(canvas.context());
    return Sprite(canvas);
}

struct Light {
    double total = 0;
    double x = 0;
    double y = 0;
};

/// How much light there is above black, and where its middle is.
Light light_of(const codec::Frame& frame) {
    Light light;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const double level = frame.y().row(y)[x] - 16;
            light.total += level;
            light.x += level * (x + 0.5);
            light.y += level * (y + 0.5);
        }
    }
    light.x /= light.total;
    light.y /= light.total;
    return light;
}

TEST(Sprite, AnOpaqueColourArrivesUnchanged) {
    codec::Frame frame = black_frame();
    const Rgb colour = parse_colour("#3c96d2", kBlack);
    square(20, colour).draw(frame, {10, 12});
    const Yuv expected = to_yuv(colour);
    EXPECT_NEAR(frame.y().row(20)[20], expected.luma, 1);
    EXPECT_NEAR(frame.u().row(10)[10], expected.blue, 1);
    EXPECT_NEAR(frame.v().row(10)[10], expected.red, 1);
    EXPECT_EQ(frame.y().row(11)[20], 16);
    EXPECT_EQ(frame.y().row(32)[20], 16);
}

TEST(Sprite, MovesByPartsOfAPixelWithoutLosingLight) {
    // The inside of the larger one is filled, not blended.
    for (const int side : {16, 42}) {
        const Sprite sprite = square(side, kWhite);
        codec::Frame still = black_frame();
        sprite.draw(still, {10, 20});
        const Light home = light_of(still);
        for (int step = 1; step <= 16; ++step) {
            codec::Frame frame = black_frame();
            sprite.draw(frame, {10 + step / 8.0, 20 - step / 16.0});
            const Light light = light_of(frame);
            EXPECT_NEAR(light.x - home.x, step / 8.0, 0.03) << step;
            EXPECT_NEAR(light.y - home.y, -step / 16.0, 0.03) << step;
            EXPECT_NEAR(light.total / home.total, 1, 0.01) << step;
        }
    }
}

TEST(Sprite, FillsAShapeOfOneColourAsItBlendsAnotherOfManyColours) {
    // Two halves of one colour against one whole: their spans end in the middle.
    const Canvas whole(60, 40), marked(60, 40);
    for (const Canvas* canvas : {&whole, &marked})
        canvas->fill_rounded({2, 2, 56, 36}, 12, parse_colour("#3c96d2", kBlack), 1);
    marked.set_colour(kWhite);
    cairo_rectangle(marked.context(), 30, 0, 1, 40);
    cairo_fill(marked.context());
    const Sprite filled(whole), blended(marked);
    for (const double offset : {0.0, 0.25, 0.5}) {
        codec::Frame one = black_frame(), other = black_frame();
        filled.draw(one, {2 + offset, 3 + offset});
        blended.draw(other, {2 + offset, 3 + offset});
        for (int y = 0; y < kSide; ++y)
            for (int x = 0; x < kSide; ++x)
                if (x < 31 || x > 36) ASSERT_EQ(one.y().row(y)[x], other.y().row(y)[x]) << x << ' ' << y;
    }
}

TEST(Sprite, FillsTheColourPlanesOfAWideShapeAsItBlendsThem) {
    // Wide enough that half of its width, in the colour planes, is filled rather than blended, also where a part of it
    // lies left of the frame.
    const Canvas whole(120, 40), marked(120, 40);
    for (const Canvas* canvas : {&whole, &marked})
        canvas->fill_rounded({0, 0, 120, 40}, 4, parse_colour("#3c96d2", kBlack), 1);
    marked.set_colour(kWhite);
    cairo_rectangle(marked.context(), 58, 0, 4, 40);
    cairo_fill(marked.context());
    const Sprite filled(whole), blended(marked);
    for (const double x : {-40.0, -40.5, 0.25}) {
        const int mark = static_cast<int>(x + 58) / 2;
        codec::Frame one = black_frame(), other = black_frame();
        filled.draw(one, {x, 3.5});
        blended.draw(other, {x, 3.5});
        for (int row = 0; row < kSide / 2; ++row)
            for (int column = 0; column < kSide / 2; ++column)
                if (column < mark - 2 || column > mark + 5) {
                    ASSERT_EQ(one.u().row(row)[column], other.u().row(row)[column]) << x << ' ' << column << ' ' << row;
                    ASSERT_EQ(one.v().row(row)[column], other.v().row(row)[column]) << x << ' ' << column << ' ' << row;
                }
        EXPECT_NEAR(one.u().row(10)[mark], to_yuv(parse_colour("#3c96d2", kBlack)).blue, 1) << x;
    }
}

TEST(Sprite, ScalesAboutItsMiddle) {
    const Sprite sprite = square(16, kWhite);
    for (const double scale : {0.5, 0.8, 1.0, 1.3}) {
        codec::Frame frame = black_frame();
        sprite.draw_scaled(frame, {32, 30}, scale);
        const Light light = light_of(frame);
        EXPECT_NEAR(light.x, 32, 0.3) << scale;
        EXPECT_NEAR(light.y, 30, 0.3) << scale;
        EXPECT_NEAR(light.total / 219, 256 * scale * scale, 256 * scale * scale * 0.06) << scale;
    }
}

TEST(Sprite, OpacityAndTransparencyMultiply) {
    codec::Frame frame = black_frame();
    square(20, kWhite, 0.5).draw(frame, {10, 10}, 0.5);
    EXPECT_NEAR(frame.y().row(20)[20], 16 + 219 * 0.25, 2);
}

TEST(Sprite, IsCutOffAtTheFramesEdges) {
    const Sprite sprite = square(40, kWhite);
    for (const double x : {-39.5, -20.25, 0.0, 40.75, 63.5, 900.0, -900.0}) {
        for (const double y : {-39.5, 0.25, 63.5, 5000.0}) {
            codec::Frame frame = black_frame();
            sprite.draw(frame, {x, y});
            sprite.draw_scaled(frame, {x + 20, y + 20}, 0.7);
        }
    }
    codec::Frame corner = black_frame();
    sprite.draw(corner, {-20, -20});
    EXPECT_EQ(corner.y().row(0)[0], 235);
    EXPECT_EQ(corner.y().row(19)[19], 235);
    EXPECT_EQ(corner.y().row(20)[20], 16);
}

TEST(Sprite, OfAnEmptyCanvasDrawsNothing) {
    codec::Frame frame = black_frame();
    const Sprite sprite{Canvas(30, 30)};
    EXPECT_TRUE(sprite.empty());
    sprite.draw(frame, {5, 5});
    sprite.draw_scaled(frame, {5, 5}, 1);
    EXPECT_EQ(frame.y().row(10)[10], 16);
}

}  // namespace
}  // namespace mss::picture
