#pragma once
// Numbers as English words, in American style ("two thousand five hundred", no "and"). Pure functions; any thread.

#include <cstdint>
#include <string>
#include <string_view>

namespace mss::speech {

/// "forty-two"; any value.
std::string cardinal(std::uint64_t value);

/// "forty-second".
std::string ordinal(std::uint64_t value);

/// A year of four digits as people say it: "nineteen fifty", "two thousand five", "twenty twenty-five".
std::string year(std::uint64_t value);

/// Digit by digit: "zero zero seven". Other characters are left out.
std::string digit_by_digit(std::string_view digits);

/// A written number: digits, with commas between thousands and a decimal point allowed ("2,500", "3.14"). Read digit
/// by digit where it begins with a needless zero or is too long to be a quantity. Empty where `text` is none.
std::string number_words(std::string_view text);

}  // namespace mss::speech
