// The everyday scene: a headline, and below it a pane of glass with a large icon, or with two, one after the other.

#include <algorithm>

#include "picture/motes.hpp"
#include "picture/scene_parts.hpp"

namespace mss::picture {

namespace {

struct Arrangement {
    Box headline;
    Box card;
};

/// Vertical: headline above the card. Wide: card at the left, headline at its right; the two stand in the middle.
Arrangement arrange(const SceneKit& kit, const TypeStyle& style) {
    const Box& area = kit.stage.content;
    if (kit.stage.vertical) {
        const double side = std::min(area.height * 0.57, area.width * 0.78);
        const double gap = kit.px(60);
        return {{area.x, area.y, area.width, area.height - side - gap},
                {area.centre().x - side / 2, area.bottom() - side, side, side}};
    }
    const double side = std::min(area.height * 0.86, area.width * 0.36);
    const double gap = kit.px(96);
    const double room = area.width - side - gap;
    const double used = kit.type.set(kit.plan.headline, style, room, area.height).width();
    const double left = area.x + (room - used) / 2;
    return {{left + side + gap, area.y, used, area.height}, {left, area.centre().y - side / 2, side, side}};
}

TypeStyle style_of(const SceneKit& kit, bool beside_card) {
    TypeStyle style = headline_style(kit, kit.stage.vertical ? 116 : 128, 44);
    style.align = beside_card && !kit.stage.vertical ? Align::left : Align::centre;
    return style;
}

void add_headline(Layers& layers, const SceneKit& kit, const Box& box, bool beside_card) {
    const TypeStyle style = style_of(kit, beside_card);
    const SetText text = kit.type.set(kit.plan.headline, style, box.width + 2, box.height);
    const double left = style.align == Align::left ? leading_edge(text, box) : box.centre().x - text.width() / 2;
    // Above a card the headline leans towards it, so that the two read as one group.
    const bool above_card = beside_card && kit.stage.vertical;
    const double top = above_card ? box.bottom() - text.height() : box.centre().y - text.height() / 2;
    add_words(layers, text, {left, top}, kit.theme.accent,
              beating(kit, {.start = 2, .length = 20, .offset = kit.px(46), .float_y = kit.px(5), .period = 190}));
}

}  // namespace

Layers make_mesh_gradient(const SceneKit& kit) {
    Layers layers;
    const icons::Icon* icon = kit.icon(0);
    if (icon == nullptr) {
        add_headline(layers, kit, kit.stage.content, false);
        return layers;
    }
    Arrangement at = arrange(kit, style_of(kit, true));
    if (kit.plan.headline.empty()) {
        at.card.x = kit.stage.content.centre().x - at.card.width / 2;
        at.card.y = kit.stage.content.centre().y - at.card.height / 2;
    }
    const Point centre = at.card.centre();
    const double phase = kit.random().unit();
    const double drift = kit.px(9);
    add_furniture(layers, make_card(kit.theme, at.card.width, at.card.height, kit.px(76), kit.stage.unit),
                  {at.card.x, at.card.y},
                  {.start = 4, .length = 26, .offset = kit.px(90), .float_y = drift, .period = 170, .phase = phase});

    const double radius = at.card.width * 0.44;
    add(layers, make_glow(radius, kit.theme.accent, kit.theme.dark ? 0.36 : 0.20, 1),
        {centre.x - radius - 2, centre.y - radius - 2},
        {.entrance = Entrance::fade,
         .start = 12,
         .length = 30,
         .float_x = drift,
         .float_y = drift * 1.5,
         .period = 170,
         .phase = phase + 0.06});

    // The icon sways further than the glass, as if it hung before it.
    const double size = at.card.width * 0.56;
    const Point corner{centre.x - size / 2, centre.y - size / 2};
    Motion hang{.entrance = Entrance::pop,
                .start = 11,
                .length = 20,
                .float_y = drift * 1.7,
                .period = 170,
                .phase = phase + 0.05};
    const icons::Icon* second = kit.icon(1);
    if (second == nullptr) {
        add_furniture(layers, make_icon(kit.theme, icon, size, 1.5, kit.theme.ink), corner, beating(kit, hang));
    } else {
        // In the middle of the scene the second takes the first one's place.
        Motion leaving = hang;
        const int change = kit.since_arrival(kit.plan.frames / 2);
        leaving.dim_at = change - 14;
        leaving.dimmed = 0;
        add_furniture(layers, make_icon(kit.theme, icon, size, 1.5, kit.theme.ink), corner, leaving);
        hang.start = change;
        add_furniture(layers, make_icon(kit.theme, second, size, 1.5, kit.theme.ink), corner, hang);
    }
    add_headline(layers, kit, at.headline, true);
    return layers;
}

}  // namespace mss::picture
