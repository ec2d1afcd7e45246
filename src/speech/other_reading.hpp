#pragma once
// How one written piece is read aloud in languages other than English: their engines know numbers and most signs, so
// only what they would say wrongly is changed.

#include <string>
#include <string_view>
#include <vector>

namespace mss::speech {

/// The pieces in the words that the language's voice says rightly: currency after its amount, units and months by name
/// where the language has them here, German years in hundreds, Hebrew numbers in words. `language` is a primary subtag.
/// Never fails. One thread at a time makes it; it costs about a millisecond for German and Hebrew.
/// A German date without a year keeps its full stop ("12.03.").
std::vector<std::string> read_other(const std::vector<std::string>& pieces, std::string_view language);

/// Whether "12.03." behind this word is a day in German ("am", "der"), and no end of a sentence.
bool stands_before_german_day(std::string_view word);

}  // namespace mss::speech
