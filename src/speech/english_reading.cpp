#include "speech/english_reading.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "speech/dates.hpp"
#include "speech/english_amounts.hpp"
#include "speech/english_numbers.hpp"
#include "speech/english_vocabulary.hpp"

namespace mss::speech {
namespace {

using ascii::is_digit;
using ascii::is_letter;
using ascii::is_lower;
using ascii::is_upper;

bool starts_name(std::string_view word) {
    return !word.empty() && is_upper(word.front());
}
bool starts_number(std::string_view word) {
    if (word.starts_with('.')) word.remove_prefix(1);
    return !word.empty() && is_digit(word.front());
}

// "1990s", "52s", "1066's", "19th".
std::optional<std::string> read_inflected(std::string_view text) {
    const std::string_view digits = leading_number(text);
    const std::string_view suffix = text.substr(digits.size());
    if (auto words = decade(digits, suffix)) return words;
    if (auto words = ordinal_of(digits, suffix)) return words;
    if (suffix != "s" && suffix != "'s") return std::nullopt;
    return number_or_year(digits, suffix == "'s") + std::string(suffix);
}

// Letters and digits mixed ("H2O", "B2B"), or a sign in between ("GPT-4", "and/or"): run by run.
std::string read_runs(std::string_view text) {
    std::string words;
    const auto append = [&](const std::string& run) {
        if (run.empty()) return;
        if (!words.empty()) words += ' ';
        words += run;
    };
    while (!text.empty()) {
        std::string_view run = leading_number(text);
        if (!run.empty()) {
            // "1990s" of "mid-1990s", "19th" of "19th-century".
            const std::size_t part = std::min(text.find_first_of("-/"), text.size());
            if (auto words_of_part = read_inflected(text.substr(0, part))) {
                append(*words_of_part);
                run = text.substr(0, part);
            } else {
                append(amount(run));
            }
        } else {
            const auto end = std::ranges::find_if(text, [](char c) { return is_digit(c) || c == '-' || c == '/'; });
            run = text.substr(0, static_cast<std::size_t>(end - text.begin()));
            append(run.empty() ? "" : read_english({"", run, ""}));
            if (run.empty()) run = text.substr(0, 1);
        }
        text.remove_prefix(run.size());
    }
    return words;
}

// "a five dollar bill": the amount says of what kind something is.
bool is_attributive(const EnglishContext& context) {
    return context.attributive && !context.next.empty() && (is_letter(context.next.front()));
}

// "kg" of "$3/kg", "month" of "$10/month".
std::string read_rate(std::string_view text) {
    const Unit* unit = find_unit(text);
    return " per " + (unit ? std::string(unit->one) : read_english({.previous = "", .piece = text, .next = ""}));
}

// "$25.4", "$2,500", "€3.50", "$5bn"; before "billion" the currency is left to that word.
std::string read_money(const Currency& currency, std::string_view rest, const EnglishContext& context) {
    const std::string_view digits = leading_number(rest);
    std::string_view suffix = rest.substr(digits.size());
    if (digits.empty()) return std::string(currency.many);
    if (suffix.empty() && is_magnitude(context.next)) return amount(digits);
    const bool hyphenated = suffix.starts_with('-') && is_magnitude(suffix.substr(1));
    const std::string_view magnitude = hyphenated ? suffix.substr(1) : magnitude_of_suffix(suffix);
    if (!magnitude.empty()) suffix = {};
    const std::string words = money({.currency = currency,
                                     .digits = digits,
                                     .magnitude = magnitude,
                                     .attributive = hyphenated || is_attributive(context)});
    if (suffix.empty()) return words;
    return words + (suffix.starts_with('/') ? read_rate(suffix.substr(1)) : " " + read_runs(suffix));
}

// What may stand before the hyphen of a range: "1939", "9:30", "9am", "10%".
bool starts_range(std::string_view from) {
    const std::string_view digits = leading_number(from);
    const std::string_view suffix = from.substr(digits.size());
    return !digits.empty() && (suffix.empty() || time_of_day(from, true) || find_unit(suffix) != nullptr);
}

// "10-20%", "1939-1945", "$5-10": both sides are numbers.
std::optional<std::string> read_range(const EnglishContext& context) {
    const std::size_t dash = context.piece.find('-');
    if (dash == std::string_view::npos || dash == 0 || context.piece.rfind('-') != dash) return std::nullopt;
    const std::string_view from = context.piece.substr(0, dash);
    const std::string_view to = context.piece.substr(dash + 1);
    const Currency* currency = currency_at_start(from);
    const std::string_view from_digits = currency ? from.substr(currency->symbol.size()) : from;
    const std::string_view to_digits =
        currency && to.starts_with(currency->symbol) ? to.substr(currency->symbol.size()) : to;
    if (!starts_range(from_digits) || !starts_number(to_digits)) return std::nullopt;
    const auto clock = [](std::string_view side) { return time_of_day(side, true); };
    if (clock(from) && clock(to)) return fmt::format("{} to {}", *clock(from), *clock(to));
    const std::string begin = read_english({.previous = "", .piece = from_digits, .next = ""});
    const std::string end = read_english({from, currency ? to : to_digits, context.next});
    return fmt::format("{} to {}", begin,
                       currency && !to.starts_with(currency->symbol) && !is_magnitude(context.next)
                           ? fmt::format("{} {}", end, currency->many)
                           : end);
}

// "100-m", "5-mile": of one kind of something.
std::optional<std::string> read_measure(std::string_view digits, std::string_view suffix) {
    if (!suffix.starts_with('-')) return std::nullopt;
    const Unit* unit = find_unit(suffix.substr(1));
    if (unit == nullptr || !unit->stands_alone) return std::nullopt;
    return fmt::format("{} {}", amount(digits), unit->one);
}

// Words that stand before a year and before few other numbers.
bool announces_year(std::string_view word) {
    constexpr std::string_view kBefore[] = {"in", "In", "since", "Since", "until", "Until", "year", "around", "circa"};
    return std::ranges::find(kBefore, word) != std::end(kBefore);
}

// "Boeing 747" is "seven forty-seven".
bool names_by_hundreds(std::string_view word) {
    constexpr std::string_view kBefore[] = {"Boeing", "Flight", "Highway", "Interstate", "Room"};
    return std::ranges::find(kBefore, word) != std::end(kBefore);
}

std::string read_whole_number(std::string_view digits, const EnglishContext& context) {
    if (find_unit(context.next) != nullptr || is_magnitude(context.next)) return amount(digits);
    const bool three = digits.size() == 3 && std::ranges::all_of(digits, is_digit) && digits.front() != '0';
    if (three && names_by_hundreds(context.previous) && !digits.ends_with("00"))
        return fmt::format("{} {}{}", cardinal(value_of(digits.substr(0, 1))), digits[1] == '0' ? "oh " : "",
                           cardinal(value_of(digits.substr(1))));
    return number_or_year(digits, announces_year(context.previous));
}

std::string read_number_with_suffix(std::string_view text, const EnglishContext& context) {
    const std::string_view digits = leading_number(text);
    const std::string_view suffix = text.substr(digits.size());
    if (suffix.empty()) return read_whole_number(digits, context);
    if (auto words = read_inflected(text)) return *words;
    if (auto words = read_measure(digits, suffix)) return *words;
    // "4K" is a picture format, "10K" an amount, "300 K" a temperature.
    if (const Unit* unit = find_unit(suffix); unit && suffix != "K")
        return fmt::format("{} {}", amount(digits), digits == "1" ? unit->one : unit->many);
    if (const Currency* currency = currency_at_start(suffix); currency && currency->symbol == suffix)
        return fmt::format("{} {}", amount(digits), digits == "1" ? currency->one : currency->many);
    const bool format_name = suffix == "K" && digits.size() == 1;
    if (const std::string_view magnitude = magnitude_of_suffix(suffix);
        !magnitude.empty() && !format_name && suffix != "T" && suffix != "t")
        return fmt::format("{} {}", amount(digits), magnitude);
    if (suffix == "+") return amount(digits) + " plus";
    // "3x4" and "1920x1080" are sizes, "16:9" is a proportion.
    const auto both = [&](std::string_view word) {
        const auto side = [](std::string_view number) {
            return number.size() == 4 ? year(value_of(number)) : amount(number);
        };
        return fmt::format("{} {} {}", side(digits), word, side(suffix.substr(1)));
    };
    const bool two_numbers = leading_number(suffix.substr(1)) == suffix.substr(1) && suffix.size() > 1;
    if (two_numbers && suffix.front() == 'x') return both("by");
    if (two_numbers && suffix.front() == ':') return both("to");
    if (two_numbers && suffix.front() == '\'') return both("foot");
    return read_runs(text);
}

struct Sign {
    std::string_view written;
    std::string_view words;
};
constexpr Sign kSigns[] = {{"-", "minus "},     {"+", "plus "},    {"~", "about "},         {"≈", "about "},
                           {"#", "number "},    {"'", ""},         {"±", "plus or minus "}, {"<", "less than "},
                           {">", "more than "}, {"§", "section "}, {"≤", "at most "},       {"≥", "at least "}};

// "12.03.2024", "2024-03-12".
std::optional<std::string> read_date(const EnglishContext& context) {
    const auto date = parse_date(context.piece, !context.day_first);
    if (!date) return std::nullopt;
    if (context.day_first)
        return fmt::format("{}{} of {}, {}", context.previous == "the" || context.previous == "The" ? "" : "the ",
                           ordinal(date->day), month_name(date->month, "en"), year(value_of(date->year)));
    return fmt::format("{} {}, {}", month_name(date->month, "en"), ordinal(date->day), year(value_of(date->year)));
}

// "5 5 5, 1 2 3": the groups of a telephone number.
std::optional<std::string> read_digits(std::string_view text) {
    const bool apart =
        text.size() >= 3 && is_digit(text[0]) && ((text[1] == ' ' && is_digit(text[2])) || text.substr(1, 2) == ", ");
    if (!apart && !text.starts_with("+ ")) return std::nullopt;
    std::string words;
    for (const char letter : text) {
        if (letter == ',') words += letter;
        if (letter == '+') words += "plus";
        if (!is_digit(letter)) continue;
        if (!words.empty()) words += ' ';
        words += cardinal(static_cast<std::uint64_t>(letter - '0'));
    }
    return words;
}

// "12²" is "twelve squared", "10⁻⁹" is "ten to the power of minus nine". Units such as "km²" have names of their own.
std::optional<std::string> read_power(const EnglishContext& context) {
    constexpr std::u32string_view kRaised = U"⁰¹²³⁴⁵⁶⁷⁸⁹";
    const std::u32string points = utf8::decode(context.piece);
    std::size_t begin = points.size();
    std::string exponent;
    while (begin > 0 && kRaised.find(points[begin - 1]) != std::u32string_view::npos)
        exponent.insert(0, 1, static_cast<char>('0' + kRaised.find(points[--begin])));
    const bool minus = begin > 0 && begin < points.size() && points[begin - 1] == U'⁻';
    if (minus) --begin;
    const std::string base = utf8::encode(std::u32string_view(points).substr(0, begin));
    const std::size_t unit_at = leading_number(base).size();
    if (exponent.empty() || base.empty() || find_unit(context.piece.substr(unit_at)) != nullptr) return std::nullopt;
    const std::string words = read_english({context.previous, base, context.next});
    if (!minus && exponent == "2") return words + " squared";
    if (!minus && exponent == "3") return words + " cubed";
    return fmt::format("{} to the power of {}{}", words, minus ? "minus " : "", amount(exponent));
}

bool is_half_of_day(std::string_view word) {
    const Unit* unit = find_unit(word);
    return unit != nullptr && unit->one.ends_with(".M");
}

// "192.168.0.1" and versions such as "3.11.2": more points than a number has.
std::optional<std::string> read_points(std::string_view text) {
    if (std::ranges::count(text, '.') < 2) return std::nullopt;
    if (!std::ranges::all_of(text, [](char letter) { return is_digit(letter) || letter == '.'; })) return std::nullopt;
    std::string words;
    for (const char letter : text) {
        if (!words.empty()) words += ' ';
        words += letter == '.' ? "dot" : digit_by_digit({&letter, 1});
    }
    return words;
}

// A piece with a digit in it.
std::string read_figure(const EnglishContext& context) {
    std::string_view text = context.piece;
    if (auto digits = read_digits(text)) return *digits;
    if (auto date = read_date(context)) return *date;
    if (auto points = read_points(text)) return *points;
    if (text.size() > 1 && text.front() == 'v' && leading_number(text.substr(1)) == text.substr(1))
        return "version " + amount(text.substr(1));
    std::string words;
    for (const Sign& sign : kSigns) {
        if (!text.starts_with(sign.written)) continue;
        words = sign.words;
        text.remove_prefix(sign.written.size());
        break;
    }
    if (auto range = read_range({context.previous, text, context.next})) return words + *range;
    if (const Currency* currency = currency_at_start(text))
        return words + read_money(*currency, text.substr(currency->symbol.size()), context);
    if (auto time = time_of_day(text, is_half_of_day(context.next))) return words + *time;
    if (auto parts = fraction(text)) return words + *parts;
    if (starts_number(text)) return words + read_number_with_suffix(text, context);
    return words + read_runs(text);
}

// "U.S", "e.g" without the last point: single letters between points.
bool is_initials(std::string_view text) {
    if (text.size() < 3 || text.size() % 2 == 0) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i % 2 == 0 ? !is_letter(text[i]) : text[i] != '.') return false;
    }
    return true;
}

