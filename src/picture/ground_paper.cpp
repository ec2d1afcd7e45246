// Paper: a light sheet with a fine tooth, on which large cut-out shapes drift and throw soft shadows.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <numbers>

#include "base/random.hpp"
#include "media_protocol/timebase.hpp"
#include "picture/easing.hpp"
#include "picture/gradient_field.hpp"
#include "picture/ground.hpp"
#include "picture/sprite.hpp"

namespace mss::picture {

namespace {

using media_protocol::kFramesPerSecond;

/// A closed curve through points about a circle, smoothed by cubic splines (Catmull-Rom).
void blob_path(const Canvas& canvas, Point centre, double radius, Random& random) {
    constexpr std::size_t kPoints = 7;
    std::array<Point, kPoints> points{};
    const double turn = random.unit();
    for (std::size_t i = 0; i < kPoints; ++i) {
        const double angle = 2 * std::numbers::pi * (static_cast<double>(i) / kPoints + turn);
        const double reach = radius * random.between(0.74, 1.0);
        points[i] = {centre.x + reach * std::cos(angle), centre.y + reach * std::sin(angle)};
    }
    cairo_move_to(canvas.context(), points[0].x, points[0].y);
    for (std::size_t i = 0; i < kPoints; ++i) {
        const Point& before = points[(i + kPoints - 1) % kPoints];
        const Point& from = points[i];
        const Point& to = points[(i + 1) % kPoints];
        const Point& after = points[(i + 2) % kPoints];
        cairo_curve_to(canvas.context(), from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6,
                       to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6, to.x, to.y);
    }
    cairo_close_path(canvas.context());
}

Sprite make_cut_out(double radius, Rgb colour, double shadow, double unit, Random& random) {
    const double margin = 40 * unit;
    const double side = 2 * (radius + margin);
    const Canvas shape(side, side);
    blob_path(shape, {side / 2, side / 2}, radius, random);
    shape.set_colour(colour);
    cairo_fill(shape.context());
    return Sprite(with_shadow(shape, 26 * unit, 9 * unit, shadow));
}

struct Piece {
    Sprite sprite;
    double x;  ///< home of its centre, in frame widths and heights
    double y;
    double reach;
    double period_x;
    double period_y;
    double phase;
};

class Paper : public Ground {
public:
    Paper(const Stage& stage, const Theme& theme, std::uint64_t seed)
        : stage_(stage), sheet_(stage.width, stage.height) {
        draw_sheet(theme, seed);
        Random random(seed + 1);
        // The corners and edges, so that the middle stays calm for text; the farther piece is under the nearer one.
        constexpr std::array<std::array<double, 3>, 6> kHomes{{{0.02, 0.05, 0.46},
                                                               {1.02, 0.30, 0.36},
                                                               {0.00, 0.62, 0.30},
                                                               {1.00, 0.94, 0.50},
                                                               {0.10, 1.00, 0.40},
                                                               {0.86, 0.02, 0.24}}};
        for (std::size_t i = 0; i < kHomes.size(); ++i) {
            const auto& [x, y, size] = kHomes[i];
            Piece piece{};
            const double radius = size * 1080 * stage.unit * random.between(0.85, 1.1);
            piece.sprite = make_cut_out(radius, theme.ground[i % 4], theme.shadow * 0.9, stage.unit, random);
            piece.x = x + random.between(-0.05, 0.05);
            piece.y = y + random.between(-0.04, 0.04);
            piece.reach = random.between(0.045, 0.075) * 1080 * stage.unit;
            piece.period_x = random.between(8, 12) * kFramesPerSecond;
            piece.period_y = random.between(9, 13) * kFramesPerSecond;
            piece.phase = random.unit();
            pieces_.push_back(std::move(piece));
        }
    }

    void draw(int video_frame, codec::Frame& target) override {
        copy(target.y(), sheet_.y());
        copy(target.u(), sheet_.u());
        copy(target.v(), sheet_.v());
        for (const Piece& piece : pieces_) {
            const double x = piece.x * stage_.width + piece.reach * sway(video_frame, piece.period_x, piece.phase);
            const double y = piece.y * stage_.height + piece.reach * sway(video_frame, piece.period_y, piece.phase * 3);
            piece.sprite.draw(target, {x - piece.sprite.width() / 2.0, y - piece.sprite.height() / 2.0});
        }
    }

private:
    /// The sheet never moves, so it is drawn once: a little darker towards the bottom, with tooth.
    void draw_sheet(const Theme& theme, std::uint64_t seed) {
        GradientField field(stage_.width, stage_.height, 4, seed);
        const Rgb sheet = theme.ground.back();
        for (int row = 0; row < field.rows(); ++row) {
            const double down = static_cast<double>(row) / field.rows();
            const Rgb colour = mix(sheet, theme.ground[3], 0.10 * down);
            for (int column = 0; column < field.columns(); ++column) {
                const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(row) * field.columns() + column;
                field.red()[at] = static_cast<float>(colour.red);
                field.green()[at] = static_cast<float>(colour.green);
                field.blue()[at] = static_cast<float>(colour.blue);
            }
        }
        field.paint(sheet_, 6);
    }

    static void copy(codec::Plane target, codec::Plane source) {
        std::memcpy(target.data, source.data,
                    static_cast<std::size_t>(source.stride) * static_cast<std::size_t>(source.height));
    }

    Stage stage_;
    codec::Frame sheet_;
    std::vector<Piece> pieces_;
};

}  // namespace

std::unique_ptr<Ground> make_paper(const Stage& stage, const Theme& theme, std::uint64_t seed) {
    return std::make_unique<Paper>(stage, theme, seed);
}

}  // namespace mss::picture
