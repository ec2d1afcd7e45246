#include "picture/caption_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include <ass/ass.h>
#include <fmt/format.h>

#include "base/utf8.hpp"

namespace mss::picture {

namespace {

constexpr double kSpokenScale = 1.09;
constexpr double kSpokenGrowth = 0.18;  // of the type size, at most: a long word must not reach its neighbours
constexpr double kSmallestSize = 34;    // design pixels; below this words are broken instead

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

std::string_view space_between(std::u32string_view left, std::u32string_view right) {
    const bool joined = left.empty() || right.empty() || (is_spaceless(left.back()) && is_spaceless(right.front()));
    return joined ? "" : " ";
}

/// The words, escaped, with the space that follows each.
struct EventWord {
    std::string text;
    std::string_view space;
};

/// `longest` code points of a word stay on one line.
std::vector<EventWord> event_words(const media_protocol::Caption& caption, std::size_t longest) {
    std::vector<std::u32string> words;
    for (const auto& word : caption.words)
        words.push_back(utf8::decode(word.text));
    std::vector<EventWord> result;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string text;
        for (std::size_t at = 0; at < words[i].size(); at += longest)
            text +=
                (at > 0 ? "\\N" : "") + escape_for_ass(utf8::encode(std::u32string_view(words[i]).substr(at, longest)));
        const bool last = i + 1 == words.size();
        result.push_back({std::move(text), last ? std::string_view() : space_between(words[i], words[i + 1])});
    }
    return result;
}

/// libass centres lines, not ink: letters without descenders stand a little high or low.
void move_inside(SetCaption& set, const Box& area) {
    const auto shift = [](double low, double high, double area_low, double area_high) {
        return std::ceil(std::max(area_low - low, 0.0)) - std::ceil(std::max(high - area_high, 0.0));
    };
    const double right = shift(set.ink.x, set.ink.right(), area.x, area.right());
    const double down = shift(set.ink.y, set.ink.bottom(), area.y, area.bottom());
    const auto move = [&](Box& box) {
        box.x += right;
        box.y += down;
    };
    move(set.box);
    move(set.ink);
    for (CaptionGlyphs& glyphs : set.words)
        move(glyphs.ink);
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
            fmt::format("0,0,Caption,,0,0,0,,{{\\an5\\pos({},{})\\fs{:.2f}\\bord{:.2f}\\1c{}}}", centre.x, centre.y,
                        size * stage.unit, size * 0.055 * stage.unit, ass_colour(colour));
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (visible != kAllWords) text += i == visible ? "{\\alpha&H00&}" : "{\\alpha&HFF&}";
            text += words[i].text;
            // A wider space, so that a grown word does not touch its neighbours.
            if (!words[i].space.empty()) text += "{\\fscx175} {\\fscx100}";
        }
        ass_flush_events(track.get());
        ass_process_chunk(track.get(), text.data(), static_cast<int>(text.size()), 0, 1000);
        return ass_render_frame(renderer.get(), track.get(), 0, nullptr);
    }

    bool fits(const Box& ink) const {
        // The spoken word grows by half of its scale on either side.
        const double growth = (kSpokenScale - 1) / 2;
        return ink.width * (1 + growth) <= stage.captions.width && ink.height * (1 + growth) <= stage.captions.height;
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
    std::size_t longest = 10'000;
    std::vector<EventWord> words = event_words(caption, longest);
    double size = state.stage.vertical ? 92 : 78;
    const Rgb ink = state.theme.caption_ink;
    SetCaption result;
    result.ink = ink_of(state.render(words, kAllWords, ink, size));
    for (int attempt = 0; attempt < 24 && !state.fits(result.ink); ++attempt) {
        const double excess =
            std::max(result.ink.width / state.stage.captions.width, result.ink.height / state.stage.captions.height);
        if (size > kSmallestSize || longest < 20)
            size = std::max(longest < 20 ? 8 : kSmallestSize, size * std::clamp(0.97 / excess, 0.6, 0.95));
        else
            words = event_words(caption, longest = longest > 40 ? 40 : longest / 2);
        result.ink = ink_of(state.render(words, kAllWords, ink, size));
    }
    const double margin = std::ceil(size * 0.35 * state.stage.unit);
    result.box = {std::floor(result.ink.x - margin), std::floor(result.ink.y - margin),
                  std::ceil(result.ink.width + 2 * margin), std::ceil(result.ink.height + 2 * margin)};
    for (std::size_t i = 0; i < words.size(); ++i) {
        CaptionGlyphs glyphs;
        const ASS_Image* plain = state.render(words, i, ink, size);
        glyphs.ink = ink_of(plain);
        glyphs.plain = std::make_shared<Canvas>(result.box.width, result.box.height);
        glyphs.spoken = std::make_shared<Canvas>(result.box.width, result.box.height);
        paint_all(*glyphs.plain, plain, {-result.box.x, -result.box.y});
        // Larger letters are set elsewhere; they are brought back to where the word's middle is.
        const double grown = 1 + kSpokenGrowth * size * state.stage.unit / std::max(glyphs.ink.width, 1.0);
        const double scale = std::min(kSpokenScale, grown);
        const ASS_Image* spoken = state.render(words, i, state.theme.caption_accent, size * scale);
        const Point here = ink_of(spoken).centre();
        const Point home = glyphs.ink.centre();
        paint_all(*glyphs.spoken, spoken,
                  {std::round(home.x - here.x) - result.box.x, std::round(home.y - here.y) - result.box.y});
        result.words.push_back(std::move(glyphs));
    }
    move_inside(result, state.stage.captions);
    return result;
}

}  // namespace mss::picture
