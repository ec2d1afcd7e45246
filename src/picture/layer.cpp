#include "picture/layer.hpp"

#include <utility>

#include "picture/easing.hpp"

namespace mss::picture {

MovingSprite::MovingSprite(Sprite sprite, Point place, const Motion& motion)
    : sprite_(std::move(sprite)), place_(place), motion_(motion) {}

void MovingSprite::draw(int frame, codec::Frame& target, double opacity) const {
    if (frame < motion_.start) return;
    const double t = progress(frame, motion_.start, motion_.length);
    double shown = opacity * motion_.opacity * ease_out_cubic(t * 1.6);
    if (motion_.dim_at >= 0) shown *= 1 - (1 - motion_.dimmed) * ease_in_out(progress(frame, motion_.dim_at, 14));
    Point place{place_.x + motion_.float_x * sway(frame, motion_.period * 1.31, motion_.phase + 0.25),
                place_.y + motion_.float_y * sway(frame, motion_.period, motion_.phase)};
    const double rest = 1 - ease_out_quint(t);
    if (motion_.entrance == Entrance::rise) place.y += motion_.offset * rest;
    if (motion_.entrance == Entrance::slide) place.x += motion_.offset * rest;
    if (motion_.entrance == Entrance::pop && t < 1) {
        const Point centre{place.x + sprite_.width() / 2.0, place.y + sprite_.height() / 2.0};
        sprite_.draw_scaled(target, centre, 0.55 + 0.45 * ease_out_back(t), shown);
        return;
    }
    sprite_.draw(target, place, shown);
}

void add(Layers& layers, Sprite sprite, Point place, const Motion& motion) {
    if (!sprite.empty()) layers.push_back(std::make_unique<MovingSprite>(std::move(sprite), place, motion));
}

}  // namespace mss::picture
