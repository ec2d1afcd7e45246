#pragma once
// Ground: the moving picture behind everything. It is drawn from the frame number of the whole video, so it moves on
// across scenes; it never stands still. Owns its scratch rows, so one Ground is confined to one thread.

#include <cstdint>
#include <memory>

#include "codec/frame.hpp"
#include "media_protocol/picture.hpp"
#include "picture/stage.hpp"
#include "picture/theme.hpp"

namespace mss::picture {

class Ground {
public:
    virtual ~Ground() = default;
    /// Fills the whole frame.
    virtual void draw(int video_frame, codec::Frame& target) = 0;
};

/// The same stage, theme, style and seed give the same pixels.
std::unique_ptr<Ground> make_ground(const Stage& stage, const Theme& theme, media_protocol::Style style,
                                    std::uint64_t seed);

std::unique_ptr<Ground> make_aurora(const Stage& stage, const Theme& theme, std::uint64_t seed);
std::unique_ptr<Ground> make_bokeh(const Stage& stage, const Theme& theme, std::uint64_t seed);
std::unique_ptr<Ground> make_paper(const Stage& stage, const Theme& theme, std::uint64_t seed);
std::unique_ptr<Ground> make_night(const Stage& stage, const Theme& theme, std::uint64_t seed);

}  // namespace mss::picture
