#include "text/units.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "text/closing_marks.hpp"
#include "text/terms.hpp"
#include "text/written_words.hpp"

namespace mss::text {
namespace {

// Signs mean what they mean in their own case only: "GB" is no "gb", and "MW" no "mW".
constexpr auto kUnitSigns = std::to_array<std::string_view>(
    {"\u00B0C", "\u00B0F", "km", "m",   "cm",  "mm",  "nm",  "mi", "ft", "ha",  "km/h", "km/s", "m/s",
     "mph",     "kg",      "g",  "mg",  "lb",  "l",   "L",   "ml", "Hz", "kHz", "MHz",  "GHz",  "W",
     "kW",      "MW",      "GW", "kWh", "MWh", "GWh", "TWh", "kV", "Pa", "kB",  "MB",   "GB",   "TB"});
constexpr auto kOtherSigns = std::to_array<std::string_view>(
    {"%", "\u2030", "\u00B0", "\u20AC", "$", "\u00A3", "kr", "t",  "s",   "ms", "h",        "min",    "V",    "K", "C",
     "F", "J",      "N",      "bar",    "B", "Uhr",    "BC", "AD", "BCE", "CE", "pourcent", "square", "cubic"});

bool is_sign(std::string_view word) {
    return unit_sign(word) || std::ranges::find(kOtherSigns, word) != kOtherSigns.end();
}

}  // namespace

bool size_word(std::string_view word) {
    constexpr std::string_view kSizes =
        "|hundred|thousand|million|millions|billion|billions|trillion|trillions|percent|hundert|hunderte|hunderten|"
        "mio|mrd|tausend|tausende|tausenden|million|millionen|"
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

bool unit_sign(std::string_view written) {
    return std::ranges::find(kUnitSigns, written) != kUnitSigns.end();
}

bool is_unit(std::string_view word) {
    constexpr std::size_t kShortestWord = 3;  // "an" is a French year, but many more are articles
    const std::string_view bare = without_closing_marks(word);
    if (is_sign(word) || is_sign(bare)) return true;
    const std::string low = lower(bare);
    return low.size() >= kShortestWord && (size_word(low) || measure_word(low));
}

}  // namespace mss::text
