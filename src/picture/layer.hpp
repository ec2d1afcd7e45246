#pragma once
// Layers: the things that stand in front of the ground. Each is placed, enters at its own moment and then moves gently
// for ever, all as a function of the frame number. Immutable after construction; any thread.

#include <memory>
#include <vector>

#include "codec/frame.hpp"
#include "picture/sprite.hpp"
#include "picture/stage.hpp"

namespace mss::picture {

class Layer {
public:
    virtual ~Layer() = default;
    /// `opacity` 0..1 is the whole scene's.
    virtual void draw(int frame, codec::Frame& target, double opacity) const = 0;
};

using Layers = std::vector<std::unique_ptr<Layer>>;

/// How a sprite comes into view.
enum class Entrance {
    rise,   ///< from below while it appears
    slide,  ///< from the side of `offset`
    pop,    ///< grows past its size and settles
    fade,
};

struct Motion {
    Entrance entrance = Entrance::rise;
    int start = 0;       ///< frame at which it begins to enter
    int length = 18;     ///< frames that the entrance takes
    double offset = 40;  ///< pixels it comes from (negative: from the left or from above)
    double float_x = 0;  ///< pixels that it sways, for ever
    double float_y = 0;
    double period = 150;  ///< frames of one sway
    double phase = 0;     ///< turns
    double opacity = 1;
    int dim_at = -1;  ///< frame from which it steps back to `dimmed`; -1: never
    double dimmed = 1;
    Point waits_at = {};  ///< offset at which it waits until `glide_at`, then glides to its place
    int glide_at = -1;    ///< -1: it enters where it stays
    int beats_every = 0;  ///< frames between short swellings that keep a long scene alive; 0: none
    int beats_until = 0;  ///< frame after which none begins
};

/// One sprite with a motion.
class MovingSprite : public Layer {
public:
    /// `place` is the sprite's resting top left corner.
    MovingSprite(Sprite sprite, Point place, const Motion& motion);
    void draw(int frame, codec::Frame& target, double opacity) const override;

private:
    Sprite sprite_;
    Point place_;
    Motion motion_;
};

/// Adds a MovingSprite.
void add(Layers& layers, Sprite sprite, Point place, const Motion& motion);

}  // namespace mss::picture
