#include "text/line_glue.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.hpp"
#include "text/closing_marks.hpp"
#include "text/terms.hpp"
#include "text/units.hpp"

namespace mss::text {
namespace {

// In lower case and without full stops, since languages differ in both.
constexpr auto kMonths =
    std::to_array<std::string_view>({"january",       "february",     "march",     "april",         "may",
                                     "june",          "july",         "august",    "september",     "october",
                                     "november",      "december",     "jan",       "feb",           "mar",
                                     "apr",           "jun",          "jul",       "aug",           "sept",
                                     "sep",           "oct",          "nov",       "dec",           "januar",
                                     "j\u00E4nner",   "februar",      "m\u00E4rz", "mai",           "juni",
                                     "juli",          "oktober",      "dezember",  "okt",           "dez",
                                     "janvier",       "f\u00E9vrier", "mars",      "avril",         "juin",
                                     "juillet",       "ao\u00FBt",    "septembre", "octobre",       "novembre",
                                     "d\u00E9cembre", "gennaio",      "febbraio",  "marzo",         "aprile",
                                     "maggio",        "giugno",       "luglio",    "agosto",        "settembre",
                                     "ottobre",       "dicembre",     "januari",   "februari",      "maart",
                                     "mei",           "augustus",     "augusti",   "maj",           "desember",
                                     "stycznia",      "lutego",       "marca",     "kwietnia",      "maja",
                                     "czerwca",       "lipca",        "sierpnia",  "wrze\u015Bnia", "pa\u017Adziernika",
                                     "listopada",     "grudnia"});

bool is_month(std::string_view word) {
    const std::string_view bare = without_closing_marks(word);
    if (bare == "may" || bare == "march") return false;  // verbs, where they are written so
    return std::ranges::find(kMonths, lower(bare)) != kMonths.end();
}

// "9 am", "11:30 p.m."
bool is_time_of_day(std::string_view word, std::string_view next) {
    constexpr auto kHalves = std::to_array<std::string_view>({"am", "pm", "a.m", "p.m", "AM", "PM", "A.M", "P.M"});
    return word.find_first_not_of("0123456789:.") == std::string_view::npos && word.size() <= 5 &&
           (word.size() <= 2 || word.find_first_of(":.") != std::string_view::npos) &&
           std::ranges::find(kHalves, without_closing_marks(next)) != kHalves.end();
}

// "3", "3.", "12th": a day of a month.
bool is_day(std::string_view word) {
    const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
    if (digits == 0 || digits > 2) return false;
    constexpr auto kEndings = std::to_array<std::string_view>({"", ".", "st", "nd", "rd", "th", "er", "\u00BA"});
    return std::ranges::find(kEndings, word.substr(digits)) != kEndings.end();
}

}  // namespace

bool stays_together(std::string_view word, std::string_view next) {
    if (word.empty() || next.empty()) return false;
    if (is_day(word) && is_month(next)) return true;
    if (ascii::is_digit(next.front())) {
        if (word == "$" || word == "\u20AC" || word == "\u00A3" || word == "\u00A5") return true;
        // A month that a comma follows has ended its phrase.
        return is_day(without_closing_marks(next)) && is_month(word) && !word.ends_with(',');
    }
    return ascii::is_digit(word.back()) && (is_unit(next) || is_time_of_day(word, next));
}

}  // namespace mss::text
