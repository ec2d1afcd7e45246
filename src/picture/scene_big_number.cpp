// A figure that counts up as large as it can be, while it is said, with what it counts below; a share ("30 %") fills a
// ring of ticks. Where it is said late, the headline stands in its place until then, otherwise above it.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "picture/counter.hpp"
#include "picture/easing.hpp"
#include "picture/scene_parts.hpp"

namespace mss::picture {

namespace {

constexpr int kTicks = 60;
constexpr int kFigureStart = 3;
constexpr int kLongWait = 24;

/// When the figure comes, how long it counts, and whether the headline stands in its place before.
struct Timing {
    int start = kFigureStart;
    int counting = kCountingFrames;
    bool introduced = false;
    int label_start = kFigureStart + 13;
};

/// `badge`: whether an icon stands there from the start.
Timing timing_of(const SceneKit& kit, bool badge) {
    const media_protocol::ScenePlan& plan = kit.plan;
    Timing timing;
    if (plan.number_end <= plan.number_begin) return timing;
    timing.counting = std::clamp(plan.number_end - plan.number_begin, kFewestCountingFrames, kMostCountingFrames);
    const int said = kit.since_arrival(plan.number_begin);
    const bool waits = said - std::max(kit.since_arrival(0), kFigureStart) > kLongWait;
    timing.introduced = waits && !plan.headline.empty() && !plan.headline.contains(plan.number);
    // The opening's content has been there for a while when the video begins: its first frame is complete, with the
    // figure or with the headline in its place.
    const bool opening = plan.arrival < 0;
    // Nothing waits before an empty stage.
    const bool bare = waits && plan.label.empty() && !badge;
    if (!timing.introduced && (opening || bare)) return timing;
    timing.start = std::max(said, kFigureStart);
    if (timing.introduced) timing.label_start = timing.start + 8;
    return timing;
}

/// A ring of short strokes that light up clockwise until `share` of them shine.
class TickRing : public Layer {
public:
    TickRing(const SceneKit& kit, Point centre, double radius, double share, const Timing& timing)
        : share_(share), timing_(timing) {
        const double length = radius * 0.13;
        const double width = radius * 0.035;
        const double side = std::ceil(length + 2 * width) + 4;
        for (int i = 0; i < kTicks; ++i) {
            const double angle = 2 * std::numbers::pi * i / kTicks;
            const Point direction{std::sin(angle), -std::cos(angle)};
            const double middle = radius - length / 2;
            Tick tick;
            tick.place = {centre.x + direction.x * middle - side / 2, centre.y + direction.y * middle - side / 2};
            for (const bool lit : {false, true}) {
                const Canvas canvas(side, side);
                canvas.set_colour(lit ? kit.theme.accent : kit.theme.ink, lit ? 1 : 0.26);
                cairo_set_line_width(canvas.context(), width);
                cairo_move_to(canvas.context(), side / 2 - direction.x * length / 2,
                              side / 2 - direction.y * length / 2);
                cairo_line_to(canvas.context(), side / 2 + direction.x * length / 2,
                              side / 2 + direction.y * length / 2);
                cairo_stroke(canvas.context());
                (lit ? tick.lit : tick.dim) = Sprite(canvas);
            }
            ticks_.push_back(std::move(tick));
        }
    }

