#include "picture/type.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>
#include <pango/pangocairo.h>

#include "base/utf8.hpp"
#include "picture/line_glue.hpp"

namespace mss::picture {

namespace {

// Display cuts are drawn for large sizes; the others follow for what is missing.
constexpr const char* kFamilies = "Inter Display,Inter,Noto Sans,DejaVu Sans,sans-serif";

double from_pango(int units) {
    return static_cast<double>(units) / PANGO_SCALE;
}
int to_pango(double pixels) {
    return static_cast<int>(std::lround(std::clamp(pixels, 0.0, 30000.0) * PANGO_SCALE));
}

/// One paragraph of valid UTF-8 without control characters or double spaces. No-break spaces stay what they are.
std::string tidy(std::string_view text) {
    std::string out;
    for (const char32_t point : utf8::decode(text)) {
        const bool space = point <= U' ' || point == 0x7F || point == 0x2028 || point == 0x2029;
        if (!space)
            utf8::append(out, point);
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

struct AttributesUnref {
    void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
using Attributes = std::unique_ptr<PangoAttrList, AttributesUnref>;

void add(const Attributes& list, PangoAttribute* attribute, std::size_t begin = 0, std::size_t end = G_MAXUINT) {
    attribute->start_index = static_cast<guint>(begin);
    attribute->end_index = static_cast<guint>(end);
    pango_attr_list_insert(list.get(), attribute);
}

Attributes base_attributes(const TypeStyle& style, double size) {
    Attributes list(pango_attr_list_new());
    add(list, pango_attr_line_height_new(style.line_height));
    if (style.tracking != 0)
        add(list,
            pango_attr_letter_spacing_new(static_cast<int>(std::lround(style.tracking / 1000 * size * PANGO_SCALE))));
    add(list, pango_attr_font_features_new(style.tabular ? "tnum, cv11, ss03" : "ss03"));
    return list;
}

void apply_size(PangoLayout* layout, const TypeStyle& style, double size) {
    PangoFontDescription* font = pango_font_description_from_string(kFamilies);
    pango_font_description_set_weight(font, static_cast<PangoWeight>(style.weight));
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_attributes(layout, base_attributes(style, size).get());
}

struct Extents {
    double width;
    double height;
};

Extents extents_of(PangoLayout* layout) {
    PangoRectangle logical;
    pango_layout_get_extents(layout, nullptr, &logical);
    return {from_pango(logical.width), from_pango(logical.height)};
}

bool fits(PangoLayout* layout, const TypeStyle& style, double width, double height) {
    const Extents extents = extents_of(layout);
    return extents.width <= width + 0.5 && extents.height <= height + 0.5 &&
           pango_layout_get_line_count(layout) <= style.lines;
}

/// Narrows the layout as far as it keeps its number of lines, so that no line is left with a single short word.
void balance(PangoLayout* layout, double width) {
    const int lines = pango_layout_get_line_count(layout);
    if (lines < 2) return;
    double narrow = width / 2;
    double wide = width;
    for (int step = 0; step < 8; ++step) {
        const double middle = (narrow + wide) / 2;
        pango_layout_set_width(layout, to_pango(middle));
        const bool good = pango_layout_get_line_count(layout) == lines && extents_of(layout).width <= middle + 0.5;
        (good ? wide : narrow) = middle;
    }
    pango_layout_set_width(layout, to_pango(wide));
}

struct ByteRange {
    std::size_t begin;
    std::size_t end;  ///< without trailing white space
};

/// Whether `at` stands behind a no-break space that joins two words; one behind a digit joins a figure and its unit.
bool after_glue(std::string_view text, std::size_t at) {
    constexpr std::string_view kGlue = "\u00A0";
    return at > kGlue.size() && text.substr(0, at).ends_with(kGlue) && !g_ascii_isdigit(text[at - kGlue.size() - 1]);
}

/// The stretches between places where a line may break or a no-break space joins words.
std::vector<ByteRange> breakable_ranges(PangoLayout* layout, std::string_view text) {
    int count = 0;
    const PangoLogAttr* attributes = pango_layout_get_log_attrs_readonly(layout, &count);
    std::vector<ByteRange> ranges;
    std::size_t begin = 0;
    std::size_t at = 0;
    const auto close = [&](std::size_t end) {
        std::size_t trimmed = end;
        while (trimmed > begin && text[trimmed - 1] == ' ')
            --trimmed;
        if (text.substr(begin, trimmed - begin).ends_with("\u00A0")) trimmed -= 2;
        if (trimmed > begin) ranges.push_back({begin, trimmed});
        begin = end;
    };
    for (int i = 0; i < count && at < text.size(); ++i) {
        if ((attributes[i].is_line_break || after_glue(text, at)) && at > begin) close(at);
        at = static_cast<std::size_t>(g_utf8_next_char(text.data() + at) - text.data());
    }
    close(text.size());
    return ranges;
}

/// Letters of the longest of the words that no-break spaces join.
std::size_t longest_word(std::string_view text) {
    std::size_t longest = 0;
    std::size_t letters = 0;
    for (const char32_t point : utf8::decode(text)) {
        letters = point == 0xA0 ? 0 : letters + 1;
        longest = std::max(longest, letters);
    }
    return longest;
}

std::size_t most_telling(std::string_view text, const std::vector<ByteRange>& ranges) {
    std::size_t best = ranges.size();
    std::size_t longest = 4;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const std::string_view word = text.substr(ranges[i].begin, ranges[i].end - ranges[i].begin);
        const std::size_t letters = longest_word(word);
        const bool figure = g_ascii_isdigit(word.front());
        if (const std::size_t weight = letters + (figure ? 20 : 0); weight > longest) {
            longest = weight;
            best = i;
        }
    }
    return ranges.size() < 2 ? ranges.size() : best;
}

}  // namespace

double SetText::padding() const {
    return std::ceil(size_ * 0.32) + 2;
}

Point SetText::place() const {
    return {-padding(), -padding()};
}

void SetText::draw(const Canvas& canvas, Point top_left) const {
    if (empty()) return;
    cairo_move_to(canvas.context(), top_left.x, top_left.y);
    canvas.set_colour(style_.colour);
    pango_cairo_show_layout(canvas.context(), layout_.get());
}

Sprite SetText::sprite() const {
    if (empty()) return {};
    const double pad = padding();
    const Canvas letters(width_ + 2 * pad, height_ + 2 * pad);
    draw(letters, {pad, pad});
    if (style_.shadow <= 0) return Sprite(letters);
    return Sprite(with_shadow(letters, size_ * 0.22, size_ * 0.035, style_.shadow));
}

std::vector<TextPart> SetText::parts(Rgb emphasis) const {
    std::vector<TextPart> parts;
    if (empty()) return parts;
    if (pango_layout_is_ellipsized(layout_.get())) {
        // What was cut off has no place of its own, so a text that had to be cut stays in one piece.
        parts.push_back({sprite(), place(), false});
        return parts;
    }
    const std::vector<ByteRange> ranges = breakable_ranges(layout_.get(), text_);
    const std::size_t telling = most_telling(text_, ranges);
    const double pad = padding();
    const auto channel = [](double value) { return static_cast<guint16>(std::lround(value * 65535)); };
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        // The whole text keeps its shape; all but this part is transparent.
        const Attributes list = base_attributes(style_, size_);
        if (ranges[i].begin > 0) add(list, pango_attr_foreground_alpha_new(1), 0, ranges[i].begin);
        if (ranges[i].end < text_.size()) add(list, pango_attr_foreground_alpha_new(1), ranges[i].end, text_.size());
        if (i == telling)
            add(list, pango_attr_foreground_new(channel(emphasis.red), channel(emphasis.green), channel(emphasis.blue)),
                ranges[i].begin, ranges[i].end);
        pango_layout_set_attributes(layout_.get(), list.get());
        PangoRectangle first;
        PangoRectangle last;
        pango_layout_index_to_pos(layout_.get(), static_cast<int>(ranges[i].begin), &first);
        const char* end = g_utf8_prev_char(text_.data() + ranges[i].end);
        pango_layout_index_to_pos(layout_.get(), static_cast<int>(end - text_.data()), &last);
        const double left = from_pango(std::min({first.x, first.x + first.width, last.x, last.x + last.width}));
        const double right = from_pango(std::max({first.x, first.x + first.width, last.x, last.x + last.width}));
        const double top = from_pango(std::min(first.y, last.y));
        const double bottom = from_pango(std::max(first.y + first.height, last.y + last.height));
        const Canvas letters(right - left + 2 * pad, bottom - top + 2 * pad);
        draw(letters, {pad - left, pad - top});
        TextPart part;
        part.sprite = style_.shadow > 0 ? Sprite(with_shadow(letters, size_ * 0.22, size_ * 0.035, style_.shadow))
                                        : Sprite(letters);
        part.place = {left - pad, top - pad};
        part.emphasised = i == telling;
        parts.push_back(std::move(part));
    }
    pango_layout_set_attributes(layout_.get(), base_attributes(style_, size_).get());
    return parts;
}

bool SetText::right_to_left() const {
    return !empty() && pango_layout_get_direction(layout_.get(), 0) == PANGO_DIRECTION_RTL;
}

Typesetter::Typesetter(std::string_view language)
    : fonts_(pango_cairo_font_map_new()), context_(pango_font_map_create_context(fonts_.get())) {
    // Unhinted letters and fractional advances: glyphs keep their shape while they move by parts of a pixel.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context_.get(), options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
    pango_context_set_language(context_.get(), pango_language_from_string(std::string(language).c_str()));
}

SetText Typesetter::set(std::string_view text, const TypeStyle& style, double width, double height) const {
    SetText result;
    result.text_ = glued(tidy(text));
    result.style_ = style;
    if (result.text_.empty() || width < 1 || height < 1) {
        result.text_.clear();
        return result;
    }
    result.layout_.reset(pango_layout_new(context_.get()));
    PangoLayout* layout = result.layout_.get();
    pango_layout_set_text(layout, result.text_.data(), static_cast<int>(result.text_.size()));
    pango_layout_set_alignment(layout, style.align == Align::left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_CENTER);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    pango_layout_set_width(layout, to_pango(width));

    const double smallest = std::min(style.smallest, style.size);
    double size = style.size;
    apply_size(layout, style, size);
    while (size > smallest && !fits(layout, style, width, height)) {
        size = std::max(smallest, size * 0.95);
        apply_size(layout, style, size);
    }
    if (fits(layout, style, width, height)) {
        balance(layout, width);
    } else {
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
        const double line = extents_of(layout).height / std::max(1, pango_layout_get_line_count(layout));
        const int lines = std::clamp(static_cast<int>(height / line), 1, style.lines);
        pango_layout_set_height(layout, -lines);
    }
    result.size_ = size;
    // The layout is as wide as its longest line, so that its left edge is where the letters begin.
    const Extents extents = extents_of(layout);
    if (style.align == Align::left || pango_layout_get_line_count(layout) == 1) {
        result.width_ = std::min(extents.width, width);
        pango_layout_set_width(layout, to_pango(std::ceil(result.width_ + 1)));
    } else {
        result.width_ = from_pango(pango_layout_get_width(layout));
    }
    result.height_ = extents.height;
    return result;
}

double Typesetter::advance(std::string_view text, const TypeStyle& style) const {
    const std::unique_ptr<PangoLayout, SetText::Unref> layout(pango_layout_new(context_.get()));
    const std::string valid = utf8::encode(utf8::decode(text));
    pango_layout_set_text(layout.get(), valid.data(), static_cast<int>(valid.size()));
    apply_size(layout.get(), style, style.size);
    return extents_of(layout.get()).width;
}

}  // namespace mss::picture