bool is_all_capitals(std::string_view text) {
    return text.size() >= 2 && std::ranges::all_of(text, is_upper);
}

// Letters with points between them is the form that every engine spells out.
std::string spelled(std::string_view letters) {
    std::string words;
    for (const char letter : letters) {
        if (!words.empty()) words += '.';
        words += letter;
    }
    return words;
}

bool has_vowel(std::string_view text) {
    return text.find_first_of("AEIOUY") != std::string_view::npos;
}

std::string lowered(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) { return is_upper(c) ? static_cast<char>(c | 0x20) : c; });
    return lower;
}

// "AI", "NASA", "CEOs". In text all in capitals they are ordinary words.
std::optional<std::string> read_acronym(const EnglishContext& context) {
    std::string_view letters = context.piece;
    const bool plural =
        letters.size() >= 3 && letters.back() == 's' && is_all_capitals(letters.substr(0, letters.size() - 1));
    const bool possessive = letters.ends_with("'s");
    if (possessive)
        letters.remove_suffix(2);
    else if (plural)
        letters.remove_suffix(1);
    if (!is_all_capitals(letters) || letters.size() > 6) return std::nullopt;
    const auto shouted = [](std::string_view word) { return word.empty() || is_all_capitals(word); };
    if (shouted(context.previous) && shouted(context.next) && !(context.previous.empty() && context.next.empty()))
        return lowered(context.piece);
    const std::string ending = plural || possessive ? "'s" : "";
    const bool word = read_as_word(letters) || (letters.size() >= 5 && has_vowel(letters));
    return word ? lowered(letters) + (plural ? "s" : ending) : spelled(letters) + ending;
}

