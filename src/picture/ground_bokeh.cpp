// Bokeh: lights out of focus before a deep gradient, large soft ones far away and a few smaller, crisper ones near.

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "base/random.hpp"
#include "media_protocol/timebase.hpp"
#include "picture/easing.hpp"
#include "picture/gradient_field.hpp"
#include "picture/ground.hpp"
#include "picture/motes.hpp"

namespace mss::picture {

namespace {

using media_protocol::kFramesPerSecond;

/// A light that rises slowly and sways; it is drawn into the coarse grid, whose spreading softens its rim.
struct Light {
    Rgb colour;
    double x;       ///< home, in frame widths
    double y;       ///< at frame 0, in heights of the band that it travels in
    double radius;  ///< in cells
    double strength;
    double rise;  ///< band heights a second
    double period;
    double phase;
};

class Bokeh : public Ground {
public:
    Bokeh(const Stage& stage, const Theme& theme, std::uint64_t seed)
        : theme_(theme),
          field_(stage.width, stage.height, 3, seed),
          near_(stage,
                MoteStyle{.count = 16,
                          .smallest = 14,
                          .largest = 46,
                          .opacity = 0.20,
                          .softness = 0.16,
                          .rise = 0.030,
                          .drift = 0.006,
                          .twinkle = 0.6},
                {theme.ground[3], theme.ground[4], mix(theme.accent, theme.ground[3], 0.35)}, seed + 1),
          sparks_(stage, MoteStyle{.count = 26, .smallest = 2, .largest = 5, .opacity = 0.55, .rise = 0.045},
                  {mix(theme.accent, kWhite, 0.5)}, seed + 2) {
        Random random(seed + 3);
        const double unit = 1080 * stage.unit / field_.cell();
        for (int i = 0; i < 15; ++i) {
            Light light{};
            light.colour = theme.ground[2 + random.below(3)];
            light.x = random.between(-0.05, 1.05);
            light.y = (i + random.unit()) / 15;
            light.radius = unit * random.between(0.09, 0.24);
            light.strength = random.between(0.22, 0.55);
            light.rise = random.between(0.010, 0.024);
            light.period = random.between(9, 16) * kFramesPerSecond;
            light.phase = random.unit();
            lights_.push_back(light);
        }
        phase_ = random.unit();
        // No sum of lights may be brighter than this, so that text on it stays legible.
        brightest_ = static_cast<float>(0.08 + 0.36);
    }

    void draw(int video_frame, codec::Frame& target) override {
        fill_gradient(video_frame);
        for (const Light& light : lights_)
            add_light(light, video_frame);
        limit();
        field_.paint(target, 3);
        near_.draw(video_frame, target);
        sparks_.draw(video_frame, target);
    }

private:
    void fill_gradient(int frame) {
        const Rgb top = mix(theme_.ground[0], theme_.ground[1], 0.25 + 0.2 * sway(frame, 420, phase_));
        const Rgb bottom = mix(theme_.ground[1], theme_.ground[2], 0.35 + 0.2 * sway(frame, 540, phase_ + 0.3));
        const int columns = field_.columns();
        for (int row = 0; row < field_.rows(); ++row) {
            const double t = ease_in_out(static_cast<double>(row) / field_.rows());
            const Rgb colour = mix(top, bottom, t);
            const std::ptrdiff_t start = static_cast<std::ptrdiff_t>(row) * columns;
            std::fill_n(field_.red() + start, columns, static_cast<float>(colour.red * 0.8));
            std::fill_n(field_.green() + start, columns, static_cast<float>(colour.green * 0.8));
            std::fill_n(field_.blue() + start, columns, static_cast<float>(colour.blue * 0.8));
        }
    }

    /// Adds a disc.
    void add_light(const Light& light, int frame) {
        const double columns = field_.columns();
        const double rows = field_.rows();
        const double band = rows + 2.4 * light.radius;
        const double risen = light.y - light.rise * frame / kFramesPerSecond;
        const auto x = static_cast<float>(columns * (light.x + 0.05 * sway(frame, light.period, light.phase)));
        const auto y = static_cast<float>((risen - std::floor(risen)) * band - 1.2 * light.radius);
        const auto radius =
            static_cast<float>(light.radius * (1 + 0.05 * sway(frame, light.period * 0.7, light.phase + 0.4)));
        const double glow = light.strength * (0.8 + 0.2 * sway(frame, light.period * 0.6, light.phase + 0.1));
        const Rgb colour{light.colour.red * glow, light.colour.green * glow, light.colour.blue * glow};
        const int left = std::max(0, static_cast<int>(x - radius));
        const int right = std::min(field_.columns(), static_cast<int>(x + radius) + 2);
        const int top = std::max(0, static_cast<int>(y - radius));
        const int bottom = std::min(field_.rows(), static_cast<int>(y + radius) + 2);
        const float soft = 1 / std::max(radius * 0.16F, 1.5F);
        for (int row = top; row < bottom; ++row) {
            const float dy = static_cast<float>(row) - y;
            field_.add_light(row, left, right, colour, [=](float column) {
                const float dx = column - x;
                const float distance = std::sqrt(dx * dx + dy * dy);
                const float inside = std::min(1.0F, std::max(0.0F, (radius - distance) * soft));
                // A little brighter towards the rim, as lenses draw it.
                const float ratio = distance / radius;
                return inside * inside * (3 - 2 * inside) * (0.72F + 0.28F * ratio * ratio);
            });
        }
    }

    void limit() {
        const int points = field_.columns() * field_.rows();
        float* __restrict red = field_.red();
        float* __restrict green = field_.green();
        float* __restrict blue = field_.blue();
        const float brightest = brightest_;
        for (int i = 0; i < points; ++i) {
            const float luma = 0.2126F * red[i] + 0.7152F * green[i] + 0.0722F * blue[i];
            const float scale = brightest / std::max(brightest, luma);
            red[i] *= scale;
            green[i] *= scale;
            blue[i] *= scale;
        }
    }

    Theme theme_;
    GradientField field_;
    Motes near_;
    Motes sparks_;
    std::vector<Light> lights_;
    double phase_ = 0;
    float brightest_ = 0.5F;
};

}  // namespace

std::unique_ptr<Ground> make_bokeh(const Stage& stage, const Theme& theme, std::uint64_t seed) {
    return std::make_unique<Bokeh>(stage, theme, seed);
}

}  // namespace mss::picture
