#pragma once
// Type: text set with Pango so that it fits a box, whatever its length, script or direction: first smaller, then cut
// with an ellipsis. Lines are balanced. Used while a scene is set up. Typesetter owns its font map; confined to one
// thread. Where no font has a letter, Pango draws its hexadecimal box; text that is not UTF-8 is repaired.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <pango/pango.h>

#include "picture/canvas.hpp"
#include "picture/sprite.hpp"

namespace mss::picture {

enum class Align { left, centre };

struct TypeStyle {
    double size = 64;      ///< largest, in pixels
    double smallest = 28;  ///< before text is cut
    int weight = 700;      ///< 100..900
    Rgb colour = kWhite;
    Align align = Align::centre;
    int lines = 4;              ///< at most
    double line_height = 1.12;  ///< as a multiple of the font's own
    double tracking = 0;        ///< extra space between letters, in thousandths of the size
    double shadow = 0;          ///< opacity of a soft shadow
    bool tabular = false;       ///< digits of equal width
};

/// A part of a text that can move by itself: usually a word, in CJK a character.
struct TextPart {
    Sprite sprite;
    Point place;  ///< of the sprite, from the text's top left
    bool emphasised = false;
};

/// Text that was set: what it measures and how to draw it.
class SetText {
public:
    double width() const { return width_; }
    double height() const { return height_; }
    double size() const { return size_; }
    bool empty() const { return text_.empty(); }
    /// True where its first line reads from right to left: then its box is filled from the right.
    bool right_to_left() const;

    /// All of it as one sprite; draw it at the text's top left plus place().
    Sprite sprite() const;
    /// Where sprite() stands relative to the text's top left (its shadow reaches outside).
    Point place() const;
    /// Draws the text into a canvas, without a shadow.
    void draw(const Canvas& canvas, Point top_left) const;
    /// The parts in reading order. `emphasis` colours the part that says most (its longest word).
    std::vector<TextPart> parts(Rgb emphasis) const;

private:
    friend class Typesetter;
    struct Unref {
        void operator()(PangoLayout* layout) const { g_object_unref(layout); }
    };
    double padding() const;

    std::unique_ptr<PangoLayout, Unref> layout_;
    std::string text_;
    TypeStyle style_;
    double size_ = 0;
    double width_ = 0;
    double height_ = 0;
};

class Typesetter {
public:
    /// `language` as BCP 47: it chooses between regional forms of CJK letters.
    explicit Typesetter(std::string_view language);

    /// Sets `text` into at most `width` x `height` pixels.
    SetText set(std::string_view text, const TypeStyle& style, double width, double height) const;

    /// How far the pen moves over one line of text at style.size, white space included.
    double advance(std::string_view text, const TypeStyle& style) const;

private:
    struct Unref {
        void operator()(PangoFontMap* map) const { g_object_unref(map); }
        void operator()(PangoContext* context) const { g_object_unref(context); }
    };
    std::unique_ptr<PangoFontMap, Unref> fonts_;
    std::unique_ptr<PangoContext, Unref> context_;
};

}  // namespace mss::picture
