#include "text/superscript.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace mss::text {
namespace {

// clang-format off
constexpr auto kBases = std::to_array<std::u32string_view>({
    U"km", U"cm", U"mm", U"dm", U"nm", U"μm", U"µm", U"mol", U"yd", U"mi", U"in", U"ft", U"mc", U"kg", U"CO", U"ha",
    U"sec", U"mile", U"miles", U"foot", U"feet", U"inch", U"inches", U"yard", U"yards", U"metre", U"metres", U"meter",
    U"meters", U"Meter", U"Metern", U"Kilometer", U"Zentimeter", U"mètre", U"mètres", U"metro", U"metros", U"metri",
    U"kilometre", U"kilometres", U"kilometer", U"kilometers", U"second", U"seconds", U"sin", U"cos", U"tan", U"log",
    U"ln"});
// clang-format on

bool raised_sign(char32_t point) {
    return point == U'⁺' || point == U'⁻';
}

bool word_point(char32_t point) {
    if (point < 0x80) return ascii::is_alphanumeric(static_cast<char>(point));
    return point == U'µ' || (point >= 0xC0 && point < 0x2000 && point != U'×' && point != U'÷');
}

bool digit(char32_t point) {
    return point >= U'0' && point <= U'9';
}

// "12", "4096" and "2.5", but neither a year nor "1,250".
bool plain_number(std::u32string_view number) {
    constexpr std::size_t kYearDigits = 4;
    constexpr std::size_t kGroupDigits = 3;
    const std::size_t mark = number.find_first_of(U".,");
    if (mark == std::u32string_view::npos)
        return number.size() != kYearDigits || (number[0] != U'1' && !number.starts_with(U"20"));
    return number.find_first_of(U".,", mark + 1) == std::u32string_view::npos && mark > 0 &&
           number.size() - mark - 1 < kGroupDigits && digit(number.back());
}

bool base_of_power(std::u32string_view before) {
    while (!before.empty() && (raised_digit(before.back()) || raised_sign(before.back())))
        before.remove_suffix(1);
    const std::size_t number_at = before.find_last_not_of(U"0123456789.,") + 1;
    if (number_at < before.size()) return plain_number(before.substr(number_at));
    constexpr std::size_t kLongestBase = 10;  // the walk must not become long where a script has no spaces
    std::size_t begin = before.size();
    while (begin > 0 && before.size() - begin <= kLongestBase && !digit(before[begin - 1]) &&
           (word_point(before[begin - 1]) || before[begin - 1] >= 0x3000))
        --begin;
    const std::u32string_view word = before.substr(begin);
    const bool article = word == U"a" || word == U"I";
    return (word.size() == 1 && !article) || std::ranges::find(kBases, word) != kBases.end();
}

}  // namespace

bool raised_digit(char32_t point) {
    return point == U'¹' || point == U'²' || point == U'³' || point == U'⁰' || (point >= U'⁴' && point <= U'⁹');
}

bool takes_a_power(std::string_view before) {
    return base_of_power(utf8::decode(before));
}

std::size_t note_number_length(std::u32string_view points, std::size_t at) {
    std::size_t end = at;
    bool number = false;
    for (; end < points.size() && (raised_digit(points[end]) || raised_sign(points[end])); ++end)
        number = number || raised_digit(points[end]);
    if (!number || points[end - 1] == U'⁺' || points[end - 1] == U'⁻') return 0;
    // "¹⁴C" is an isotope: what a raised number stands before is no text that has ended.
    const bool behind_text = at > 0 && points[at - 1] != U' ' && (end == points.size() || !word_point(points[end]));
    return behind_text && !base_of_power(points.substr(0, at)) ? end - at : 0;
}

std::string without_note_numbers(std::string_view text) {
    const std::u32string points = utf8::decode(text);
    std::u32string out;
    for (std::size_t at = 0; at < points.size(); ++at) {
        const bool inside = at > 0 && (raised_digit(points[at - 1]) || raised_sign(points[at - 1]));
        const std::size_t note = inside ? 0 : note_number_length(points, at);
        if (note > 0)
            at += note - 1;
        else
            out += points[at];
    }
    return utf8::encode(out);
}

}  // namespace mss::text
