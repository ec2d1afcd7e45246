#include "picture/colour.hpp"

#include <gtest/gtest.h>

namespace mss::picture {
namespace {

TEST(Colour, ReadsHexAndFallsBackOnAnythingElse) {
    EXPECT_EQ(parse_colour("#ff0000", kWhite), (Rgb{1, 0, 0}));
    EXPECT_EQ(parse_colour("#FFFFFF", kBlack), kWhite);
    for (const char* wrong : {"", "ff0000", "#ff00", "#gg0000", "#ff00000", "#-10000", "red"})
        EXPECT_EQ(parse_colour(wrong, kWhite), kWhite) << wrong;
}

TEST(Colour, HasTheContrastThatWcagDefines) {
    EXPECT_NEAR(contrast(kBlack, kWhite), 21, 1e-9);
    EXPECT_NEAR(contrast(parse_colour("#777777", kBlack), kWhite), 4.48, 0.01);
    EXPECT_NEAR(contrast(kWhite, kWhite), 1, 1e-9);
}

TEST(Colour, SurvivesTheWayThroughYuv) {
    for (const char* text : {"#000000", "#ffffff", "#12a4f0", "#fe0102", "#7f3311"}) {
        const Rgb colour = parse_colour(text, kWhite);
        const Rgb back = to_rgb(to_yuv(colour));
        EXPECT_NEAR(back.red, colour.red, 1e-6) << text;
        EXPECT_NEAR(back.green, colour.green, 1e-6) << text;
        EXPECT_NEAR(back.blue, colour.blue, 1e-6) << text;
    }
    EXPECT_NEAR(to_yuv(kWhite).luma, 235, 1e-9);
    EXPECT_NEAR(to_yuv(kBlack).luma, 16, 1e-9);
}

TEST(Colour, MovesJustFarEnoughForContrast) {
    const Rgb grey = parse_colour("#888888", kBlack);
    const Rgb darker = with_contrast(grey, kWhite, 7, kBlack);
    EXPECT_GE(contrast(darker, kWhite), 7);
    EXPECT_LT(contrast(darker, kWhite), 8);
    EXPECT_EQ(with_contrast(kBlack, kWhite, 7, kBlack), kBlack);
    // Impossible: the anchor is the best there is.
    EXPECT_EQ(with_contrast(grey, grey, 20, kWhite), kWhite);
}

}  // namespace
}  // namespace mss::picture
