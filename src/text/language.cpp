#include "text/language.hpp"

#include <algorithm>
#include <map>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/unicode.hpp"

namespace mss::text {
namespace {

// Enough of a text to tell; more costs time and changes nothing.
constexpr std::size_t kSampleBytes = 8000;
constexpr std::size_t kWordsMin = 5;

std::map<UScriptCode, int> count_scripts(const icu::UnicodeString& text) {
    std::map<UScriptCode, int> counts;
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        const UChar32 point = text.char32At(at);
        if (u_isalpha(point) == 0) continue;
        UErrorCode status = U_ZERO_ERROR;
        ++counts[uscript_getScript(point, &status)];
    }
    return counts;
}

bool holds_any(const icu::UnicodeString& text, std::u16string_view letters) {
    return std::ranges::any_of(letters, [&](char16_t letter) { return text.indexOf(letter) >= 0; });
}

std::string by_stop_words(const icu::UnicodeString& text) {
    const auto breaker = word_breaker("en");
    breaker->setText(text);
    std::map<std::string_view, int> hits;
    std::size_t total = 0;
    std::int32_t begin = breaker->first();
    for (std::int32_t end = breaker->next(); end != icu::BreakIterator::DONE; begin = end, end = breaker->next()) {
        if (breaker->getRuleStatus() < UBRK_WORD_LETTER) continue;
        ++total;
        const std::string word = to_utf8(text.tempSubStringBetween(begin, end));
        for (const std::string_view language : stop_word_languages())
            if (stop_word(word, language)) ++hits[language];
    }
    if (total < kWordsMin || hits.empty()) return {};
    const auto by_count = [](const auto& a, const auto& b) { return a.second < b.second; };
    const auto best = std::ranges::max_element(hits, by_count);
    int second = 0;
    for (const auto& [language, count] : hits)
        if (language != best->first) second = std::max(second, count);
    // Prose of these languages is a quarter to a half stop words; neighbours such as Danish and Norwegian share many.
    const bool dense = static_cast<double>(best->second) >= 0.15 * static_cast<double>(total);
    return dense && best->second >= 2 && best->second > second ? std::string(best->first) : std::string();
}

std::string by_letters(UScriptCode script, const icu::UnicodeString& text) {
    switch (script) {
        case USCRIPT_HANGUL: return "ko";
        case USCRIPT_THAI: return "th";
        case USCRIPT_GREEK: return "el";
        case USCRIPT_HEBREW: return "he";
        case USCRIPT_DEVANAGARI: return "hi";
        case USCRIPT_BENGALI: return "bn";
        case USCRIPT_TAMIL: return "ta";
        case USCRIPT_GEORGIAN: return "ka";
        case USCRIPT_ARMENIAN: return "hy";
        case USCRIPT_ARABIC:
            if (holds_any(text, u"ٹڈڑے")) return "ur";
            return holds_any(text, u"پچژگ") ? "fa" : "ar";
        case USCRIPT_CYRILLIC:
            if (holds_any(text, u"іїєґ")) return "uk";
            if (holds_any(text, u"ђјљњћџ")) return "sr";
            return holds_any(text, u"ыэё") ? "ru" : holds_any(text, u"ъ") ? "bg" : "ru";
        case USCRIPT_LATIN: return by_stop_words(text);
        default: return {};
    }
}

}  // namespace

bool right_to_left(std::string_view text) {
    int balance = 0;
    const icu::UnicodeString input = to_unicode(text);
    for (std::int32_t at = 0; at < input.length(); at = input.moveIndex32(at, 1)) {
        const auto direction = u_charDirection(input.char32At(at));
        if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC) ++balance;
        if (direction == U_LEFT_TO_RIGHT) --balance;
    }
    return balance > 0;
}

std::string guess_language(std::string_view text) {
    const icu::UnicodeString sample = to_unicode(lower(utf8::truncate(text, kSampleBytes)));
    const auto counts = count_scripts(sample);
    int letters = 0;
    for (const auto& [script, count] : counts)
        letters += count;
    if (letters == 0) return {};
    const auto share = [&](UScriptCode script) {
        const auto found = counts.find(script);
        return found == counts.end() ? 0.0 : static_cast<double>(found->second) / letters;
    };
    // Japanese mixes Han with kana; a few per cent of kana settle it. Chinese text has none.
    const double kana = share(USCRIPT_HIRAGANA) + share(USCRIPT_KATAKANA);
    if (kana + share(USCRIPT_HAN) > 0.5) return kana > 0.02 ? "ja" : "zh";
    const auto main =
        std::ranges::max_element(counts, [](const auto& a, const auto& b) { return a.second < b.second; });
    return share(main->first) >= 0.6 ? by_letters(main->first, sample) : std::string();
}

std::string language_tag(std::string_view written) {
    constexpr std::size_t kLongest = 35;  // RFC 5646, section 4.4.1
    std::string tag(written);
    std::ranges::replace(tag, '_', '-');
    const std::size_t primary = std::min(tag.find('-'), tag.size());
    const bool letters = std::ranges::all_of(tag.substr(0, primary), ascii::is_letter);
    const bool plain = std::ranges::all_of(tag, [](char byte) { return ascii::is_alphanumeric(byte) || byte == '-'; });
    const bool parts = tag.find("--") == std::string::npos && !tag.ends_with('-');
    if (primary < 2 || primary > 8 || tag.size() > kLongest || !letters || !plain || !parts) return {};
    for (std::size_t i = 0; i < primary; ++i)
        tag[i] = ascii::to_lower(tag[i]);
    return tag;
}

std::string primary_language(std::string_view language) {
    return ascii::to_lower(language.substr(0, language.find_first_of("-_")));
}

std::string region(std::string_view language) {
    for (auto dash = language.find_first_of("-_"); dash != std::string_view::npos;) {
        language.remove_prefix(dash + 1);
        dash = language.find_first_of("-_");
        const std::string_view part = language.substr(0, dash);
        if (part.size() == 1) break;  // what follows a singleton is an extension
        if (part.size() != 2 || !std::ranges::all_of(part, ascii::is_letter)) continue;
        std::string upper(part);
        std::ranges::transform(upper, upper.begin(), ascii::to_upper);
        return upper;
    }
    return {};
}

}  // namespace mss::text
