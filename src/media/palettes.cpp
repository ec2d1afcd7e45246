#include "media/palettes.hpp"

namespace mss::media {

// Grounds go from dark to light. The lightest is still deep enough for white text to stand on, because a colour that
// has to be dimmed for that turns muddy: orange becomes brown.
std::span<const PaletteChoice> palettes() {
    static const std::vector<PaletteChoice> kPalettes{
        {{"dusk", {"#1a0f33", "#47217a", "#8a2a8f", "#d23f7f", "#e8743b"}, "#ffd84d", "#ffffff"},
         {"heart", "love", "body", "emotion", "friend", "family", "music", "art"}},
        {{"lagoon", {"#06152f", "#0c3a73", "#0b6f9c", "#149c95", "#3fa86b"}, "#ffe07a", "#ffffff"},
         {"ocean", "sea", "water", "tide", "fish", "octopus", "whale", "river"}},
        {{"ember", {"#1c0a12", "#5c1524", "#a8281f", "#d9501e", "#e0872a"}, "#ffe27a", "#ffffff"},
         {"volcano", "fire", "heat", "lava", "energy", "sun", "desert"}},
        {{"canopy", {"#06201a", "#0d4536", "#1b6e4c", "#4f9443", "#a3962f"}, "#ffe36e", "#ffffff"},
         {"tree", "forest", "leaf", "plant", "garden", "animal", "insect", "earth"}},
        {{"voltage", {"#120a2e", "#2a1c7a", "#4a35d6", "#2f7fe6", "#c93fd0"}, "#7ff5d2", "#ffffff"},
         {"computer", "robot", "internet", "phone", "technology", "electricity", "game", "signal"}},
        {{"honey", {"#20140a", "#54300f", "#94530f", "#c47a16", "#b5952b"}, "#ffe9a8", "#ffffff"},
         {"money", "bee", "honey", "gold", "bread", "history", "king", "market", "coffee"}},
        {{"glacier", {"#0a1b30", "#1a4468", "#2c74a0", "#4a97bd", "#7b9fc9"}, "#ffd7a0", "#ffffff"},
         {"ice", "snow", "winter", "glacier", "cold", "cloud", "sky", "mountain", "wind"}},
        {{"orchard", {"#2a0d1f", "#6e1a44", "#b02a52", "#e05459", "#c98a3a"}, "#fff09a", "#ffffff"},
         {"food", "fruit", "flower", "chocolate", "cake", "kitchen", "colour", "holiday"}},
        {{"laboratory", {"#071c24", "#0c4450", "#0f7070", "#2b9a78", "#4f8fd8"}, "#ffdf80", "#ffffff"},
         {"science", "medicine", "vaccine", "virus", "cell", "health", "brain", "chemistry", "disease"}},
        {{"midnight", {"#070b1f", "#141d4d", "#2b3590", "#5a4fc4", "#9a62c9"}, "#ffe6a0", "#ffffff"},
         {"space", "star", "planet", "moon", "night", "dream", "sleep", "galaxy", "universe"}},
        {{"basalt", {"#101418", "#27323d", "#41566a", "#8a4a3c", "#8d8a78"}, "#ffc95c", "#ffffff"},
         {"war", "law", "crime", "city", "machine", "steel", "train", "empire", "death"}},
    };
    return kPalettes;
}

}  // namespace mss::media
