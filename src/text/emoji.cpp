#include "text/emoji.hpp"

#include <algorithm>

#include <unicode/uchar.h>

#include "base/utf8.hpp"

namespace mss::text {
namespace {

constexpr char32_t kJoiner = 0x200D;
constexpr char32_t kKeycap = 0x20E3;
constexpr char32_t kText = 0xFE0E;  // selects the presentation of the point before it (UTS #51)
constexpr char32_t kPicture = 0xFE0F;

// Pictures, and the letters of flags.
bool begins_emoji(char32_t point) {
    return u_hasBinaryProperty(static_cast<UChar32>(point), UCHAR_EMOJI_PRESENTATION) ||
           u_hasBinaryProperty(static_cast<UChar32>(point), UCHAR_REGIONAL_INDICATOR) ||
           u_hasBinaryProperty(static_cast<UChar32>(point), UCHAR_EMOJI_MODIFIER);
}

// What belongs to the emoji before it (UTS #51): presentation selectors, skin tones, keycaps, tags of flags.
bool continues_emoji(char32_t point) {
    return point == kJoiner || point == kKeycap || point == kText || point == kPicture ||
           (point >= 0xE0020 && point <= 0xE007F) ||
           u_hasBinaryProperty(static_cast<UChar32>(point), UCHAR_EMOJI_MODIFIER);
}

// Letters and old signs such as ©, ℹ and ❤ are text, unless what follows asks for their picture.
bool is_emoji(std::u32string_view one) {
    constexpr char32_t kPictures = 0x1F000;  // from here on all pictographs are meant as pictures
    if (begins_emoji(one.front())) return true;
    if (!u_hasBinaryProperty(static_cast<UChar32>(one.front()), UCHAR_EXTENDED_PICTOGRAPHIC)) return false;
    return one.front() >= kPictures || (one.size() > 1 && one[1] != kText);
}

std::size_t end_of_emoji(std::u32string_view text, std::size_t begin) {
    std::size_t end = begin + 1;
    while (end < text.size() && (continues_emoji(text[end]) || (text[end - 1] == kJoiner && begins_emoji(text[end]))))
        ++end;
    return end;
}

bool is_space(char32_t point) {
    return point == U' ' || point == U'\n';
}

// "Hello 🎉!" is to become "Hello!", "Hello 🎉 you" is to keep one of its spaces.
bool needs_no_space_before(std::u32string_view rest) {
    constexpr std::u32string_view kClosing =
        U".,;:!?)]}\u2019\u201D\u00BB\u2026\u3002\uFF0C\uFF01\uFF1F\u3001\u300D\uFF09\u061F";
    const bool quote_closes = rest.starts_with(U'"') && (rest.size() == 1 || is_space(rest[1]));
    if (quote_closes) return true;
    return rest.empty() || is_space(rest.front()) || kClosing.find(rest.front()) != std::u32string_view::npos;
}

}  // namespace

std::string without_emoji(std::string_view text, std::u32string_view points) {
    const std::u32string all = utf8::decode(text);
    std::u32string kept;
    bool at_begin = false;  // of a line, after an emoji that was left out
    for (std::size_t i = 0; i < all.size();) {
        const std::size_t end =
            begins_emoji(all[i]) || (i + 1 < all.size() && continues_emoji(all[i + 1])) ? end_of_emoji(all, i) : i + 1;
        const std::u32string_view one = std::u32string_view(all).substr(i, end - i);
        const bool missing = one.find_first_of(points) != std::u32string_view::npos;
        i = end;
        if (!missing) {
            if (!(at_begin && one == U" ")) kept += one;
            at_begin = false;
            continue;
        }
        if (!is_emoji(one)) {
            kept += one.front();
            continue;
        }
        const std::u32string_view rest = std::u32string_view(all).substr(end);
        while (needs_no_space_before(rest) && kept.ends_with(U' '))
            kept.pop_back();
        at_begin = kept.empty() || kept.back() == U'\n';
    }
    return utf8::encode(kept);
}

}  // namespace mss::text
