#pragma once
// CaptionPainter: draws the captions of a segment into its frames, over a soft scrim that is just as dense as the
// picture under it demands, and measures what it did. A pure function of the frame number; what it keeps is a cache.
// Confined to one thread.

#include <cstdint>
#include <vector>

#include "codec/frame.hpp"
#include "media_protocol/picture.hpp"
#include "picture/caption_text.hpp"
#include "picture/sprite.hpp"

namespace mss::picture {

/// WCAG's bound for normal text.
inline constexpr double kLeastCaptionContrast = 4.5;

struct CaptionMeasure {
    bool drawn = false;
    bool settled = false;  ///< its entrance is over
    double contrast = 21;  ///< lowest of its words, text against what lies under it
    double ink = 255;      ///< mean luma change inside its box
    bool inside = true;    ///< all that was drawn lies in the caption area
};

class CaptionPainter {
public:
    /// Throws std::runtime_error where libass cannot start.
    CaptionPainter(const Stage& stage, const Theme& theme, std::vector<media_protocol::Caption> captions);

    /// Draws the caption that stands at `frame` of the segment, if any.
    CaptionMeasure draw(int frame, codec::Frame& target);

private:
    /// A caption that has been set, with one of its words spoken.
    struct Art {
        int caption = -1;
        int spoken = -2;
        SetCaption set;
        Sprite text;
        Sprite scrim;
        Point scrim_place;
    };
    void prepare(int caption, int spoken);
    double scrim_opacity(const codec::Frame& target) const;
    double lowest_contrast(const codec::Frame& target, double scrim) const;
    bool is_inside(double below) const;
    void sample_luma(const codec::Frame& target, std::vector<std::uint8_t>& samples) const;

    Stage stage_;
    Theme theme_;
    std::vector<media_protocol::Caption> captions_;
    CaptionTypesetter typesetter_;
    Art art_;
    std::vector<std::uint8_t> before_;
    std::vector<std::uint8_t> after_;
};

}  // namespace mss::picture