    void draw(int frame, codec::Frame& target, double opacity) const override {
        const double shown = opacity * ease_out_cubic(progress(frame, timing_.start, 18));
        const double lit = kTicks * share_ * ease_out_quint(progress(frame, timing_.start, timing_.counting));
        for (int i = 0; i < kTicks; ++i) {
            const Tick& tick = ticks_[static_cast<std::size_t>(i)];
            const double light = std::clamp(lit - i, 0.0, 1.0);
            if (light < 1) tick.dim.draw(target, tick.place, shown * (1 - light));
            // A glimmer runs round the ring for ever.
            const double glimmer = 0.86 + 0.14 * sway(frame, 100, -static_cast<double>(i) / kTicks);
            if (light > 0) tick.lit.draw(target, tick.place, shown * light * glimmer);
        }
    }

private:
    struct Tick {
        Sprite dim;
        Sprite lit;
        Point place;
    };
    std::vector<Tick> ticks_;
    double share_;
    Timing timing_;
};

/// 0..1 where the figure is a percentage of at most 100.
std::optional<double> share_of(const std::optional<Figure>& figure) {
    if (!figure || figure->after.find('%') == std::string::npos) return std::nullopt;
    const double percent = static_cast<double>(figure->value) / std::pow(10.0, figure->decimals);
    if (percent > 100) return std::nullopt;
    return percent / 100;
}

TypeStyle number_style(const SceneKit& kit, double size) {
    TypeStyle style = headline_style(kit, size, 60);
    style.weight = 850;
    style.tracking = -28;
    style.lines = 1;
    style.colour = kit.theme.accent;
    // While it counts the figure is put together from its signs, whose shadows would add up; it gets shade instead.
    style.shadow = 0;
    return style;
}

/// A wide, soft darkness, so that a bright figure stands off a bright ground.
void add_shade(Layers& layers, const SceneKit& kit, const Box& box, int start) {
    if (!kit.theme.dark) return;
    const double margin = kit.px(110);
    const Canvas shape(box.width + 2 * margin, box.height + 2 * margin);
    shape.fill_rounded({margin, margin, box.width, box.height}, box.height / 2, kBlack, 1);
    add(layers, Sprite(blurred_shape(shape, mix(kit.theme.ground[0], kBlack, 0.5), 0.34, {}, kit.px(100))),
        {box.x - margin, box.y - margin}, {.entrance = Entrance::fade, .start = start, .length = 24});
}

/// Adds the figure in the middle of `box`.
void add_number(Layers& layers, const SceneKit& kit, const std::optional<Figure>& figure, const TypeStyle& style,
                const Box& box, const Timing& timing) {
    const Motion motion{.start = timing.start, .length = 16, .offset = kit.px(60), .float_y = kit.px(5), .period = 170};
    if (figure) {
        auto counter = std::make_unique<Counter>(kit, *figure, style, box.width, box.height, motion, timing.counting);
        add_shade(layers, kit,
                  Box{box.centre().x - counter->width() / 2, box.centre().y - counter->height() * 0.3, counter->width(),
                      counter->height() * 0.6},
                  timing.start);
        counter->place({box.centre().x - counter->width() / 2, box.centre().y - counter->height() / 2});
        layers.push_back(std::move(counter));
        return;
    }
    const SetText text = kit.type.set(kit.plan.number, style, box.width, box.height);
    add_text(layers, text, {box.centre().x - text.width() / 2, box.centre().y - text.height() / 2}, motion);
}

/// The headline in `box`, until the figure takes its place.
void add_introduction(Layers& layers, const SceneKit& kit, const Box& box, const Timing& timing) {
    if (!timing.introduced) return;
    const SetText text =
        kit.type.set(kit.plan.headline, headline_style(kit, kit.stage.vertical ? 116 : 110, 44), box.width, box.height);
    add_words(layers, text, {box.centre().x - text.width() / 2, box.centre().y - text.height() / 2}, kit.theme.accent,
              {.start = 2,
               .length = 20,
               .offset = kit.px(46),
               .float_y = kit.px(5),
               .period = 190,
               .dim_at = timing.start - 12,
               .dimmed = 0});
}

/// The headline where it stands above the figure; empty where it introduces the figure, or where figure and label
/// already say what it says. Below the figure it would read as what is counted.
SetText set_heading(const SceneKit& kit, double height, const Timing& timing) {
    const media_protocol::ScenePlan& plan = kit.plan;
    const bool said_twice = !plan.label.empty() && plan.headline.contains(plan.number);
    TypeStyle style = headline_style(kit, kit.stage.vertical ? 92 : 80, 34);
    style.lines = 2;
    return kit.type.set(timing.introduced || said_twice ? "" : plan.headline, style, kit.stage.content.width, height);
}

/// The heading, centred, from `top` downwards.
void add_heading(Layers& layers, const SceneKit& kit, const SetText& heading, double top) {
    add_words(layers, heading, {kit.stage.content.centre().x - heading.width() / 2, top}, kit.theme.ink,
              {.start = 2, .length = 20, .offset = kit.px(36), .float_y = kit.px(5), .period = 190});
}

/// The label, centred, from `top` downwards.
void add_label(Layers& layers, const SceneKit& kit, const SetText& label, double top, int start) {
    add_words(layers, label, {kit.stage.content.centre().x - label.width() / 2, top}, kit.theme.ink,
              {.start = start, .length = 20, .offset = kit.px(36), .float_y = kit.px(5), .period = 170, .phase = 0.05});
}

SetText set_label(const SceneKit& kit, double height) {
    TypeStyle style = headline_style(kit, kit.stage.vertical ? 70 : 64, 34);
    style.weight = 700;
    style.line_height = 1.0;
    style.lines = 4;
    return kit.type.set(kit.plan.label, style, kit.stage.content.width * (kit.stage.vertical ? 1 : 0.8), height);
}

void make_share(Layers& layers, const SceneKit& kit, const std::optional<Figure>& figure, double share) {
    const Timing timing = timing_of(kit, false);
    const Box& area = kit.stage.content;
    const double gap = kit.px(56);
    const SetText heading = set_heading(kit, area.height * 0.2, timing);
    const SetText label = set_label(kit, area.height * 0.26);
    const double heading_room = heading.empty() ? 0 : heading.height() + gap;
    const double label_room = label.empty() ? 0 : gap + label.height();
    const double radius = std::min({area.width / 2, (area.height - heading_room - label_room) / 2, kit.px(340)});
    const double total = heading_room + 2 * radius + label_room;
    const double y = area.y + (area.height - total) / 2;
    const Point centre{area.centre().x, y + heading_room + radius};
    layers.push_back(std::make_unique<TickRing>(kit, centre, radius, share, timing));
    add_introduction(layers, kit, area, timing);
    add_heading(layers, kit, heading, y);
    const double inside = radius * 1.36;
    add_number(layers, kit, figure, number_style(kit, 230),
               {centre.x - inside / 2, centre.y - inside / 2, inside, inside}, timing);
    add_label(layers, kit, label, centre.y + radius + gap, timing.label_start);
}

void make_plain(Layers& layers, const SceneKit& kit, const std::optional<Figure>& figure) {
    const Timing timing = timing_of(kit, kit.icon(0) != nullptr);
    const Box& area = kit.stage.content;
    const double gap = kit.px(34);
    const SetText heading = set_heading(kit, area.height * 0.2, timing);
    // A wide picture has no room for both.
    const icons::Icon* icon = heading.empty() || kit.stage.vertical ? kit.icon(0) : nullptr;
    const double badge = icon != nullptr ? kit.px(kit.stage.vertical ? 190 : 150) : 0;
    const double badge_room = icon != nullptr ? badge + kit.px(36) : 0;
    const SetText label = set_label(kit, area.height * 0.34);
    const TypeStyle style = number_style(kit, 330);
    const double heading_room = heading.empty() ? 0 : heading.height() + gap;
    const double label_room = label.empty() ? 0 : gap + label.height();
    const double number_room = std::min(area.height * 0.46, area.height - badge_room - heading_room - label_room);
    const SetText number = kit.type.set(kit.plan.number, style, area.width, number_room);
    const double total = badge_room + heading_room + number.height() + label_room;
    double y = area.y + std::max(0.0, (area.height - total) / 2);
    if (icon != nullptr)
        add_furniture(
            layers, make_badge(kit.theme, badge, icon, kit.stage.unit), {area.centre().x - badge / 2, y},
            beating(kit, {.entrance = Entrance::pop, .start = 1, .length = 18, .float_y = kit.px(6), .period = 150}));
    y += badge_room;
    add_heading(layers, kit, heading, y);
    y += heading_room;
    add_number(layers, kit, figure, style, {area.x, y, area.width, number.height()}, timing);
    const double introduction_room = std::max(number.height() + label_room, kit.px(360));
    add_introduction(layers, kit, {area.x, y, area.width, std::min(introduction_room, area.bottom() - y)}, timing);
    add_label(layers, kit, label, y + number.height() + gap, timing.label_start);
}

}  // namespace

Layers make_big_number(const SceneKit& kit) {
    if (kit.plan.number.empty()) return make_kinetic_title(kit);
    Layers layers;
    const std::optional<Figure> figure = parse_figure(kit.plan.number);
    if (const std::optional<double> share = share_of(figure))
        make_share(layers, kit, figure, *share);
    else
        make_plain(layers, kit, figure);
    return layers;
}

}  // namespace mss::picture
