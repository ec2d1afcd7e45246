#include "speech/english_vocabulary.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mss::speech {
namespace {

constexpr Abbreviation kAbbreviations[] = {
    {"Dr", "doctor", "drive", false},
    {"St", "saint", "street", false},
    {"Mr", "mister", "mister", false},
    {"Mrs", "missus", "missus", false},
    {"Ms", "miz", "miz", false},
    {"Prof", "professor", "prof", true},
    {"Jr", "junior", "junior", false},
    {"Sr", "senior", "senior", false},
    {"Gen", "general", "gen", true},
    {"Sen", "senator", "sen", true},
    {"Rep", "representative", "rep", true},
    {"Gov", "governor", "gov", true},
    {"Capt", "captain", "captain", true},
    {"Lt", "lieutenant", "lieutenant", true},
    {"Col", "colonel", "colonel", true},
    {"Sgt", "sergeant", "sergeant", true},
    {"Rev", "reverend", "rev", true},
    {"Hon", "honorable", "hon", true},
    {"Mt", "mount", "mount", false},
    {"Ft", "fort", "feet", true},
    {"Ave", "avenue", "avenue", true},
    {"Blvd", "boulevard", "boulevard", false},
    {"Rd", "road", "road", true},
    {"Inc", "incorporated", "incorporated", true},
    {"Ltd", "limited", "limited", false},
    {"Corp", "corporation", "corporation", true},
    {"Co", "company", "company", true},
    {"Dept", "department", "department", false},
    {"Univ", "university", "university", true},
    {"vs", "versus", "versus", false},
    {"etc", "et cetera", "et cetera", false},
    {"e.g", "for example", "for example", false},
    {"i.e", "that is", "that is", false},
    {"cf", "compare", "compare", true},
    {"approx", "approximately", "approximately", false},
    {"est", "established", "established", true},
    {"fig", "figure", "figure", true},
    {"Fig", "figure", "figure", true},
    {"vol", "volume", "volume", true},
    {"Vol", "volume", "volume", true},
    {"Jan", "January", "January", true},
    {"Feb", "February", "February", false},
    {"Apr", "April", "April", true},
    {"Aug", "August", "August", true},
    {"Sept", "September", "September", false},
    {"Sep", "September", "September", true},
    {"Oct", "October", "October", true},
    {"Nov", "November", "November", true},
    {"Dec", "December", "December", true},
    {"w/", "with", "with", false},
    {"w/o", "without", "without", false},
    {"&", "and", "and", false},
};

constexpr std::pair<std::string_view, std::string_view> kCounted[] = {
    {"No", "number"},  {"no", "number"}, {"Nos", "numbers"}, {"p", "page"},      {"pp", "pages"},
    {"ch", "chapter"}, {"c", "circa"},   {"ca", "circa"},    {"art", "article"}, {"sec", "section"}};

constexpr std::pair<std::string_view, std::string_view> kSaidAs[] = {
    {"JPEG", "jay peg"}, {"PhD", "P.H.D"},    {"mRNA", "M.R.N.A"}, {"tRNA", "T.R.N.A"}, {"OK", "okay"},
    {"BSc", "B.S.C"},    {"MSc", "M.S.C"},    {"SaaS", "sass"},    {"PNG", "P.N.G"},    {"§", "section"},
    {"≈", "about"},      {"÷", "divided by"}, {"→", ","}};

constexpr std::pair<std::string_view, std::string_view> kCodes[] = {{"USD", "U.S dollars"},
                                                                    {"EUR", "euros"},
                                                                    {"GBP", "pounds"},
                                                                    {"JPY", "yen"},
                                                                    {"CHF", "Swiss francs"},
                                                                    {"CAD", "Canadian dollars"},
                                                                    {"AUD", "Australian dollars"},
                                                                    {"INR", "rupees"},
                                                                    {"CNY", "Chinese yuan"},
                                                                    {"BTC", "bitcoins"}};

constexpr Currency kCurrencies[] = {
    {"C$", "Canadian dollar", "Canadian dollars", "cent", "cents"},
    {"A$", "Australian dollar", "Australian dollars", "cent", "cents"},
    {"NZ$", "New Zealand dollar", "New Zealand dollars", "cent", "cents"},
    {"HK$", "Hong Kong dollar", "Hong Kong dollars", "cent", "cents"},
    {"R$", "real", "reais", "centavo", "centavos"},
    {"US$", "dollar", "dollars", "cent", "cents"},
    {"$", "dollar", "dollars", "cent", "cents"},
    {"€", "euro", "euros", "cent", "cents"},
    {"£", "pound", "pounds", "penny", "pence"},
    {"¥", "yen", "yen", "sen", "sen"},
    {"₹", "rupee", "rupees", "paisa", "paise"},
    {"₩", "won", "won", "jeon", "jeon"},
    {"₽", "ruble", "rubles", "kopeck", "kopecks"},
    {"₿", "bitcoin", "bitcoins", "hundredth", "hundredths"},
    {"¢", "cent", "cents", "hundredth", "hundredths"},
};

constexpr Unit kUnits[] = {
    {"%", "percent", "percent", true},
    {"‰", "per mille", "per mille", true},
    {"km", "kilometer", "kilometers", true},
    {"m", "meter", "meters", true},
    {"cm", "centimeter", "centimeters", true},
    {"mm", "millimeter", "millimeters", true},
    {"µm", "micrometer", "micrometers", true},
    {"nm", "nanometer", "nanometers", true},
    {"km²", "square kilometer", "square kilometers", true},
    {"km2", "square kilometer", "square kilometers", true},
    {"m²", "square meter", "square meters", true},
    {"m³", "cubic meter", "cubic meters", true},
    {"ha", "hectare", "hectares", true},
    {"mi", "mile", "miles", true},
    {"ft", "foot", "feet", true},
    {"yd", "yard", "yards", true},
    {"kg", "kilogram", "kilograms", true},
    {"g", "gram", "grams", true},
    {"mg", "milligram", "milligrams", true},
    {"µg", "microgram", "micrograms", true},
    {"lb", "pound", "pounds", true},
    {"lbs", "pound", "pounds", true},
    {"oz", "ounce", "ounces", true},
    {"L", "liter", "liters", true},
    {"l", "liter", "liters", true},
    {"ml", "milliliter", "milliliters", true},
    {"mL", "milliliter", "milliliters", true},
    {"mph", "mile per hour", "miles per hour", true},
    {"kph", "kilometer per hour", "kilometers per hour", true},
    {"km/h", "kilometer per hour", "kilometers per hour", true},
    {"m/s", "meter per second", "meters per second", true},
    {"km/s", "kilometer per second", "kilometers per second", true},
    {"Hz", "hertz", "hertz", true},
    {"kHz", "kilohertz", "kilohertz", true},
    {"MHz", "megahertz", "megahertz", true},
    {"GHz", "gigahertz", "gigahertz", true},
    {"KB", "kilobyte", "kilobytes", true},
    {"MB", "megabyte", "megabytes", true},
    {"GB", "gigabyte", "gigabytes", true},
    {"TB", "terabyte", "terabytes", true},
    {"PB", "petabyte", "petabytes", true},
    {"W", "watt", "watts", true},
    {"kW", "kilowatt", "kilowatts", true},
    {"MW", "megawatt", "megawatts", true},
    {"GW", "gigawatt", "gigawatts", true},
    {"kWh", "kilowatt-hour", "kilowatt-hours", true},
    {"MWh", "megawatt-hour", "megawatt-hours", true},
    {"GWh", "gigawatt-hour", "gigawatt-hours", true},
    {"TWh", "terawatt-hour", "terawatt-hours", true},
    {"V", "volt", "volts", true},
    {"°", "degree", "degrees", true},
    {"K", "kelvin", "kelvins", true},
    {"h", "hour", "hours", true},
    {"m2", "square meter", "square meters", true},
    {"m3", "cubic meter", "cubic meters", true},
    {"cm²", "square centimeter", "square centimeters", true},
    {"cm³", "cubic centimeter", "cubic centimeters", true},
    {"km³", "cubic kilometer", "cubic kilometers", true},
    {"ft²", "square foot", "square feet", true},
    {"m/s²", "meter per second squared", "meters per second squared", true},
    {"bps", "bit per second", "bits per second", true},
    {"kbps", "kilobit per second", "kilobits per second", true},
    {"Mbps", "megabit per second", "megabits per second", true},
    {"Gbps", "gigabit per second", "gigabits per second", true},
    {"dB", "decibel", "decibels", true},
    {"cal", "calorie", "calories", true},
    {"kcal", "kilocalorie", "kilocalories", true},
    {"kJ", "kilojoule", "kilojoules", true},
    {"psi", "pound per square inch", "pounds per square inch", true},
    {"Pa", "pascal", "pascals", true},
    {"hPa", "hectopascal", "hectopascals", true},
    {"kPa", "kilopascal", "kilopascals", true},
    {"Wh", "watt-hour", "watt-hours", true},
    {"mAh", "milliamp-hour", "milliamp-hours", true},
    {"ly", "light-year", "light-years", true},
    {"tsp", "teaspoon", "teaspoons", true},
    {"tbsp", "tablespoon", "tablespoons", true},
    {"fps", "frame per second", "frames per second", true},
    {"rpm", "revolution per minute", "revolutions per minute", true},
    {"ppm", "part per million", "parts per million", true},

    {"°C", "degree Celsius", "degrees Celsius", true},
    {"℃", "degree Celsius", "degrees Celsius", true},
    {"℉", "degree Fahrenheit", "degrees Fahrenheit", true},
    {"°F", "degree Fahrenheit", "degrees Fahrenheit", true},
    {"°c", "degree Celsius", "degrees Celsius", true},
    {"ms", "millisecond", "milliseconds", true},
    {"sec", "second", "seconds", true},
    {"min", "minute", "minutes", true},
    {"mins", "minute", "minutes", true},
    {"hr", "hour", "hours", true},
    {"hrs", "hour", "hours", true},
    {"yrs", "year", "years", true},
    {"x", "times", "times", false},
    {"×", "times", "times", false},
    {"am", "A.M", "A.M", true},
    {"pm", "P.M", "P.M", true},
    {"AM", "A.M", "A.M", true},
    {"PM", "P.M", "P.M", true},
    {"a.m", "A.M", "A.M", true},
    {"p.m", "P.M", "P.M", true},
    {"a.m.", "A.M", "A.M", true},
    {"p.m.", "P.M", "P.M", true},
};

constexpr std::string_view kReadAsWords[] = {
    "AIDS",   "ASCII",    "ASEAN", "BRICS", "CAPTCHA", "CERN",   "COVID", "DARPA", "EBITDA", "FIFA",  "FOMO",  "GIF",
    "IKEA",   "INTERPOL", "JAXA",  "LAN",   "LASER",   "LEGO",   "LIDAR", "LIGO",  "MERS",   "NAFTA", "NAND",  "NASA",
    "NASDAQ", "NATO",     "NOAA",  "OPEC",  "OSHA",    "PIN",    "RADAR", "RAM",   "ROM",    "SARS",  "SCUBA", "SIM",
    "SONAR",  "SWAT",     "TASER", "TED",   "UNESCO",  "UNICEF", "WAN",   "YOLO",  "ZIP"};

constexpr std::string_view kMagnitudes[] = {"hundred",  "thousand",    "million",    "billion",
                                            "trillion", "quadrillion", "quintillion"};

struct Suffix {
    std::string_view written;
    std::string_view magnitude;
};
constexpr Suffix kSuffixes[] = {{"k", "thousand"}, {"K", "thousand"}, {"m", "million"},   {"M", "million"},
                                {"mn", "million"}, {"b", "billion"},  {"B", "billion"},   {"bn", "billion"},
                                {"t", "trillion"}, {"T", "trillion"}, {"tn", "trillion"}, {"MM", "million"}};

template <class Table, class Name>
auto find_in(const Table& table, std::string_view key, Name name) -> decltype(&table[0]) {
    const auto found = std::ranges::find(table, key, name);
    return found == std::end(table) ? nullptr : &*found;
}

}  // namespace

