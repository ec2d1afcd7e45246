#include "picture/fonts.hpp"

#include <algorithm>
#include <cstddef>
#include <fontconfig/fontconfig.h>
#include <memory>
#include <ranges>
#include <set>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/utf8.hpp"

namespace mss::picture {

namespace {

constexpr std::size_t kMostReported = 20;

struct Destroy {
    void operator()(FcConfig* config) const { FcConfigDestroy(config); }
    void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
    void operator()(FcFontSet* set) const { FcFontSetDestroy(set); }
};

const FcChar8* text_of(const char* text) {
    return reinterpret_cast<const FcChar8*>(text);
}

/// What is never drawn: white space, controls, joiners and marks of direction, variation selectors.
bool is_invisible(char32_t point) {
    return point <= U' ' || (point >= 0x7F && point <= 0xA0) || point == 0xAD || point == 0x034F || point == 0x061C ||
           (point >= 0x2000 && point <= 0x200F) || (point >= 0x2028 && point <= 0x202F) ||
           (point >= 0x205F && point <= 0x206F) || point == 0x3000 || (point >= 0xFE00 && point <= 0xFE0F) ||
           point == 0xFEFF || (point >= 0xE0000 && point <= 0xE0FFF);
}

/// Every installed font, those that scenes ask for first and then as fontconfig would fall back.
std::unique_ptr<FcFontSet, Destroy> fonts_in_order(FcConfig* config) {
    const std::unique_ptr<FcPattern, Destroy> pattern(FcPatternCreate());
    for (const char* family : {"Inter Display", "Inter", "Noto Sans", "DejaVu Sans", "sans-serif"})
        FcPatternAddString(pattern.get(), FC_FAMILY, text_of(family));
    FcPatternAddInteger(pattern.get(), FC_WEIGHT, FC_WEIGHT_BOLD);
    FcConfigSubstitute(config, pattern.get(), FcMatchPattern);
    FcDefaultSubstitute(pattern.get());
    FcResult outcome = FcResultMatch;
    return std::unique_ptr<FcFontSet, Destroy>(FcFontSort(config, pattern.get(), FcFalse, nullptr, &outcome));
}

/// "Inter Display Bold 4.0"
std::string name_of(const FcPattern* font) {
    FcChar8* family = nullptr;
    FcChar8* style = nullptr;
    int version = 0;  // 16.16 fixed point, as the font's head table has it
    FcPatternGetString(font, FC_FAMILY, 0, &family);
    FcPatternGetString(font, FC_STYLE, 0, &style);
    FcPatternGetInteger(font, FC_FONTVERSION, 0, &version);
    const auto shown = [](const FcChar8* text) {
        return text != nullptr ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view("?");
    };
    return fmt::format("{} {} {:.3f}", shown(family), shown(style), version / 65536.0);
}

const FcPattern* font_for(const FcFontSet& fonts, char32_t point) {
    for (int i = 0; i < fonts.nfont; ++i) {
        FcCharSet* letters = nullptr;
        if (FcPatternGetCharSet(fonts.fonts[i], FC_CHARSET, 0, &letters) == FcResultMatch &&
            FcCharSetHasChar(letters, point))
            return fonts.fonts[i];
    }
    return nullptr;
}

using FontNames = std::set<std::string>;

/// The fonts that draw a text. Always with the first one, which draws what scenes write themselves, such as digits.
FontNames names_for(const std::string& text, const FcFontSet& fonts, std::set<char32_t>& missing) {
    std::u32string points = utf8::decode(text);
    std::ranges::sort(points);
    points.erase(std::ranges::unique(points).begin(), points.end());
    FontNames names{name_of(fonts.fonts[0])};
    for (const char32_t point : points) {
        if (is_invisible(point)) continue;
        if (const FcPattern* font = font_for(fonts, point))
            names.insert(name_of(font));
        else
            missing.insert(point);
    }
    return names;
}

std::string joined(const FontNames& names) {
    return fmt::format("{}", fmt::join(names, "; "));
}

}  // namespace

Result<media_protocol::FontCheckReply> check_fonts(const media_protocol::FontCheckRequest& request) {
    const std::unique_ptr<FcConfig, Destroy> config(FcInitLoadConfigAndFonts());
    const auto fonts = config ? fonts_in_order(config.get()) : nullptr;
    if (!fonts || fonts->nfont == 0)
        return fail(Code::unavailable, "no font is installed: apt-get install fonts-inter fonts-dejavu-core");

    media_protocol::FontCheckReply reply;
    std::set<char32_t> missing;
    FontNames all = names_for(request.text, *fonts, missing);
    for (const std::string& part : request.parts) {
        const FontNames names = names_for(part, *fonts, missing);
        reply.part_fonts.push_back(joined(names));
        all.insert(names.begin(), names.end());
    }
    reply.fonts = joined(all);
    for (const char32_t point : missing | std::views::take(kMostReported))
        utf8::append(reply.missing, point);
    return reply;
}

}  // namespace mss::picture
