#include "picture/stage.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace mss::picture {

Result<Stage> make_stage(int width, int height) {
    const auto usable = [](int side) { return side >= 64 && side <= 4096 && side % 2 == 0; };
    if (!usable(width) || !usable(height))
        return fail(Code::invalid,
                    fmt::format("a picture of {}x{} cannot be made: sides must be even, 64 to 4096", width, height));
    Stage stage;
    stage.width = width;
    stage.height = height;
    stage.vertical = height >= width;
    stage.unit = std::min(width, height) / 1080.0;
    const auto part = [&](double left, double top, double right, double bottom) {
        return Box{left * width, top * height, (right - left) * width, (bottom - top) * height};
    };
    if (stage.vertical) {
        stage.content = part(0.12, 0.085, 0.88, 0.60);
        stage.captions = part(0.12, 0.635, 0.88, 0.795);
    } else {
        stage.content = part(0.09, 0.09, 0.91, 0.70);
        stage.captions = part(0.16, 0.735, 0.84, 0.91);
    }
    return stage;
}

}  // namespace mss::picture
