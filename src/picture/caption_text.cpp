#include "picture/caption_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include <ass/ass.h>
#include <fmt/format.h>

#include "base/utf8.hpp"
#include "picture/caption_lines.hpp"
#include "text/line_glue.hpp"

namespace mss::picture {

namespace {

constexpr double kSpokenScale = 1.09;
constexpr double kSpokenGrowth = 0.18;  // of the type size, at most: a long word must not reach its neighbours
constexpr double kSmallestSize = 34;    // design pixels; below this words are broken instead
constexpr double kTiniestSize = 8;      // where even broken words are too many
constexpr double kSizeStep = 0.95;
// Of Inter's space, in ems, and how much wider it is drawn, so that a grown word does not touch its neighbours.
constexpr double kSpaceWidth = 0.26;
constexpr int kSpaceStretch = 175;

struct LibraryEnd {
    void operator()(ASS_Library* library) const { ass_library_done(library); }
};
struct RendererEnd {
    void operator()(ASS_Renderer* renderer) const { ass_renderer_done(renderer); }
};
struct TrackEnd {
    void operator()(ASS_Track* track) const { ass_free_track(track); }
};

/// Transparent glyphs are still in the list.
bool is_visible(const ASS_Image& image) {
    return (image.color & 255U) < 250 && image.w > 0 && image.h > 0;
}

/// The box around what a bitmap draws: libass pads bitmaps on the right and below, which would move a word's middle.
Box drawn_box(const ASS_Image& image) {
    int left = image.w, top = image.h, right = 0, bottom = 0;
    for (int y = 0; y < image.h; ++y) {
        const unsigned char* row = image.bitmap + static_cast<std::ptrdiff_t>(y) * image.stride;
        const auto inked = [](unsigned char alpha) { return alpha > 0; };
        const auto first = std::find_if(row, row + image.w, inked) - row;
        if (first == image.w) continue;
        int last = image.w - 1;
        while (!inked(row[last]))
            --last;
        left = std::min(left, static_cast<int>(first));
        right = std::max(right, last + 1);
        top = std::min(top, y);
        bottom = y + 1;
    }
    if (right <= left) return {};
    return {static_cast<double>(image.dst_x + left), static_cast<double>(image.dst_y + top),
            static_cast<double>(right - left), static_cast<double>(bottom - top)};
}

Box ink_of(const ASS_Image* images) {
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    for (const ASS_Image* image = images; image != nullptr; image = image->next) {
        if (!is_visible(*image)) continue;
        const Box box = drawn_box(*image);
        if (box.width <= 0) continue;
        left = std::min(left, box.x);
        top = std::min(top, box.y);
        right = std::max(right, box.right());
        bottom = std::max(bottom, box.bottom());
    }
    return right < left ? Box{} : Box{left, top, right - left, bottom - top};
}

Rgb colour_of(const ASS_Image& image) {
    const auto channel = [&](unsigned shift) { return static_cast<double>(image.color >> shift & 255U) / 255; };
    return {channel(24), channel(16), channel(8)};
}

void paint(const Canvas& canvas, const ASS_Image& image, Point offset) {
    const int stride = cairo_format_stride_for_width(CAIRO_FORMAT_A8, image.w);
    std::vector<unsigned char> alpha(static_cast<std::size_t>(stride) * static_cast<std::size_t>(image.h));
    for (int y = 0; y < image.h; ++y)
        std::copy_n(image.bitmap + static_cast<std::ptrdiff_t>(y) * image.stride, image.w,
                    alpha.data() + static_cast<std::ptrdiff_t>(y) * stride);
    cairo_surface_t* mask =
        cairo_image_surface_create_for_data(alpha.data(), CAIRO_FORMAT_A8, image.w, image.h, stride);
    canvas.set_colour(colour_of(image), 1 - static_cast<double>(image.color & 255U) / 255);
    cairo_mask_surface(canvas.context(), mask, image.dst_x + offset.x, image.dst_y + offset.y);
    cairo_surface_destroy(mask);
}

void paint_all(const Canvas& canvas, const ASS_Image* images, Point offset) {
    for (const ASS_Image* image = images; image != nullptr; image = image->next)
        if (is_visible(*image)) paint(canvas, *image, offset);
}

/// ASS writes colours as &HBBGGRR&.
std::string ass_colour(Rgb colour) {
    const auto byte = [](double channel) { return static_cast<int>(std::lround(255 * channel)); };
    return fmt::format("&H{:02X}{:02X}{:02X}&", byte(colour.blue), byte(colour.green), byte(colour.red));
}

/// Scripts that put no space between words.
bool is_spaceless(char32_t point) {
    return (point >= 0x0E00 && point <= 0x0EFF) || (point >= 0x1000 && point <= 0x109F) ||
           (point >= 0x1780 && point <= 0x17FF) || (point >= 0x2E80 && point <= 0x30FF) ||
           (point >= 0x3400 && point <= 0x9FFF) || (point >= 0xF900 && point <= 0xFAFF) ||
           (point >= 0xFF00 && point <= 0xFFEF) || (point >= 0x20000 && point <= 0x3FFFF);
}

/// The words as pieces, before anything is measured or broken.
std::vector<CaptionPiece> pieces_of(const media_protocol::Caption& caption) {
    std::vector<CaptionPiece> pieces;
    std::u32string last;
    for (std::size_t i = 0; i < caption.words.size(); ++i) {
        std::u32string word = utf8::decode(caption.words[i].text);
        const bool spaced =
            !last.empty() && !word.empty() && !(is_spaceless(last.back()) && is_spaceless(word.front()));
        const bool held = i > 0 && text::stays_together(caption.words[i - 1].text, caption.words[i].text);
        pieces.push_back({caption.words[i].text, i, 0, spaced ? kSpaceWidth * kSpaceStretch / 100 : 0, held});
        if (!word.empty()) last = std::move(word);
    }
    return pieces;
}

/// Pieces wider than a line replaced by what `cut` makes of them; widths are shared out evenly.
template <class Cut>
std::vector<CaptionPiece> cut_wide_pieces(const std::vector<CaptionPiece>& pieces, double width, Cut cut) {
    std::vector<CaptionPiece> result;
    for (const CaptionPiece& piece : pieces) {
        if (piece.width <= width) {
            result.push_back(piece);
            continue;
        }
        const std::vector<std::string> texts = cut(piece);
        double space = piece.space_before;
        for (const std::string& text : texts)
            result.push_back(
                {text, piece.word, piece.width / static_cast<double>(texts.size()), std::exchange(space, 0), false});
    }
    return result;
}

/// The words, escaped, with the breaks inside them, and what stands between each and the next.
struct EventWord {
    std::string text;
    std::string after;
};

std::vector<EventWord> event_words(const std::vector<CaptionPiece>& pieces, const std::vector<std::size_t>& lines,
                                   std::size_t count) {
    std::vector<EventWord> words(count);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const CaptionPiece& piece = pieces[i];
        const bool inside = i > 0 && pieces[i - 1].word == piece.word;
        const bool breaks = i > 0 && std::ranges::binary_search(lines, i);
        if (breaks)
            (inside ? words[piece.word].text : words[piece.word - 1].after) += "\\N";
        else if (piece.space_before > 0)
            words[piece.word - 1].after = fmt::format("{{\\fscx{}}} {{\\fscx100}}", kSpaceStretch);
        words[piece.word].text += escape_for_ass(piece.text);
    }
    return words;
}

Box joined(const Box& one, const Box& other) {
    if (one.width <= 0) return other;
    if (other.width <= 0) return one;
    const double x = std::min(one.x, other.x);
    const double y = std::min(one.y, other.y);
    return {x, y, std::max(one.right(), other.right()) - x, std::max(one.bottom(), other.bottom()) - y};
}

/// libass centres lines, not ink: letters without descenders stand a little high or low.
void move_inside(SetCaption& set, const Box& area) {
    Box reach = set.ink;
    for (const CaptionGlyphs& glyphs : set.words)
        reach = joined(reach, glyphs.spoken_ink);
    const auto shift = [](double low, double high, double area_low, double area_high) {
        return std::ceil(std::max(area_low - low, 0.0)) - std::ceil(std::max(high - area_high, 0.0));
    };
    const double right = shift(reach.x, reach.right(), area.x, area.right());
    const double down = shift(reach.y, reach.bottom(), area.y, area.bottom());
    const auto move = [&](Box& box) {
        box.x += right;
        box.y += down;
    };
    move(set.box);
    move(set.ink);
    for (CaptionGlyphs& glyphs : set.words) {
        move(glyphs.ink);
        move(glyphs.spoken_ink);
    }
}

constexpr std::size_t kAllWords = static_cast<std::size_t>(-1);

}  // namespace

