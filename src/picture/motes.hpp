#pragma once
// Motes: small lights that drift in front of a ground, nearer ones larger and faster, each with a phase and a path of
// its own. Immutable after construction; any thread.

#include <cstdint>
#include <vector>

#include "codec/frame.hpp"
#include "picture/sprite.hpp"
#include "picture/stage.hpp"

namespace mss::picture {

/// A round light with a soft edge; `softness` 0 (a disc) to 1 (a glow).
Sprite make_glow(double radius, Rgb colour, double opacity, double softness);

struct MoteStyle {
    int count = 40;
    double smallest = 2;  ///< radius in design pixels
    double largest = 7;
    double opacity = 0.5;  ///< of the nearest
    double softness = 0.7;
    double rise = 0.03;    ///< frame heights a second, of the nearest
    double drift = 0.0;    ///< frame widths a second, of the nearest
    double twinkle = 0.5;  ///< how much of the opacity comes and goes
    double lowest = 1.05;  ///< where they stand: 0 (top) to this, in frame heights
};

class Motes {
public:
    Motes(const Stage& stage, const MoteStyle& style, const std::vector<Rgb>& colours, std::uint64_t seed);

    void draw(int video_frame, codec::Frame& target) const;

private:
    struct Mote {
        std::size_t sprite;
        double x;
        double y;
        double nearness;  ///< 0..1
        double phase;
        double period_frames;
    };
    MoteStyle style_;
    double width_;
    double height_;
    std::vector<Sprite> sprites_;
    std::vector<Mote> motes_;
};

}  // namespace mss::picture
