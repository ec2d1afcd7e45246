// A headline as large as it can be, flush with where its script begins, coming in word by word over an accent rule; the
// icon stands above it as a badge and behind it as a large, faint drawing.

#include <algorithm>

#include "picture/scene_parts.hpp"

namespace mss::picture {

namespace {

void add_backdrop(Layers& layers, const SceneKit& kit, const icons::Icon* icon) {
    const double size = kit.px(kit.stage.vertical ? 860 : 760);
    const Box& area = kit.stage.content;
    const Point place{area.right() - size * 0.72, area.centre().y - size * 0.42};
    Furniture drawing = make_icon(kit.theme, icon, size, 0.9, kit.theme.dark ? kWhite : kit.theme.ink);
    add_furniture(layers, std::move(drawing), place,
                  {.entrance = Entrance::rise,
                   .start = 0,
                   .length = 40,
                   .offset = kit.px(120),
                   .float_x = kit.px(14),
                   .float_y = kit.px(22),
                   .period = 260,
                   .phase = kit.random().unit(),
                   .opacity = kit.theme.dark ? 0.13 : 0.08});
}

}  // namespace

Layers make_kinetic_title(const SceneKit& kit) {
    Layers layers;
    const Box& area = kit.stage.content;
    const icons::Icon* icon = kit.icon(0);
    if (icon != nullptr) add_backdrop(layers, kit, icon);

    const double badge = icon != nullptr ? kit.px(136) : 0;
    const double badge_gap = icon != nullptr ? kit.px(44) : 0;
    const double rule_height = kit.px(14);
    const double rule_gap = kit.px(44);
    TypeStyle style = headline_style(kit, kit.stage.vertical ? 150 : 140, 48);
    style.align = Align::left;
    style.weight = 850;
    style.tracking = -24;
    style.lines = kit.stage.vertical ? 6 : 3;
    const double room = area.height - badge - badge_gap - rule_gap - rule_height;
    const SetText text = kit.type.set(kit.plan.headline, style, area.width, room);

    const double total = badge + badge_gap + text.height() + (text.empty() ? 0 : rule_gap + rule_height);
    double y = area.y + (area.height - total) / 2;
    const double sway_pixels = kit.px(5);
    const auto flush = [&](double width) { return text.right_to_left() ? area.right() - width : area.x; };
    if (icon != nullptr) {
        const double x = text.empty() ? area.centre().x - badge / 2 : flush(badge);
        add_furniture(
            layers, make_badge(kit.theme, badge, icon, kit.stage.unit), {x, y},
            beating(kit, {.entrance = Entrance::pop, .start = 1, .length = 18, .float_y = sway_pixels, .period = 160}));
        y += badge + badge_gap;
    }
    if (text.empty()) return layers;
    add_words(
        layers, text, {leading_edge(text, area), y}, kit.theme.accent,
        beating(kit,
                {.start = 4, .length = 22, .offset = kit.px(74), .float_y = sway_pixels, .period = 190, .phase = 0.2}),
        {.frames = 3, .latest = 34});
    y += text.height() + rule_gap;
    const double rule = kit.px(190);
    add_furniture(layers, make_rule(kit.theme, rule, rule_height), {flush(rule), y},
                  {.entrance = Entrance::slide,
                   .start = 4 + std::min(3 * static_cast<int>(kit.plan.headline.size() / 6), 34),
                   .length = 26,
                   .offset = text.right_to_left() ? rule : -rule,
                   .float_y = sway_pixels,
                   .period = 190,
                   .phase = 0.28});
    return layers;
}

}  // namespace mss::picture
