#pragma once
// The words that a figure is read with: sizes ("million"), measures ("kilometres", "Wochen") and the signs of units.
// One list for whatever reads figures, breaks lines or places captions. Pure; any thread; never fails.

#include <string_view>

namespace mss::text {

/// Whether a lower-case word is a size that belongs to the number before it, such as "million" or "percent".
bool size_word(std::string_view word);

/// Whether a lower-case word is a measure ("kilometres", "euro", "jahre"), which says nothing without its number.
bool measure_word(std::string_view word);

/// Whether a word is the sign of a unit of measure, written in its own case ("km", "GHz", "°C"), that is read behind
/// its number. No signs of money, percent or time.
bool unit_sign(std::string_view written);

/// Whether a written word is a size, a measure or the sign of a unit ("%", "km", "GHz"); marks at its end do not
/// matter. No words that are more often something else, such as "in", "per" and "am".
bool is_unit(std::string_view word);

}  // namespace mss::text
