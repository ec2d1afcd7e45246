#pragma once
// SceneShelf: the last few scenes that were made, because each is drawn twice: in its own segment, and while the next
// segment fades in from it. A scene from the shelf draws the same pixels as a new one. One thread at a time.

#include <cstddef>
#include <list>
#include <memory>

#include "base/result.hpp"
#include "media_protocol/picture.hpp"
#include "picture/scene.hpp"

namespace mss::picture {

class SceneShelf {
public:
    /// The scene of this plan and size, from the shelf or newly made; the scene used longest ago makes room for it.
    /// Errors: as make_scene().
    Result<std::shared_ptr<Scene>> scene(const media_protocol::ScenePlan& plan, int width, int height);

private:
    struct Place {
        media_protocol::ScenePlan plan;
        int width;
        int height;
        std::shared_ptr<Scene> scene;
    };
    static constexpr std::size_t kPlaces = 3;  ///< the scene before, the one that is drawn, and the one that comes
    std::list<Place> places_;                  ///< last used first
};

}  // namespace mss::picture
