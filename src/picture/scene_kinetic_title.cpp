// A headline as large as it can be, flush with where its script begins, coming in word by word over an accent rule; the
// icon stands above it as a badge and, in a wide picture with room, beside it as a large, faint drawing. Key points
// come below the rule or, in a wide picture, at the headline's side, each as it is said.

#include <algorithm>
#include <vector>

#include "model/script.hpp"
#include "picture/scene_parts.hpp"

namespace mss::picture {

namespace {

constexpr std::size_t kMostPoints = model::ScriptLimits::kItemsMax;

/// Never behind the words: a drawing that crosses letters makes them hard to read.
void add_drawing(Layers& layers, const SceneKit& kit, const SetText& text) {
    const icons::Icon* icon = kit.icon(0);
    const Box& area = kit.stage.content;
    // It may reach into the margin: nothing of it has to be read.
    const double overhang = kit.px(130);
    const double size = std::min(kit.px(760), area.width - text.width() - kit.px(110) + overhang);
    if (icon == nullptr || size < kit.px(420)) return;
    const double x = text.right_to_left() ? area.x - overhang : area.right() + overhang - size;
    add_furniture(layers, make_icon(kit.theme, icon, size, 0.9, kit.theme.dark ? kWhite : kit.theme.ink),
                  {x, area.centre().y - size / 2},
                  {.start = 0,
                   .length = 40,
                   .offset = kit.px(120),
                   .float_x = kit.px(14),
                   .float_y = kit.px(22),
                   .period = 260,
                   .phase = kit.random().unit(),
                   .opacity = kit.theme.dark ? 0.13 : 0.08});
}

/// The key points, one a row of that height, in `box` from its top.
void add_points(Layers& layers, const SceneKit& kit, const Box& box, double row) {
    const std::size_t count = std::min(kit.plan.items.size(), kMostPoints);
    const double bar = kit.px(44);
    const double gap = kit.px(26);
    for (std::size_t i = 0; i < count; ++i) {
        TypeStyle style = text_style(kit, kit.stage.vertical ? 66 : 72, 34);
        style.lines = 1;
        style.weight = 700;
        const SetText text = kit.type.set(kit.plan.items[i], style, box.width - bar - gap, row);
        const int start = i < kit.plan.item_frames.size() ? std::max(kit.since_arrival(kit.plan.item_frames[i]) - 4, 0)
                                                          : 12 + 20 * static_cast<int>(i);
        const bool mirrored = text.right_to_left();
        const double middle = box.y + row * (static_cast<double>(i) + 0.5);
        const Motion slide{.entrance = Entrance::slide,
                           .start = start,
                           .length = 20,
                           .offset = mirrored ? kit.px(80) : -kit.px(80),
                           .float_y = kit.px(4),
                           .period = 190,
                           .phase = 0.3 + 0.05 * static_cast<double>(i)};
        add_furniture(layers, make_rule(kit.theme, bar, kit.px(9)),
                      {mirrored ? box.right() - bar : box.x, middle - kit.px(4)}, slide);
        add_text(layers, text,
                 {mirrored ? box.right() - bar - gap - text.width() : box.x + bar + gap, middle - text.height() / 2},
                 slide);
    }
}

TypeStyle title_style(const SceneKit& kit) {
    TypeStyle style = headline_style(kit, kit.stage.vertical ? 176 : 160, 48);
    style.align = Align::left;
    style.weight = 850;
    style.tracking = -24;
    style.lines = kit.stage.vertical ? 6 : 4;
    return style;
}

/// The accent rule under a headline that comes in word by word.
void add_title_rule(Layers& layers, const SceneKit& kit, Point place, double width, double height, bool mirrored) {
    add_furniture(layers, make_rule(kit.theme, width, height), place,
                  {.entrance = Entrance::slide,
                   .start = 4 + std::min(3 * static_cast<int>(kit.plan.headline.size() / 6), 34),
                   .length = 26,
                   .offset = mirrored ? width : -width,
                   .float_y = kit.px(5),
                   .period = 190,
                   .phase = 0.28});
}

}  // namespace

Layers make_kinetic_title(const SceneKit& kit) {
    Layers layers;
    const Box& area = kit.stage.content;
    const bool tall = kit.stage.vertical;
    const auto count = static_cast<double>(std::min(kit.plan.items.size(), kMostPoints));
    const double row = kit.px(tall ? 92 : 112);
    const double points_gap = kit.px(40);
    const double points_room = count > 0 && tall ? points_gap + count * row : 0;
    const double words_width = count > 0 && !tall ? area.width * 0.58 : area.width;

    const icons::Icon* icon = kit.icon(0);
    const double badge = icon != nullptr ? kit.px(136) : 0;
    const double badge_gap = icon != nullptr ? kit.px(44) : 0;
    const double rule_height = kit.px(14);
    const double rule_gap = kit.px(44);
    const double room = area.height - badge - badge_gap - rule_gap - rule_height - points_room;
    const SetText text = kit.type.set(kit.plan.headline, title_style(kit), words_width, room);
    if (count == 0 && !tall && !text.empty()) add_drawing(layers, kit, text);

    const double rule_room = text.empty() ? 0 : rule_gap + rule_height;
    const double total = badge + badge_gap + text.height() + rule_room + points_room;
    double y = area.y + (area.height - total) / 2;
    const bool mirrored = text.right_to_left();
    const auto flush = [&](double width) { return mirrored ? area.right() - width : area.x; };
    if (icon != nullptr) {
        const double x = text.empty() ? area.centre().x - badge / 2 : flush(badge);
        add_furniture(
            layers, make_badge(kit.theme, badge, icon, kit.stage.unit), {x, y},
            beating(kit, {.entrance = Entrance::pop, .start = 1, .length = 18, .float_y = kit.px(5), .period = 160}));
        y += badge + badge_gap;
    }
    add_words(
        layers, text, {leading_edge(text, area), y}, kit.theme.accent,
        beating(kit,
                {.start = 4, .length = 22, .offset = kit.px(74), .float_y = kit.px(5), .period = 190, .phase = 0.2}),
        {.frames = 3, .latest = 34});
    y += text.height();
    const double rule = kit.px(190);
    if (!text.empty()) add_title_rule(layers, kit, {flush(rule), y + rule_gap}, rule, rule_height, mirrored);
    y += rule_room + points_gap;
    const double side = area.width * 0.36;
    if (tall)
        add_points(layers, kit, {area.x, y, area.width, count * row}, row);
    else
        add_points(layers, kit,
                   {mirrored ? area.x : area.right() - side, area.centre().y - count * row / 2, side, count * row},
                   row);
    return layers;
}

}  // namespace mss::picture
