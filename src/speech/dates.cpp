#include "speech/dates.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <vector>

#include "base/ascii.hpp"

namespace mss::speech {
namespace {

constexpr std::size_t kYearDigits = 4;
constexpr std::ptrdiff_t kFewestPhoneDigits = 7;

struct Months {
    std::string_view language;
    std::array<std::string_view, 12> names;
};
constexpr std::array<Months, 8> kMonths{{
    {"en",
     {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December"}},
    {"de",
     {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
      "Dezember"}},
    {"fr",
     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
      "décembre"}},
    {"es",
     {"de enero de", "de febrero de", "de marzo de", "de abril de", "de mayo de", "de junio de", "de julio de",
      "de agosto de", "de septiembre de", "de octubre de", "de noviembre de", "de diciembre de"}},
    {"it",
     {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
      "novembre", "dicembre"}},
    {"pt",
     {"de janeiro de", "de fevereiro de", "de março de", "de abril de", "de maio de", "de junho de", "de julho de",
      "de agosto de", "de setembro de", "de outubro de", "de novembro de", "de dezembro de"}},
    {"nl",
     {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
      "december"}},
    {"he",
     {"בינואר", "בפברואר", "במרץ", "באפריל", "במאי", "ביוני", "ביולי", "באוגוסט", "בספטמבר", "באוקטובר", "בנובמבר",
      "בדצמבר"}},
}};

unsigned value_of(std::string_view digits) {
    unsigned value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// The groups of digits between the separators; none where there is anything else in the text.
std::vector<std::string_view> groups_of(std::string_view text, char separator) {
    std::vector<std::string_view> groups;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(separator, begin), text.size());
        const std::string_view group = text.substr(begin, end - begin);
        if (group.empty() || !std::ranges::all_of(group, ascii::is_digit)) return {};
        groups.push_back(group);
        begin = end + 1;
    }
    return groups;
}

std::optional<Date> date_of(std::string_view day, std::string_view month, std::string_view year) {
    const Date date{value_of(day), value_of(month), year};
    const bool possible = day.size() <= 2 && month.size() <= 2 && (year.empty() || year.size() == kYearDigits) &&
                          date.day >= 1 && date.day <= 31 && date.month >= 1 && date.month <= 12;
    return possible ? std::optional(date) : std::nullopt;
}

// "10-15-20-25" and "100-200-300" are numbers one after the other.
bool rising_row(const std::vector<std::string_view>& groups) {
    const std::size_t size = groups.front().size();
    return std::ranges::all_of(groups, [&](std::string_view group) { return group.size() == size; }) &&
           std::ranges::is_sorted(groups, std::ranges::less_equal());
}

}  // namespace

std::optional<Date> parse_date(std::string_view written, bool month_first) {
    if (const auto parts = groups_of(written, '.'); parts.size() == 3) return date_of(parts[0], parts[1], parts[2]);
    for (const char separator : {'-', '/'}) {
        const auto parts = groups_of(written, separator);
        if (parts.size() != 3) continue;
        if (parts[0].size() == kYearDigits) return date_of(parts[2], parts[1], parts[0]);
        const auto date = date_of(parts[month_first ? 1 : 0], parts[month_first ? 0 : 1], parts[2]);
        return date ? date : date_of(parts[month_first ? 0 : 1], parts[month_first ? 1 : 0], parts[2]);
    }
    return std::nullopt;
}

std::optional<Date> parse_day(std::string_view written) {
    if (!written.ends_with('.')) return std::nullopt;
    const auto parts = groups_of(written.substr(0, written.size() - 1), '.');
    return parts.size() == 2 ? date_of(parts[0], parts[1], {}) : std::nullopt;
}

std::string_view month_name(unsigned month, std::string_view language) {
    const auto found = std::ranges::find(kMonths, language, &Months::language);
    return found == kMonths.end() || month < 1 || month > 12 ? std::string_view() : found->names[month - 1];
}

bool is_digit_groups(std::string_view written) {
    const bool plus = written.starts_with('+');
    const std::string_view digits = written.substr(plus ? 1 : 0);
    const bool nought = digits.starts_with('0');
    auto groups = groups_of(digits, '-');
    if (groups.empty() && (plus || nought)) groups = groups_of(digits, '/');
    if (groups.empty() || std::ranges::count_if(written, ascii::is_digit) < kFewestPhoneDigits) return false;
    if (plus) return true;
    return groups.size() >= (nought ? 2U : 3U) && !rising_row(groups) && !parse_date(written, false);
}

std::size_t spaced_number_length(std::span<const std::string_view> words) {
    constexpr std::size_t kMostDigits = 15;  // ITU-T E.164
    constexpr std::size_t kCountryDigits = 3;
    if (words.empty()) return 0;
    const bool plus = words[0].starts_with('+');
    const std::string_view first = words[0].substr(plus ? 1 : 0);
    const bool begins = ascii::all_digits(first) &&
                        (plus ? first.size() <= kCountryDigits : first.starts_with('0') && first.size() > 1);
    if (!begins) return 0;
    std::size_t digits = first.size();
    std::size_t length = 1;
    while (length < words.size() && ascii::all_digits(words[length]) && digits + words[length].size() <= kMostDigits)
        digits += words[length++].size();
    return length > 1 && digits >= static_cast<std::size_t>(kFewestPhoneDigits) ? length : 0;
}

}  // namespace mss::speech
