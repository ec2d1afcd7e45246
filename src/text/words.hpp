#pragma once
// Written words, as captions show them. Pure; any thread; never fails.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mss::text {

/// The words in order. Split at white space, punctuation stays attached; a mark that stands alone (a dash, the
/// French " !") goes with the word on its left and an opening mark with the word on its right, so every entry can be
/// spoken. Scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are split by dictionary.
std::vector<std::string> words(std::string_view text, std::string_view language);

/// How many words a voice says, for estimating time: as words(), with a figure such as "1969" or "2.5" counted as the
/// words it is read as.
std::size_t spoken_words(std::string_view text, std::string_view language);

/// The text in ASCII, for who reads nothing else: Latin letters without what stands on them, other letters left out.
std::string ascii_form(std::string_view text);

/// False for a word of whose letters ascii_form() leaves nothing. Digits of any script can be read.
bool readable_as_latin(std::string_view word);

/// The text where it has at most `points` code points, else as many whole words of its beginning as fit. Where words
/// have no spaces between them, preferably up to the end of a clause, and nothing begins with a mark. What not even one
/// word fits into gets whole letters.
std::string leading_words(std::string_view text, std::size_t points);

/// How many bytes of the text (valid UTF-8) such a beginning takes with nothing removed from it, neither marks nor
/// spaces: at least one letter, so that a text can be divided by it to its end.
std::size_t leading_words_length(std::string_view text, std::size_t points);

/// True for a letter, a digit or a mark on one, unless of a script that writes words without spaces between them.
bool letter_of_spaced_script(char32_t point);

/// True where the language writes words without spaces between them.
bool unspaced_script(std::string_view language);

}  // namespace mss::text
