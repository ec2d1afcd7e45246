#include "speech/other_reading.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "speech/dates.hpp"
#include "speech/english_vocabulary.hpp"
#include "text/numbers.hpp"

namespace mss::speech {
namespace {

using text::NumberSpeller;

// What a language calls a sign that its voice cannot say.
struct SignName {
    std::string_view language;
    std::string_view sign;
    std::string_view name;
    bool in_front = false;
};
constexpr std::array<SignName, 7> kSignNames{{{"zh", "%", "百分之", true},
                                              {"yue", "%", "百分之", true},
                                              {"ko", "%", "퍼센트"},
                                              {"ar", "%", " بالمئة"},
                                              {"he", "$", " דולר"},
                                              {"he", "€", " אירו"},
                                              {"he", "₪", " שקל"}}};

void name_sign(std::string& core, std::string_view language) {
    for (const SignName& entry : kSignNames) {
        const bool leads = core.starts_with(entry.sign);  // "₪7"
        if (entry.language != language || (!leads && !core.ends_with(entry.sign))) continue;
        core.erase(leads ? 0 : core.size() - entry.sign.size(), entry.sign.size());
        while (core.ends_with(' '))
            core.pop_back();
        core.insert(entry.in_front ? 0 : core.size(), entry.name);
        return;
    }
}

// Every number of the piece in words; a comma parts thousands and a point parts fractions, as Hebrew writes them.
std::string with_numbers_in_words(std::string_view core, const NumberSpeller& spell) {
    std::string out;
    for (std::size_t at = 0; at < core.size();) {
        if (!ascii::is_digit(core[at])) {
            out += core[at++];
            continue;
        }
        std::string figure;
        const auto part_of_number = [&](std::size_t i) {
            const bool mark = (core[i] == ',' || core[i] == '.') && i + 1 < core.size() && ascii::is_digit(core[i + 1]);
            return ascii::is_digit(core[i]) || mark;
        };
        for (; at < core.size() && part_of_number(at); ++at)
            if (core[at] != ',') figure += core[at];
        double value = 0;
        std::from_chars(figure.data(), figure.data() + figure.size(), value);
        const std::string words = spell(value);
        if (!out.empty() && !out.ends_with(' ')) out += ' ';
        out += words.empty() ? figure : words;
        if (at < core.size() && core[at] != ' ') out += ' ';
    }
    return out;
}

// What a language calls a unit after a number, where its voice would spell the letters.
struct UnitName {
    std::string_view symbol;
    std::string_view name;
};
constexpr std::array<UnitName, 17> kGermanUnits{{{"km", "Kilometer"},
                                                 {"m", "Meter"},
                                                 {"cm", "Zentimeter"},
                                                 {"mm", "Millimeter"},
                                                 {"km²", "Quadratkilometer"},
                                                 {"m²", "Quadratmeter"},
                                                 {"m³", "Kubikmeter"},
                                                 {"kg", "Kilogramm"},
                                                 {"g", "Gramm"},
                                                 {"mg", "Milligramm"},
                                                 {"t", "Tonnen"},
                                                 {"l", "Liter"},
                                                 {"ml", "Milliliter"},
                                                 {"km/h", "Kilometer pro Stunde"},
                                                 {"kW", "Kilowatt"},
                                                 {"kWh", "Kilowattstunden"},
                                                 {"°C", "Grad Celsius"}}};

bool german_nominative(std::string_view word) {
    const std::string lower = ascii::to_lower(word);
    return lower == "der" || lower == "dieser" || lower == "jeder";
}

std::string_view german_unit(std::string_view symbol) {
    const auto found = std::ranges::find(kGermanUnits, symbol, &UnitName::symbol);
    return found == kGermanUnits.end() ? std::string_view() : found->name;
}

// The figures that a piece begins with.
std::string_view leading_figures(std::string_view piece) {
    return piece.substr(0, std::min(piece.find_first_not_of("0123456789.,"), piece.size()));
}

bool is_number(std::string_view piece) {
    return !piece.empty() && ascii::is_digit(piece.front()) && leading_figures(piece) == piece;
}

// German counts years and the like in hundreds, as in "neunzehnhundertsiebenundneunzig"; its voice would say "one
// thousand nine hundred ninety-seven". Endings such as that of "1960er" stay.
std::string german_hundreds(const std::string& core, const NumberSpeller& spell) {
    constexpr std::size_t kDigits = 4;
    const std::size_t digits = std::min(core.find_first_not_of("0123456789"), core.size());
    const std::string ending = core.substr(digits);
    const bool letters = std::ranges::all_of(ending, ascii::is_lower);
    if (digits != kDigits || core[0] != '1' || core[1] == '0' || !letters) return core;
    const int hundreds = (core[0] - '0') * 10 + (core[1] - '0');
    const int rest = (core[2] - '0') * 10 + (core[3] - '0');
    return spell(hundreds) + "hundert" + (rest == 0 ? "" : spell(rest)) + ending;
}

// A day of the month: "der zwölfte", and in all other cases "zwölften".
std::string german_day(unsigned day, std::string_view previous, const NumberSpeller& spell) {
    const std::string ending = german_nominative(previous) ? "e" : "en";
    switch (day) {
        case 1: return "erst" + ending;
        case 3: return "dritt" + ending;
        case 7: return "siebt" + ending;
        case 8: return "acht" + ending;
        default: return spell(day) + (day < 20 ? "t" : "st") + ending;
    }
}

std::string read_german(const std::string& core, std::string_view previous, std::string_view next,
                        const NumberSpeller& spell) {
    const auto day = stands_before_german_day(previous) ? parse_day(core) : std::nullopt;
    if (const auto date = day ? day : parse_date(core, false)) {
        const std::string year = date->year.empty() ? "" : " " + german_hundreds(std::string(date->year), spell);
        return german_day(date->day, previous, spell) + " " + std::string(month_name(date->month, "de")) + year;
    }
    if (const std::string_view unit = german_unit(core); !unit.empty() && is_number(previous)) return std::string(unit);
    const std::string_view figures = leading_figures(core);
    const std::string_view unit = german_unit(std::string_view(core).substr(figures.size()));
    if (!figures.empty() && !unit.empty()) return fmt::format("{} {}", figures, unit);
    return german_unit(next).empty() ? german_hundreds(core, spell) : core;  // an amount is no year
}

// A date in figures as day, month and year; figures apart where the language's months are not known here.
std::string with_month(const std::string& core, std::string_view language) {
    const auto date = parse_date(core, false);
    if (!date) return core;
    const std::string_view month = month_name(date->month, language);
    return month.empty() ? fmt::format("{} {} {}", date->day, date->month, date->year)
                         : fmt::format("{} {} {}", date->day, month, date->year);
}

// "1500km": an engine would take figures and letters in one word for one name.
std::string with_unit_apart(const std::string& core) {
    const std::size_t figures = leading_figures(core).size();
    if (figures == 0 || figures == core.size() || find_unit(core.substr(figures)) == nullptr) return core;
    const bool letters = ascii::is_letter(core[figures]);
    return letters ? core.substr(0, figures) + " " + core.substr(figures) : core;
}

}  // namespace

bool stands_before_german_day(std::string_view word) {
    constexpr auto kWords =
        std::to_array<std::string_view>({"am", "vom", "zum", "dem", "den", "des", "beim", "bis", "ab", "seit"});
    return german_nominative(word) || std::ranges::find(kWords, ascii::to_lower(word)) != kWords.end();
}

std::vector<std::string> read_other(const std::vector<std::string>& pieces, std::string_view language) {
    std::optional<NumberSpeller> spell;
    if (language == "he" || language == "de") spell.emplace(language);
    std::vector<std::string> read;
    read.reserve(pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        std::string core = pieces[i];
        if (const Currency* currency = currency_at_start(core);
            currency != nullptr && core.size() > currency->symbol.size()) {
            const std::string symbol(currency->symbol);
            core.erase(0, symbol.size());
            core.append(" ").append(symbol);
        }
        if (core.starts_with('.')) core.insert(0, "0");
        name_sign(core, language);
        if (language == "de") {
            const std::string_view previous = i > 0 ? std::string_view(pieces[i - 1]) : std::string_view();
            const std::string_view next = i + 1 < pieces.size() ? std::string_view(pieces[i + 1]) : std::string_view();
            core = read_german(core, previous, next, *spell);
        } else {
            core = with_unit_apart(with_month(core, language));
        }
        if (language == "he") core = with_numbers_in_words(core, *spell);
        read.push_back(std::move(core));
    }
    return read;
}

}  // namespace mss::speech