std::string escape_for_ass(std::string_view text) {
    std::string out;
    for (const char32_t point : utf8::decode(text)) {
        if (point == U'{' || point == U'}')
            (out += '\\') += static_cast<char>(point);
        else if (point == U'\\')
            out += "\\\u2060";  // a word joiner, which draws nothing, keeps the next letter from making it a command
        else if (point < U' ' || point == 0x7F)
            out += ' ';
        else
            utf8::append(out, point);
    }
    return out;
}

struct CaptionTypesetter::State {
    Stage stage;
    Theme theme;
    std::unique_ptr<ASS_Library, LibraryEnd> library;
    std::unique_ptr<ASS_Renderer, RendererEnd> renderer;
    std::unique_ptr<ASS_Track, TrackEnd> track;

    /// Renders the words in their places; only `visible` (or all) can be seen.
    const ASS_Image* render(const std::vector<EventWord>& words, std::size_t visible, Rgb colour, double size) {
        const Point centre = stage.captions.centre();
        std::string text =
            fmt::format("0,0,Caption,,0,0,0,,{{\\q2\\an5\\pos({},{})\\fs{:.2f}\\bord{:.2f}\\1c{}}}", centre.x, centre.y,
                        size * stage.unit, size * 0.055 * stage.unit, ass_colour(colour));
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (visible != kAllWords) text += i == visible ? "{\\alpha&H00&}" : "{\\alpha&HFF&}";
            text += words[i].text + words[i].after;
        }
        ass_flush_events(track.get());
        ass_process_chunk(track.get(), text.data(), static_cast<int>(text.size()), 0, 1000);
        return ass_render_frame(renderer.get(), track.get(), 0, nullptr);
    }

    /// Where captions rest: the caption area, less the way by which they come up into it.
    Box area() const {
        Box area = stage.captions;
        area.height -= kCaptionEntrance * stage.unit;
        return area;
    }

    bool fits(const Box& ink) const {
        // The spoken word grows by half of its scale on either side.
        const double growth = (kSpokenScale - 1) / 2;
        return ink.width * (1 + growth) <= area().width && ink.height * (1 + growth) <= area().height;
    }

    /// Measures each piece by itself; a long one in parts, because libass draws nothing outside of the frame.
    void measure(std::vector<CaptionPiece>& pieces) {
        constexpr double kSize = 40;
        constexpr std::size_t kBytes = 16;
        for (CaptionPiece& piece : pieces) {
            double width = 0;
            for (const std::string& part : cut_between_clusters(piece.text, 1 + piece.text.size() / kBytes))
                width += ink_of(render({{escape_for_ass(part), {}}}, kAllWords, theme.caption_ink, kSize)).width;
            piece.width = width / (kSize * stage.unit);
        }
    }

    /// Words in lines, at a size in design pixels.
    struct Setting {
        std::vector<EventWord> words;
        double size = 0;
        Box ink;
        bool fits = false;
    };

    /// The largest size from `largest` down to `smallest` at which the pieces fit; else the smallest.
    Setting fit(const std::vector<CaptionPiece>& pieces, std::size_t words, double largest, double smallest) {
        Setting setting;
        const double grown = (1 + kSpokenScale) / 2;
        for (double size = largest;; size = std::max(size * kSizeStep, smallest)) {
            const double width = area().width / (size * stage.unit * grown);
            const std::vector<std::size_t> lines = break_lines(pieces, width);
            const bool last = size <= smallest;
            const bool too_wide = std::ranges::any_of(pieces, [&](const auto& piece) { return piece.width > width; });
            const bool too_high = 0.7 * size * stage.unit * static_cast<double>(lines.size()) > area().height;
            if (!last && (too_wide || too_high)) continue;  // not even worth drawing
            setting.words = event_words(pieces, lines, words);
            setting.size = size;
            setting.ink = ink_of(render(setting.words, kAllWords, theme.caption_ink, size));
            setting.fits = fits(setting.ink);
            if (setting.fits || last) return setting;
        }
    }
};

