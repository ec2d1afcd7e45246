#pragma once
// Theme: the colours of everything that is drawn, derived from a palette and a style so that text can be read on the
// ground whatever the palette. Values; any thread.

#include <array>

#include "media_protocol/picture.hpp"
#include "picture/colour.hpp"

namespace mss::picture {

struct Theme {
    bool dark = true;             ///< light ink on a dark ground
    std::array<Rgb, 5> ground{};  ///< dark to light
    Rgb ink;                      ///< text on the ground
    Rgb accent;                   ///< emphasis on the ground
    Rgb on_accent;                ///< text and icons on a field of accent
    Rgb card;                     ///< fill of cards
    double card_opacity = 0.2;
    Rgb edge;  ///< their outline
    double edge_opacity = 0.3;
    double shadow = 0.35;  ///< strength of shadows
    Rgb caption_ink = kWhite;
    Rgb caption_accent;  ///< the spoken word
    Rgb caption_ground;  ///< what captions are backed with where the ground is too light
};

Theme make_theme(const media_protocol::Palette& palette, media_protocol::Style style);

}  // namespace mss::picture
