#include "picture/thumbnail.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <vector>

#include "codec/jpeg_file.hpp"
#include "picture/motes.hpp"
#include "picture/scene_parts.hpp"

namespace mss::picture {

namespace {

constexpr std::int64_t kMostBytes = 2'000'000;
/// A frame at which every entrance is over.
constexpr int kSettled = 10'000;

/// Thumbnails use nearly the whole picture: no app lays buttons over them.
Box whole_area(const Stage& stage) {
    const double margin = stage.unit * (stage.vertical ? 84 : 72);
    return Box{0, 0, static_cast<double>(stage.width), static_cast<double>(stage.height)}.inset(margin);
}

TypeStyle poster_style(const SceneKit& kit, double size) {
    TypeStyle style = headline_style(kit, size, 54);
    style.weight = 900;
    style.tracking = -26;
    style.line_height = 0.92;
    style.lines = kit.stage.vertical ? 6 : 4;
    style.shadow = kit.theme.dark ? 0.55 : 0;
    return style;
}

void add_icon(Layers& layers, const SceneKit& kit, const Box& box, Rgb colour) {
    const icons::Icon* icon = kit.icon(0);
    const double size = std::min(box.width, box.height);
    if (icon == nullptr || size < 8) return;
    const double glow = size * 0.62;
    add(layers, make_glow(glow, kit.theme.accent, kit.theme.dark ? 0.5 : 0.25, 1),
        {box.centre().x - glow - 2, box.centre().y - glow - 2}, {});
    add_furniture(layers, make_icon(kit.theme, icon, size, 1.7, colour),
                  {box.centre().x - size / 2, box.centre().y - size / 2}, {});
}

/// The figure with what it counts, or the second wording; for a tall picture without an icon, which has room for it.
SetText set_second(const SceneKit& kit, double width, double height, Align align) {
    if (!kit.stage.vertical || kit.icon(0) != nullptr) return {};
    TypeStyle style = poster_style(kit, 104);
    style.weight = 700;
    style.tracking = -12;
    style.line_height = 1.02;
    style.align = align;
    style.lines = 4;
    const std::string space = kit.plan.number.empty() || kit.plan.label.empty() ? "" : " ";
    return kit.type.set(kit.plan.number + space + kit.plan.label, style, width, height);
}

/// Type over the left of a wide picture, the icon beside it; in a tall one both in the middle, the icon above.
Layers make_type_and_icon(const SceneKit& kit) {
    Layers layers;
    const Box area = whole_area(kit.stage);
    const bool tall = kit.stage.vertical;
    const bool has_icon = kit.icon(0) != nullptr;
    Box words = area;
    Box picture = area;
    double picture_room = 0;
    if (has_icon && tall) {
        picture.height = area.height * 0.38;
        picture_room = picture.height + kit.px(40);
    } else if (has_icon) {
        words.width = area.width * 0.62;
        picture.x += words.width + kit.px(40);
        picture.width -= words.width + kit.px(40);
    }
    TypeStyle style = poster_style(kit, tall ? 300 : 250);
    style.align = Align::left;
    const double rule_room = kit.px(70);
    const SetText second = set_second(kit, area.width, area.height * 0.3, Align::left);
    const double second_room = second.empty() ? 0 : kit.px(64) + second.height();
    const SetText text =
        kit.type.set(kit.plan.headline, style, words.width, words.height - picture_room - rule_room - second_room);
    const double total = picture_room + text.height() + rule_room + second_room;
    double top = words.centre().y - total / 2;
    if (tall) picture.y = top;
    if (has_icon) add_icon(layers, kit, picture.inset(kit.px(10)), kit.theme.ink);
    top += picture_room;
    add_words(layers, text, {leading_edge(text, words), top}, kit.theme.accent, {});
    const double rule = kit.px(260);
    if (!text.empty())
        add_furniture(layers, make_rule(kit.theme, rule, kit.px(22)),
                      {text.right_to_left() ? words.right() - rule : words.x, top + text.height() + kit.px(36)}, {});
    add_text(layers, second,
             {leading_edge(second, area), top + text.height() + rule_room + second_room - second.height()}, {});
    return layers;
}

/// The words on a card in the middle, the icon as a badge on the card's upper edge.
Layers make_centred_card(const SceneKit& kit) {
    Layers layers;
    const Box area = whole_area(kit.stage);
    const bool tall = kit.stage.vertical;
    const double badge = kit.icon(0) != nullptr ? kit.px(tall ? 300 : 230) : 0;
    const double padding = kit.px(70);
    const double inner = area.width - 2 * padding;
    const SetText second = set_second(kit, inner, area.height * 0.26, Align::centre);
    const double second_room = second.empty() ? 0 : kit.px(150) + second.height();
    const double room = area.height - badge / 2 - badge * 0.45 - 2 * padding - second_room;
    const SetText text = kit.type.set(kit.plan.headline, poster_style(kit, tall ? 280 : 200), inner, room);
    const double used = text.height() + second_room + badge * 0.45 + 2 * padding;
    // A low card would leave a tall picture mostly empty.
    const double height = tall ? std::max(used, area.height * 0.62) : used;
    const Box card{area.x, area.y + (area.height - height + badge / 2) / 2, area.width, height};
    add_furniture(layers, make_card(kit.theme, card.width, card.height, kit.px(80), kit.stage.unit), {card.x, card.y},
                  {});
    if (badge > 0)
        add_furniture(layers, make_badge(kit.theme, badge, kit.icon(0), kit.stage.unit),
                      {card.centre().x - badge / 2, card.y - badge / 2}, {});
    const double top = card.y + badge * 0.45 + padding + (height - used) / 2;
    add_words(layers, text, {card.centre().x - text.width() / 2, top}, kit.theme.accent, {});
    if (second.empty()) return layers;
    const double rule = kit.px(200);
    add_furniture(layers, make_rule(kit.theme, rule, kit.px(16)),
                  {card.centre().x - rule / 2, top + text.height() + kit.px(66)}, {});
    add_text(layers, second, {card.centre().x - second.width() / 2, top + text.height() + kit.px(150)}, {});
    return layers;
}

/// Adds texts one under the other in the middle of `box`, or side by side where it is wide.
void add_pair(Layers& layers, const SetText& figure, const SetText& label, const Box& box, bool tall, double gap) {
    const Point middle = box.centre();
    if (tall || label.empty()) {
        const double total = figure.height() + label.height();
        const double top = middle.y - total / 2;
        add_text(layers, figure, {middle.x - figure.width() / 2, top}, {});
        add_text(layers, label, {middle.x - label.width() / 2, top + figure.height()}, {});
        return;
    }
    const double left = middle.x - (figure.width() + gap + label.width()) / 2;
    add_text(layers, figure, {left, middle.y - figure.height() / 2}, {});
    add_text(layers, label, {left + figure.width() + gap, middle.y - label.height() / 2}, {});
}

TypeStyle band_style(const SceneKit& kit, double size, int lines) {
    TypeStyle style = poster_style(kit, 10);
    style.size = size;
    style.smallest = kit.px(40);
    style.colour = kit.theme.on_accent;
    style.shadow = 0;
    style.lines = lines;
    return style;
}

/// What the strip carries: the figure with what it counts; else a phrase; else icons. False where there is nothing.
bool fill_band(Layers& layers, const SceneKit& kit, const Box& band) {
    const bool tall = kit.stage.vertical;
    const std::string& label_text = kit.plan.label;
    if (!kit.plan.number.empty()) {
        const double figure_height = tall && !label_text.empty() ? band.height * 0.64 : band.height;
        const double figure_width = tall || label_text.empty() ? band.width : band.width * 0.5;
        const SetText figure =
            kit.type.set(kit.plan.number, band_style(kit, figure_height * 0.8, 1), figure_width, figure_height);
        TypeStyle style = band_style(kit, band.height * (tall ? 0.2 : 0.26), tall ? 1 : 2);
        if (!tall) style.align = Align::left;
        const double gap = kit.px(50);
        const SetText label = kit.type.set(label_text, style, tall ? band.width : band.width - figure.width() - gap,
                                           tall ? band.height - figure_height : band.height * 0.9);
        add_pair(layers, figure, label, band, tall, gap);
        return true;
    }
    if (!label_text.empty()) {
        const SetText phrase =
            kit.type.set(label_text, band_style(kit, band.height * 0.44, 2), band.width, band.height * 0.92);
        add_pair(layers, phrase, {}, band, tall, 0);
        return true;
    }
    std::vector<const icons::Icon*> icons;
    for (std::size_t i = 0; i < 3; ++i)
        if (kit.icon(i) != nullptr) icons.push_back(kit.icon(i));
    const double size = std::min(band.height * 0.72, band.width / 4.4);
    double x = band.centre().x - size * (1 + 1.5 * (static_cast<double>(icons.size()) - 1)) / 2;
    for (const icons::Icon* icon : icons) {
        add_furniture(layers, make_icon(kit.theme, icon, size, 2, kit.theme.on_accent), {x, band.centre().y - size / 2},
                      {});
        x += 1.5 * size;
    }
    return !icons.empty();
}

/// A slanted strip of accent colour with its upper left corner `slant` below the upper right one, across the picture.
void add_strip(Layers& layers, const SceneKit& kit, double top, double height, double slant) {
    const double margin = 30;
    const Canvas strip(kit.stage.width + 8, height + slant + 2 * margin);
    cairo_move_to(strip.context(), 0, slant + margin);
    cairo_line_to(strip.context(), strip.width(), margin);
    cairo_line_to(strip.context(), strip.width(), height + margin);
    cairo_line_to(strip.context(), 0, height + slant + margin);
    cairo_close_path(strip.context());
    strip.set_colour(kit.theme.accent);
    cairo_fill(strip.context());
    add(layers, Sprite(with_shadow(strip, kit.px(24), 0, 0.4)), {-4, top - margin}, {});
}

/// The words above a slanted strip of accent colour, or on it where there is nothing else for the strip to carry.
Layers make_strip(const SceneKit& kit) {
    Layers content;
    const Stage& stage = kit.stage;
    const Box area = whole_area(stage);
    const double height = stage.height * (stage.vertical ? 0.26 : 0.36);
    const double slant = height * 0.22;
    const double top = stage.height - height - slant - stage.height * (stage.vertical ? 0.10 : 0.04);
    const Box band{area.x, top + slant / 2, area.width, height};
    Layers layers;
    if (!fill_band(content, kit, band)) {
        const double high = stage.height * 0.62;
        const double middle = stage.height / 2.0;
        add_strip(layers, kit, middle - high / 2 - slant / 2, high, slant);
        const SetText text =
            kit.type.set(kit.plan.headline, band_style(kit, kit.px(stage.vertical ? 280 : 230), stage.vertical ? 6 : 3),
                         area.width, high * 0.8);
        add_text(layers, text, {area.centre().x - text.width() / 2, middle - text.height() / 2}, {});
        return layers;
    }
    add_strip(layers, kit, top, height, slant);
    std::ranges::move(content, std::back_inserter(layers));
    const double room = top - area.y;
    const SetText text =
        kit.type.set(kit.plan.headline, poster_style(kit, stage.vertical ? 280 : 220), area.width, room - kit.px(30));
    add_words(layers, text, {area.centre().x - text.width() / 2, area.y + (room - text.height()) / 2}, kit.theme.accent,
              {});
    return layers;
}

}  // namespace

Result<codec::Frame> draw_thumbnail(const media_protocol::ThumbnailRequest& request) {
    MSS_TRY_ASSIGN(const Stage stage, make_stage(request.width, request.height));
    const media_protocol::ScenePlan& plan = request.scene;
    const Theme theme = make_theme(plan.palette, plan.style);
    const Typesetter type(plan.language);
    const icons::IconSet icons;
    const SceneKit kit{plan, stage, theme, type, icons};
    const int variant = (request.variant % 3 + 3) % 3;
    const Layers layers = variant == 0   ? make_type_and_icon(kit)
                          : variant == 1 ? make_centred_card(kit)
                                         : make_strip(kit);
    codec::Frame frame(request.width, request.height);
    // Each variant shows the ground at another moment.
    make_ground(stage, theme, plan.style, plan.seed)->draw(plan.start_frame + 131 * variant, frame);
    for (const auto& layer : layers)
        layer->draw(kSettled, frame, 1);
    return frame;
}

Result<media_protocol::ThumbnailReply> render_thumbnail(const media_protocol::ThumbnailRequest& request) {
    MSS_TRY_ASSIGN(const codec::Frame frame, draw_thumbnail(request));
    MSS_TRY_ASSIGN(const std::int64_t bytes, codec::write_jpeg(frame, request.output, kMostBytes));
    return media_protocol::ThumbnailReply{bytes};
}

}  // namespace mss::picture
