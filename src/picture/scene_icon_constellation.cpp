// Icons that circle slowly about the most important one, joined to it by dotted lines that draw themselves and along
// which a spark travels.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "picture/easing.hpp"
#include "picture/motes.hpp"
#include "picture/scene_parts.hpp"

namespace mss::picture {

namespace {

constexpr std::size_t kMostSatellites = 6;
constexpr int kFirstArrival = 12;
constexpr int kFewestBetweenArrivals = 7;
constexpr int kMostBetweenArrivals = 75;

struct Orbit {
    Point centre;
    double across;  ///< half axes
    double down;
    double clear;  ///< radius about the centre that lines keep out of
};

class Constellation : public Layer {
public:
    Constellation(const SceneKit& kit, const Orbit& orbit, double satellite)
        : orbit_(orbit),
          keep_out_(satellite / 2 + kit.px(14)),
          spacing_(kit.px(19)),
          margin_(0),
          turn_(kit.random().unit()),
          dot_(make_glow(kit.px(4.2), kit.theme.ink, kit.theme.dark ? 0.75 : 0.6, 0.3)),
          spark_(make_glow(kit.px(17), mix(kit.theme.accent, kWhite, kit.theme.dark ? 0.35 : 0), 1, 0.85)) {
        const std::size_t last = std::min(kit.plan.icons.size(), kMostSatellites + 1);
        for (std::size_t i = 1; i < last; ++i) {
            const icons::Icon* icon = kit.icon(i);
            if (icon == nullptr) continue;
            Furniture moon = make_medallion(kit.theme, satellite, icon, kit.stage.unit);
            margin_ = moon.margin + satellite / 2;
            moons_.push_back(std::move(moon.sprite));
        }
        // They come one by one over the first half of the scene, so that something happens in its middle.
        const auto moons = static_cast<int>(std::max<std::size_t>(moons_.size(), 1));
        between_arrivals_ =
            std::clamp(kit.since_arrival(kit.plan.frames / 2) / moons, kFewestBetweenArrivals, kMostBetweenArrivals);
    }

    void draw(int frame, codec::Frame& target, double opacity) const override {
        for (std::size_t i = 0; i < moons_.size(); ++i)
            draw_line(frame, target, i, opacity);
        for (std::size_t i = 0; i < moons_.size(); ++i) {
            const int start = arrival(i);
            if (frame < start) continue;
            const double t = progress(frame, start, 18);
            const Point at = place(frame, i);
            const double shown = opacity * ease_out_cubic(t * 1.6);
            if (t < 1)
                moons_[i].draw_scaled(target, at, 0.4 + 0.6 * ease_out_back(t), shown);
            else
                moons_[i].draw(target, {at.x - moons_[i].width() / 2.0, at.y - moons_[i].height() / 2.0}, shown);
        }
    }

private:
    int arrival(std::size_t i) const { return kFirstArrival + between_arrivals_ * static_cast<int>(i); }

    Point place(int frame, std::size_t i) const {
        constexpr double kTurnsPerFrame = 1.0 / (42 * 30);
        const double turns =
            turn_ + static_cast<double>(i) / static_cast<double>(moons_.size()) + frame * kTurnsPerFrame;
        const double angle = 2 * std::numbers::pi * turns;
        const double breath = 1 + 0.025 * sway(frame, 140, static_cast<double>(i) * 0.37);
        return {orbit_.centre.x + orbit_.across * breath * std::cos(angle),
                orbit_.centre.y + orbit_.down * breath * std::sin(angle)};
    }

    void draw_line(int frame, codec::Frame& target, std::size_t i, double opacity) const {
        const int start = arrival(i) - 6;
        const double drawn = ease_in_out(progress(frame, start, 16));
        if (drawn <= 0) return;
        const Point to = place(frame, i);
        const double dx = to.x - orbit_.centre.x;
        const double dy = to.y - orbit_.centre.y;
        const double length = std::hypot(dx, dy);
        const double end = orbit_.clear + (length - keep_out_ - orbit_.clear) * drawn;
        const auto at = [&](double distance, const Sprite& sprite) {
            return Point{orbit_.centre.x + dx / length * distance - sprite.width() / 2.0,
                         orbit_.centre.y + dy / length * distance - sprite.height() / 2.0};
        };
        for (double distance = orbit_.clear; distance < end; distance += spacing_)
            dot_.draw(target, at(distance, dot_), opacity * 0.8);
        const double travelled = std::fmod(frame / 64.0 + static_cast<double>(i) * 0.29, 1.0);
        const double fade = std::sin(std::numbers::pi * travelled) * progress(frame, start + 16, 20);
        spark_.draw(target, at(std::lerp(orbit_.clear, end, travelled), spark_), opacity * fade);
    }

