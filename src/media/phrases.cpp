#include "media/phrases.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/language.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"

namespace mss::media {
namespace {

constexpr std::size_t kWordsMin = 2;
constexpr std::size_t kWordsMax = 13;
constexpr std::size_t kPointsMax = 80;
constexpr std::size_t kWordsWhereCut = 6;

bool ends_with_any(std::string_view word, std::u32string_view marks) {
    const std::u32string points = utf8::decode(word);
    return !points.empty() && marks.contains(points.back());
}

bool ends_sentence(std::string_view word) {
    return ends_with_any(word, U".!?\u2026\u3002\uFF01\uFF1F\u061F\u0964");
}

// "12. Dezember": in some languages a full stop makes an ordinal out of a number.
bool ordinal(std::string_view word, std::string_view language) {
    constexpr auto kLanguages = std::to_array<std::string_view>(
        {"de", "da", "nb", "nn", "no", "fi", "cs", "sk", "pl", "hu", "hr", "sl", "sr", "et", "lv", "lt", "is", "tr"});
    return word.ends_with('.') && word.size() > 1 && ascii::is_digit(word[word.size() - 2]) &&
           std::ranges::find(kLanguages, text::primary_language(language)) != kLanguages.end();
}

// The words up to the end of the first clause or sentence.
std::size_t clause_length(const std::vector<std::string>& words, const std::string& language) {
    std::size_t count = 0;
    while (count < words.size()) {
        const std::string& word = words[count++];
        const bool last = count == words.size();
        if ((ends_sentence(word) && (last || !ordinal(word, language))) || (count >= kWordsMin && ends_clause(word)))
            break;
    }
    return count;
}

// How many of the first words stand together: "In the last decade" rather than "In the last decade the keepers".
std::size_t cut_before_small_word(const std::vector<std::string>& words, const std::string& language) {
    constexpr std::size_t kLeast = 3;
    for (std::size_t count = std::min(kWordsWhereCut, words.size() - 1); count >= kLeast; --count)
        if (text::stop_word(text::lower(words[count]), language)) return count;
    return std::min(kWordsWhereCut, words.size());
}

std::string first_words(const std::vector<std::string>& words, std::size_t count, const std::string& language) {
    const std::string_view space = text::unspaced_script(language) ? "" : " ";
    std::string phrase;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) phrase += space;
        phrase += i + 1 < count ? words[i] : without_last_mark(words[i]);
    }
    return phrase;
}

}  // namespace

bool ends_clause(std::string_view word) {
    return ends_with_any(word, U",;:\u2014\u2013\u060C\u061B\u3001\uFF0C\uFF1B\uFF1A");
}

std::string without_last_mark(const std::string& word) {
    std::u32string points = utf8::decode(word);
    while (!points.empty() && std::u32string_view(U".,;:\u2014\u2013\u2026\u060C\u061B\u3001\uFF0C\uFF1B\uFF1A\u3002")
                                  .contains(points.back()))
        points.pop_back();
    return utf8::encode(points);
}

std::optional<std::string> opening_clause(const std::string& text, const std::string& language, std::size_t words_max) {
    const std::vector<std::string> words = text::words(text, language);
    const std::size_t count = clause_length(words, language);
    if (count > words_max) return std::nullopt;
    std::string clause = first_words(words, count, language);
    if (utf8::decode(clause).size() > kPointsMax) return std::nullopt;
    return clause;
}

std::string opening_phrase(const std::string& text, const std::string& language) {
    if (auto clause = opening_clause(text, language, kWordsMax)) return *std::move(clause);
    const std::vector<std::string> words = text::words(text, language);
    return first_words(words, cut_before_small_word(words, language), language) + "\u2026";
}

}  // namespace mss::media