// "World War II" is two, "Elizabeth II" is the second.
std::optional<std::string> read_roman(const EnglishContext& context) {
    constexpr std::string_view kCounted[] = {"War", "Part",   "Chapter", "Phase",   "Type",    "Title", "Book",
                                             "Act", "Volume", "Class",   "Article", "Section", "Bowl"};
    if (context.piece == "I" && context.previous == "War") return std::string("one");
    const std::optional<unsigned> value = roman_value(context.piece);
    if (!value || !starts_name(context.previous) || is_all_capitals(context.previous)) return std::nullopt;
    const bool counted = std::ranges::find(kCounted, context.previous) != std::end(kCounted);
    return counted ? cardinal(*value) : "the " + ordinal(*value);
}

std::optional<std::string> read_abbreviation(const EnglishContext& context) {
    if (const std::string_view counted = counted_abbreviation(context.piece);
        !counted.empty() && context.had_period && starts_number(context.next))
        return std::string(counted);
    // "12 in." is a length; "born in." is not.
    if (context.piece == "in" && context.had_period && starts_number(context.previous)) return std::string("inches");
    const Abbreviation* found = find_abbreviation(context.piece);
    if (found == nullptr || (found->needs_period && !context.had_period)) return std::nullopt;
    const bool title = starts_name(context.next) && !context.ends_sentence;
    return std::string(title ? found->before_name : found->elsewhere);
}

