#include "picture/cards.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "icons/icons.hpp"
#include "picture/scene.hpp"

namespace mss::picture {

namespace {

/// Fills the current path with a sheen of light from the top left corner.
void fill_sheen(const Canvas& canvas, Box box, Rgb colour, double strongest, double weakest) {
    cairo_pattern_t* sheen = cairo_pattern_create_linear(box.x, box.y, box.right(), box.bottom());
    cairo_pattern_add_color_stop_rgba(sheen, 0, colour.red, colour.green, colour.blue, strongest);
    cairo_pattern_add_color_stop_rgba(sheen, 0.55, colour.red, colour.green, colour.blue, weakest);
    cairo_pattern_add_color_stop_rgba(sheen, 1, colour.red, colour.green, colour.blue, weakest * 1.8);
    cairo_set_source(canvas.context(), sheen);
    cairo_pattern_destroy(sheen);
}

/// A soft shadow of the shape that `path` makes, but only outside it: a see-through card must not darken twice.
void draw_outer_shadow(const Canvas& canvas, Box box, double radius, double spread, double drop, double opacity) {
    const Canvas shape(canvas.width(), canvas.height());
    shape.fill_rounded(box.inset(spread * 0.15), radius, kBlack, 1);
    const Canvas shadow = blurred_shape(shape, kBlack, opacity, {0, drop}, spread);
    cairo_set_operator(shadow.context(), CAIRO_OPERATOR_CLEAR);
    shadow.rounded_path(box, radius);
    cairo_fill(shadow.context());
    canvas.draw(shadow);
}

struct Disc {
    Canvas canvas;
    Box box;
};

/// A disc of accent colour with a shadow and a sheen.
Disc make_disc(const Theme& theme, double diameter, double unit) {
    const double margin = std::ceil(30 * unit);
    Disc disc{Canvas(diameter + 2 * margin, diameter + 2 * margin), {margin, margin, diameter, diameter}};
    draw_outer_shadow(disc.canvas, disc.box, diameter / 2, 24 * unit, 8 * unit, theme.shadow);
    disc.canvas.fill_rounded(disc.box, diameter / 2, theme.accent, 1);
    disc.canvas.rounded_path(disc.box, diameter / 2);
    fill_sheen(disc.canvas, disc.box, kWhite, 0.28, 0.0);
    cairo_fill(disc.canvas.context());
    return disc;
}

}  // namespace

Furniture make_card(const Theme& theme, double width, double height, double radius, double unit) {
    const double margin = std::ceil(56 * unit);
    const Canvas canvas(width + 2 * margin, height + 2 * margin);
    const Box box{margin, margin, width, height};
    draw_outer_shadow(canvas, box, radius, 44 * unit, 16 * unit, theme.shadow);
    canvas.fill_rounded(box, radius, theme.card, theme.card_opacity);
    if (theme.dark) {
        canvas.rounded_path(box, radius);
        fill_sheen(canvas, box, kWhite, 0.17, 0.03);
        cairo_fill(canvas.context());
    }
    const double line = std::max(1.0, 2 * unit);
    canvas.rounded_path(box.inset(line / 2), radius - line / 2);
    fill_sheen(canvas, box, theme.edge, theme.edge_opacity * 1.4, theme.edge_opacity * 0.4);
    cairo_set_line_width(canvas.context(), line);
    cairo_stroke(canvas.context());
    return {Sprite(canvas), margin};
}

Furniture make_badge(const Theme& theme, double diameter, const icons::Icon* icon, double unit) {
    const Disc disc = make_disc(theme, diameter, unit);
    if (icon != nullptr) draw_icon(disc.canvas, icon->body, disc.box.inset(diameter * 0.23), theme.on_accent, 1.9);
    return {Sprite(disc.canvas), disc.box.x};
}

Furniture make_number_badge(const SceneKit& kit, int number, double diameter) {
    const Disc disc = make_disc(kit.theme, diameter, kit.stage.unit);
    TypeStyle style;
    style.size = style.smallest = diameter * 0.52;
    style.weight = 800;
    style.colour = kit.theme.on_accent;
    const SetText text = kit.type.set(std::to_string(number), style, diameter, diameter);
    text.draw(disc.canvas, {disc.box.centre().x - text.width() / 2, disc.box.centre().y - text.height() / 2});
    return {Sprite(disc.canvas), disc.box.x};
}

Furniture make_medallion(const Theme& theme, double diameter, const icons::Icon* icon, double unit) {
    const double margin = std::ceil(36 * unit);
    const Canvas canvas(diameter + 2 * margin, diameter + 2 * margin);
    const Box box{margin, margin, diameter, diameter};
    draw_outer_shadow(canvas, box, diameter / 2, 26 * unit, 9 * unit, theme.shadow);
    // Denser than a card: lines and lights pass behind it.
    canvas.fill_rounded(box, diameter / 2, theme.dark ? mix(theme.card, theme.ground[1], 0.5) : theme.card, 0.9);
    canvas.rounded_path(box, diameter / 2);
    fill_sheen(canvas, box, kWhite, 0.22, 0.02);
    cairo_fill(canvas.context());
    const double line = std::max(1.0, 2.5 * unit);
    canvas.rounded_path(box.inset(line / 2), diameter / 2);
    fill_sheen(canvas, box, theme.edge, theme.edge_opacity * 1.6, theme.edge_opacity * 0.6);
    cairo_set_line_width(canvas.context(), line);
    cairo_stroke(canvas.context());
    if (icon != nullptr) draw_icon(canvas, icon->body, box.inset(diameter * 0.25), theme.ink, 1.7);
    return {Sprite(canvas), margin};
}

Furniture make_icon(const Theme& theme, const icons::Icon* icon, double size, double stroke, Rgb colour) {
    if (icon == nullptr) return {};
    const double margin = std::ceil(size * 0.16);
    const Canvas canvas(size + 2 * margin, size + 2 * margin);
    draw_icon(canvas, icon->body, {margin, margin, size, size}, colour, stroke);
    return {Sprite(with_shadow(canvas, size * 0.09, size * 0.025, theme.shadow * (theme.dark ? 1.0 : 0.5))), margin};
}

Furniture make_rule(const Theme& theme, double width, double height) {
    const Canvas canvas(width + 4, height + 4);
    canvas.fill_rounded({2, 2, width, height}, height / 2, theme.accent, 1);
    return {Sprite(canvas), 2};
}

}  // namespace mss::picture