CaptionTypesetter::CaptionTypesetter(const Stage& stage, const Theme& theme) : state_(std::make_unique<State>()) {
    State& state = *state_;
    state.stage = stage;
    state.theme = theme;
    state.library.reset(ass_library_init());
    if (!state.library) throw std::runtime_error("libass cannot start");
    ass_set_message_cb(state.library.get(), [](int, const char*, va_list, void*) {}, nullptr);
    state.renderer.reset(ass_renderer_init(state.library.get()));
    state.track.reset(ass_new_track(state.library.get()));
    if (!state.renderer || !state.track) throw std::runtime_error("libass cannot start");
    ass_set_frame_size(state.renderer.get(), stage.width, stage.height);
    ass_set_storage_size(state.renderer.get(), stage.width, stage.height);
    ass_set_hinting(state.renderer.get(), ASS_HINTING_NONE);
    ass_set_fonts(state.renderer.get(), nullptr, "Inter", ASS_FONTPROVIDER_AUTODETECT, nullptr, 1);
    std::string header = fmt::format(
        "[Script Info]\nScriptType: v4.00+\nPlayResX: {}\nPlayResY: {}\nWrapStyle: 0\nScaledBorderAndShadow: yes\n\n"
        "[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, Bold, BorderStyle, Outline, "
        "Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n"
        "Style: Caption,Inter,80,&H00FFFFFF,{},800,1,4,0,5,{},{},0,-1\n\n"
        "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n",
        stage.width, stage.height, ass_colour(theme.caption_ground), std::lround(stage.captions.x),
        std::lround(stage.width - stage.captions.right()));
    ass_process_codec_private(state.track.get(), header.data(), static_cast<int>(header.size()));
    ass_set_check_readorder(state.track.get(), 0);
    ass_track_set_feature(state.track.get(), ASS_FEATURE_WRAP_UNICODE, 1);
    // Words keep the order of their script although each has commands of its own (Encoding -1: direction by content).
    ass_track_set_feature(state.track.get(), ASS_FEATURE_WHOLE_TEXT_LAYOUT, 1);
}

