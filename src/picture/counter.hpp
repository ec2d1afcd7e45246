#pragma once
// Counter: a figure as written ("2,500", "30 %", "$3.2bn") that counts up to its value while it is said and then
// stands. While it counts, what it reads is centred in the room of the finished figure. Immutable after
// construction; any thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "picture/layer.hpp"
#include "picture/scene.hpp"
#include "picture/type.hpp"

namespace mss::picture {

/// A figure taken apart: what stands before its digits, the digits with their separators, and what follows.
struct Figure {
    std::string before;
    std::string digits;  ///< ASCII digits, and separators as written
    std::string after;
    std::uint64_t value = 0;  ///< the digits without separators
    int decimals = 0;         ///< of the digits, how many stand after a decimal sign
};

/// Nothing where the text has no number, more than one, or more than 15 digits: such a text is shown as it is.
std::optional<Figure> parse_figure(std::string_view text);

/// How long a figure counts that nobody says, and at least and at most: no frame may show a number that is not true
/// for long.
inline constexpr int kCountingFrames = 18;
inline constexpr int kFewestCountingFrames = 12;
inline constexpr int kMostCountingFrames = 45;

/// The figure's digits, with its own separators, when they have counted up to `value`.
std::string digits_at(const Figure& figure, std::uint64_t value);

class Counter : public Layer {
public:
    /// Counts over the first `counting` frames of its motion.
    Counter(const SceneKit& kit, const Figure& figure, const TypeStyle& style, double width, double height,
            const Motion& motion, int counting);

    /// What it measures when it has finished.
    double width() const { return width_; }
    double height() const { return height_; }
    /// Call before it is drawn.
    void place(Point top_left) { place_ = top_left; }

    /// What it has counted up to at a frame of its scene's content.
    std::uint64_t value_at(int frame) const;

    void draw(int frame, codec::Frame& target, double opacity) const override;

private:
    /// A part of the figure by itself, and how far the pen moves before and after it.
    struct Sign {
        Sprite sprite;
        double indent = 0;
        double advance = 0;
    };
    Sign make_sign(const SceneKit& kit, const std::string& text, const TypeStyle& style) const;

    Figure figure_;
    Motion motion_;
    int counting_;
    Point place_;
    Point sprite_offset_;
    double width_ = 0;
    double height_ = 0;
    Sprite finished_;
    Sign before_;
    Sign after_;
    std::map<char32_t, Sign> signs_;  ///< digits and separators
};

}  // namespace mss::picture
