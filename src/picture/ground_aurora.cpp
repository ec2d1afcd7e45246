// Aurora: a mesh gradient of five colours that wander and flow into each other like silk, with a little dust before it.

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

/// A patch of colour and its path (a Lissajous figure about its home).
struct Patch {
    float red, green, blue;  ///< squared channels: mixing those keeps mixes from turning grey
    double home_x, home_y;   ///< in frame widths and heights
    double reach;
    double period_x, period_y, phase_x, phase_y;
    float x, y;  ///< where it is now, in shorter sides
    float weight;
};

class Aurora : public Ground {
public:
    Aurora(const Stage& stage, const Theme& theme, std::uint64_t seed)
        : stage_(stage),
          field_(stage.width, stage.height, 4, seed),
          dust_(stage, MoteStyle{.count = 34, .smallest = 2.5, .largest = 9, .opacity = 0.42, .rise = 0.035},
                {kWhite, mix(theme.accent, kWhite, 0.4)}, seed + 1),
          row_bend_(static_cast<std::size_t>(field_.rows())),
          column_bend_(static_cast<std::size_t>(field_.columns())) {
        Random random(seed + 2);
        // Homes around the middle, in random order, so that every palette is spread differently.
        std::array<std::array<double, 2>, 5> homes{
            {{0.15, 0.12}, {0.88, 0.20}, {0.50, 0.50}, {0.12, 0.80}, {0.85, 0.88}}};
        for (std::size_t i = homes.size(); i > 1; --i)
            std::swap(homes[i - 1], homes[random.below(i)]);
        for (std::size_t i = 0; i < patches_.size(); ++i) {
            const Rgb colour = theme.ground[i];
            const auto square = [](double channel) { return static_cast<float>(channel * channel); };
            patches_[i] = {square(colour.red),
                           square(colour.green),
                           square(colour.blue),
                           homes[i][0],
                           homes[i][1],
                           random.between(0.18, 0.30),
                           random.between(11, 17) * kFramesPerSecond,
                           random.between(12, 19) * kFramesPerSecond,
                           random.unit(),
                           random.unit(),
                           0,
                           0,
                           i == 4 ? 0.75F : 1.0F};
        }
        phase_ = random.unit();
    }

    void draw(int video_frame, codec::Frame& target) override {
        move_patches(video_frame);
        bend(video_frame);
        for (int row = 0; row < field_.rows(); ++row)
            fill_row(row);
        field_.paint(target, 3);
        dust_.draw(video_frame, target);
    }

private:
    float scale() const { return static_cast<float>(field_.cell() / (1080 * stage_.unit)); }

    void move_patches(int frame) {
        const double across = stage_.width / (1080 * stage_.unit);
        const double down = stage_.height / (1080 * stage_.unit);
        for (Patch& patch : patches_) {
            patch.x =
                static_cast<float>(across * (patch.home_x + patch.reach * sway(frame, patch.period_x, patch.phase_x)));
            patch.y =
                static_cast<float>(down * (patch.home_y + patch.reach * sway(frame, patch.period_y, patch.phase_y)));
        }
    }

    /// Waves that bend the plane before colours are looked up: the folds of the silk.
    void bend(int frame) {
        for (std::size_t i = 0; i < row_bend_.size(); ++i) {
            const double y = static_cast<double>(i) * static_cast<double>(scale());
            row_bend_[i] = static_cast<float>(0.13 * sway(y, 1.55, phase_ + frame / 330.0) +
                                              0.05 * sway(y, 0.62, 2 * phase_ - frame / 240.0));
        }
        for (std::size_t i = 0; i < column_bend_.size(); ++i) {
            const double x = static_cast<double>(i) * static_cast<double>(scale());
            column_bend_[i] = static_cast<float>(0.11 * sway(x, 1.15, 3 * phase_ + frame / 390.0) +
                                                 0.04 * sway(x, 0.47, 5 * phase_ - frame / 270.0));
        }
    }

    void fill_row(int row) {
        const auto start = static_cast<std::size_t>(row) * static_cast<std::size_t>(field_.columns());
        float* __restrict red = field_.red() + start;
        float* __restrict green = field_.green() + start;
        float* __restrict blue = field_.blue() + start;
        const float* __restrict bend_down = column_bend_.data();
        const std::array<Patch, 5> patches = patches_;  // a copy that the stores below cannot change
        const float size = scale();
        const float bent = row_bend_[static_cast<std::size_t>(row)];
        const float y_of_row = static_cast<float>(row) * size;
        const float from_middle = 2 * static_cast<float>(row) / static_cast<float>(field_.rows()) - 1;
        for (int column = 0, columns = field_.columns(); column < columns; ++column) {
            const float x = static_cast<float>(column) * size + bent;
            const float y = y_of_row + bend_down[column];
            float sum = 0, r = 0, g = 0, b = 0;
            for (const Patch& patch : patches) {
                const float dx = x - patch.x;
                const float dy = y - patch.y;
                const float near = 1 / (0.07F + dx * dx + dy * dy);
                const float weight = patch.weight * near * near;
                sum += weight;
                r += weight * patch.red;
                g += weight * patch.green;
                b += weight * patch.blue;
            }
            const float light = (1 - 0.20F * from_middle * from_middle) / sum;
            red[column] = std::sqrt(r * light);
            green[column] = std::sqrt(g * light);
            blue[column] = std::sqrt(b * light);
        }
    }

    Stage stage_;
    GradientField field_;
    Motes dust_;
    std::vector<float> row_bend_;
    std::vector<float> column_bend_;
    std::array<Patch, 5> patches_{};
    double phase_ = 0;
};

}  // namespace

std::unique_ptr<Ground> make_aurora(const Stage& stage, const Theme& theme, std::uint64_t seed) {
    return std::make_unique<Aurora>(stage, theme, seed);
}

}  // namespace mss::picture
