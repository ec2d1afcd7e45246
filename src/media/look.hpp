#pragma once
// The look of a whole video (style, palette, musical mood), chosen from its words. Pure; any thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "media_protocol/picture.hpp"
#include "media_protocol/sound.hpp"
#include "model/script.hpp"

namespace mss::media {

struct Look {
    media_protocol::Style style = media_protocol::Style::aurora;
    media_protocol::Palette palette;
    media_protocol::Mood mood = media_protocol::Mood::curious;
};

/// A style that people can ask for.
struct StyleChoice {
    media_protocol::Style style;
    std::string_view name;
    std::string_view description;
};

std::span<const StyleChoice> styles();

/// `style_name` empty: chosen from the words. Errors: invalid (no such style; the message lists them).
Result<Look> choose_look(const model::Script& script, std::string_view style_name);

}  // namespace mss::media
