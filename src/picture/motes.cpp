#include "picture/motes.hpp"

#include <algorithm>
#include <cmath>

#include "base/random.hpp"
#include "media_protocol/timebase.hpp"
#include "picture/easing.hpp"

namespace mss::picture {

namespace {

constexpr int kSizes = 4;

double wrapped(double value, double length) {
    const double rest = std::fmod(value, length);
    return rest < 0 ? rest + length : rest;
}

}  // namespace

Sprite make_glow(double radius, Rgb colour, double opacity, double softness) {
    const double side = 2 * radius + 4;
    const Canvas canvas(side, side);
    const double centre = side / 2;
    cairo_pattern_t* fade = cairo_pattern_create_radial(centre, centre, 0, centre, centre, radius);
    const double core = std::clamp(1 - softness, 0.0, 0.98);
    constexpr int kStops = 8;
    cairo_pattern_add_color_stop_rgba(fade, 0, colour.red, colour.green, colour.blue, opacity);
    for (int stop = 0; stop <= kStops; ++stop) {
        const double t = static_cast<double>(stop) / kStops;
        const double falloff = (1 - t) * (1 - t) * (1 + 2 * t);
        cairo_pattern_add_color_stop_rgba(fade, core + (1 - core) * t, colour.red, colour.green, colour.blue,
                                          opacity * falloff);
    }
    cairo_set_source(canvas.context(), fade);
    cairo_paint(canvas.context());
    cairo_pattern_destroy(fade);
    return Sprite(canvas);
}

Motes::Motes(const Stage& stage, const MoteStyle& style, const std::vector<Rgb>& colours, std::uint64_t seed)
    : style_(style), width_(stage.width), height_(stage.height) {
    Random random(seed);
    for (int size = 0; size < kSizes; ++size) {
        const double nearness = static_cast<double>(size) / (kSizes - 1);
        const double radius = std::lerp(style.smallest, style.largest, nearness) * stage.unit;
        for (const Rgb colour : colours)
            sprites_.push_back(make_glow(radius, colour, 1, style.softness));
    }
    for (int i = 0; i < style.count; ++i) {
        Mote mote{};
        // Most are far away.
        mote.nearness = std::pow(random.unit(), 2.2);
        const auto size = static_cast<std::size_t>(std::lround(mote.nearness * (kSizes - 1)));
        mote.sprite = size * colours.size() + random.below(colours.size());
        mote.x = random.unit();
        mote.y = random.unit();
        mote.phase = random.unit();
        mote.period_frames = random.between(3.0, 7.0) * media_protocol::kFramesPerSecond;
        motes_.push_back(mote);
    }
}

void Motes::draw(int video_frame, codec::Frame& target) const {
    const double seconds = media_protocol::seconds_of_frames(video_frame);
    for (const Mote& mote : motes_) {
        const Sprite& sprite = sprites_[mote.sprite];
        const double depth = 0.3 + 0.7 * mote.nearness;
        const double swing = 0.006 * sway(video_frame, mote.period_frames * 2, mote.phase);
        // The band they travel in is a little wider than the frame, so that none appears or vanishes in view.
        constexpr double kMargin = 0.06;
        const double x = wrapped(mote.x + style_.drift * depth * seconds, 1 + 2 * kMargin) - kMargin + swing;
        const double y = wrapped(mote.y - style_.rise * depth * seconds, 1 + 2 * kMargin) * style_.lowest - kMargin;
        const double light = 1 - style_.twinkle * (0.5 + 0.5 * sway(video_frame, mote.period_frames, mote.phase * 7));
        sprite.draw(target, {x * width_ - sprite.width() / 2.0, y * height_ - sprite.height() / 2.0},
                    style_.opacity * (0.35 + 0.65 * mote.nearness) * light);
    }
}

}  // namespace mss::picture
