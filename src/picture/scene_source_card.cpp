// The closing card: "Sources" and what they are, one under the other. It stands only seconds, so all of it is there at
// once, in a size that can be read.

#include <algorithm>
#include <string>
#include <vector>

#include "picture/scene_parts.hpp"

namespace mss::picture {

namespace {

constexpr std::size_t kMostSources = model::ScriptLimits::kItemsMax;
constexpr int kMostLines = 3;

/// The entries, all in the size at which the longest one fits.
std::vector<SetText> set_lines(const SceneKit& kit, std::size_t count, double width, double height) {
    TypeStyle style = text_style(kit, 50, 36);
    style.lines = kMostLines;
    double size = style.size;
    for (std::size_t i = 0; i < count; ++i)
        size = std::min(size, kit.type.set(kit.plan.items[i], style, width, height).size());
    style.size = style.smallest = size;
    std::vector<SetText> lines;
    for (std::size_t i = 0; i < count; ++i)
        lines.push_back(kit.type.set(kit.plan.items[i], style, width, height));
    return lines;
}

}  // namespace

Layers make_source_card(const SceneKit& kit) {
    Layers layers;
    const Box& area = kit.stage.content;
    const std::string heading = kit.plan.headline.empty() ? "Sources" : kit.plan.headline;
    TypeStyle heading_style = headline_style(kit, 92, 44);
    heading_style.align = Align::left;
    heading_style.lines = 2;
    const double width = kit.stage.vertical ? area.width : area.width * 0.80;
    const double left = area.centre().x - width / 2;
    const SetText title = kit.type.set(heading, heading_style, width, area.height * 0.25);

    const std::size_t count = std::min(kit.plan.items.size(), kMostSources);
    const double padding = kit.px(60);
    const double number_width = kit.px(84);
    const double gap = kit.px(30);
    const double title_gap = kit.px(44);
    const double room = area.height - title.height() - title_gap - 2 * padding;
    const double most = count > 0 ? (room + gap) / static_cast<double>(count) - gap : 0;
    const std::vector<SetText> lines = set_lines(kit, count, width - 2 * padding - number_width, most);
    double lines_height = 0;
    for (const SetText& line : lines)
        lines_height += line.height() + (&line == lines.data() ? 0 : gap);
    const double card_height = count > 0 ? lines_height + 2 * padding : 0;
    const double total = title.height() + (count > 0 ? title_gap + card_height : 0);
    double y = area.y + (area.height - total) / 2;
    const Box row{left, y, width, title.height()};
    add_words(layers, title, {leading_edge(title, row), y}, kit.theme.accent,
              {.start = 0, .length = 10, .offset = kit.px(46), .float_y = kit.px(4), .period = 190});
    if (count == 0) return layers;

    y += title.height() + title_gap;
    const Motion hang{.start = 0, .length = 10, .offset = kit.px(50), .float_y = kit.px(6), .period = 180};
    add_furniture(layers, make_card(kit.theme, width, card_height, kit.px(56), kit.stage.unit), {left, y}, hang);
    y += padding;
    for (std::size_t i = 0; i < count; ++i) {
        Motion motion = hang;
        motion.start = 1 + static_cast<int>(i);
        motion.offset = kit.px(30);
        TypeStyle number_style = text_style(kit, 50, 36);
        number_style.size = lines[i].size();
        number_style.weight = 800;
        number_style.tabular = true;
        number_style.colour = kit.theme.accent;
        const SetText number = kit.type.set(std::to_string(i + 1), number_style, number_width, kit.px(80));
        const bool mirrored = lines[i].right_to_left();
        add_text(layers, number, {mirrored ? left + width - padding - number.width() : left + padding, y}, motion);
        const Box beside{mirrored ? left + padding : left + padding + number_width, y,
                         width - 2 * padding - number_width, lines[i].height()};
        add_text(layers, lines[i], {leading_edge(lines[i], beside), y}, motion);
        y += lines[i].height() + gap;
    }
    return layers;
}

}  // namespace mss::picture
