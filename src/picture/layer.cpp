#include "picture/layer.hpp"

#include <cmath>
#include <numbers>
#include <utility>

#include "picture/easing.hpp"

namespace mss::picture {

namespace {

constexpr int kGlideFrames = 22;
constexpr int kBeatFrames = 26;
constexpr double kBeatGrowth = 0.10;

/// 1, or more while a beat lasts.
double swelling(const Motion& motion, int frame) {
    if (motion.beats_every <= 0 || frame < motion.beats_every) return 1;
    const int since = frame % motion.beats_every;
    if (since >= kBeatFrames || frame - since > motion.beats_until) return 1;
    return 1 + kBeatGrowth * std::sin(std::numbers::pi * since / kBeatFrames);
}

}  // namespace

MovingSprite::MovingSprite(Sprite sprite, Point place, const Motion& motion)
    : sprite_(std::move(sprite)), place_(place), motion_(motion) {}

void MovingSprite::draw(int frame, codec::Frame& target, double opacity) const {
    if (frame < motion_.start) return;
    const double t = progress(frame, motion_.start, motion_.length);
    double shown = opacity * motion_.opacity * ease_out_cubic(t * 1.6);
    if (motion_.dim_at >= 0) shown *= 1 - (1 - motion_.dimmed) * ease_in_out(progress(frame, motion_.dim_at, 14));
    Point place{place_.x + motion_.float_x * sway(frame, motion_.period * 1.31, motion_.phase + 0.25),
                place_.y + motion_.float_y * sway(frame, motion_.period, motion_.phase)};
    if (motion_.glide_at >= 0) {
        const double away = 1 - ease_in_out(progress(frame, motion_.glide_at, kGlideFrames));
        place.x += motion_.waits_at.x * away;
        place.y += motion_.waits_at.y * away;
    }
    const double rest = 1 - ease_out_quint(t);
    if (motion_.entrance == Entrance::rise) place.y += motion_.offset * rest;
    if (motion_.entrance == Entrance::slide) place.x += motion_.offset * rest;
    double scale = swelling(motion_, frame);
    if (motion_.entrance == Entrance::pop && t < 1) scale = 0.55 + 0.45 * ease_out_back(t);
    if (scale == 1) {
        sprite_.draw(target, place, shown);
        return;
    }
    const Point centre{place.x + sprite_.width() / 2.0, place.y + sprite_.height() / 2.0};
    sprite_.draw_scaled(target, centre, scale, shown);
}

void add(Layers& layers, Sprite sprite, Point place, const Motion& motion) {
    if (!sprite.empty()) layers.push_back(std::make_unique<MovingSprite>(std::move(sprite), place, motion));
}

}  // namespace mss::picture
