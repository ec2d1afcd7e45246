#include "speech/english_reading.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "speech/dates.hpp"
#include "speech/english_numbers.hpp"
#include "speech/english_vocabulary.hpp"

namespace mss::speech {
namespace {

constexpr std::uint64_t kFirstYear = 1'100;
constexpr std::uint64_t kLastYear = 2'099;

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

std::uint64_t value_of(std::string_view digits) {
    std::uint64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// The digits, commas and points that a piece begins with; a point or comma counts only between digits.
std::string_view leading_number(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size()) {
        const bool inside = (text[end] == '.' || text[end] == ',') && end + 1 < text.size() && is_digit(text[end + 1]);
        if (!is_digit(text[end]) && !inside) break;
        ++end;
    }
    return text.substr(0, end);
}

bool looks_like_year(std::string_view digits) {
    if (digits.size() != 4 || !std::ranges::all_of(digits, is_digit)) return false;
    const std::uint64_t value = value_of(digits);
    return value >= kFirstYear && value <= kLastYear;
}

std::string amount(std::string_view digits) {
    const std::string words = number_words(digits);
    return words.empty() ? digit_by_digit(digits) : words;
}

std::string number_or_year(std::string_view digits) {
    return looks_like_year(digits) ? year(value_of(digits)) : amount(digits);
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
            append(amount(run));
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

// "$25.4", "$2,500", "€3.50", "$5bn"; before "billion" the currency is left to that word.
std::string read_money(const Currency& currency, std::string_view rest, const EnglishContext& context) {
    const std::string_view digits = leading_number(rest);
    const std::string_view suffix = rest.substr(digits.size());
    if (digits.empty()) return std::string(currency.many);
    if (const std::string_view magnitude = magnitude_of_suffix(suffix); !magnitude.empty())
        return fmt::format("{} {} {}", amount(digits), magnitude, currency.many);
    if (suffix.empty() && is_magnitude(context.next)) return amount(digits);

    // "€3,50" has its hundredths behind a comma.
    const bool continental = digits.find('.') == std::string_view::npos && digits.find(',') == digits.rfind(',') &&
                             digits.size() > 3 && digits[digits.size() - 3] == ',';
    const std::size_t point = digits.find(continental ? ',' : '.');
    const bool has_hundredths = point != std::string_view::npos && digits.size() - point == 3;
    const std::string_view whole = has_hundredths ? digits.substr(0, point) : digits;
    std::string words = fmt::format("{} {}", amount(whole), whole == "1" ? currency.one : currency.many);
    if (has_hundredths) {
        const std::uint64_t hundredths = value_of(digits.substr(point + 1));
        if (hundredths != 0)
            words += fmt::format(" and {} {}", cardinal(hundredths),
                                 hundredths == 1 ? currency.one_hundredth : currency.hundredths);
    }
    if (!suffix.empty()) words += " " + read_runs(suffix);
    return words;
}

// "3:30", "10:00".
std::optional<std::string> read_time(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > 2 || text.size() != colon + 3) return std::nullopt;
    const std::string_view hour = text.substr(0, colon);
    const std::string_view minute = text.substr(colon + 1);
    if (!std::ranges::all_of(hour, is_digit) || !std::ranges::all_of(minute, is_digit)) return std::nullopt;
    std::string words = cardinal(value_of(hour));
    const std::uint64_t minutes = value_of(minute);
    if (minutes == 0) return words;
    return words + (minutes < 10 ? " oh " : " ") + cardinal(minutes);
}

// "1/2", "3/4", "24/7"; "9/11" is a date, since nobody counts in elevenths.
std::optional<std::string> read_fraction(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash > 3 || text.size() - slash > 4) return std::nullopt;
    const std::string_view above = text.substr(0, slash);
    const std::string_view below = text.substr(slash + 1);
    if (below.empty() || !std::ranges::all_of(above, is_digit) || !std::ranges::all_of(below, is_digit))
        return std::nullopt;
    const std::uint64_t count = value_of(above);
    const std::uint64_t parts = value_of(below);
    const bool counted_in = parts <= 10 || parts == 12 || parts == 16 || parts == 20;
    if (count >= parts || !counted_in) return fmt::format("{} {}", cardinal(count), cardinal(parts));
    const bool one = count == 1;
    if (parts == 2) return std::string("one half");
    if (parts == 4) return fmt::format("{} {}", cardinal(count), one ? "quarter" : "quarters");
    return fmt::format("{} {}{}", cardinal(count), ordinal(parts), one ? "" : "s");
}

// "1990s", "80s".
std::optional<std::string> read_decade(std::string_view digits, std::string_view suffix) {
    if ((suffix != "s" && suffix != "'s") || digits.empty() || digits.back() != '0') return std::nullopt;
    if (!std::ranges::all_of(digits, is_digit) || (digits.size() != 2 && digits.size() != 4)) return std::nullopt;
    std::string words = number_or_year(digits);
    if (words.back() == 'y') return words.substr(0, words.size() - 1) + "ies";
    return words + "s";
}

std::optional<std::string> read_ordinal(std::string_view digits, std::string_view suffix) {
    if (suffix != "st" && suffix != "nd" && suffix != "rd" && suffix != "th") return std::nullopt;
    std::string plain(digits);
    std::erase(plain, ',');
    if (plain.empty() || !std::ranges::all_of(plain, is_digit)) return std::nullopt;
    return ordinal(value_of(plain));
}

// "10-20%", "1939-1945": both sides are numbers.
std::optional<std::string> read_range(const EnglishContext& context) {
    const std::size_t dash = context.piece.find('-');
    if (dash == std::string_view::npos || dash == 0 || context.piece.rfind('-') != dash) return std::nullopt;
    const std::string_view from = context.piece.substr(0, dash);
    const std::string_view to = context.piece.substr(dash + 1);
    const Currency* currency = currency_at_start(from);
    const std::string_view from_digits = currency ? from.substr(currency->symbol.size()) : from;
    const std::string_view to_digits =
        currency && to.starts_with(currency->symbol) ? to.substr(currency->symbol.size()) : to;
    if (leading_number(from_digits) != from_digits || from_digits.empty() || !starts_number(to_digits))
        return std::nullopt;
    const std::string end = read_english({from, currency ? to : to_digits, context.next});
    return fmt::format("{} to {}", number_or_year(from_digits),
                       currency && !to.starts_with(currency->symbol) && !is_magnitude(context.next)
                           ? fmt::format("{} {}", end, currency->many)
                           : end);
}

std::string read_number_with_suffix(std::string_view text, const EnglishContext& context) {
    const std::string_view digits = leading_number(text);
    const std::string_view suffix = text.substr(digits.size());
    if (suffix.empty()) {
        const bool measured = find_unit(context.next) != nullptr || is_magnitude(context.next);
        return measured ? amount(digits) : number_or_year(digits);
    }
    if (auto words = read_decade(digits, suffix)) return *words;
    if (auto words = read_ordinal(digits, suffix)) return *words;
    if (const Unit* unit = find_unit(suffix))
        return fmt::format("{} {}", amount(digits), digits == "1" ? unit->one : unit->many);
    if (const Currency* currency = currency_at_start(suffix); currency && currency->symbol == suffix)
        return fmt::format("{} {}", amount(digits), digits == "1" ? currency->one : currency->many);
    // "4K" is a picture format, "10K" an amount.
    const bool format_name = suffix == "K" && digits.size() == 1;
    if (const std::string_view magnitude = magnitude_of_suffix(suffix);
        !magnitude.empty() && !format_name && suffix != "T" && suffix != "t")
        return fmt::format("{} {}", amount(digits), magnitude);
    if (suffix == "+") return amount(digits) + " plus";
    return read_runs(text);
}

struct Sign {
    std::string_view written;
    std::string_view words;
};
constexpr Sign kSigns[] = {{"-", "minus "},     {"+", "plus "},    {"~", "about "},         {"≈", "about "},
                           {"#", "number "},    {"'", ""},         {"±", "plus or minus "}, {"<", "less than "},
                           {">", "more than "}, {"≤", "at most "}, {"≥", "at least "}};

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
    const bool apart = text.size() >= 3 && is_digit(text[0]) && text[1] == ' ' && is_digit(text[2]);
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

// A piece with a digit in it.
std::string read_figure(const EnglishContext& context) {
    std::string_view text = context.piece;
    if (auto digits = read_digits(text)) return *digits;
    if (auto date = read_date(context)) return *date;
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
    if (auto time = read_time(text)) return words + *time;
    if (auto fraction = read_fraction(text)) return words + *fraction;
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
    if (letters == "OK") return std::string("okay");
    const std::string ending = plural || possessive ? "'s" : "";
    const bool word = read_as_word(letters) || (letters.size() >= 5 && has_vowel(letters));
    return word ? lowered(letters) + (plural ? "s" : ending) : spelled(letters) + ending;
}

// "World War II" is two, "Elizabeth II" is the second.
std::optional<std::string> read_roman(const EnglishContext& context) {
    constexpr std::string_view kCounted[] = {"War",  "Part", "Chapter", "Phase", "Type",    "Title",
                                             "Book", "Act",  "Volume",  "Class", "Article", "Section"};
    const std::optional<unsigned> value = roman_value(context.piece);
    if (!value || !starts_name(context.previous) || is_all_capitals(context.previous)) return std::nullopt;
    const bool counted = std::ranges::find(kCounted, context.previous) != std::end(kCounted);
    return counted ? cardinal(*value) : "the " + ordinal(*value);
}

std::optional<std::string> read_abbreviation(const EnglishContext& context) {
    if (context.piece == "No" && context.had_period && starts_number(context.next)) return std::string("number");
    const Abbreviation* found = find_abbreviation(context.piece);
    if (found == nullptr || (found->needs_period && !context.had_period)) return std::nullopt;
    const bool title = starts_name(context.next) && !context.ends_sentence;
    return std::string(title ? found->before_name : found->elsewhere);
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
        return currency ? fmt::format("{} {}", piece, currency->many) : std::string(piece);
    }
    if (const Unit* unit = find_unit(piece); unit && unit->stands_alone && starts_number(context.previous))
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
    return read_plain(piece);
}

}  // namespace mss::speech
