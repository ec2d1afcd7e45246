#include "picture/thumbnail.hpp"

#include <algorithm>
#include <cmath>
#include <string>

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

/// Type over the left of a wide picture or the lower part of a tall one, the icon beside it.
Layers make_type_and_icon(const SceneKit& kit) {
    Layers layers;
    const Box area = whole_area(kit.stage);
    const bool tall = kit.stage.vertical;
    const bool has_icon = kit.icon(0) != nullptr;
    Box words = area;
    Box picture = area;
    if (has_icon && tall) {
        picture.height = area.height * 0.38;
        words.y += picture.height + kit.px(40);
        words.height -= picture.height + kit.px(40);
    } else if (has_icon) {
        words.width = area.width * 0.62;
        picture.x += words.width + kit.px(40);
        picture.width -= words.width + kit.px(40);
    }
    if (has_icon) add_icon(layers, kit, picture.inset(kit.px(10)), kit.theme.ink);
    TypeStyle style = poster_style(kit, tall ? 210 : 250);
    style.align = Align::left;
    const double rule_room = kit.px(70);
    const SetText text = kit.type.set(kit.plan.headline, style, words.width, words.height - rule_room);
    const double top = tall ? words.y : words.centre().y - (text.height() + rule_room) / 2;
    add_words(layers, text, {leading_edge(text, words), top}, kit.theme.accent, {});
    const double rule = kit.px(260);
    if (!text.empty())
        add_furniture(layers, make_rule(kit.theme, rule, kit.px(22)),
                      {text.right_to_left() ? words.right() - rule : words.x, top + text.height() + kit.px(36)}, {});
    return layers;
}

/// The words on a card in the middle, the icon as a badge on the card's upper edge.
Layers make_centred_card(const SceneKit& kit) {
    Layers layers;
    const Box area = whole_area(kit.stage);
    const double badge = kit.icon(0) != nullptr ? kit.px(kit.stage.vertical ? 300 : 230) : 0;
    const double padding = kit.px(70);
    TypeStyle style = poster_style(kit, kit.stage.vertical ? 190 : 200);
    const double room = area.height - badge / 2 - badge * 0.45 - 2 * padding;
    const SetText text = kit.type.set(kit.plan.headline, style, area.width - 2 * padding, room);
    const double height = text.height() + badge * 0.45 + 2 * padding;
    const Box card{area.x, area.y + (area.height - height + badge / 2) / 2, area.width, height};
    add_furniture(layers, make_card(kit.theme, card.width, card.height, kit.px(80), kit.stage.unit), {card.x, card.y},
                  {});
    if (badge > 0)
        add_furniture(layers, make_badge(kit.theme, badge, kit.icon(0), kit.stage.unit),
                      {card.centre().x - badge / 2, card.y - badge / 2}, {});
    add_words(layers, text, {card.centre().x - text.width() / 2, card.bottom() - padding - text.height()},
              kit.theme.accent, {});
    return layers;
}

/// A slanted strip of accent colour that carries the figure, or the icon where there is none; the words stand above it.
Layers make_strip(const SceneKit& kit) {
    Layers layers;
    const Stage& stage = kit.stage;
    const Box area = whole_area(stage);
    const double strip_height = stage.height * (stage.vertical ? 0.22 : 0.36);
    const double slant = strip_height * 0.22;
    const Canvas strip(stage.width + 8, strip_height + slant + 60);
    cairo_move_to(strip.context(), 0, slant + 30);
    cairo_line_to(strip.context(), strip.width(), 30);
    cairo_line_to(strip.context(), strip.width(), strip_height + 30);
    cairo_line_to(strip.context(), 0, strip_height + slant + 30);
    cairo_close_path(strip.context());
    strip.set_colour(kit.theme.accent);
    cairo_fill(strip.context());
    const double strip_top = stage.height - strip_height - slant - 30 - stage.height * (stage.vertical ? 0.16 : 0.03);
    add(layers, Sprite(with_shadow(strip, kit.px(24), 0, 0.4)), {-4, strip_top}, {});

    const Box band{area.x, strip_top + 30 + slant / 2, area.width, strip_height};
    TypeStyle figure_style = poster_style(kit, 400);
    figure_style.size = strip_height * 0.8;
    figure_style.colour = kit.theme.on_accent;
    figure_style.shadow = 0;
    figure_style.lines = 1;
    const SetText figure = kit.type.set(kit.plan.number, figure_style, band.width, band.height);
    const Point middle = band.centre();
    if (!figure.empty()) {
        add_text(layers, figure, {middle.x - figure.width() / 2, middle.y - figure.height() / 2}, {});
    } else {
        for (std::size_t i = 0; i < 3; ++i) {
            const double size = std::min(band.height * 0.62, band.width / 4.4);
            add_furniture(
                layers, make_icon(kit.theme, kit.icon(i), size, 2, kit.theme.on_accent),
                {middle.x - size / 2 + (static_cast<double>(i) - (kit.icon(2) != nullptr ? 1 : 0)) * size * 1.5,
                 middle.y - size / 2},
                {});
        }
    }
    const double room = strip_top + 30 - area.y;
    const SetText text =
        kit.type.set(kit.plan.headline, poster_style(kit, stage.vertical ? 200 : 220), area.width, room - kit.px(30));
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
