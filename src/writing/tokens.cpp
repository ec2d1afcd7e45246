#include "writing/tokens.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/lexicon.hpp"

namespace mss::writing {
namespace {

using ascii::is_digit;

// "10 000": French and others part thousands by a space.
bool goes_on_with_thousands(std::string_view number, std::string_view next) {
    const auto last_group = number.substr(number.find_last_of(' ') + 1);
    const bool digits = last_group.size() <= 3 && std::ranges::all_of(last_group, is_digit);
    const std::size_t group = std::min(next.find_first_not_of("0123456789"), next.size());
    return !number.empty() && digits && group == 3;
}

// "Of 250 300 came" holds two numbers, "12 500 km" and "1 234 567" hold one.
bool one_english_number(const std::vector<std::string>& written, const std::vector<std::string>& bare,
                        std::size_t begin, std::size_t end) {
    if (end - begin > 2 || written[begin + 1].starts_with("000")) return true;
    return end < bare.size() && measure_word(bare[end]);
}

}  // namespace

std::vector<Token> tokens_of(std::string_view sentence, std::string_view language) {
    const std::vector<std::string> written = text::words(sentence, "");
    const std::vector<std::string> bare = bare_words(sentence);
    const std::size_t count = std::min(written.size(), bare.size());
    const bool english = text::primary_language(language) == "en";
    std::vector<Token> out;
    out.reserve(count);
    for (std::size_t i = 0; i < count;) {
        std::size_t end = i + 1;
        while (end < count && goes_on_with_thousands(written[end - 1], written[end]))
            ++end;
        if (english && end - i > 1 && !one_english_number(written, bare, i, end)) end = i + 1;
        Token token{written[i], bare[i]};
        for (++i; i < end; ++i) {
            token.written += " " + written[i];
            token.bare += " " + bare[i];
        }
        out.push_back(std::move(token));
    }
    return out;
}

bool listed(std::string_view list, std::string_view word) {
    return !word.empty() && list.find("|" + std::string(word) + "|") != std::string_view::npos;
}

std::string without_marks(std::string word) {
    const auto mark = [](char c) { return std::string_view(".,;:!?()[]\"").find(c) != std::string_view::npos; };
    while (!word.empty() && mark(word.front()))
        word.erase(0, 1);
    while (!word.empty() && mark(word.back()))
        word.pop_back();
    for (const std::string_view quote :
         {"“", "”", "„", "«", "»", "—", "–", "،", "؛", "؟", "।", "，", "。", "；", "：", "！", "？", "、"})
        for (auto at = word.find(quote); at != std::string::npos; at = word.find(quote))
            word.erase(at, quote.size());
    return text::clean_line(word);
}

bool ends_with_mark(std::string_view written) {
    constexpr auto kWide = std::to_array<std::string_view>({"，", "。", "；", "：", "！", "？", "、", "，”", "”", "،"});
    if (written.empty()) return false;
    return std::string_view(".,;:!?)\"").find(written.back()) != std::string_view::npos ||
           std::ranges::any_of(kWide, [&](std::string_view mark) { return written.ends_with(mark); });
}

bool capital(std::string_view word) {
    return begins_with_capital(without_marks(std::string(word)));
}

bool begins_with_capital(std::string_view word) {
    const std::string first = utf8::encode(utf8::decode(word).substr(0, 1));
    return text::lower(first) != first;
}

bool inflected_in_german(std::string_view bare) {
    constexpr auto kEndings = std::to_array<std::string_view>({"e", "en", "er", "es", "em"});
    return bare.size() > 3 &&
           std::ranges::any_of(kEndings, [&](std::string_view ending) { return bare.ends_with(ending); });
}

bool year_like(std::string_view digits) {
    return digits.size() == 4 && std::ranges::all_of(digits, is_digit) &&
           (digits[0] == '1' || digits.starts_with("20"));
}

std::string joined(std::span<const std::string> words, std::string_view language) {
    const bool unspaced = text::unspaced_script(language);
    std::string out;
    for (const std::string& word : words) {
        const bool foreign =
            !out.empty() && !word.empty() && ascii::is_alphanumeric(out.back()) && ascii::is_alphanumeric(word.front());
        if (!out.empty() && (!unspaced || foreign)) out += ' ';
        out += word;
    }
    return out;
}

bool size_word(std::string_view word) {
    constexpr std::string_view kSizes =
        "|hundred|thousand|million|millions|billion|billions|trillion|trillions|percent|hundert|hunderte|hunderten|"
        "tausend|tausende|tausenden|million|millionen|"
        "milliarde|milliarden|billionen|prozent|mille|milliard|milliards|mil|millón|millones|mila|milione|milioni|"
        "miliardo|miliardi|milhão|milhões|miljoen|miljard|duizend|procent|"
        "प्रतिशत|हज़ार|लाख|करोड़|ألف|آلاف|مليون|ملايين|مليار|بالمئة|万|亿|億|";
    return listed(kSizes, word);
}

bool measure_word(std::string_view word) {
    // clang-format off
    constexpr std::string_view kMeasures =
        "|km|m|cm|mm|kg|g|t|mi|ft|lb|mph|km/h|kw|mw|gw|kwh|hz|"
        "metres|meters|metre|meter|kilometres|kilometers|kilometre|kilometer|centimetres|centimeters|centimetre|"
        "centimeter|millimetres|millimeters|millimetre|millimeter|miles|mile|feet|foot|inches|inch|acres|hectares|"
        "tonnes|tons|tonne|ton|kilograms|kilogram|kilos|grams|gram|pounds|ounces|litres|liters|litre|liter|gallons|"
        "degrees|degree|years|year|days|day|hours|hour|minutes|minute|seconds|second|months|month|weeks|week|"
        "centuries|decades|times|watts|kilowatts|megawatts|volts|hertz|bytes|dollars|euros|euro|cents|"
        "zentimeter|millimeter|metern|kilometern|zentimetern|meilen|hektar|quadratmeter|quadratkilometer|kubikmeter|"
        "kilogramm|gramm|tonnen|liter|litern|jahre|jahren|jahr|tage|tagen|tag|stunden|stunde|minuten|minute|sekunden|"
        "monate|monaten|wochen|grad|mal|dollar|franken|pfund|watt|kilowatt|"
        "mètres|mètre|kilomètres|kilomètre|centimètres|millimètres|kilogrammes|grammes|litres|degrés|ans|an|années|"
        "jours|jour|heures|heure|secondes|mois|semaines|siècles|fois|tonnes|"
        "metros|metro|kilómetros|centímetros|milímetros|toneladas|kilos|gramos|litros|grados|años|año|días|día|horas|"
        "minutos|segundos|meses|semanas|siglos|veces|dólares|"
        "metri|chilometri|centimetri|millimetri|tonnellate|chili|grammi|litri|gradi|anni|anno|giorni|giorno|ore|"
        "minuti|secondi|mesi|settimane|secoli|volte|dollari|"
        "quilómetros|quilômetros|quilogramas|graus|anos|ano|dias|dia|séculos|vezes|"
        "kilometer|kilogram|graden|jaar|jaren|dagen|dag|uur|uren|minuten|seconden|maanden|weken|eeuwen|keer|ton|";
    // clang-format on
    return listed(kMeasures, word);
}

}  // namespace mss::writing
