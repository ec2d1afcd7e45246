// Night: a deep sky whose glow breathes, stars at three distances that pass at three speeds, and hills below.

#include <algorithm>
#include <array>
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

/// A ridge as a sum of sines, wider than the frame so that it can pass by.
Sprite make_ridge(const Stage& stage, double height, Rgb top, Rgb bottom, double overhang, Random& random) {
    const double width = stage.width + 2 * overhang;
    const Canvas canvas(width, height);
    const double phases[4] = {random.unit(), random.unit(), random.unit(), random.unit()};
    cairo_move_to(canvas.context(), 0, height);
    for (double x = 0; x <= width + 4; x += 4) {
        const double at = x / (1080 * stage.unit);
        const double rise = 0.34 * sway(at, 1.3, phases[0]) + 0.20 * sway(at, 0.57, phases[1]) +
                            0.06 * sway(at, 0.21, phases[2]) + 0.02 * sway(at, 0.07, phases[3]);
        cairo_line_to(canvas.context(), x, height * (0.40 - 0.5 * rise));
    }
    cairo_line_to(canvas.context(), width, height);
    cairo_close_path(canvas.context());
    cairo_pattern_t* shade = cairo_pattern_create_linear(0, 0, 0, height);
    cairo_pattern_add_color_stop_rgb(shade, 0, top.red, top.green, top.blue);
    cairo_pattern_add_color_stop_rgb(shade, 1, bottom.red, bottom.green, bottom.blue);
    cairo_set_source(canvas.context(), shade);
    cairo_fill(canvas.context());
    cairo_pattern_destroy(shade);
    return Sprite(canvas);
}

/// A patch of light in the sky.
struct Nebula {
    Rgb colour;
    double x, y;  ///< in frame widths and heights
    double size;  ///< in shorter sides
    double strength;
    double period;
    double phase;
};

struct Ridge {
    Sprite sprite;
    double y;
    double reach;
    double phase;
};

class Night : public Ground {
public:
    Night(const Stage& stage, const Theme& theme, std::uint64_t seed)
        : stage_(stage),
          theme_(theme),
          field_(stage.width, stage.height, 4, seed),
          far_(stage,
               MoteStyle{.count = 150,
                         .smallest = 1.6,
                         .largest = 3.0,
                         .opacity = 0.85,
                         .softness = 0.75,
                         .rise = 0.002,
                         .drift = -0.004,
                         .twinkle = 0.75,
                         .lowest = 0.9},
               {kWhite, mix(theme.ground[4], kWhite, 0.6)}, seed + 1),
          near_(stage,
                MoteStyle{.count = 26,
                          .smallest = 4,
                          .largest = 11,
                          .opacity = 0.8,
                          .softness = 0.97,
                          .rise = 0.005,
                          .drift = -0.012,
                          .twinkle = 0.6,
                          .lowest = 0.85},
                {kWhite, mix(theme.accent, kWhite, 0.55), mix(theme.ground[3], kWhite, 0.6)}, seed + 2) {
        Random random(seed + 3);
        constexpr std::array<std::array<double, 2>, 4> kHomes{{{0.2, 0.18}, {0.85, 0.34}, {0.35, 0.62}, {0.8, 0.86}}};
        for (std::size_t i = 0; i < nebulae_.size(); ++i) {
            nebulae_[i] = {theme.ground[1 + i],  kHomes[i][0] + random.between(-0.1, 0.1),
                           kHomes[i][1],         random.between(0.42, 0.66),
                           i == 3 ? 0.55 : 0.85, random.between(10, 15) * kFramesPerSecond,
                           random.unit()};
        }
        const double base = stage.height;
        const double unit = stage.unit;
        const double tallest = stage.vertical ? 330 * unit : 210 * unit;
        const Rgb dark = mix(theme.ground[0], kBlack, 0.55);
        for (int i = 0; i < 2; ++i) {
            const double height = tallest * (1 - 0.38 * i);
            const double overhang = (60 + 60 * i) * unit;
            const Rgb top = mix(mix(theme.ground[1], theme.ground[2], 0.3), dark, 0.45 + 0.4 * i);
            ridges_.push_back({make_ridge(stage, height, top, mix(top, dark, 0.8), overhang, random), base - height + 2,
                               overhang * 0.9, random.unit()});
        }
    }

    void draw(int video_frame, codec::Frame& target) override {
        fill_sky(video_frame);
        field_.paint(target, 3);
        far_.draw(video_frame, target);
        near_.draw(video_frame, target);
        for (std::size_t i = 0; i < ridges_.size(); ++i) {
            const Ridge& ridge = ridges_[i];
            const double shift =
                ridge.reach * sway(video_frame, (26.0 - 6.0 * static_cast<double>(i)) * kFramesPerSecond, ridge.phase);
            ridge.sprite.draw(target, {(stage_.width - ridge.sprite.width()) / 2.0 + shift, ridge.y});
        }
    }

private:
    void fill_sky(int frame) {
        const Rgb zenith = mix(theme_.ground[0], kBlack, 0.30);
        const Rgb horizon = mix(theme_.ground[1], theme_.ground[2], 0.55);
        const auto cell = static_cast<float>(field_.cell() / (1080 * stage_.unit));
        const auto across = static_cast<float>(stage_.width / (1080 * stage_.unit));
        const auto down = static_cast<float>(stage_.height / (1080 * stage_.unit));
        for (int row = 0; row < field_.rows(); ++row) {
            const double height = static_cast<double>(row) / field_.rows();
            const Rgb sky = mix(zenith, horizon, 0.85 * height * height * height + 0.05 * height);
            const int columns = field_.columns();
            const std::ptrdiff_t start = static_cast<std::ptrdiff_t>(row) * columns;
            std::fill_n(field_.red() + start, columns, static_cast<float>(sky.red));
            std::fill_n(field_.green() + start, columns, static_cast<float>(sky.green));
            std::fill_n(field_.blue() + start, columns, static_cast<float>(sky.blue));
            for (const Nebula& nebula : nebulae_) {
                const float x = across * static_cast<float>(nebula.x + 0.12 * sway(frame, nebula.period, nebula.phase));
                const float y =
                    down * static_cast<float>(nebula.y + 0.05 * sway(frame, nebula.period * 1.2, nebula.phase * 3));
                const double glow = nebula.strength * (0.8 + 0.2 * sway(frame, nebula.period * 0.8, nebula.phase));
                const Rgb colour{nebula.colour.red * glow, nebula.colour.green * glow, nebula.colour.blue * glow};
                const auto narrow = static_cast<float>(1 / (nebula.size * nebula.size));
                const float dy = (static_cast<float>(row) * cell - y) * 1.25F;
                field_.add_light(row, 0, columns, colour, [=](float column) {
                    const float dx = column * cell - x;
                    const float near = 1 / (1 + (dx * dx + dy * dy) * narrow * 2.2F);
                    return near * near * near;
                });
            }
        }
    }

    Stage stage_;
    Theme theme_;
    GradientField field_;
    Motes far_;
    Motes near_;
    std::array<Nebula, 4> nebulae_{};
    std::vector<Ridge> ridges_;
};

}  // namespace

std::unique_ptr<Ground> make_night(const Stage& stage, const Theme& theme, std::uint64_t seed) {
    return std::make_unique<Night>(stage, theme, seed);
}

}  // namespace mss::picture