CaptionTypesetter::~CaptionTypesetter() = default;

SetCaption CaptionTypesetter::set(const media_protocol::Caption& caption) {
    State& state = *state_;
    const double unit = state.stage.unit;
    const double largest = state.stage.vertical ? 92 : 78;
    const double line = state.area().width / unit;
    std::vector<CaptionPiece> pieces = pieces_of(caption);
    state.measure(pieces);
    pieces = cut_wide_pieces(pieces, line / largest, [](const auto& piece) { return break_pieces(piece.text); });
    state.measure(pieces);
    State::Setting setting = state.fit(pieces, caption.words.size(), largest, kSmallestSize);
    if (!setting.fits) {
        const double widest = line / kSmallestSize;
        pieces = cut_wide_pieces(pieces, widest, [&](const CaptionPiece& piece) {
            return cut_between_clusters(piece.text, static_cast<std::size_t>(std::ceil(piece.width / (0.9 * widest))));
        });
        setting = state.fit(pieces, caption.words.size(), kSmallestSize, kTiniestSize);
    }
    SetCaption result;
    result.ink = setting.ink;
    const double margin = std::ceil(setting.size * 0.35 * unit);
    result.box = {std::floor(result.ink.x - margin), std::floor(result.ink.y - margin),
                  std::ceil(result.ink.width + 2 * margin), std::ceil(result.ink.height + 2 * margin)};
    for (std::size_t i = 0; i < setting.words.size(); ++i) {
        CaptionGlyphs glyphs;
        const ASS_Image* plain = state.render(setting.words, i, state.theme.caption_ink, setting.size);
        glyphs.ink = ink_of(plain);
        glyphs.plain = std::make_shared<Canvas>(result.box.width, result.box.height);
        glyphs.spoken = std::make_shared<Canvas>(result.box.width, result.box.height);
        paint_all(*glyphs.plain, plain, {-result.box.x, -result.box.y});
        // Larger letters are set elsewhere; they are brought back to where the word's middle is.
        const double grown = 1 + kSpokenGrowth * setting.size * unit / std::max(glyphs.ink.width, 1.0);
        const double scale = std::min(kSpokenScale, grown);
        const ASS_Image* spoken = state.render(setting.words, i, state.theme.caption_accent, setting.size * scale);
        glyphs.spoken_ink = ink_of(spoken);
        const Point here = glyphs.spoken_ink.centre();
        const Point home = glyphs.ink.centre();
        const Point back{std::round(home.x - here.x), std::round(home.y - here.y)};
        paint_all(*glyphs.spoken, spoken, {back.x - result.box.x, back.y - result.box.y});
        glyphs.spoken_ink.x += back.x;
        glyphs.spoken_ink.y += back.y;
        result.words.push_back(std::move(glyphs));
    }
    move_inside(result, state.area());
    return result;
}

}  // namespace mss::picture
