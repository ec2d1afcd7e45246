#pragma once
// Dates and telephone numbers in figures, and the names of months. Pure; any thread; never fails.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace mss::speech {

struct Date {
    unsigned day;           ///< 1 to 31
    unsigned month;         ///< 1 to 12
    std::string_view year;  ///< empty where the date has none
};

/// "12.03.2024", "12/03/2024", "12-03-2024" and "2024-03-12"; of figures with slashes the first one is the month where
/// `month_first` says so and it can be. Nothing for other text.
std::optional<Date> parse_date(std::string_view written, bool month_first);

/// "12.03.", as German and its neighbours write a day of the year; nothing for other text.
std::optional<Date> parse_day(std::string_view written);

/// The month in a language (a primary subtag such as "de"), as it stands in a date; empty where it is not known here.
std::string_view month_name(unsigned month, std::string_view language);

/// True for groups of digits that name something and count nothing: three or more with hyphens between
/// ("555-123-4567"), two or more that begin with nought ("030/1234567"), seven digits or more after a plus. Neither a
/// date nor a row of numbers of the same length that rise ("10-15-20-25").
bool is_digit_groups(std::string_view written);

/// How many of the words that `words` begins with are one telephone number with spaces ("0171 123 45 67",
/// "+49 30 1234567"); 0 where they are none.
std::size_t spaced_number_length(std::span<const std::string_view> words);

}  // namespace mss::speech
