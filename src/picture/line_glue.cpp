#include "picture/line_glue.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.hpp"

namespace mss::picture {

namespace {

constexpr std::size_t kFewestWords = 4;
constexpr std::size_t kShortWord = 3;
constexpr std::size_t kWholeWord = 12;  // letters; a longer word may be broken at its hyphen

constexpr auto kUnits = std::to_array<std::string_view>(
    {"%",       "\u2030",   "\u00B0",     "\u00B0C",  "\u00B0F",   "\u20AC",   "$",        "\u00A3",     "kr",
     "km",      "m",        "cm",         "mm",       "nm",        "mi",       "ft",       "in",         "ha",
     "km/h",    "km/s",     "m/s",        "mph",      "kg",        "g",        "mg",       "t",          "lb",
     "l",       "L",        "ml",         "s",        "ms",        "h",        "min",      "Hz",         "kHz",
     "MHz",     "GHz",      "W",          "kW",       "MW",        "GW",       "kWh",      "TWh",        "V",
     "kV",      "A",        "K",          "C",        "F",         "J",        "N",        "Pa",         "bar",
     "B",       "kB",       "MB",         "GB",       "TB",        "am",       "pm",       "BC",         "AD",
     "BCE",     "CE",       "percent",    "per",      "Prozent",   "pourcent", "thousand", "million",    "millions",
     "billion", "billions", "trillion",   "tausend",  "Millionen", "Million",  "Mio.",     "Milliarden", "Milliarde",
     "mil",     "millones", "mille",      "milliard", "milliards", "milioni",  "miliardi", "years",      "year",
     "days",    "hours",    "minutes",    "seconds",  "months",    "weeks",    "times",    "miles",      "metres",
     "meters",  "feet",     "kilometres", "degrees",  "Grad",      "Jahre",    "Jahren",   "ans",        "a\u00F1os"});

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

std::string_view without_marks(std::string_view word) {
    while (!word.empty() && std::string_view(",;:.!?)\"'").contains(word.back()))
        word.remove_suffix(1);
    return word;
}

// "coal-fired" on one line: a word joiner (U+2060) behind the hyphen takes the break away.
void append_whole(std::string_view word, std::string& out) {
    const bool short_enough = utf8::decode(word).size() <= kWholeWord;
    for (std::size_t i = 0; i < word.size(); ++i) {
        out += word[i];
        if (short_enough && word[i] == '-' && i > 0 && i + 1 < word.size()) out += "\u2060";
    }
}

}  // namespace

bool stays_together(std::string_view word, std::string_view next) {
    if (word.empty() || next.empty()) return false;
    if (is_digit(next.front())) return word == "$" || word == "\u20AC" || word == "\u00A3" || word == "\u00A5";
    return is_digit(word.back()) && (std::ranges::find(kUnits, next) != kUnits.end() ||
                                     std::ranges::find(kUnits, without_marks(next)) != kUnits.end());
}

std::string glued(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool last = i + 1 == words.size();
        const bool alone =
            last && words.size() >= kFewestWords && utf8::decode(without_marks(words[i])).size() <= kShortWord;
        if (i > 0) out += alone || stays_together(words[i - 1], words[i]) ? "\u00A0" : " ";
        append_whole(words[i], out);
    }
    return out;
}

}  // namespace mss::picture
