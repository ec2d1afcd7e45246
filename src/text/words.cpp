#include "text/words.hpp"

#include <algorithm>
#include <array>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/language.hpp"
#include "text/unicode.hpp"

namespace mss::text {
namespace {

struct PlainLetter {
    char32_t letter;
    std::string_view plain;
};

// Latin letters that are no other letter with something on it.
constexpr auto kPlainLetters = std::to_array<PlainLetter>(
    {{U'\u00c6', "AE"}, {U'\u00e6', "ae"}, {U'\u00d8', "O"},  {U'\u00f8', "o"},  {U'\u00df', "ss"}, {U'\u1e9e', "SS"},
     {U'\u00d0', "D"},  {U'\u00f0', "d"},  {U'\u00de', "Th"}, {U'\u00fe', "th"}, {U'\u0110', "D"},  {U'\u0111', "d"},
     {U'\u0126', "H"},  {U'\u0127', "h"},  {U'\u0131', "i"},  {U'\u0138', "k"},  {U'\u0141', "L"},  {U'\u0142', "l"},
     {U'\u014a', "N"},  {U'\u014b', "n"},  {U'\u0152', "OE"}, {U'\u0153', "oe"}, {U'\u0166', "T"},  {U'\u0167', "t"},
     {U'\u0259', "a"},  {U'\u018f', "A"}});

// Letters and what stands on them apart, and forms that only look different made plain (UAX #15, NFKD).
icu::UnicodeString decomposed(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString plain = to_unicode(text);
    const icu::Normalizer2* const form = icu::Normalizer2::getNFKDInstance(status);
    if (U_SUCCESS(status)) plain = form->normalize(plain, status);
    return plain;
}

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

// Marks that end a clause where words have no spaces between them; a space does, too.
bool ends_clause(UChar32 point) {
    return icu::UnicodeString(u"，。；：！？、").indexOf(point) >= 0 || u_isUWhiteSpace(point) != 0;
}

// Whether a line could end between these two without cutting a word or parting it from its mark. The borders are those
// of words already; where words have spaces between them, "12,000" and "self-made" hold some.
bool cuts_no_word(UChar32 before, UChar32 after) {
    if (u_isUWhiteSpace(after) != 0) return true;
    if (!unspaced(before) && !unspaced(after) && !ends_clause(before)) return false;
    const auto opening = [](UChar32 point) {
        return u_charType(point) == U_START_PUNCTUATION || u_charType(point) == U_INITIAL_PUNCTUATION;
    };
    return !opening(before) && (u_ispunct(after) == 0 || opening(after));
}

// The beginning of a text up to `end`, without the mark of a clause there.
icu::UnicodeString beginning(const icu::UnicodeString& text, std::int32_t end) {
    icu::UnicodeString kept = trimmed({text, 0, end});
    while (kept.length() > 0 && icu::UnicodeString(u"，；：、").indexOf(kept.charAt(kept.length() - 1)) >= 0)
        kept.truncate(kept.length() - 1);
    return kept;
}

// Where a text is cut.
struct Cut {
    std::int32_t end = 0;  // behind one letter at least
    bool behind_word = true;
};

// The last border of words up to `limit`; where not even one word fits, that of letters. Marks alone are no word, so
// that a quotation mark that stands before a long one is not all that is left.
Cut cut_of(const icu::UnicodeString& input, std::int32_t limit) {
    const auto breaker = word_breaker("");
    breaker->setText(input);
    std::int32_t word_end = 0;
    std::int32_t clause_end = 0;
    bool word_seen = false;
    std::int32_t last = 0;
    for (std::int32_t at = breaker->next(); at != icu::BreakIterator::DONE && at <= limit; at = breaker->next()) {
        word_seen = word_seen || has_word_character({input, last, at - last});
        last = at;
        const UChar32 before = input.char32At(input.moveIndex32(at, -1));
        const UChar32 after = input.char32At(at);
        if (!word_seen || !cuts_no_word(before, after)) continue;
        word_end = at;
        if (ends_clause(before)) clause_end = at;
    }
    // A clause that is not much shorter says more than one with the beginning of the next.
    const bool has_spaces = !holds_unspaced({input, 0, limit});
    if (!has_spaces && 2 * clause_end >= word_end) word_end = clause_end;
    if (word_end > 0) return {.end = word_end, .behind_word = true};
    const auto letters = letter_breaker();
    letters->setText(input);
    const std::int32_t end = letters->isBoundary(limit) != 0 ? limit : letters->preceding(limit);
    return {.end = end > 0 ? end : letters->following(0), .behind_word = false};
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

std::string leading_words(std::string_view text, std::size_t points) {
    const icu::UnicodeString input = to_unicode(text);
    if (input.countChar32() <= static_cast<std::int32_t>(points)) return std::string(text);
    const Cut cut = cut_of(input, input.moveIndex32(0, static_cast<std::int32_t>(points)));
    return to_utf8(cut.behind_word ? beginning(input, cut.end) : icu::UnicodeString(input, 0, cut.end));
}

std::size_t leading_words_length(std::string_view text, std::size_t points) {
    const icu::UnicodeString input = to_unicode(text);
    if (input.countChar32() <= static_cast<std::int32_t>(points)) return text.size();
    const Cut cut = cut_of(input, input.moveIndex32(0, static_cast<std::int32_t>(points)));
    return std::min(to_utf8({input, 0, cut.end}).size(), text.size());
}

std::size_t spoken_words(std::string_view text, std::string_view language) {
    std::size_t count = 0;
    for (const auto& word : words(text, language))
        count += words_read(word);
    return count;
}

std::string ascii_form(std::string_view text) {
    std::string ascii;
    for (const char32_t point : utf8::decode(to_utf8(decomposed(text)))) {
        if (point < 0x80) {
            ascii += static_cast<char>(point);
            continue;
        }
        const auto* const plain = std::ranges::find(kPlainLetters, point, &PlainLetter::letter);
        if (plain != kPlainLetters.end()) ascii += plain->plain;
    }
    return ascii;
}

bool readable_as_latin(std::string_view word) {
    if (std::ranges::any_of(ascii_form(word), ascii::is_alphanumeric)) return true;
    const icu::UnicodeString points = to_unicode(word);
    bool letters = false;
    for (std::int32_t at = 0; at < points.length(); at = points.moveIndex32(at, 1)) {
        if (u_isdigit(points.char32At(at)) != 0) return true;
        letters = letters || u_isalpha(points.char32At(at)) != 0;
    }
    return !letters;
}

bool letter_of_spaced_script(char32_t point) {
    const auto letter = static_cast<UChar32>(point);
    const bool in_word = u_isalnum(letter) != 0 || (U_GET_GC_MASK(letter) & U_GC_M_MASK) != 0;
    // "ー" belongs to both of the Japanese ones.
    return in_word && !unspaced(letter) && uscript_hasScript(letter, USCRIPT_KATAKANA) == 0;
}

bool unspaced_script(std::string_view language) {
    const std::string primary = primary_language(language);
    for (const std::string_view known : {"zh", "ja", "th", "lo", "km", "my", "yue"})
        if (primary == known) return true;
    return false;
}

}  // namespace mss::text
