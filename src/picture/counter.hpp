#pragma once
// Counter: a figure as written ("2,500", "30 %", "$3.2bn") whose digits roll up to their value like a mechanical
// counter's, each in its fixed place, so that nothing shifts while it counts. Immutable after construction; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

class Counter : public Layer {
public:
    Counter(const SceneKit& kit, const Figure& figure, const TypeStyle& style, double width, double height,
            const Motion& motion);

    /// What it measures when it has finished.
    double width() const { return width_; }
    double height() const { return height_; }
    /// Call before it is drawn.
    void place(Point top_left) { place_ = top_left; }

    void draw(int frame, codec::Frame& target, double opacity) const override;

private:
    struct Slot {
        double x;
        int power;       ///< a digit of 10^power; -1: a fixed sign
        int power_left;  ///< fixed sign inside the number: appears with the digit of this power; -1: always there
        Sprite sign;
    };
    double value_at(int frame) const;
    void draw_digit(codec::Frame& target, const Slot& slot, double value, double opacity, double lift) const;

    Figure figure_;
    Motion motion_;
    Point place_;
    Point sprite_offset_;
    double width_ = 0;
    double height_ = 0;
    double roll_ = 0;  ///< how far a digit travels when it changes
    std::vector<Sprite> digits_;
    std::vector<Slot> slots_;
};

}  // namespace mss::picture
