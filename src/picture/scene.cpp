#include "picture/scene.hpp"

#include <algorithm>
#include <utility>

namespace mss::picture {

namespace {

Layers make_layers(const SceneKit& kit) {
    using model::SceneKind;
    switch (kit.plan.kind) {
        case SceneKind::kinetic_title: return make_kinetic_title(kit);
        case SceneKind::quote_card: return make_quote_card(kit);
        case SceneKind::list_reveal: return make_list_reveal(kit);
        case SceneKind::big_number: return make_big_number(kit);
        case SceneKind::icon_constellation: return make_icon_constellation(kit);
        case SceneKind::source_card: return make_source_card(kit);
        case SceneKind::automatic:
        case SceneKind::mesh_gradient: break;
    }
    return make_mesh_gradient(kit);
}

}  // namespace

Random SceneKit::random() const {
    return Random(plan.seed ^ (static_cast<std::uint64_t>(plan.start_frame) * 0x9E3779B97F4A7C15ULL));
}

const icons::Icon* SceneKit::icon(std::size_t index) const {
    return index < plan.icons.size() ? icons.named(plan.icons[index]) : nullptr;
}

Scene::Scene(std::unique_ptr<Ground> ground, Layers layers, const media_protocol::ScenePlan& plan)
    : ground_(std::move(ground)), layers_(std::move(layers)), start_frame_(plan.start_frame), arrival_(plan.arrival) {}

void Scene::draw(int frame, codec::Frame& target) {
    draw_ground(frame, target);
    draw_content(frame, target);
}

void Scene::draw_ground(int frame, codec::Frame& target) {
    ground_->draw(start_frame_ + frame, target);
}

void Scene::draw_content(int frame, codec::Frame& target, double opacity) const {
    if (opacity <= 0 || frame < arrival_) return;
    for (const auto& layer : layers_)
        layer->draw(frame - arrival_, target, opacity);
}

Result<Scene> make_scene(const media_protocol::ScenePlan& plan, int width, int height) {
    MSS_TRY_ASSIGN(const Stage stage, make_stage(width, height));
    const Theme theme = make_theme(plan.palette, plan.style);
    const Typesetter type(plan.language);
    const icons::IconSet icons;
    return Scene(make_ground(stage, theme, plan.style, plan.seed), make_layers({plan, stage, theme, type, icons}),
                 plan);
}

}  // namespace mss::picture
