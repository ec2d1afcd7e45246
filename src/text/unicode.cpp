#include "text/unicode.hpp"

#include <stdexcept>

#include <unicode/locid.h>
#include <unicode/uchar.h>

#include "text/language.hpp"

namespace mss::text {
namespace {

std::unique_ptr<icu::BreakIterator> checked(icu::BreakIterator* breaker, UErrorCode status) {
    std::unique_ptr<icu::BreakIterator> owned(breaker);
    if (U_FAILURE(status) || owned == nullptr)
        throw std::runtime_error(std::string("ICU cannot find text borders: ") + u_errorName(status));
    return owned;
}

}  // namespace

icu::UnicodeString to_unicode(std::string_view utf8) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

std::unique_ptr<icu::BreakIterator> word_breaker(std::string_view language) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale(primary_language(language).c_str());
    icu::BreakIterator* breaker = icu::BreakIterator::createWordInstance(locale, status);
    return checked(breaker, status);
}

std::unique_ptr<icu::BreakIterator> sentence_breaker(std::string_view language) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale(primary_language(language).c_str());
    icu::BreakIterator* breaker = icu::BreakIterator::createSentenceInstance(locale, status);
    return checked(breaker, status);
}

std::unique_ptr<icu::BreakIterator> letter_breaker() {
    UErrorCode status = U_ZERO_ERROR;
    icu::BreakIterator* breaker = icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status);
    return checked(breaker, status);
}

bool has_word_character(const icu::UnicodeString& text) {
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1))
        if (u_isalnum(text.char32At(at)) != 0) return true;
    return false;
}

icu::UnicodeString trimmed(const icu::UnicodeString& text) {
    std::int32_t begin = 0;
    std::int32_t end = text.length();
    while (begin < end && u_isUWhiteSpace(text.charAt(begin)) != 0)
        ++begin;
    while (end > begin && u_isUWhiteSpace(text.charAt(end - 1)) != 0)
        --end;
    return {text, begin, end - begin};
}

}  // namespace mss::text
