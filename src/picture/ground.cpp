#include "picture/ground.hpp"

namespace mss::picture {

std::unique_ptr<Ground> make_ground(const Stage& stage, const Theme& theme, media_protocol::Style style,
                                    std::uint64_t seed) {
    using media_protocol::Style;
    switch (style) {
        case Style::bokeh: return make_bokeh(stage, theme, seed);
        case Style::paper: return make_paper(stage, theme, seed);
        case Style::night: return make_night(stage, theme, seed);
        case Style::aurora: break;
    }
    return make_aurora(stage, theme, seed);
}

}  // namespace mss::picture
