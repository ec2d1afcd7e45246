#include "text/terms.hpp"

#include <unicode/locid.h>
#include <unicode/uchar.h>

#include "text/language.hpp"
#include "text/stop_words.hpp"
#include "text/unicode.hpp"

namespace mss::text {
namespace {

bool vowel(char letter) {
    return std::string_view("aeiouy").find(letter) != std::string_view::npos;
}

bool has_vowel(std::string_view word) {
    for (const char letter : word)
        if (vowel(letter)) return true;
    return false;
}

bool ascii(std::string_view word) {
    for (const char letter : word)
        if (static_cast<unsigned char>(letter) >= 0x80) return false;
    return true;
}

void drop(std::string& word, std::size_t letters) {
    word.resize(word.size() - letters);
}

void drop_plural(std::string& word) {
    if (word.size() > 4 && word.ends_with("ies")) {
        drop(word, 3);
        word += 'y';
    } else if (word.ends_with("sses") || word.ends_with("xes") || word.ends_with("ches") || word.ends_with("shes")) {
        drop(word, 2);
    } else if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") &&
               !word.ends_with("is")) {
        drop(word, 1);
    }
}

void drop_verb_ending(std::string& word) {
    for (const std::string_view ending : {"ing", "ed"}) {
        if (!word.ends_with(ending) || word.size() < ending.size() + 3) continue;
        if (!has_vowel(std::string_view(word).substr(0, word.size() - ending.size()))) continue;
        drop(word, ending.size());
        const char last = word.back();
        const bool doubled = word.size() > 3 && last == word[word.size() - 2];
        if (doubled && !vowel(last) && last != 'l' && last != 's' && last != 'z') drop(word, 1);
        return;
    }
}

}  // namespace

std::string stem(std::string_view word, std::string_view language) {
    std::string stemmed(word);
    if (primary_language(language) != "en" || !ascii(word)) return stemmed;
    if (stemmed.ends_with("'s")) drop(stemmed, 2);
    drop_plural(stemmed);
    drop_verb_ending(stemmed);
    if (stemmed.size() > 6 && stemmed.ends_with("ery")) drop(stemmed, 1);  // discovery, discover
    // "make", "makes" and "making" meet where the silent e goes as well; so do "city" and "cities" by the rule above.
    if (stemmed.size() > 3 && stemmed.ends_with('e')) drop(stemmed, 1);
    return stemmed;
}

std::string lower(std::string_view text) {
    return to_utf8(to_unicode(text).toLower(icu::Locale::getRoot()));
}

std::string upper(std::string_view text) {
    return to_utf8(to_unicode(text).toUpper(icu::Locale::getRoot()));
}

std::vector<std::string> terms(std::string_view text, std::string_view language) {
    icu::UnicodeString input = to_unicode(text).toLower(icu::Locale::getRoot());
    input.findAndReplace(icu::UnicodeString(u"\u2019"), icu::UnicodeString(u"'"));
    const auto breaker = word_breaker(language);
    breaker->setText(input);
    std::vector<std::string> out;
    std::int32_t begin = breaker->first();
    for (std::int32_t end = breaker->next(); end != icu::BreakIterator::DONE; begin = end, end = breaker->next()) {
        if (breaker->getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;
        std::string word = to_utf8(input.tempSubStringBetween(begin, end));
        const bool lone_letter = word.size() == 1 && u_isalpha(word[0]) != 0;
        if (lone_letter || stop_word(word, language)) continue;
        if (word.ends_with("'s")) word.resize(word.size() - 2);
        if (stop_word(word, language)) continue;
        out.push_back(stem(word, language));
    }
    return out;
}

}  // namespace mss::text
