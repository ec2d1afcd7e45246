#include "picture/theme.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace mss::picture {

namespace {

// Used where a palette is short of colours or one cannot be read.
constexpr std::array<Rgb, 5> kUsualGround{
    {{0.06, 0.07, 0.15}, {0.16, 0.15, 0.42}, {0.35, 0.20, 0.65}, {0.10, 0.45, 0.75}, {0.95, 0.55, 0.35}}};
constexpr Rgb kUsualAccent{1, 0.84, 0.25};

std::array<Rgb, 5> ground_of(const media_protocol::Palette& palette) {
    std::array<Rgb, 5> ground = kUsualGround;
    for (std::size_t i = 0; i < ground.size() && i < palette.ground.size(); ++i)
        ground[i] = parse_colour(palette.ground[i], kUsualGround[i]);
    std::ranges::sort(ground, {}, luminance);
    return ground;
}

/// Scales a colour down until white on it has the contrast.
Rgb dimmed(Rgb colour, double ratio) {
    return with_contrast(colour, kWhite, ratio, kBlack);
}

Theme dark_theme(const media_protocol::Palette& palette, double headline_contrast) {
    Theme theme;
    theme.ground = ground_of(palette);
    for (Rgb& colour : theme.ground)
        colour = dimmed(colour, headline_contrast);
    const Rgb deepest = theme.ground.front();
    theme.ink = with_contrast(parse_colour(palette.ink, kWhite), dimmed(deepest, 12), 10, kWhite);
    theme.accent = with_contrast(parse_colour(palette.accent, kUsualAccent), dimmed(deepest, 12), 8, kWhite);
    theme.card = mix(deepest, kBlack, 0.4);
    theme.card_opacity = 0.34;
    theme.edge = kWhite;
    theme.edge_opacity = 0.34;
    theme.shadow = 0.42;
    return theme;
}

/// The same hue at full brightness.
Rgb vivid(Rgb colour) {
    const double brightest = std::max({colour.red, colour.green, colour.blue, 0.05});
    return {colour.red / brightest, colour.green / brightest, colour.blue / brightest};
}

double colourfulness(Rgb colour) {
    return std::max({colour.red, colour.green, colour.blue}) - std::min({colour.red, colour.green, colour.blue});
}

/// A soft tint: bright, but less pure than the hue itself, which would glare.
Rgb pastel(Rgb colour) {
    const Rgb hue = vivid(colour);
    const double grey = std::sqrt(luminance(hue));
    return mix(mix(hue, {grey, grey, grey}, 0.28), kWhite, 0.50);
}

Theme paper_theme(const media_protocol::Palette& palette) {
    Theme theme;
    theme.dark = false;
    const std::array<Rgb, 5> ground = ground_of(palette);
    const Rgb sheet = mix(vivid(ground[4]), kWhite, 0.90);
    theme.ink = with_contrast(ground.front(), sheet, 13, kBlack);
    // Pastels of the palette, each light enough to write on.
    for (std::size_t i = 0; i < ground.size(); ++i)
        theme.ground[i] = with_contrast(pastel(ground[i]), theme.ink, 7, kWhite);
    theme.ground.back() = sheet;
    std::ranges::sort(theme.ground, {}, luminance);
    // Emphasis is the most colourful of the palette's colours once it is dark enough to be read on the pastels too.
    for (std::size_t i = 1; i < ground.size(); ++i) {
        const Rgb candidate = with_contrast(vivid(ground[i]), theme.ground.front(), 3.4, theme.ink);
        if (i == 1 || colourfulness(candidate) > colourfulness(theme.accent)) theme.accent = candidate;
    }
    theme.accent = with_contrast(theme.accent, sheet, 4.8, theme.ink);
    theme.card = kWhite;
    theme.card_opacity = 0.86;
    theme.edge = theme.ink;
    theme.edge_opacity = 0.10;
    theme.shadow = 0.20;
    return theme;
}

}  // namespace

Theme make_theme(const media_protocol::Palette& palette, media_protocol::Style style) {
    using media_protocol::Style;
    Theme theme;
    switch (style) {
        case Style::paper: theme = paper_theme(palette); break;
        case Style::aurora: theme = dark_theme(palette, 2.7); break;
        case Style::bokeh: theme = dark_theme(palette, 3.2); break;
        case Style::night: theme = dark_theme(palette, 4.0); break;
    }
    const Rgb black_ish = mix(theme.dark ? theme.ground.front() : theme.ink, kBlack, 0.55);
    theme.on_accent = contrast(theme.accent, kWhite) > contrast(theme.accent, black_ish) ? kWhite : black_ish;
    theme.caption_ground = with_contrast(black_ish, kWhite, 16, kBlack);
    theme.caption_accent = with_contrast(parse_colour(palette.accent, kUsualAccent), theme.caption_ground, 9, kWhite);
    return theme;
}

}  // namespace mss::picture
