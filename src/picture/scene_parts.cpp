#include "picture/scene_parts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace mss::picture {

TypeStyle headline_style(const SceneKit& kit, double size, double smallest) {
    TypeStyle style;
    style.size = kit.px(size);
    style.smallest = kit.px(smallest);
    style.weight = 800;
    style.colour = kit.theme.ink;
    style.tracking = -18;
    style.line_height = 0.95;
    style.shadow = kit.theme.dark ? kit.theme.shadow : 0;
    return style;
}

TypeStyle text_style(const SceneKit& kit, double size, double smallest) {
    TypeStyle style;
    style.size = kit.px(size);
    style.smallest = kit.px(smallest);
    style.weight = 600;
    style.colour = kit.theme.ink;
    style.align = Align::left;
    style.tracking = -6;
    style.line_height = 1.04;
    style.shadow = kit.theme.dark ? kit.theme.shadow * 0.7 : 0;
    return style;
}

Motion beating(const SceneKit& kit, Motion motion) {
    constexpr int kLongScene = 8 * 30;
    constexpr int kBetweenBeats = 130;
    constexpr int kQuietEnd = 45;
    if (kit.plan.frames <= kLongScene) return motion;
    motion.beats_every = kBetweenBeats;
    motion.beats_until = kit.since_arrival(kit.plan.frames - kQuietEnd);
    return motion;
}

double leading_edge(const SetText& text, const Box& box) {
    return text.right_to_left() ? box.right() - text.width() : box.x;
}

void add_words(Layers& layers, const SetText& text, Point top_left, Rgb emphasis, const Motion& motion,
               const Stagger& stagger) {
    std::vector<TextPart> parts = text.parts(emphasis);
    const double step = std::min(stagger.frames, stagger.latest / std::max(1.0, static_cast<double>(parts.size())));
    double delay = 0;
    for (TextPart& part : parts) {
        Motion own = motion;
        own.start += static_cast<int>(std::lround(delay));
        if (!part.emphasised) own.beats_every = 0;
        delay += step;
        add(layers, std::move(part.sprite), {top_left.x + part.place.x, top_left.y + part.place.y}, own);
    }
}

void add_text(Layers& layers, const SetText& text, Point top_left, const Motion& motion) {
    const Point place = text.place();
    add(layers, text.sprite(), {top_left.x + place.x, top_left.y + place.y}, motion);
}

void add_furniture(Layers& layers, Furniture furniture, Point place, const Motion& motion) {
    add(layers, std::move(furniture.sprite), {place.x - furniture.margin, place.y - furniture.margin}, motion);
}

}  // namespace mss::picture
