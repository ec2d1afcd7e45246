#include "picture/canvas.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

namespace mss::picture {
namespace {

unsigned alpha_at(const Canvas& canvas, int x, int y) {
    return canvas.row(y)[x] >> 24U;
}

TEST(Canvas, ABlurIsThreeBoxesInEachDirectionRoundedEachTime) {
    // Widths and heights with a rest beside whole vectors, smaller and larger than the window.
    for (const int side : {5, 18, 43}) {
        const Canvas canvas(side, 1);
        canvas.set_colour(kBlack, 0.8);
        cairo_rectangle(canvas.context(), 1, 0, 3, 1);
        cairo_fill(canvas.context());
        std::vector<unsigned> expected;
        expected.reserve(static_cast<std::size_t>(side));
        for (int x = 0; x < side; ++x)
            expected.push_back(alpha_at(canvas, x, 0));
        constexpr int kHalf = 3;
        constexpr unsigned kWindow = 2 * kHalf + 1;
        for (int pass = 0; pass < 3; ++pass) {
            const std::vector<unsigned> before = expected;
            for (int x = 0; x < side; ++x) {
                unsigned sum = 0;
                for (int k = std::max(0, x - kHalf); k <= std::min(side - 1, x + kHalf); ++k)
                    sum += before[static_cast<std::size_t>(k)];
                // Across the one row the window sees nothing else.
                const unsigned along = (sum + kWindow / 2) / kWindow;
                expected[static_cast<std::size_t>(x)] = (along + kWindow / 2) / kWindow;
            }
        }
        canvas.blur(2 * kHalf);
        for (int x = 0; x < side; ++x)
            EXPECT_EQ(alpha_at(canvas, x, 0), expected[static_cast<std::size_t>(x)]) << side << ' ' << x;
    }
}

TEST(Canvas, ABlurSpreadsTheSameInBothDirections) {
    const Canvas canvas(61, 61);
    canvas.set_colour(kWhite);
    cairo_rectangle(canvas.context(), 25, 25, 11, 11);
    cairo_fill(canvas.context());
    canvas.blur(10);
    EXPECT_LT(alpha_at(canvas, 25, 30), 230U);
    EXPECT_GT(alpha_at(canvas, 22, 30), 20U);
    for (int i = 0; i < 61; ++i) {
        EXPECT_NEAR(alpha_at(canvas, i, 30), alpha_at(canvas, 30, i), 1);
        EXPECT_NEAR(alpha_at(canvas, i, 30), alpha_at(canvas, 60 - i, 30), 1);
    }
}

TEST(Canvas, AShrunkShapeHoldsTheMeanOfEachBlockInOneColour) {
    const Canvas canvas(10, 6);
    canvas.set_colour(kWhite);
    cairo_rectangle(canvas.context(), 4, 0, 6, 2);
    cairo_fill(canvas.context());
    const Canvas shrunk = canvas.shrunk_shape(4, {1, 0, 0}, 0.5);
    EXPECT_EQ(alpha_at(shrunk, 0, 0), 0U);
    EXPECT_EQ(shrunk.row(0)[1], 0x40400000U);
    // Beyond the edge there is nothing.
    EXPECT_EQ(shrunk.row(0)[2], 0x20200000U);
    EXPECT_EQ(alpha_at(shrunk, 1, 1), 0U);
}

TEST(Canvas, AShadowLiesBelowItsShapeAndIsSoft) {
    for (const double spread : {3.0, 8.0, 26.0}) {
        const Canvas shape(160, 160);
        shape.fill_rounded({50, 50, 60, 60}, 0, kWhite, 1);
        const Canvas shadowed = with_shadow(shape, spread, 9, 0.5);
        EXPECT_EQ(shadowed.row(80)[80], 0xFFFFFFFFU);
        EXPECT_GT(alpha_at(shadowed, 80, 112), alpha_at(shadowed, 80, 47)) << spread;
        EXPECT_GT(alpha_at(shadowed, 80, 112), 40U) << spread;
        EXPECT_EQ(alpha_at(shadowed, 2, 2), 0U) << spread;
    }
}

}  // namespace
}  // namespace mss::picture
