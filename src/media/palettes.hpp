#pragma once
// The palettes that a video's colours are chosen from. Immutable; any thread.

#include <span>
#include <string_view>
#include <vector>

#include "media_protocol/picture.hpp"

namespace mss::media {

struct PaletteChoice {
    media_protocol::Palette palette;
    std::vector<std::string_view> moods;  ///< words of topics that it suits, such as "ocean" or "money"
};

/// Every palette's ink has a contrast of at least 4.5 on its darkest ground colours. Never empty.
std::span<const PaletteChoice> palettes();

}  // namespace mss::media
