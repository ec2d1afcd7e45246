// A headline and rows: each row's card slides in with a badge as its words are spoken; before the first one the
// headline has the stage to itself.

#include <algorithm>
#include <string>
#include <vector>

#include "picture/scene_parts.hpp"

namespace mss::picture {

namespace {

constexpr std::size_t kMostRows = 6;

struct Arrangement {
    Box headline;
    Box rows;
};

/// Vertical: headline above the rows. Wide: headline at the left; the two stand in the middle as one group.
Arrangement arrange(const SceneKit& kit, const TypeStyle& headline_style) {
    const Box& area = kit.stage.content;
    if (kit.plan.headline.empty()) return {{}, area};
    if (kit.stage.vertical) {
        const double headline = area.height * 0.26;
        const double gap = kit.px(48);
        return {{area.x, area.y, area.width, headline},
                {area.x, area.y + headline + gap, area.width, area.height - headline - gap}};
    }
    const double gap = kit.px(90);
    const double headline = kit.type.set(kit.plan.headline, headline_style, area.width * 0.38, area.height).width() + 2;
    const double rows = std::min(area.width - headline - gap, kit.px(900));
    const double left = area.centre().x - (headline + gap + rows) / 2;
    return {{left, area.y, headline, area.height}, {left + headline + gap, area.y, rows, area.height}};
}

/// The frame at which a row comes in, a little before its words; rows without one follow each other evenly.
int row_start(const SceneKit& kit, std::size_t row) {
    constexpr int kAhead = 4;
    if (row < kit.plan.item_frames.size()) return std::max(kit.since_arrival(kit.plan.item_frames[row]) - kAhead, 0);
    return 12 + 20 * static_cast<int>(row);
}

/// The badge of a row: its icon, or its number; all rows of a list have the same kind.
Furniture row_badge(const SceneKit& kit, std::size_t row, double diameter, bool with_icons) {
    if (with_icons) return make_badge(kit.theme, diameter, kit.icon(row), kit.stage.unit);
    return make_number_badge(kit, static_cast<int>(row) + 1, diameter);
}

bool has_icons(const SceneKit& kit, std::size_t rows) {
    for (std::size_t row = 0; row < rows; ++row)
        if (kit.icon(row) == nullptr) return false;
    return true;
}

struct Row {
    std::size_t number;
    Box box;
    int next_start;  ///< when the row after it comes in; -1: never
    bool with_icon;
};

void add_row(Layers& layers, const SceneKit& kit, const Row& row) {
    const Box& box = row.box;
    const int start = row_start(kit, row.number);
    const double radius = std::min(box.height / 2, kit.px(48));
    Motion slide{.entrance = Entrance::slide, .start = start, .length = 20, .offset = -kit.px(90)};
    slide.float_y = kit.px(4);
    slide.phase = 0.13 * static_cast<double>(row.number);
    slide.dim_at = row.next_start;
    slide.dimmed = 0.45;
    add_furniture(layers, make_card(kit.theme, box.width, box.height, radius, kit.stage.unit), {box.x, box.y}, slide);

    const double inset = box.height * 0.17;
    const double badge = std::min(box.height - 2 * inset, kit.px(112));
    const double gap = kit.px(34);
    TypeStyle style = text_style(kit, kit.stage.vertical ? 54 : 50, 28);
    style.lines = 2;
    const SetText text =
        kit.type.set(kit.plan.items[row.number], style, box.width - badge - 2 * inset - 2 * gap, box.height - inset);
    const bool mirrored = text.right_to_left();
    const double badge_x = mirrored ? box.right() - inset - badge : box.x + inset;
    Motion pop = slide;
    pop.entrance = Entrance::pop;
    pop.start = start + 3;
    pop.length = 16;
    pop.dim_at = -1;
    add_furniture(layers, row_badge(kit, row.number, badge, row.with_icon), {badge_x, box.centre().y - badge / 2}, pop);

    slide.start = start + 4;
    slide.dimmed = kit.theme.dark ? 0.82 : 0.78;
    slide.offset = mirrored ? kit.px(70) : -kit.px(70);
    const Box beside{mirrored ? box.x + gap : badge_x + badge + gap, box.y, box.width - badge - inset - 2 * gap,
                     box.height};
    add_text(layers, text, {leading_edge(text, beside), box.centre().y - text.height() / 2}, slide);
}

}  // namespace

Layers make_list_reveal(const SceneKit& kit) {
    Layers layers;
    const std::size_t count = std::min(kit.plan.items.size(), kMostRows);
    if (count == 0) return make_kinetic_title(kit);
    TypeStyle style = headline_style(kit, kit.stage.vertical ? 96 : 92, 44);
    style.align = Align::left;
    style.lines = kit.stage.vertical ? 3 : 5;
    const Arrangement at = arrange(kit, style);
    const SetText headline = kit.type.set(kit.plan.headline, style, at.headline.width, at.headline.height);

    const double gap = kit.px(24);
    const double room = (at.rows.height + gap) / static_cast<double>(count) - gap;
    const double height = std::min(room, kit.px(kit.stage.vertical ? 158 : 148));
    const double rows_height = static_cast<double>(count) * (height + gap) - gap;
    // Headline and rows stand in the middle of the area as one group.
    const double slack = at.rows.height - rows_height;
    double top = at.rows.y + slack / 2;
    Point place{leading_edge(headline, at.headline), at.headline.centre().y - headline.height() / 2};
    if (kit.stage.vertical) place.y = std::max(at.headline.y, top - kit.px(52) - headline.height());
    Motion motion{.start = 1, .length = 20, .offset = kit.px(46), .float_y = kit.px(4), .period = 190};
    // Until the first row comes the headline stands alone, so it waits in the middle.
    constexpr int kLongWait = 30;
    constexpr int kGlideAhead = 14;
    if (const int first = row_start(kit, 0); first > kLongWait) {
        const Point middle = kit.stage.content.centre();
        motion.glide_at = first - kGlideAhead;
        motion.waits_at = kit.stage.vertical ? Point{0, middle.y - headline.height() / 2 - place.y}
                                             : Point{middle.x - headline.width() / 2 - place.x, 0};
    }
    add_words(layers, headline, place, kit.theme.accent, motion);
    const bool with_icons = has_icons(kit, count);
    for (std::size_t row = 0; row < count; ++row) {
        const int next = row + 1 < count ? row_start(kit, row + 1) : -1;
        add_row(layers, kit, {row, {at.rows.x, top, at.rows.width, height}, next, with_icons});
        top += height + gap;
    }
    return layers;
}

}  // namespace mss::picture
