#include "media/palettes.hpp"

namespace mss::media {

std::span<const PaletteChoice> palettes() {
    static const std::vector<PaletteChoice> kPalettes{
        {{"dusk", {"#1b1033", "#5b2a86", "#d6409f", "#f5a04c", "#2a6fdb"}, "#ffd84d", "#ffffff"},
         {"animal", "heart", "love", "body", "dream", "sleep", "brain"}},
        {{"lagoon", {"#06202e", "#0b4f6c", "#1b98a6", "#3cc8a8", "#123a7a"}, "#ffe08a", "#ffffff"},
         {"ocean", "sea", "water", "tide", "fish", "octopus", "ice", "glacier"}},
        {{"ember", {"#1c0b0b", "#6a1b1a", "#c8401f", "#f28a2e", "#3a1a4a"}, "#ffe27a", "#ffffff"},
         {"volcano", "fire", "heat", "lava", "war", "food"}},
    };
    return kPalettes;
}

}  // namespace mss::media
