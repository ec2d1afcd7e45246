#pragma once
// Cards, badges and rules: the drawn furniture that scenes share. Pure functions; any thread.

#include "picture/sprite.hpp"
#include "picture/theme.hpp"

namespace mss::icons {
struct Icon;
}

namespace mss::picture {

struct SceneKit;

/// A sprite that reaches `margin` beyond the thing it shows on every side, for its shadow.
struct Furniture {
    Sprite sprite;
    double margin = 0;
};

/// A pane of frosted glass, or on paper a white card: shadow, fill, sheen and a fine bright edge.
Furniture make_card(const Theme& theme, double width, double height, double radius, double unit);

/// A disc of accent colour with an icon, or with nothing where `icon` is null.
Furniture make_badge(const Theme& theme, double diameter, const icons::Icon* icon, double unit);

/// A disc of accent colour with a number, for lists without icons.
Furniture make_number_badge(const SceneKit& kit, int number, double diameter);

/// A small round card with an icon in ink.
Furniture make_medallion(const Theme& theme, double diameter, const icons::Icon* icon, double unit);

/// An icon in ink with a soft shadow; empty where `icon` is null.
Furniture make_icon(const Theme& theme, const icons::Icon* icon, double size, double stroke, Rgb colour);

/// A short bar of accent colour with round ends.
Furniture make_rule(const Theme& theme, double width, double height);

}  // namespace mss::picture
