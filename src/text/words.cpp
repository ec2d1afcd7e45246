#include "text/words.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "text/language.hpp"
#include "text/unicode.hpp"

namespace mss::text {
namespace {

bool unspaced(UChar32 point) {
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(point, &status)) {
        case USCRIPT_HAN:
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_THAI:
        case USCRIPT_LAO:
        case USCRIPT_KHMER:
        case USCRIPT_MYANMAR: return U_SUCCESS(status);
        default: return false;
    }
}

bool holds_unspaced(const icu::UnicodeString& text) {
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1))
        if (unspaced(text.char32At(at))) return true;
    return false;
}

bool opens(const icu::UnicodeString& mark) {
    if (mark.isEmpty()) return false;
    const UChar32 last = mark.char32At(mark.moveIndex32(mark.length(), -1));
    const auto type = u_charType(last);
    return type == U_START_PUNCTUATION || type == U_INITIAL_PUNCTUATION || last == 0xBF || last == 0xA1;
}

// Gathers pieces into words: what cannot be spoken joins a neighbour.
class Gatherer {
public:
    void add(const icu::UnicodeString& piece, bool after_space) {
        if (piece.isEmpty()) return;
        const char16_t space = u' ';
        if (has_word_character(piece)) {
            icu::UnicodeString word(pending_);
            if (!pending_.isEmpty() && after_space) word.append(space);
            words_.push_back(word.append(piece));
            pending_.remove();
        } else if (words_.empty() || opens(piece) || !pending_.isEmpty()) {
            if (!pending_.isEmpty() && after_space) pending_.append(space);
            pending_.append(piece);
        } else {
            if (after_space) words_.back().append(space);
            words_.back().append(piece);
        }
    }

    std::vector<std::string> finish() {
        std::vector<std::string> out;
        if (!words_.empty() && !pending_.isEmpty()) words_.back().append(u' ').append(pending_);
        out.reserve(words_.size());
        for (const auto& word : words_)
            out.push_back(to_utf8(word));
        return out;
    }

private:
    std::vector<icu::UnicodeString> words_;
    icu::UnicodeString pending_;
};

void add_segments(const icu::UnicodeString& token, icu::BreakIterator& breaker, Gatherer& gatherer) {
    breaker.setText(token);
    std::int32_t begin = breaker.first();
    for (std::int32_t end = breaker.next(); end != icu::BreakIterator::DONE; begin = end, end = breaker.next())
        gatherer.add(token.tempSubStringBetween(begin, end), begin == 0);
}

// A figure is read as about one word for each two digits: "1969" as nineteen sixty-nine, "30%" as thirty percent.
std::size_t words_read(std::string_view word) {
    std::size_t digits = 0;
    std::size_t zeros = 0;
    for (const char letter : word) {
        const bool digit = letter >= '0' && letter <= '9';
        digits += digit ? 1 : 0;
        zeros = digit ? (letter == '0' ? zeros + 1 : 0) : zeros;
    }
    const bool unit = word.find('%') != std::string_view::npos || word.find('$') != std::string_view::npos ||
                      word.find("€") != std::string_view::npos || word.find("°") != std::string_view::npos;
    const std::size_t telling = digits > zeros ? digits - zeros : digits > 0 ? 1 : 0;
    return std::max<std::size_t>(1, (telling + 1) / 2 + (zeros >= 2 ? 1 : 0)) + (unit ? 1 : 0);
}

}  // namespace

std::vector<std::string> words(std::string_view text, std::string_view language) {
    const icu::UnicodeString input = to_unicode(text);
    Gatherer gatherer;
    std::unique_ptr<icu::BreakIterator> breaker;
    std::int32_t at = 0;
    while (at < input.length()) {
        while (at < input.length() && u_isUWhiteSpace(input.charAt(at)) != 0)
            ++at;
        const std::int32_t begin = at;
        while (at < input.length() && u_isUWhiteSpace(input.charAt(at)) == 0)
            ++at;
        const icu::UnicodeString token = input.tempSubStringBetween(begin, at);
        if (!holds_unspaced(token)) {
            gatherer.add(token, true);
            continue;
        }
        if (breaker == nullptr) breaker = word_breaker(language);
        add_segments(token, *breaker, gatherer);
    }
    return gatherer.finish();
}

std::size_t spoken_words(std::string_view text, std::string_view language) {
    std::size_t count = 0;
    for (const auto& word : words(text, language))
        count += words_read(word);
    return count;
}

bool readable_as_latin(std::string_view word) {
    const icu::UnicodeString points = to_unicode(word);
    bool other_letters = false;
    for (std::int32_t at = 0; at < points.length(); at = points.moveIndex32(at, 1)) {
        const UChar32 point = points.char32At(at);
        UErrorCode status = U_ZERO_ERROR;
        if (u_isdigit(point) != 0 || uscript_getScript(point, &status) == USCRIPT_LATIN) return true;
        other_letters = other_letters || u_isalpha(point) != 0;
    }
    return !other_letters;
}

bool unspaced_script(std::string_view language) {
    const std::string primary = primary_language(language);
    for (const std::string_view known : {"zh", "ja", "th", "lo", "km", "my", "yue"})
        if (primary == known) return true;
    return false;
}

}  // namespace mss::text