// "AT&T", "R&D".
std::optional<std::string> read_joined_capitals(std::string_view text) {
    const std::size_t sign = text.find('&');
    if (sign == std::string_view::npos || sign == 0) return std::nullopt;
    const std::string_view one = text.substr(0, sign);
    const std::string_view other = text.substr(sign + 1);
    if (other.empty() || !std::ranges::all_of(one, is_upper) || !std::ranges::all_of(other, is_upper))
        return std::nullopt;
    return spelled(one) + " and " + spelled(other);
}

// Signs inside a word without digits.
std::string read_plain(std::string_view text) {
    std::string words;
    if (text == "C#" || text == "F#") return std::string(text.substr(0, 1)) + " sharp";
    for (const char32_t character : utf8::decode(text)) {
        switch (character) {
            case U'&': words += " and "; break;
            case U'@': words += " at "; break;
            case U'+': words += " plus "; break;
            case U'=': words += " equals "; break;
            case U'%': words += " percent "; break;
            case U'#': words += " hashtag "; break;
            case U'±': words += " plus or minus "; break;
            case U'×': words += " times "; break;
            case U'/': words += ' '; break;
            default: utf8::append(words, character);
        }
    }
    const auto doubled = std::ranges::unique(words, [](char one, char two) { return one == ' ' && two == ' '; });
    words.erase(doubled.begin(), doubled.end());
    while (words.starts_with(' '))
        words.erase(0, 1);
    while (words.ends_with(' '))
        words.pop_back();
    return words;
}

