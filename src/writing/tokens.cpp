#include "writing/tokens.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/sentences.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/lexicon.hpp"
#include "writing/prose.hpp"

namespace mss::writing {
namespace {

using ascii::is_digit;

// "10 000": French and others part thousands by a space.
bool goes_on_with_thousands(std::string_view number, std::string_view next) {
    const auto last_group = number.substr(number.find_last_of(' ') + 1);
    const bool digits = last_group.size() <= 3 && std::ranges::all_of(last_group, is_digit);
    const std::size_t group = std::min(next.find_first_not_of("0123456789"), next.size());
    return !number.empty() && digits && group == 3;
}

// "Of 250 300 came" holds two numbers, "12 500 km" and "1 234 567" hold one.
bool one_english_number(const std::vector<std::string>& written, const std::vector<std::string>& bare,
                        std::size_t begin, std::size_t end) {
    if (end - begin > 2 || written[begin + 1].starts_with("000")) return true;
    return end < bare.size() && measure_word(bare[end]);
}

// Whether the mark at a word's end may go: the bracket of "(Ökologie)" may, since the word does not open it, and that
// of "f(x)" may not.
bool closes_nothing(std::string_view word) {
    const char closing = word.back();
    if (closing != ')' && closing != ']') return true;
    return std::ranges::count(word, closing) > std::ranges::count(word, closing == ')' ? '(' : '[');
}

// A bracket or a straight quotation mark inside whose other half stands in another word.
std::string without_halves(std::string word) {
    if (std::ranges::count(word, '(') != std::ranges::count(word, ')'))
        std::erase_if(word, [](char c) { return c == '(' || c == ')'; });
    if (std::ranges::count(word, '[') != std::ranges::count(word, ']'))
        std::erase_if(word, [](char c) { return c == '[' || c == ']'; });
    return word;
}

}  // namespace

std::vector<Token> tokens_of(std::string_view sentence, std::string_view language) {
    const std::vector<std::string> written = text::words(sentence, "");
    const std::vector<std::string> bare = bare_words(sentence);
    const std::size_t count = std::min(written.size(), bare.size());
    const bool english = text::primary_language(language) == "en";
    std::vector<Token> out;
    out.reserve(count);
    for (std::size_t i = 0; i < count;) {
        std::size_t end = i + 1;
        while (end < count && goes_on_with_thousands(written[end - 1], written[end]))
            ++end;
        if (english && end - i > 1 && !one_english_number(written, bare, i, end)) end = i + 1;
        Token token{written[i], bare[i]};
        for (++i; i < end; ++i) {
            token.written += " " + written[i];
            token.bare += " " + bare[i];
        }
        out.push_back(std::move(token));
    }
    return out;
}

bool keeps_its_stop(std::string_view word) {
    if (!word.ends_with('.') || std::ranges::count(word, '.') < 2) return false;
    if (text::initials(word)) return true;
    for (std::size_t i = 0; i < word.size(); ++i)
        if (i % 2 == 0 ? !ascii::is_letter(word[i]) : word[i] != '.') return false;
    return true;
}

std::string without_marks(std::string word) {
    const auto mark = [](char c) { return std::string_view(".,;:!?()[]\"").find(c) != std::string_view::npos; };
    while (!word.empty() && mark(word.front()))
        word.erase(0, 1);
    // "U.S." keeps its last stop, also in "(U.S.),"
    while (!word.empty() && mark(word.back()) && closes_nothing(word) && !keeps_its_stop(word))
        word.pop_back();
    for (const std::string_view quote : {"“",  "”",  "„",  "‟",  "«",  "»",  "‹",  "›",  "‚",  "—",  "–",  "…",  "،",
                                         "؛",  "؟",  "।",  "，", "。", "；", "：", "！", "？", "、", "「", "」", "『",
                                         "』", "《", "》", "〈", "〉", "（", "）", "【", "】", "¿",  "¡"})
        for (auto at = word.find(quote); at != std::string::npos; at = word.find(quote))
            word.erase(at, quote.size());
    // What looks like a single quotation mark may be an apostrophe: "'s-Hertogenbosch", "Ol'". Only the words beside it
    // tell.
    return text::clean_line(without_halves(word));
}

bool capital(std::string_view word) {
    std::string bare = without_marks(std::string(word));
    for (const std::string_view quote : {"'", "‘", "’"})
        if (bare.starts_with(quote)) bare.erase(0, quote.size());
    return begins_with_capital(bare);
}

bool begins_with_capital(std::string_view word) {
    const std::string first = utf8::encode(utf8::decode(word).substr(0, 1));
    return text::lower(first) != first;
}

bool inflected_in_german(std::string_view bare) {
    constexpr auto kEndings = std::to_array<std::string_view>({"e", "en", "er", "es", "em"});
    return bare.size() > 3 &&
           std::ranges::any_of(kEndings, [&](std::string_view ending) { return bare.ends_with(ending); });
}

bool year_like(std::string_view digits) {
    return digits.size() == 4 && std::ranges::all_of(digits, is_digit) &&
           (digits[0] == '1' || digits.starts_with("20"));
}

std::string joined(std::span<const std::string> words, std::string_view language) {
    const bool unspaced = text::unspaced_script(language);
    std::string out;
    for (const std::string& word : words) {
        const bool foreign =
            !out.empty() && !word.empty() && ascii::is_alphanumeric(out.back()) && ascii::is_alphanumeric(word.front());
        if (!out.empty() && (!unspaced || foreign)) out += ' ';
        out += word;
    }
    return out;
}

}  // namespace mss::writing
