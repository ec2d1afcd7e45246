// telling_figure(): which number of a sentence a picture can show, and how.
#include "writing/figures.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "text/language.hpp"
#include "text/negation.hpp"
#include "writing/figure_label.hpp"
#include "writing/hedges.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

using ascii::is_digit;

// Things that are often counted; together with the measures they make a small number worth showing.
constexpr std::string_view kCounted =
    "|species|people|countries|languages|percent|menschen|arten|länder|sprachen|personnes|espèces|pays|langues|"
    "personas|"
    "especies|países|idiomas|persone|specie|paesi|lingue|pessoas|espécies|mensen|soorten|landen|talen|";

// clang-format off
constexpr std::string_view kMonths =
    "|january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|"
    "juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|"
    "maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|"
    "novembro|dezembro|januari|februari|maart|mei|augustus|";
// clang-format on

// The figure inside a token, with currency and percent signs: "($4.5" is "$4.5"; empty where it is no plain figure.
std::string figure_in(std::string_view written) {
    const auto first = std::ranges::find_if(written, is_digit);
    if (first == written.end()) return {};
    const auto begin = static_cast<std::size_t>(first - written.begin());
    std::size_t end = begin;
    const auto joins = [&](std::size_t i) {  // "2,500", "2.5" and, as tokens_of() leaves it, "10 000"
        return std::string_view(",. ").find(written[i]) != std::string_view::npos && i + 1 < written.size() &&
               is_digit(written[i + 1]);
    };
    while (end < written.size() && (is_digit(written[end]) || joins(end)))
        ++end;
    std::string figure(written.substr(begin, end - begin));
    const std::string_view before = written.substr(0, begin);
    std::string_view after = written.substr(end);
    for (const std::string_view sign : {"$", "€", "£", "¥"})
        if (before.ends_with(sign)) figure.insert(0, sign);
    const bool hyphen = before.ends_with('-');
    if (hyphen && before.size() > 1 && ascii::is_alphanumeric(before[before.size() - 2]))
        return {};  // "COVID-19" is a name
    if (hyphen || before.ends_with("−") || before.ends_with("–")) figure.insert(0, "−");
    if (!before.empty() && ascii::is_letter(before.back())) return {};
    if (const auto gap = after.find_first_not_of(' '); gap != 0 && gap != std::string_view::npos && after[gap] == '%')
        after.remove_prefix(gap);  // "80 %" is one figure
    for (const std::string_view sign : {"%", "°C", "°F", "°", "€"}) {
        if (!after.starts_with(sign)) continue;
        figure += sign;
        after.remove_prefix(sign.size());
        break;
    }
    while (after.starts_with(' '))
        after.remove_prefix(1);
    const bool clean_end = after.empty() ||
                           std::string_view(".,;:!?)\"").find(after.front()) != std::string_view::npos ||
                           after.starts_with("”");
    return clean_end ? figure : std::string();
}

// "One in 1,000 people" says little about the thousand.
bool one_of_many(const std::vector<Token>& tokens, std::size_t at) {
    if (at < 2 || !listed("|in|of|every|", tokens[at - 1].bare)) return false;
    const bool two_words =
        tokens[at - 1].bare == "every" || (tokens[at - 1].bare == "of" && tokens[at - 2].bare == "out");
    if (two_words && at < 3) return false;
    const Token& counted = tokens[at - (two_words ? 3 : 2)];
    return !figure_in(counted.written).empty() || listed("|one|two|three|four|five|", counted.bare);
}

bool percent_word(std::string_view bare) {
    return listed("|percent|prozent|procent|", bare);
}

// How many tokens behind a figure are its size: "million" one, "per cent" two.
std::size_t size_length(const std::vector<Token>& tokens, std::size_t at) {
    if (at < tokens.size() && size_word(tokens[at].bare)) return 1;
    if (at + 1 >= tokens.size()) return 0;
    return listed("|per cent|pour cent|por ciento|per cento|por cento|", tokens[at].bare + " " + tokens[at + 1].bare)
               ? 2
               : 0;
}

