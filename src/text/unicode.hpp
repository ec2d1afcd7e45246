#pragma once
// The bridge between UTF-8 and ICU's UTF-16 strings. For the text module's own sources only: no other module sees ICU.
// Pure functions; any thread. Ill-formed UTF-8 becomes U+FFFD, so no function here fails.

#include <memory>
#include <string>
#include <string_view>

#include <unicode/brkiter.h>
#include <unicode/unistr.h>

namespace mss::text {

icu::UnicodeString to_unicode(std::string_view utf8);
std::string to_utf8(const icu::UnicodeString& text);

/// Word or sentence borders of UAX #29, with the dictionaries that the language needs. Throws std::runtime_error where
/// ICU's data is missing, which is a broken installation.
std::unique_ptr<icu::BreakIterator> word_breaker(std::string_view language);
std::unique_ptr<icu::BreakIterator> sentence_breaker(std::string_view language);
/// Borders of what people take for one letter, with its accents: the same in all languages.
std::unique_ptr<icu::BreakIterator> letter_breaker();

/// True where the text holds a letter or a digit of any script.
bool has_word_character(const icu::UnicodeString& text);

/// The text without white space at its ends.
icu::UnicodeString trimmed(const icu::UnicodeString& text);

}  // namespace mss::text
