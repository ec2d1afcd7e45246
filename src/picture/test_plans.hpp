#pragma once
// Plans and measures that the tests of this folder share.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "codec/frame.hpp"
#include "media_protocol/picture.hpp"

namespace mss::picture::test {

inline const std::vector<model::SceneKind> kKinds{
    model::SceneKind::kinetic_title,      model::SceneKind::quote_card,    model::SceneKind::list_reveal,
    model::SceneKind::big_number,         model::SceneKind::mesh_gradient, model::SceneKind::source_card,
    model::SceneKind::icon_constellation,
};

inline const std::vector<media_protocol::Style> kStyles{media_protocol::Style::aurora, media_protocol::Style::bokeh,
                                                        media_protocol::Style::paper, media_protocol::Style::night};

inline media_protocol::Palette palette() {
    return {"test", {"#0b1437", "#123b7a", "#1180a6", "#2fb5a0", "#f2a65a"}, "#ffd54a", "#ffffff"};
}

/// A plan with everything that any kind may show.
inline media_protocol::ScenePlan plan_of(model::SceneKind kind, media_protocol::Style style) {
    media_protocol::ScenePlan plan;
    plan.kind = kind;
    plan.style = style;
    plan.palette = palette();
    plan.headline = "Three hearts, blue blood";
    plan.number = "2,500";
    plan.label = "suckers on eight arms";
    plan.items = {"Changes colour", "Copies rock", "Squirts ink"};
    plan.item_frames = {5, 20, 40};
    plan.icons = {"heart", "fish", "brain", "droplet"};
    plan.language = "en";
    plan.seed = 11;
    plan.frames = 90;
    plan.start_frame = 100;
    return plan;
}

inline double mean_luma(const codec::Frame& frame) {
    double sum = 0;
    for (int y = 0; y < frame.height(); ++y)
        for (int x = 0; x < frame.width(); ++x)
            sum += frame.y().row(y)[x];
    return sum / frame.width() / frame.height();
}

/// Mean absolute difference of luma.
inline double difference(const codec::Frame& one, const codec::Frame& other) {
    double sum = 0;
    for (int y = 0; y < one.height(); ++y)
        for (int x = 0; x < one.width(); ++x)
            sum += std::abs(int{one.y().row(y)[x]} - int{other.y().row(y)[x]});
    return sum / one.width() / one.height();
}

/// Every visible byte of all planes.
inline std::string bytes_of(const codec::Frame& frame) {
    std::string bytes;
    for (const codec::Plane& plane : {frame.y(), frame.u(), frame.v()})
        for (int y = 0; y < plane.height; ++y)
            bytes.append(plane.row(y), plane.row(y) + plane.width);
    return bytes;
}

}  // namespace mss::picture::test
