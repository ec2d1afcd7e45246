#include "media/palettes.hpp"

#include <cmath>
#include <cstdlib>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace mss::media {
namespace {

/// WCAG 2.2 relative luminance of "#rrggbb".
double luminance(const std::string& colour) {
    const auto channel = [&](std::size_t at) {
        const double value = static_cast<double>(std::stoi(colour.substr(at, 2), nullptr, 16)) / 255;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

double contrast(const std::string& light, const std::string& dark) {
    return (luminance(light) + 0.05) / (luminance(dark) + 0.05);
}

TEST(Palettes, HaveUniqueNamesFiveGroundsFromDarkToLightAndMoods) {
    std::set<std::string> names;
    for (const PaletteChoice& choice : palettes()) {
        const auto& palette = choice.palette;
        SCOPED_TRACE(palette.name);
        EXPECT_TRUE(names.insert(palette.name).second);
        ASSERT_EQ(palette.ground.size(), 5U);
        for (std::size_t i = 1; i < 3; ++i)
            EXPECT_GT(luminance(palette.ground[i]), luminance(palette.ground[i - 1]));
        EXPECT_GE(choice.moods.size(), 5U);
    }
    EXPECT_GE(names.size(), 10U);
}

TEST(Palettes, TextCanBeReadOnTheirGrounds) {
    for (const PaletteChoice& choice : palettes()) {
        const auto& palette = choice.palette;
        SCOPED_TRACE(palette.name);
        // Running text stands on the dark end; a headline of 3:1 (WCAG's bound for large text) anywhere but the
        // lightest, which scenes dim a little.
        for (const auto* text : {&palette.ink, &palette.accent}) {
            EXPECT_GE(contrast(*text, palette.ground[0]), 10);
            EXPECT_GE(contrast(*text, palette.ground[1]), 4.5);
        }
        for (const auto& ground : palette.ground)
            EXPECT_GE(contrast(palette.ink, ground), 2.6) << ground;
    }
}

}  // namespace
}  // namespace mss::media
