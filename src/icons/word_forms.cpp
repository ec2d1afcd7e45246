#include "icons/word_forms.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/terms.hpp"

namespace mss::icons {
namespace {

/// An ending of the plural, and of German cases, and what the singular has in its place.
struct Ending {
    std::string_view language;
    std::string_view plural;
    std::string_view singular;
};
constexpr auto kEndings = std::to_array<Ending>({
    {"en", "ies", "y"},  {"en", "s", ""},     {"en", "es", ""},    {"de", "ern", ""},   {"de", "en", ""},
    {"de", "er", ""},    {"de", "es", ""},    {"de", "e", ""},     {"de", "n", ""},     {"de", "s", ""},
    {"fr", "aux", "al"}, {"fr", "x", ""},     {"fr", "s", ""},     {"es", "ces", "z"},  {"es", "s", ""},
    {"es", "es", ""},    {"it", "chi", "co"}, {"it", "ghi", "go"}, {"it", "che", "ca"}, {"it", "ghe", "ga"},
    {"it", "i", "o"},    {"it", "i", "e"},    {"it", "i", "io"},   {"it", "i", "a"},    {"it", "e", "a"},
    {"pt", "ões", "ão"}, {"pt", "ães", "ão"}, {"pt", "ais", "al"}, {"pt", "éis", "el"}, {"pt", "óis", "ol"},
    {"pt", "ns", "m"},   {"pt", "s", ""},     {"pt", "es", ""},    {"nl", "tten", "t"}, {"nl", "kken", "k"},
    {"nl", "ssen", "s"}, {"nl", "nnen", "n"}, {"nl", "ppen", "p"}, {"nl", "llen", "l"}, {"nl", "zen", "s"},
    {"nl", "ven", "f"},  {"nl", "en", ""},    {"nl", "n", ""},     {"nl", "s", ""},
});
constexpr std::size_t kShortestSingular = 2;

bool parts_words(char32_t point) {
    if (point < 0x80) {
        const char letter = static_cast<char>(point);
        return !ascii::is_letter(letter) && !ascii::is_digit(letter);
    }
    return (point >= 0x80 && point <= 0xBF) || (point >= 0x2000 && point <= 0x206F) || point == 0x2BC ||
           (point >= 0x3000 && point <= 0x303F);
}

}  // namespace

std::vector<std::string> words_of(std::string_view text, std::string_view language) {
    std::vector<std::string> words;
    std::u32string word;
    const auto finish = [&] {
        if (word.empty()) return;
        const std::string written = utf8::encode(word);
        words.push_back(language == "de" ? written : text::lower(written));
        word.clear();
    };
    for (const char32_t point : utf8::decode(text)) {
        if (parts_words(point))
            finish();
        else
            word += point;
    }
    finish();
    return words;
}

std::vector<std::string> forms_of(std::string_view word, std::string_view language) {
    std::vector<std::string> forms{std::string(word)};
    for (const auto& [of, plural, singular] : kEndings) {
        if (of != language || !word.ends_with(plural) || word.size() < plural.size() + kShortestSingular) continue;
        if (language == "en" && word.ends_with("ss")) continue;
        std::string form(word.substr(0, word.size() - plural.size()));
        form += singular;
        if (std::ranges::find(forms, form) == forms.end()) forms.push_back(std::move(form));
    }
    return forms;
}

}  // namespace mss::icons
