#pragma once
// Written words beside their bare forms, for the readers of figures and headlines inside this module. Pure; any thread;
// never fails.

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/units.hpp"
#include "text/written_words.hpp"

namespace mss::writing {

using Token = text::WrittenWord;

/// The words of a sentence in order; a number with spaces between its thousands ("10 000") is one. English seldom
/// writes numbers so: there the groups must be zeros, or more than one, or stand before a unit.
std::vector<Token> tokens_of(std::string_view sentence, std::string_view language = "en");

/// Whether the full stop at a word's end belongs to the word, also in front of nothing: "U.S.", "p.m."
bool keeps_its_stop(std::string_view word);

/// A written word without punctuation and quotation marks.
std::string without_marks(std::string word);

/// Whether the first letter of a word is a capital.
bool capital(std::string_view word);

/// Whether a word as it is written begins with a capital, of any alphabet; not behind a mark.
bool begins_with_capital(std::string_view word);

/// Whether a German word has the ending of an adjective before a noun: "alten", "große".
bool inflected_in_german(std::string_view bare);

/// Whether digits look like a year and not like an amount: "1950", "2024".
bool year_like(std::string_view digits);

/// Words side by side, as the language writes them: without spaces in Chinese, Japanese and their like.
std::string joined(std::span<const std::string> words, std::string_view language);

using text::ends_with_mark;
using text::listed;
using text::measure_word;
using text::size_word;

/// The marks that open and close a quotation, in the languages that are read here.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kQuotationMarks{
    {{"“", "”"}, {"\"", "\""}, {"„", "“"}, {"«", "»"}}};

}  // namespace mss::writing
