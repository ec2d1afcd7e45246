#include "picture/scene_shelf.hpp"

#include <algorithm>
#include <utility>

namespace mss::picture {

Result<std::shared_ptr<Scene>> SceneShelf::scene(const media_protocol::ScenePlan& plan, int width, int height) {
    const auto found = std::ranges::find_if(places_, [&](const Place& place) {
        return place.width == width && place.height == height && place.plan == plan;
    });
    if (found != places_.end()) {
        places_.splice(places_.begin(), places_, found);
        return found->scene;
    }
    // Room first, so that there are never more scenes in memory than places.
    if (places_.size() == kPlaces) places_.pop_back();
    MSS_TRY_ASSIGN(Scene made, make_scene(plan, width, height));
    places_.push_front({plan, width, height, std::make_shared<Scene>(std::move(made))});
    return places_.front().scene;
}

}  // namespace mss::picture