// German and others write an ordinal with a full stop: "der 100. Geburtstag".
bool ordinal(const std::vector<Token>& tokens, std::size_t at, std::string_view language) {
    return text::primary_language(language) != "en" && at + 1 < tokens.size() && tokens[at].written.ends_with('.');
}

// Letters of a telephone number, in groups or in one.
bool dialled(std::string_view written) {
    return std::ranges::any_of(written, is_digit) &&
           written.find_first_not_of("+0123456789()/-. ,;") == std::string_view::npos;
}

// "+49 30 123456", "030 123456", "Tel. 123456": nobody counts with these.
bool telephone(const std::vector<Token>& tokens, std::size_t at) {
    constexpr std::string_view kBefore =
        "|call|dial|phone|tel|telephone|telefon|telefonnummer|hotline|téléphone|teléfono|telefono|telefone|telefoon|";
    constexpr std::size_t kGroupsMax = 8;          // a longer row is a list, and a hostile one has no end
    constexpr std::ptrdiff_t kShortest = 5;        // digits of a number that begins with 0
    const auto goes_on = [&](std::size_t group) {  // to the group behind it
        return group + 1 < tokens.size() && dialled(tokens[group].written) && dialled(tokens[group + 1].written) &&
               !std::string_view(".,;").contains(tokens[group].written.back());
    };
    std::size_t begin = at;
    while (begin > 0 && at - begin < kGroupsMax && goes_on(begin - 1))
        --begin;
    if (begin > 0 && listed(kBefore, tokens[begin - 1].bare)) return true;
    std::size_t end = at;
    while (end - at < kGroupsMax && goes_on(end))
        ++end;
    std::string_view first = tokens[begin].written;
    while (first.starts_with('('))
        first.remove_prefix(1);
    std::ptrdiff_t digits = 0;
    for (std::size_t i = begin; i <= end; ++i)
        digits += std::ranges::count_if(tokens[i].written, is_digit);
    const bool foreign = first.starts_with('+') || first.starts_with("00");
    const bool domestic = first.size() > 1 && first[0] == '0' && is_digit(first[1]);
    return dialled(tokens[at].written) && digits >= kShortest && (foreign || domestic);
}

// A date, a name ("Apollo 11") or a place in a book.
bool names_something(const std::vector<Token>& tokens, std::size_t at, std::string_view language) {
    const std::string_view next = at + 1 < tokens.size() ? std::string_view(tokens[at + 1].bare) : "";
    const std::string_view before = at > 0 ? std::string_view(tokens[at - 1].bare) : "";
    if (listed(kMonths, next) || listed(kMonths, before) || ordinal(tokens, at, language)) return true;
    if (telephone(tokens, at)) return true;
    // All German nouns have capitals; there a figure before a noun of its own belongs to that one.
    const bool counts = text::primary_language(language) == "de" && at + 1 < tokens.size() &&
                        (capital(tokens[at + 1].written) || size_word(next));
    const bool name = at > 1 && !counts && capital(tokens[at - 1].written) && !ends_with_mark(tokens[at - 1].written);
    return name || listed("|no|nr|chapter|page|figure|section|type|number|version|kapitel|seite|", before);
}

// How much a figure tells; 0 where it is not worth a picture.
int figure_weight(const std::vector<Token>& tokens, std::size_t at, const std::string& figure,
                  std::string_view language) {
    if (names_something(tokens, at, language) || one_of_many(tokens, at)) return 0;
    const std::string_view next = at + 1 < tokens.size() ? std::string_view(tokens[at + 1].bare) : "";
    const bool signed_unit = std::ranges::any_of(figure, [](char c) { return !is_digit(c) && c != '.' && c != ','; });
    const bool size = size_length(tokens, at + 1) > 0;
    const bool unit = measure_word(next) || listed(kCounted, next);
    if (year_like(figure) && !size && !unit) return 0;
    if (size || signed_unit) return 4;
    const auto digits = std::ranges::count_if(figure, is_digit);
    if (digits >= 4) return 3;
    if (unit && digits >= 2) return 2;
    return digits >= 3 && !next.empty() ? 1 : 0;
}