const Abbreviation* find_abbreviation(std::string_view written) {
    return find_in(kAbbreviations, written, &Abbreviation::written);
}

std::string_view counted_abbreviation(std::string_view written) {
    const auto* found = find_in(kCounted, written, &std::pair<std::string_view, std::string_view>::first);
    return found == nullptr ? std::string_view() : found->second;
}

std::string_view said_as(std::string_view written) {
    const auto* found = find_in(kSaidAs, written, &std::pair<std::string_view, std::string_view>::first);
    return found == nullptr ? std::string_view() : found->second;
}

std::string_view currency_of_code(std::string_view code) {
    const auto* found = find_in(kCodes, code, &std::pair<std::string_view, std::string_view>::first);
    return found == nullptr ? std::string_view() : found->second;
}

const Currency* currency_at_start(std::string_view text) {
    const auto found =
        std::ranges::find_if(kCurrencies, [&](const Currency& currency) { return text.starts_with(currency.symbol); });
    return found == std::end(kCurrencies) ? nullptr : &*found;
}

const Unit* find_unit(std::string_view symbol) {
    return find_in(kUnits, symbol, &Unit::symbol);
}

std::string_view magnitude_of_suffix(std::string_view suffix) {
    const Suffix* found = find_in(kSuffixes, suffix, &Suffix::written);
    return found == nullptr ? std::string_view() : found->magnitude;
}

bool is_magnitude(std::string_view word) {
    return std::ranges::find(kMagnitudes, word) != std::end(kMagnitudes);
}

bool read_as_word(std::string_view acronym) {
    return std::ranges::find(kReadAsWords, acronym) != std::end(kReadAsWords);
}

std::optional<unsigned> roman_value(std::string_view text) {
    constexpr std::array<std::string_view, 10> kOnes{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
    // "XL" is a size.
    if (text.size() < 2 || text == "XL") return std::nullopt;
    std::size_t tens = 0;
    if (text.starts_with("XL")) {
        tens = 4;
        text.remove_prefix(2);
    } else {
        if (text.starts_with('L')) {
            tens = 5;
            text.remove_prefix(1);
        }
        for (int i = 0; i < 3 && text.starts_with('X'); ++i, ++tens)
            text.remove_prefix(1);
    }
    const auto ones = std::ranges::find(kOnes, text);
    if (ones == kOnes.end()) return std::nullopt;
    return static_cast<unsigned>(tens * 10 + static_cast<std::size_t>(ones - kOnes.begin()));
}

}  // namespace mss::speech
