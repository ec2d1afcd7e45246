#include "text/clean.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "text/unicode.hpp"

namespace mss::text {
namespace {

bool line_break(UChar32 point) {
    return point == '\n' || point == 0x0B || point == 0x0C || point == 0x2028;
}

// What has no place in prose: controls, private and unassigned points, noncharacters, invisible formatting other than
// the two joiners (U+200C and U+200D), variation selectors are marks and so stay.
bool unwanted(UChar32 point) {
    if (point == 0x200C || point == 0x200D) return false;
    if (point == 0xFFFD || point == 0xFFFC) return true;
    switch (u_charType(point)) {
        case U_CONTROL_CHAR:
        case U_FORMAT_CHAR:
        case U_SURROGATE:
        case U_PRIVATE_USE_CHAR:
        case U_UNASSIGNED: return true;
        default: return false;
    }
}

icu::UnicodeString to_nfc(const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) return text;
    icu::UnicodeString normal = nfc->normalize(text, status);
    return U_FAILURE(status) ? text : normal;
}

}  // namespace

std::string clean(std::string_view text) {
    icu::UnicodeString input = to_unicode(text);
    input.findAndReplace(icu::UnicodeString(u"\r\n"), icu::UnicodeString(u"\n"));
    icu::UnicodeString kept;
    int breaks = 0;
    bool space = false;
    for (std::int32_t at = 0; at < input.length(); at = input.moveIndex32(at, 1)) {
        const UChar32 point = input.char32At(at);
        if (line_break(point) || point == '\r' || point == 0x85) {
            ++breaks;
        } else if (point == 0x2029) {
            breaks += 2;
        } else if (u_isUWhiteSpace(point) != 0) {
            space = true;
        } else if (!unwanted(point)) {
            if (!kept.isEmpty()) {
                if (breaks > 0) kept.append(breaks > 1 ? u"\n\n" : u"\n", breaks > 1 ? 2 : 1);
                if (breaks == 0 && space) kept.append(u' ');
            }
            breaks = 0;
            space = false;
            kept.append(point);
        }
    }
    return to_utf8(to_nfc(kept));
}

std::string clean_line(std::string_view text) {
    std::string line = clean(text);
    const auto doubled = [&](std::size_t at) {
        return line[at] == '\n' && at + 1 < line.size() && line[at + 1] == '\n';
    };
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i)
        if (!doubled(i)) out += line[i] == '\n' ? ' ' : line[i];
    return out;
}

}  // namespace mss::text
