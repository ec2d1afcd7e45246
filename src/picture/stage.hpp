#pragma once
// Stage: the frame's size and the areas that things may stand in. Apps lay buttons over the bottom fifth and the right
// eighth of a vertical video; margins are the same on both sides so that what is centred looks centred. Values; any
// thread.

#include "base/result.hpp"
#include "picture/canvas.hpp"

namespace mss::picture {

struct Stage {
    int width = 0;
    int height = 0;
    bool vertical = true;
    double unit = 1;  ///< one pixel of a frame whose shorter side has 1080; every design size is in these
    Box content;      ///< of scenes
    Box captions;     ///< below the content, inside the apps' safe area
};

/// Errors: invalid (odd, or not 64..4096 a side).
Result<Stage> make_stage(int width, int height);

}  // namespace mss::picture
