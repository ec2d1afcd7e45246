#include "picture/colour.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace mss::picture {

namespace {

// BT.709 luma weights.
constexpr double kRed = 0.2126;
constexpr double kGreen = 0.7152;
constexpr double kBlue = 0.0722;

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

}  // namespace

Rgb parse_colour(std::string_view text, Rgb otherwise) {
    if (text.size() != 7 || text.front() != '#') return otherwise;
    std::array<double, 3> channels{};
    for (std::size_t i = 0; i < channels.size(); ++i) {
        const char* begin = text.data() + 1 + 2 * i;
        unsigned value = 0;
        const auto [end, error] = std::from_chars(begin, begin + 2, value, 16);
        if (error != std::errc() || end != begin + 2) return otherwise;
        channels[i] = value / 255.0;
    }
    return {channels[0], channels[1], channels[2]};
}

Yuv to_yuv(Rgb colour) {
    const double luma = kRed * colour.red + kGreen * colour.green + kBlue * colour.blue;
    return {16 + 219 * luma, 128 + 224 * (colour.blue - luma) / (2 * (1 - kBlue)),
            128 + 224 * (colour.red - luma) / (2 * (1 - kRed))};
}

Rgb to_rgb(Yuv colour) {
    const double luma = (colour.luma - 16) / 219;
    const double blue = luma + (colour.blue - 128) / 224 * 2 * (1 - kBlue);
    const double red = luma + (colour.red - 128) / 224 * 2 * (1 - kRed);
    const double green = (luma - kRed * red - kBlue * blue) / kGreen;
    return {std::clamp(red, 0.0, 1.0), std::clamp(green, 0.0, 1.0), std::clamp(blue, 0.0, 1.0)};
}

double luminance(Rgb colour) {
    return kRed * linear(colour.red) + kGreen * linear(colour.green) + kBlue * linear(colour.blue);
}

double contrast(Rgb one, Rgb other) {
    const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + 0.05) / (dark + 0.05);
}

Rgb mix(Rgb from, Rgb to, double amount) {
    return {std::lerp(from.red, to.red, amount), std::lerp(from.green, to.green, amount),
            std::lerp(from.blue, to.blue, amount)};
}

Rgb with_contrast(Rgb colour, Rgb other, double ratio, Rgb anchor) {
    constexpr int kSteps = 40;
    for (int step = 0; step < kSteps; ++step) {
        const Rgb moved = mix(colour, anchor, static_cast<double>(step) / kSteps);
        if (contrast(moved, other) >= ratio) return moved;
    }
    return anchor;
}

}  // namespace mss::picture
