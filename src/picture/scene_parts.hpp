#pragma once
// What several kinds of scene put on the stage: headlines that come in word by word, texts, furniture. Pure functions
// that add layers; any thread.

#include "picture/cards.hpp"
#include "picture/layer.hpp"
#include "picture/scene.hpp"
#include "picture/type.hpp"

namespace mss::picture {

/// A strong, tightly set text in ink. `size` and `smallest` are design sizes.
TypeStyle headline_style(const SceneKit& kit, double size, double smallest);

/// A quieter one, for running text.
TypeStyle text_style(const SceneKit& kit, double size, double smallest);

/// The left edge of a text of that width that begins where its script begins in `box`.
double leading_edge(const SetText& text, const Box& box);

/// The same motion that swells shortly now and then, in scenes so long that nothing else would happen in their middle.
Motion beating(const SceneKit& kit, Motion motion);

/// Adds a text part by part. `motion` is the first part's; the others follow `stagger` frames apart, but the last not
/// later than `latest` frames after the first. Only the emphasised part beats.
struct Stagger {
    double frames = 2;
    int latest = 24;
};
void add_words(Layers& layers, const SetText& text, Point top_left, Rgb emphasis, const Motion& motion,
               const Stagger& stagger = {});

/// Adds a text as one thing.
void add_text(Layers& layers, const SetText& text, Point top_left, const Motion& motion);

/// Adds furniture so that the thing itself (not its shadow) has its top left corner at `place`.
void add_furniture(Layers& layers, Furniture furniture, Point place, const Motion& motion);

}  // namespace mss::picture
