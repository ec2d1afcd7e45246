#pragma once
// Amounts as English words: years, money, times of day, fractions and ordinals. Pure; any thread; never fails.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "speech/english_vocabulary.hpp"

namespace mss::speech {

/// The digits, commas and points that `text` begins with; a point or comma counts only between digits.
std::string_view leading_number(std::string_view text);

/// The value of digits and nothing else.
std::uint64_t value_of(std::string_view digits);

/// "2,500" as a quantity; digit by digit where it is none.
std::string amount(std::string_view digits);

/// Four digits that count the years rather than things: 1100 to 2099; from 1001 on where `dated`.
std::string number_or_year(std::string_view digits, bool dated = false);

struct Money {
    const Currency& currency;
    std::string_view digits;     ///< behind the symbol
    std::string_view magnitude;  ///< "billion" from "$5bn"; empty where the amount has none
    bool attributive;            ///< "a five dollar bill"
};
/// "three dollars and fifty cents", "five billion dollars", "ninety-nine cents".
std::string money(const Money& money);

/// "3:30" as "three thirty"; "10:00" as "ten o'clock", or "ten" where the half of the day follows; "2:03:59" as a
/// length of time. Nothing for other text.
std::optional<std::string> time_of_day(std::string_view text, bool half_follows);

/// "3/4" as "three quarters", "24/7" as "twenty-four seven", "2019/20" as a range of years. Nothing for other text.
std::optional<std::string> fraction(std::string_view text);

/// True for a fraction that is less than one and said as such ("3/4").
bool is_proper_fraction(std::string_view text);

/// "1990s" and "80s". Nothing for other text.
std::optional<std::string> decade(std::string_view digits, std::string_view suffix);

/// "21" before "st". Nothing for other suffixes.
std::optional<std::string> ordinal_of(std::string_view digits, std::string_view suffix);

}  // namespace mss::speech