    Orbit orbit_;
    double keep_out_;
    double spacing_;
    double margin_;
    double turn_;
    int between_arrivals_ = kFewestBetweenArrivals;
    Sprite dot_;
    Sprite spark_;
    std::vector<Sprite> moons_;
};

/// The path the icons take, as a hair line.
Sprite make_track(const SceneKit& kit, const Orbit& orbit) {
    const double side_x = 2 * orbit.across + 8;
    const double side_y = 2 * orbit.down + 8;
    const Canvas canvas(side_x, side_y);
    cairo_save(canvas.context());
    cairo_translate(canvas.context(), side_x / 2, side_y / 2);
    cairo_scale(canvas.context(), orbit.across, orbit.down);
    cairo_arc(canvas.context(), 0, 0, 1, 0, 2 * std::numbers::pi);
    cairo_restore(canvas.context());
    canvas.set_colour(kit.theme.ink, kit.theme.dark ? 0.22 : 0.16);
    cairo_set_line_width(canvas.context(), kit.px(2.5));
    cairo_stroke(canvas.context());
    return Sprite(canvas);
}

void add_headline(Layers& layers, const SceneKit& kit, const SetText& text, const Box& box) {
    const double left = kit.stage.vertical ? box.centre().x - text.width() / 2 : leading_edge(text, box);
    const double top = kit.stage.vertical ? box.y : box.centre().y - text.height() / 2;
    add_words(layers, text, {left, top}, kit.theme.accent,
              beating(kit, {.start = 2, .length = 20, .offset = kit.px(46), .float_y = kit.px(4), .period = 190}));
}

}  // namespace

Layers make_icon_constellation(const SceneKit& kit) {
    const icons::Icon* centre_icon = kit.icon(0);
    if (centre_icon == nullptr) return make_mesh_gradient(kit);
    Layers layers;
    const Box& area = kit.stage.content;
    const double gap = kit.px(48);
    Box headline = area;
    headline.height = kit.stage.vertical ? area.height * 0.26 : area.height;
    headline.width = kit.stage.vertical ? area.width : area.width * 0.42;
    TypeStyle style = headline_style(kit, kit.stage.vertical ? 98 : 104, 44);
    style.lines = kit.stage.vertical ? 2 : 5;
    style.align = kit.stage.vertical ? Align::centre : Align::left;
    const SetText text = kit.type.set(kit.plan.headline, style, headline.width, headline.height);

    Box sky = area;
    if (!text.empty() && kit.stage.vertical)
        sky = {area.x, area.y + text.height() + gap, area.width, area.height - text.height() - gap};
    if (!text.empty() && !kit.stage.vertical) {
        sky.x += headline.width + gap;
        sky.width -= headline.width + gap;
    }
    const double satellite = kit.px(kit.stage.vertical ? 152 : 136);
    const double sun = kit.px(kit.stage.vertical ? 256 : 224);
    // The breathing of the orbit needs some room too.
    const double reach = 1.04;
    Orbit orbit{sky.centre(), std::min(sky.width / 2 - satellite / 2, kit.px(420)) / reach,
                std::min(sky.height / 2 - satellite / 2, kit.px(330)) / reach, sun / 2 + kit.px(20)};
    add(layers, make_track(kit, orbit), {orbit.centre.x - orbit.across - 4, orbit.centre.y - orbit.down - 4},
        {.entrance = Entrance::fade, .start = 6, .length = 40});
    const double halo = sun * 0.95;
    add(layers, make_glow(halo, kit.theme.accent, kit.theme.dark ? 0.34 : 0.18, 1),
        {orbit.centre.x - halo - 2, orbit.centre.y - halo - 2},
        {.entrance = Entrance::fade,
         .start = 6,
         .length = 30,
         .float_x = kit.px(6),
         .float_y = kit.px(6),
         .period = 120});
    layers.push_back(std::make_unique<Constellation>(kit, orbit, satellite));
    add_furniture(layers, make_badge(kit.theme, sun, centre_icon, kit.stage.unit),
                  {orbit.centre.x - sun / 2, orbit.centre.y - sun / 2},
                  {.entrance = Entrance::pop, .start = 4, .length = 20, .float_y = kit.px(5), .period = 150});
    add_headline(layers, kit, text, headline);
    return layers;
}

}  // namespace mss::picture
