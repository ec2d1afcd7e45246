#pragma once
// Mentions: when the voice says what a scene shows. Frames count from the scene's first. Pure; any thread.

#include <optional>
#include <string>
#include <vector>

#include "media/narration.hpp"
#include "model/script.hpp"

namespace mss::media {

/// The words of one scene and the frames in which it is seen.
struct SpokenScene {
    std::vector<TimedWord> words;
    SceneSpan span;
    std::string language;

    /// The frame of a time, inside the scene.
    int frame_of(std::int64_t sample) const;
};

SpokenScene spoken_scene(const Narration& narration, std::size_t scene, const SceneSpan& span,
                         const std::string& language);

/// When each item appears, in order: as it is spoken of; one that is not has an even share of the time between its
/// neighbours. A mention so late that the items after it had no time left does not count. The last appears early enough
/// to be read.
std::vector<int> item_frames(const std::vector<std::string>& items, const SpokenScene& scene);

struct FrameSpan {
    int begin = 0;
    int end = 0;
};

/// When the figure is said, in digits or in words, with its unit.
std::optional<FrameSpan> number_said(const std::string& number, const SpokenScene& scene);

}  // namespace mss::media
