#include "speech/english_numbers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.hpp"

namespace mss::speech {
namespace {

constexpr std::array<std::string_view, 20> kSmall{
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> kTens{"",      "",      "twenty",  "thirty", "forty",
                                                 "fifty", "sixty", "seventy", "eighty", "ninety"};

struct Scale {
    std::uint64_t value;
    std::string_view name;
};
constexpr std::array<Scale, 6> kScales{{{1'000'000'000'000'000'000ULL, "quintillion"},
                                        {1'000'000'000'000'000ULL, "quadrillion"},
                                        {1'000'000'000'000ULL, "trillion"},
                                        {1'000'000'000ULL, "billion"},
                                        {1'000'000ULL, "million"},
                                        {1'000ULL, "thousand"}}};
/// More digits than this name a thing (a card, a part), not an amount.
constexpr std::size_t kMostDigitsOfAnAmount = 15;

using ascii::is_digit;

void append_word(std::string& text, std::string_view word) {
    if (!text.empty()) text += ' ';
    text += word;
}

std::string below_hundred(std::uint64_t value) {
    if (value < kSmall.size()) return std::string(kSmall[value]);
    std::string words(kTens[value / 10]);
    if (value % 10 != 0) words.append("-").append(kSmall[value % 10]);
    return words;
}

std::string below_thousand(std::uint64_t value) {
    std::string words;
    if (value >= 100) words.append(kSmall[value / 100]).append(" hundred");
    if (value % 100 != 0 || value == 0) append_word(words, below_hundred(value % 100));
    return words;
}

// "2,500" is well formed, "2,50" and ",5" are not.
bool commas_separate_thousands(std::string_view whole) {
    std::size_t comma = whole.find(',');
    if (comma == std::string_view::npos) return true;
    if (comma == 0 || comma > 3) return false;
    for (; comma < whole.size(); comma += 4) {
        if (whole[comma] != ',' || whole.size() - comma < 4) return false;
        if (!std::ranges::all_of(whole.substr(comma + 1, 3), is_digit)) return false;
    }
    return true;
}

}  // namespace

std::string cardinal(std::uint64_t value) {
    std::string words;
    for (const Scale& scale : kScales) {
        if (value < scale.value) continue;
        append_word(words, below_thousand(value / scale.value));
        append_word(words, scale.name);
        value %= scale.value;
    }
    if (value != 0 || words.empty()) append_word(words, below_thousand(value));
    return words;
}

std::string ordinal(std::uint64_t value) {
    struct Irregular {
        std::string_view cardinal;
        std::string_view ordinal;
    };
    constexpr std::array<Irregular, 7> kIrregular{{{"one", "first"},
                                                   {"two", "second"},
                                                   {"three", "third"},
                                                   {"five", "fifth"},
                                                   {"eight", "eighth"},
                                                   {"nine", "ninth"},
                                                   {"twelve", "twelfth"}}};
    std::string words = cardinal(value);
    const std::size_t last = words.find_last_of(" -") + 1;  // npos + 1 is 0
    for (const Irregular& irregular : kIrregular) {
        if (std::string_view(words).substr(last) == irregular.cardinal)
            return words.substr(0, last) + std::string(irregular.ordinal);
    }
    if (words.back() == 'y') return words.substr(0, words.size() - 1) + "ieth";
    return words + "th";
}

std::string year(std::uint64_t value) {
    const std::uint64_t century = value / 100;
    const std::uint64_t rest = value % 100;
    if (value < 1'000 || value > 9'999 || (century % 10 == 0 && rest < 10)) return cardinal(value);
    if (rest == 0) return below_hundred(century) + " hundred";
    return below_hundred(century) + (rest < 10 ? " oh " : " ") + below_hundred(rest);
}

std::string digit_by_digit(std::string_view digits) {
    std::string words;
    for (const char digit : digits) {
        if (is_digit(digit)) append_word(words, kSmall[static_cast<std::size_t>(digit - '0')]);
    }
    return words;
}

std::string number_words(std::string_view text) {
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
    const auto digit_or_comma = [](char character) { return is_digit(character) || character == ','; };
    if (!std::ranges::all_of(whole, digit_or_comma) || !std::ranges::all_of(fraction, is_digit)) return {};
    if (!commas_separate_thousands(whole) || (whole.empty() && fraction.empty())) return {};
    if (point != std::string_view::npos && fraction.empty()) return {};

    std::string digits(whole);
    std::erase(digits, ',');
    std::string words;
    if ((digits.size() > 1 && digits.front() == '0') || digits.size() > kMostDigitsOfAnAmount) {
        words = digit_by_digit(digits);
    } else if (!digits.empty()) {
        std::uint64_t value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        words = cardinal(value);
    }
    if (!fraction.empty()) {
        append_word(words, "point");
        append_word(words, digit_by_digit(fraction));
    }
    return words;
}

}  // namespace mss::speech
