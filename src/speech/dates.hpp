#pragma once
// Dates and telephone numbers in figures, and the names of months. Pure; any thread; never fails.

#include <optional>
#include <string>
#include <string_view>

namespace mss::speech {

struct Date {
    unsigned day;    ///< 1 to 31
    unsigned month;  ///< 1 to 12
    std::string_view year;
};

/// "12.03.2024", "12/03/2024" and "2024-03-12"; of figures with slashes the first one is the month where `month_first`
/// says so and it can be. Nothing for other text.
std::optional<Date> parse_date(std::string_view written, bool month_first);

/// The month in a language (a primary subtag such as "de"), as it stands in a date; empty where it is not known here.
std::string_view month_name(unsigned month, std::string_view language);

/// True for three or more groups of digits with hyphens between ("555-123-4567") that make no date, and for seven
/// digits or more after a plus: figures that name something and count nothing.
bool is_digit_groups(std::string_view written);

}  // namespace mss::speech
