#pragma once
// Scene: a ScenePlan made ready to be drawn: frame n of it, in any order, the same pixels every time. All text, icons
// and cards are rasterised when it is made, digits of a counter included; drawing only puts them together. One thread
// at a time.

#include <algorithm>
#include <memory>

#include "base/random.hpp"
#include "base/result.hpp"
#include "codec/frame.hpp"
#include "icons/icons.hpp"
#include "media_protocol/picture.hpp"
#include "picture/ground.hpp"
#include "picture/layer.hpp"
#include "picture/stage.hpp"
#include "picture/theme.hpp"
#include "picture/type.hpp"

namespace mss::picture {

class Scene {
public:
    Scene(std::unique_ptr<Ground> ground, Layers layers, const media_protocol::ScenePlan& plan);

    /// Frame `frame` of the plan into `target`, which has the stage's size.
    void draw(int frame, codec::Frame& target);
    /// The two halves of draw(), for crossfades: the ground covers all of `target`, the content stands before it.
    void draw_ground(int frame, codec::Frame& target);
    void draw_content(int frame, codec::Frame& target, double opacity = 1) const;

private:
    std::unique_ptr<Ground> ground_;
    Layers layers_;
    int start_frame_;
    int arrival_;
};

/// Never fails for want of content: empty texts, unknown icons and overlong headlines all make a picture.
/// Errors: invalid (the stage's).
Result<Scene> make_scene(const media_protocol::ScenePlan& plan, int width, int height);

/// What the makers of each kind share.
struct SceneKit {
    const media_protocol::ScenePlan& plan;
    const Stage& stage;
    const Theme& theme;
    const Typesetter& type;
    const icons::IconSet& icons;

    /// Pixels of a design size.
    double px(double design) const { return design * stage.unit; }
    /// A frame of the plan as the layers count frames: from the content's arrival.
    int since_arrival(int frame) const { return std::max(frame - plan.arrival, 0); }
    /// A stream of random numbers of this scene's own.
    Random random() const;
    /// The drawing of plan.icons[index], or null.
    const icons::Icon* icon(std::size_t index) const;
};

Layers make_kinetic_title(const SceneKit& kit);
Layers make_quote_card(const SceneKit& kit);
Layers make_list_reveal(const SceneKit& kit);
Layers make_big_number(const SceneKit& kit);
Layers make_icon_constellation(const SceneKit& kit);
Layers make_mesh_gradient(const SceneKit& kit);
Layers make_source_card(const SceneKit& kit);

}  // namespace mss::picture