// "and" joins two figures to a range only after "between".
bool joins_range(const std::vector<Token>& tokens, std::size_t at, std::size_t figure_at) {
    constexpr std::size_t kReach = 4;
    if (at >= tokens.size()) return false;
    if (listed("|to|bis|à|a|tot|or|oder|ou|o|", tokens[at].bare)) return true;
    if (!listed("|and|und|et|y|e|en|", tokens[at].bare)) return false;
    for (std::size_t back = 1; back <= std::min(kReach, figure_at); ++back)
        if (listed("|between|zwischen|entre|tra|tussen|", tokens[figure_at - back].bare)) return true;
    return false;
}

// A range ("from 10 to 20 km", "22 million to 65 million") has no single figure to show.
bool in_range(const std::vector<Token>& tokens, std::size_t at) {
    const auto figure = [&](std::size_t i) { return i < tokens.size() && !figure_in(tokens[i].written).empty(); };
    const std::size_t behind = at + 1 + size_length(tokens, at + 1);
    if (joins_range(tokens, behind, at) && figure(behind + 1)) return true;
    if (at < 2 || !joins_range(tokens, at - 1, at)) return false;
    return figure(at - 2) || (at >= 3 && size_word(tokens[at - 2].bare) && figure(at - 3));
}

// "500 g": the sign of a unit belongs to its number; but the "m" of "12 m pounds" is no metre.
bool unit_sign(const std::vector<Token>& tokens, std::size_t at) {
    if (at >= tokens.size() || !text::unit_sign(without_marks(tokens[at].written))) return false;
    return at + 1 >= tokens.size() || ends_with_mark(tokens[at].written) || !measure_word(tokens[at + 1].bare);
}

// The number as it is written, with its size or the sign of its unit.
std::string shown_number(const std::vector<Token>& tokens, std::size_t at, const std::string& figure) {
    const std::size_t size = size_length(tokens, at + 1);
    if (size == 2 || (size == 1 && percent_word(tokens[at + 1].bare))) return figure + "%";
    const bool sign = size == 0 && unit_sign(tokens, at + 1);
    return size == 1 || sign ? figure + " " + without_marks(tokens[at + 1].written) : figure;
}

}  // namespace

bool stands_alone(const std::vector<Token>& tokens, std::size_t at, std::string_view language) {
    const bool minus = at > 0 && listed("|minus|", tokens[at - 1].bare);
    const bool bounded = bound_of(words_for_bounds(tokens), at, at + 1, language) != Bound::exact;
    return !figure_in(tokens[at].written).empty() && !minus && !bounded && !in_range(tokens, at) &&
           !one_of_many(tokens, at) && !names_something(tokens, at, language);
}

std::optional<Figure> telling_figure(std::string_view sentence, std::string_view language) {
    const std::vector<Token> tokens = tokens_of(sentence, language);
    const std::vector<bool> denied = text::denied_words(tokens, language);
    const std::vector<std::string> words = words_for_bounds(tokens);
    std::optional<Figure> best;
    int best_weight = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string figure = figure_in(tokens[i].written);
        if (figure.empty() || denied[i]) continue;
        const int weight = figure_weight(tokens, i, figure, language);
        if (weight <= best_weight || in_range(tokens, i)) continue;
        const std::size_t size = size_length(tokens, i + 1);
        const std::size_t end = i + 1 + (size == 0 && unit_sign(tokens, i + 1) ? 1 : size);
        const bool closed = ends_with_mark(tokens[end - 1].written);
        best = Figure{with_bound(bound_of(words, i, end, language), shown_number(tokens, i, figure)),
                      closed ? std::string() : figure_label(tokens, end, language)};
        best_weight = weight;
    }
    return best;
}

}  // namespace mss::writing