// "½" and "2½".
std::optional<std::string> read_single_fraction(const EnglishContext& context) {
    constexpr std::pair<char32_t, std::string_view> kFractions[] = {
        {U'½', "half"},       {U'¼', "quarter"}, {U'¾', "three quarters"}, {U'⅓', "third"},
        {U'⅔', "two thirds"}, {U'⅛', "eighth"},  {U'⅜', "three eighths"},  {U'⅝', "five eighths"}};
    const std::u32string points = utf8::decode(context.piece);
    const auto* fraction = std::ranges::find(kFractions, points.empty() ? U' ' : points.back(),
                                             &std::pair<char32_t, std::string_view>::first);
    if (fraction == std::end(kFractions)) return std::nullopt;
    const std::string whole = utf8::encode(std::u32string_view(points).substr(0, points.size() - 1));
    const bool several = fraction->second.find(' ') != std::string_view::npos;
    if (whole.empty()) return fmt::format("{}{}", several ? "" : "one ", fraction->second);
    if (leading_number(whole) != whole) return std::nullopt;
    return fmt::format("{} and {}{}", amount(whole), several ? "" : "a ", fraction->second);
}

}  // namespace

std::string read_english(const EnglishContext& context) {
    const std::string_view piece = context.piece;
    if (is_magnitude(piece)) {
        const Currency* currency = currency_at_start(context.previous);
        if (currency == nullptr) return std::string(piece);
        return fmt::format("{} {}", piece, is_attributive(context) ? currency->one : currency->many);
    }
    if (const std::string_view said = said_as(piece); !said.empty()) return std::string(said);
    const bool counted = starts_number(context.previous) || is_magnitude(context.previous);
    if (const Unit* unit = find_unit(piece); unit && unit->stands_alone && counted)
        return std::string(context.previous == "1" ? unit->one : unit->many);
    if (auto words = read_single_fraction(context)) return *words;
    if (auto words = read_power(context)) return *words;
    if (auto words = read_abbreviation(context)) return *words;
    if (is_initials(piece)) return std::string(piece);
    if (auto words = read_roman(context)) return *words;
    if (auto words = read_acronym(context)) return *words;
    if (std::ranges::any_of(piece, is_digit)) return read_figure(context);
    if (const Currency* currency = currency_at_start(piece)) return std::string(currency->many);
    if (piece.find('-') != std::string_view::npos && std::ranges::any_of(piece, is_upper)) return read_runs(piece);
    if (auto words = read_joined_capitals(piece)) return *words;
    return read_plain(piece);
}

}  // namespace mss::speech
