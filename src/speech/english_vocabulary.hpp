#pragma once
// The tables behind read_english: abbreviations, currencies, units and acronyms. Constants; any thread.

#include <optional>
#include <string_view>

namespace mss::speech {

/// "Dr" read before a name as "doctor", elsewhere as "drive".
struct Abbreviation {
    std::string_view written;
    std::string_view before_name;
    std::string_view elsewhere;
    bool needs_period;  ///< "No" is a word, "No." may be one
};
const Abbreviation* find_abbreviation(std::string_view written);

/// What an abbreviation with a period is before a number ("p" of "p. 12"); empty where it is none.
std::string_view counted_abbreviation(std::string_view written);

/// How a few written words are said that no rule tells ("JPEG"); empty where it is none of them.
std::string_view said_as(std::string_view written);

struct Currency {
    std::string_view symbol;
    std::string_view one;
    std::string_view many;
    std::string_view one_hundredth;
    std::string_view hundredths;
};
/// The currency whose symbol `text` begins with.
const Currency* currency_at_start(std::string_view text);

/// The currency that has `code` (ISO 4217), said without a number: "U.S dollars"; empty where it is none.
std::string_view currency_of_code(std::string_view code);

struct Unit {
    std::string_view symbol;
    std::string_view one;
    std::string_view many;
    bool stands_alone;  ///< recognised as a word of its own after a number ("5 km")
};
const Unit* find_unit(std::string_view symbol);

/// "k", "bn" after an amount, as "thousand", "billion"; empty where it is none.
std::string_view magnitude_of_suffix(std::string_view suffix);

/// True for "hundred", "thousand", "million", and so on.
bool is_magnitude(std::string_view word);

/// True for acronyms of three letters and more that are read as words ("NASA"); the others are spelled.
bool read_as_word(std::string_view acronym);

/// The value of a Roman numeral of at least two letters up to LXXXIX; nothing for other text.
std::optional<unsigned> roman_value(std::string_view text);

}  // namespace mss::speech
