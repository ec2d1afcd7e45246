#include "picture/caption_painter.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "picture/easing.hpp"

namespace mss::picture {

namespace {

constexpr int kEntranceFrames = 5;
// A little above the bound, for the rounding to 8 bits.
constexpr double kAimedContrast = 5.2;
constexpr double kThinnestScrim = 0.30;
constexpr double kThinnestLabel = 0.88;
constexpr double kDensestScrim = 0.96;

struct Area {
    int left;
    int top;
    int right;
    int bottom;
};

Area area_of(const Box& box, const codec::Frame& frame) {
    const auto within = [](double value, int limit) { return std::clamp(static_cast<int>(value), 0, limit); };
    return {within(box.x, frame.width()), within(box.y, frame.height()), within(box.right(), frame.width()),
            within(box.bottom(), frame.height())};
}

/// Mean colour of an area, from every fourth pixel of every fourth row.
Rgb mean_colour(const codec::Frame& frame, const Box& box) {
    const Area area = area_of(box, frame);
    std::int64_t luma = 0, blue = 0, red = 0, count = 0;
    const codec::Plane y_plane = frame.y();
    const codec::Plane u_plane = frame.u();
    const codec::Plane v_plane = frame.v();
    for (int y = area.top; y < area.bottom; y += 4) {
        for (int x = area.left; x < area.right; x += 4) {
            luma += y_plane.row(y)[x];
            blue += u_plane.row(y / 2)[x / 2];
            red += v_plane.row(y / 2)[x / 2];
            ++count;
        }
    }
    if (count == 0) return kBlack;
    const auto mean = [&](std::int64_t sum) { return static_cast<double>(sum) / static_cast<double>(count); };
    return to_rgb({mean(luma), mean(blue), mean(red)});
}

/// A dark panel with round corners and a soft edge, drawn at full opacity.
Canvas make_scrim(const Box& panel, double softness, Rgb colour) {
    const double margin = std::ceil(softness * 1.6);
    Canvas canvas(panel.width + 2 * margin, panel.height + 2 * margin);
    canvas.fill_rounded({margin, margin, panel.width, panel.height}, panel.height * 0.32, colour, 1);
    canvas.blur(softness);
    return canvas;
}

}  // namespace

CaptionPainter::CaptionPainter(const Stage& stage, const Theme& theme, std::vector<media_protocol::Caption> captions)
    : stage_(stage), theme_(theme), captions_(std::move(captions)), typesetter_(stage, theme) {}

void CaptionPainter::prepare(int caption, int spoken) {
    if (art_.caption == caption && art_.spoken == spoken) return;
    if (art_.caption != caption) {
        art_.set = typesetter_.set(captions_[static_cast<std::size_t>(caption)]);
        // Shade on a dark ground; on a light one a label with a plain edge.
        const double softness = (theme_.dark ? 22 : 5) * stage_.unit;
        // Wide enough that the letters stand where the scrim has its full density.
        const Box panel = art_.set.ink.inset(-34 * stage_.unit);
        const Canvas scrim = make_scrim(panel, softness, theme_.caption_ground);
        art_.scrim = Sprite(scrim);
        art_.scrim_place = {panel.centre().x - scrim.width() / 2.0, panel.centre().y - scrim.height() / 2.0};
    }
    const Canvas all(art_.set.box.width, art_.set.box.height);
    for (std::size_t i = 0; i < art_.set.words.size(); ++i)
        if (static_cast<int>(i) != spoken) all.draw(*art_.set.words[i].plain);
    if (spoken >= 0) all.draw(*art_.set.words[static_cast<std::size_t>(spoken)].spoken);
    art_.text = Sprite(all);
    art_.caption = caption;
    art_.spoken = spoken;
}

double CaptionPainter::lowest_contrast(const codec::Frame& target, double scrim) const {
    double lowest = 21;
    for (std::size_t i = 0; i < art_.set.words.size(); ++i) {
        const Box& ink = art_.set.words[i].ink;
        if (ink.width <= 0) continue;
        const Rgb under = mix(mean_colour(target, ink), theme_.caption_ground, scrim);
        const Rgb text = static_cast<int>(i) == art_.spoken ? theme_.caption_accent : theme_.caption_ink;
        lowest = std::min(lowest, contrast(text, under));
    }
    return lowest;
}

double CaptionPainter::scrim_opacity(const codec::Frame& target) const {
    double low = theme_.dark ? kThinnestScrim : kThinnestLabel;
    double high = kDensestScrim;
    if (lowest_contrast(target, low) >= kAimedContrast) return low;
    for (int step = 0; step < 7; ++step) {
        const double middle = (low + high) / 2;
        (lowest_contrast(target, middle) >= kAimedContrast ? high : low) = middle;
    }
    return high;
}

void CaptionPainter::sample_luma(const codec::Frame& target, std::vector<std::uint8_t>& samples) const {
    const Area area = area_of(art_.set.ink, target);
    samples.clear();
    for (int y = area.top; y < area.bottom; y += 3)
        for (int x = area.left; x < area.right; x += 3)
            samples.push_back(target.y().row(y)[x]);
}

bool CaptionPainter::is_inside(double below) const {
    const Box& area = stage_.captions;
    for (std::size_t i = 0; i < art_.set.words.size(); ++i) {
        const CaptionGlyphs& word = art_.set.words[i];
        const Box& ink = static_cast<int>(i) == art_.spoken ? word.spoken_ink : word.ink;
        if (ink.width <= 0) continue;
        const bool inside = ink.x >= area.x - 1 && ink.right() <= area.right() + 1 && ink.y + below >= area.y - 1 &&
                            ink.bottom() + below <= area.bottom() + 1;
        if (!inside) return false;
    }
    return true;
}

CaptionMeasure CaptionPainter::draw(int frame, codec::Frame& target) {
    const auto found = std::ranges::find_if(
        captions_, [&](const auto& caption) { return caption.begin_frame <= frame && frame < caption.end_frame; });
    if (found == captions_.end()) return {};
    int spoken = -1;
    for (std::size_t i = 0; i < found->words.size(); ++i)
        if (found->words[i].begin_frame <= frame) spoken = static_cast<int>(i);
    prepare(static_cast<int>(found - captions_.begin()), spoken);
    if (art_.text.empty()) return {};

    const double t = progress(frame, found->begin_frame - 1, kEntranceFrames + 1);
    const double shown = 0.4 + 0.6 * ease_out_cubic(t);
    const double below = kCaptionEntrance * stage_.unit * (1 - ease_out_cubic(t));
    sample_luma(target, before_);
    art_.scrim.draw(target, art_.scrim_place, scrim_opacity(target));
    CaptionMeasure measure{.drawn = true, .settled = t >= 1};
    measure.contrast = lowest_contrast(target, 0);
    art_.text.draw(target, {art_.set.box.x, art_.set.box.y + below}, shown);

    sample_luma(target, after_);
    std::int64_t change = 0;
    for (std::size_t i = 0; i < before_.size(); ++i)
        change += std::abs(int{after_[i]} - int{before_[i]});
    measure.ink = static_cast<double>(change) / static_cast<double>(std::max<std::size_t>(before_.size(), 1));
    measure.inside = is_inside(below);
    return measure;
}

}  // namespace mss::picture
