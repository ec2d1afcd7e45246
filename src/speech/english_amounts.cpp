#include "speech/english_amounts.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "speech/english_numbers.hpp"

namespace mss::speech {
namespace {

using ascii::is_digit;

constexpr std::uint64_t kFirstYear = 1'100;
constexpr std::uint64_t kFirstDatedYear = 1'001;
constexpr std::uint64_t kLastYear = 2'099;

bool looks_like_year(std::string_view digits, bool dated) {
    if (digits.size() != 4 || !ascii::all_digits(digits)) return false;
    const std::uint64_t value = value_of(digits);
    return value >= (dated ? kFirstDatedYear : kFirstYear) && value <= kLastYear;
}

struct Parts {
    std::string_view above;
    std::string_view below;
};

// The digits on both sides of a stroke.
std::optional<Parts> parts_of(std::string_view text) {
    const std::size_t stroke = text.find('/');
    if (stroke == std::string_view::npos) return std::nullopt;
    const Parts parts{text.substr(0, stroke), text.substr(stroke + 1)};
    return ascii::all_digits(parts.above) && ascii::all_digits(parts.below) ? std::optional(parts) : std::nullopt;
}

// Nobody counts in elevenths: "9/11" is a date.
bool counted_in(std::uint64_t parts) {
    return parts <= 10 || parts == 12 || parts == 16 || parts == 20;
}

std::string counted(std::uint64_t count, std::string_view one) {
    return fmt::format("{} {}{}", cardinal(count), one, count == 1 ? "" : "s");
}

// "2:03:59".
std::optional<std::string> length_of_time(std::string_view text) {
    const std::size_t first = text.find(':');
    const std::size_t second = text.find(':', first + 1);
    const auto field = [&](std::size_t begin, std::size_t end) { return text.substr(begin, end - begin); };
    const std::string_view hours = field(0, first);
    const std::string_view minutes = field(first + 1, second);
    const std::string_view seconds = text.substr(second + 1);
    if (hours.size() > 2 || minutes.size() != 2 || seconds.size() != 2) return std::nullopt;
    if (!ascii::all_digits(hours) || !ascii::all_digits(minutes) || !ascii::all_digits(seconds)) return std::nullopt;
    return fmt::format("{}, {} and {}", counted(value_of(hours), "hour"), counted(value_of(minutes), "minute"),
                       counted(value_of(seconds), "second"));
}

}  // namespace

std::uint64_t value_of(std::string_view digits) {
    std::uint64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::string_view leading_number(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size()) {
        const bool inside = (text[end] == '.' || text[end] == ',') && end + 1 < text.size() && is_digit(text[end + 1]);
        if (!is_digit(text[end]) && !inside) break;
        ++end;
    }
    return text.substr(0, end);
}

std::string amount(std::string_view digits) {
    const std::string words = number_words(digits);
    return words.empty() ? digit_by_digit(digits) : words;
}

std::string number_or_year(std::string_view digits, bool dated) {
    return looks_like_year(digits, dated) ? year(value_of(digits)) : amount(digits);
}

std::string money(const Money& money) {
    const Currency& currency = money.currency;
    if (!money.magnitude.empty())
        return fmt::format("{} {} {}", amount(money.digits), money.magnitude,
                           money.attributive ? currency.one : currency.many);
    // "€3,50" has its hundredths behind a comma.
    const std::string_view digits = money.digits;
    const bool continental = digits.find('.') == std::string_view::npos && digits.find(',') == digits.rfind(',') &&
                             digits.size() > 3 && digits[digits.size() - 3] == ',';
    const std::size_t point = digits.find(continental ? ',' : '.');
    const bool has_hundredths = point != std::string_view::npos && digits.size() - point == 3;
    const std::string_view whole = has_hundredths ? digits.substr(0, point) : digits;
    const std::uint64_t hundredths = has_hundredths ? value_of(digits.substr(point + 1)) : 0;
    const std::string small =
        fmt::format("{} {}", cardinal(hundredths), hundredths == 1 ? currency.one_hundredth : currency.hundredths);
    if (whole == "0" && hundredths != 0) return small;
    const std::string large =
        fmt::format("{} {}", amount(whole), whole == "1" || money.attributive ? currency.one : currency.many);
    return hundredths == 0 ? large : large + " and " + small;
}

std::optional<std::string> time_of_day(std::string_view text, bool half_follows) {
    if (std::ranges::count(text, ':') == 2) return length_of_time(text);
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > 2 || text.size() != colon + 3) return std::nullopt;
    if (!ascii::all_digits(text.substr(0, colon)) || !ascii::all_digits(text.substr(colon + 1))) return std::nullopt;
    const std::uint64_t hour = value_of(text.substr(0, colon));
    const std::uint64_t minutes = value_of(text.substr(colon + 1));
    if (hour > 24 || minutes > 59) return std::nullopt;
    const std::string words = cardinal(hour);
    if (minutes != 0) return words + (minutes < 10 ? " oh " : " ") + cardinal(minutes);
    if (half_follows) return words;
    return words + (hour >= 1 && hour <= 12 ? " o'clock" : " hundred");
}

std::optional<std::string> fraction(std::string_view text) {
    const auto parts = parts_of(text);
    if (!parts || parts->below.size() > 3) return std::nullopt;
    if (looks_like_year(parts->above, false) && parts->below.size() == 2)
        return fmt::format("{} to {}", year(value_of(parts->above)), cardinal(value_of(parts->below)));
    if (parts->above.size() > 3) return std::nullopt;
    const std::uint64_t count = value_of(parts->above);
    const std::uint64_t below = value_of(parts->below);
    if (!is_proper_fraction(text)) return fmt::format("{} {}", cardinal(count), cardinal(below));
    if (below == 2) return std::string("one half");
    return counted(count, below == 4 ? std::string("quarter") : ordinal(below));
}

bool is_proper_fraction(std::string_view text) {
    const auto parts = parts_of(text);
    if (!parts || parts->above.size() > 3 || parts->below.size() > 3) return false;
    const std::uint64_t count = value_of(parts->above);
    const std::uint64_t below = value_of(parts->below);
    return count > 0 && count < below && counted_in(below);
}

std::optional<std::string> decade(std::string_view digits, std::string_view suffix) {
    if ((suffix != "s" && suffix != "'s") || !ascii::all_digits(digits) || digits.back() != '0') return std::nullopt;
    if (digits.size() != 2 && digits.size() != 4) return std::nullopt;
    std::string words = number_or_year(digits);
    if (words.back() == 'y') return words.substr(0, words.size() - 1) + "ies";
    return words + "s";
}

std::optional<std::string> ordinal_of(std::string_view digits, std::string_view suffix) {
    if (suffix != "st" && suffix != "nd" && suffix != "rd" && suffix != "th") return std::nullopt;
    std::string plain(digits);
    std::erase(plain, ',');
    return ascii::all_digits(plain) ? std::optional(ordinal(value_of(plain))) : std::nullopt;
}

}  // namespace mss::speech
