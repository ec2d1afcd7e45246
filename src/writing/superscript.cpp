#include "writing/superscript.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace mss::writing {
namespace {

bool raised(char32_t point) {
    return point == U'¹' || point == U'²' || point == U'³' || point == U'⁰' || (point >= U'⁴' && point <= U'⁹');
}

bool word_point(char32_t point) {
    return point < 0x80 ? ascii::is_alphanumeric(static_cast<char>(point)) : point < 0x2000;
}

}  // namespace

bool takes_a_power(std::string_view before) {
    if (before.empty()) return false;
    const std::size_t digits_at = before.find_last_not_of("0123456789.,") + 1;
    const std::string_view number = before.substr(std::min(digits_at, before.size()));
    if (!number.empty()) return number == "10" || (number.size() == 1 && ascii::is_digit(number[0]));
    constexpr auto kBases = std::to_array<std::string_view>(
        {"km", "cm", "mm", "dm", "nm", "μm", "µm", "mol", "yd", "mi", "in", "ft", "mc", "kg", "CO", "ha", "sec"});
    constexpr std::size_t kLongestBase = 8;  // bytes; the walk must not become long where a script has no spaces
    std::size_t begin = before.size();
    while (begin > 0 && before.size() - begin <= kLongestBase &&
           (ascii::is_letter(before[begin - 1]) || static_cast<unsigned char>(before[begin - 1]) >= 0x80))
        --begin;
    const std::string_view word = before.substr(begin);
    const bool letter = word.size() == 1 || (utf8::decode(word).size() == 1 && word != "’" && word != "”");
    const bool article = word == "a" || word == "I";
    return (letter && !article) || std::ranges::find(kBases, word) != kBases.end();
}

std::string without_note_numbers(std::string_view text) {
    const std::u32string points = utf8::decode(text);
    std::string out;
    for (std::size_t at = 0; at < points.size();) {
        std::size_t end = at;
        while (end < points.size() && (raised(points[end]) || points[end] == U'⁻' || (end > at && points[end] == U'⁺')))
            ++end;
        // "¹⁴C" is an isotope: what a raised number stands before is no text that has ended.
        const bool behind_text =
            !out.empty() && out.back() != ' ' && (end == points.size() || !word_point(points[end]));
        const bool leads_to_note = end > at && behind_text && !takes_a_power(out);
        if (end == at) ++end;
        if (!leads_to_note) out += utf8::encode(std::u32string_view(points).substr(at, end - at));
        at = end;
    }
    return out;
}

}  // namespace mss::writing
