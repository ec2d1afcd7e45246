#pragma once
// Scene planning: which picture stands behind which words. From a script, its narration and a look to the plans that
// the renderer draws; every choice that the script leaves open is made here, the same way each time. Pure; any thread.

#include <vector>

#include "icons/icons.hpp"
#include "media/look.hpp"
#include "media/narration.hpp"
#include "media_protocol/picture.hpp"
#include "model/script.hpp"

namespace mss::media {

/// One segment of every cut.
struct PlannedSegment {
    SceneSpan span;
    media_protocol::ScenePlan scene;
};

/// Frames of the crossfade at the start of each segment but the first.
inline constexpr int kTransitionFrames = 10;

/// Every text that the segments may show: one string a scene, with the title in the first, and one for the closing
/// card.
std::vector<std::string> drawn_texts(const model::Script& script);

/// One segment a scene, and a closing card with the sources, where there are any, over the end of the last scene.
std::vector<PlannedSegment> plan_segments(const model::Script& script, const Narration& narration, const Look& look,
                                          const icons::IconSet& icons);

/// What a thumbnail shows over the first scene's look: the title, or where that is long the first headline; and a
/// figure with what it counts, or else a second wording, that says something new.
media_protocol::ScenePlan plan_thumbnail(const model::Script& script, const std::vector<PlannedSegment>& segments);

}  // namespace mss::media
