#pragma once
// The background music: composed and played by our own synthesiser from a mood and a seed, so it carries nobody's
// rights. It has an introduction, sections that vary, and an ending that resolves and fades with the track. The same
// request gives the same samples. A pure function; any thread.

#include <cstdint>

#include "codec/audio_file.hpp"
#include "media_protocol/sound.hpp"

namespace mss::sound {

struct MusicRequest {
    std::int64_t samples = 0;
    media_protocol::Mood mood = media_protocol::Mood::curious;
    std::uint64_t seed = 0;
};

/// `request.samples` of stereo music, peaks below full scale, beginning and ending in silence.
codec::StereoSound compose_music(const MusicRequest& request);

}  // namespace mss::sound
