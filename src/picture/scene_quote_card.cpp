// A quotation on a card, with a large mark that overlaps the card's edge, and below it who said it.

#include <algorithm>

#include "picture/scene_parts.hpp"

namespace mss::picture {

namespace {

/// The opening mark, cropped to its ink: fonts place it high in a line that is mostly empty.
Furniture make_mark(const SceneKit& kit, double size) {
    TypeStyle style = headline_style(kit, 10, 10);
    style.size = style.smallest = size;
    style.weight = 900;
    style.colour = kit.theme.accent;
    style.shadow = kit.theme.shadow * 0.6;
    const SetText mark = kit.type.set("\u201C", style, size * 2, size * 2);
    return {mark.sprite(), -mark.place().x};
}

}  // namespace

Layers make_quote_card(const SceneKit& kit) {
    Layers layers;
    const Box& area = kit.stage.content;
    const double padding = kit.px(72);
    const double mark_size = kit.px(300);
    const double mark_rise = kit.px(92);  // how far the mark stands out above the card
    const double label_gap = kit.px(40);
    const double widest = kit.stage.vertical ? area.width : area.width * 0.82;
    const double room_across = widest - 2 * padding;

    const SetText label = kit.type.set(kit.plan.label, text_style(kit, 46, 28), room_across - kit.px(84), kit.px(120));
    const double label_room = label.empty() ? 0 : label.height() + label_gap;
    TypeStyle style = text_style(kit, kit.stage.vertical ? 78 : 74, 36);
    style.weight = 700;
    style.tracking = -12;
    style.lines = 9;
    const SetText quote =
        kit.type.set(kit.plan.headline, style, room_across, area.height - mark_rise - 2.2 * padding - label_room);
    if (quote.empty() && label.empty()) return layers;
    // The card is as wide as what it holds, in a tall picture as wide as everything else.
    const double inner = kit.stage.vertical ? room_across : std::max(quote.width(), label.width() + kit.px(84));
    const double width = inner + 2 * padding;

    const double top_padding = padding * 1.25;
    const double height = top_padding + quote.height() + label_room + padding;
    const Box card{area.centre().x - width / 2, area.y + (area.height - height + mark_rise * 0.5) / 2, width, height};
    const Motion hang{.start = 2, .length = 26, .offset = kit.px(80), .float_y = kit.px(7), .period = 180};
    add_furniture(layers, make_card(kit.theme, card.width, card.height, kit.px(60), kit.stage.unit), {card.x, card.y},
                  hang);
    Motion pop = hang;
    pop.entrance = Entrance::pop;
    pop.start = 5;
    pop.length = 18;
    pop.phase = 0.04;
    // An opening mark stands where reading begins.
    const double mark_x =
        quote.right_to_left() ? card.right() - padding * 0.62 - mark_size * 0.45 : card.x + padding * 0.62;
    add_furniture(layers, make_mark(kit, mark_size), {mark_x, card.y - mark_rise - mark_size * 0.07},
                  beating(kit, pop));
    const Box inside{card.x + padding, card.y + top_padding, inner, quote.height()};
    Motion words = hang;
    words.start = 6;
    words.length = 20;
    words.offset = kit.px(26);
    add_words(layers, quote, {leading_edge(quote, inside), inside.y}, kit.theme.accent, beating(kit, words),
              {.frames = 2, .latest = 40});
    if (label.empty()) return layers;

    Motion late = words;
    late.start = 30;
    const double label_top = inside.bottom() + label_gap;
    const bool mirrored = label.right_to_left();
    const double rule = kit.px(52);
    const double rule_y = label_top + std::min(label.height(), label.size() * 1.25) / 2 - kit.px(3);
    add_furniture(layers, make_rule(kit.theme, rule, kit.px(7)), {mirrored ? inside.right() - rule : inside.x, rule_y},
                  late);
    const Box beside{mirrored ? inside.x : inside.x + kit.px(84), label_top, inner - kit.px(84), label.height()};
    add_text(layers, label, {leading_edge(label, beside), label_top}, late);
    return layers;
}

}  // namespace mss::picture
