#include "text/word_match.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <unicode/uchar.h>

#include "base/utf8.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"

namespace mss::text {
namespace {

bool belongs_to_word(char32_t point) {
    const auto code = static_cast<UChar32>(point);
    const auto category = u_charType(code);
    return u_isalnum(code) || category == U_NON_SPACING_MARK || category == U_COMBINING_SPACING_MARK;
}

std::string folded(std::string_view word) {
    std::string small = lower(without_marks(word));
    for (std::size_t at = small.find("’"); at != std::string::npos; at = small.find("’"))
        small.replace(at, std::string_view("’").size(), "'");
    return small;
}

}  // namespace

std::string_view without_marks(std::string_view word) {
    if (!utf8::valid(word)) return word;
    const std::u32string points = utf8::decode(word);
    const auto first = std::ranges::find_if(points, belongs_to_word);
    if (first == points.end()) return {};
    auto last = points.end();
    while (!belongs_to_word(*(last - 1)))
        --last;
    const std::size_t begin = utf8::encode(std::u32string(points.begin(), first)).size();
    return word.substr(begin, utf8::encode(std::u32string(first, last)).size());
}

FoldedWords::FoldedWords(const std::vector<std::string>& words) {
    words_.reserve(words.size());
    for (const std::string& word : words)
        words_.push_back(folded(word));
}

FoldedWords::FoldedWords(std::string_view phrase, std::string_view language)
    : FoldedWords(text::words(phrase, language)) {}

std::vector<WordMatch> find_phrase(const FoldedWords& sentence, const FoldedWords& phrase) {
    std::vector<WordMatch> found;
    const std::vector<std::string>& sought = phrase.all();
    const std::vector<std::string>& written = sentence.all();
    if (sought.empty() || sought.front().empty()) return found;
    for (std::size_t at = 0; at + sought.size() <= written.size();) {
        const std::size_t last = at + sought.size() - 1;
        const bool begins =
            std::equal(sought.begin(), sought.end() - 1, written.begin() + static_cast<std::ptrdiff_t>(at));
        const bool possessive = written[last] == sought.back() + "'s";
        if (begins && (possessive || written[last] == sought.back())) {
            found.push_back({at, sought.size(), possessive});
            at += sought.size();
        } else {
            ++at;
        }
    }
    return found;
}

Replacements::Replacements(std::vector<Replacement> replacements, std::string_view language) {
    std::vector<std::pair<std::ptrdiff_t, std::size_t>> longest_first;
    std::vector<Rule> rules;
    for (Replacement& replacement : replacements) {
        rules.push_back({FoldedWords(replacement.phrase, language), std::move(replacement.words)});
        longest_first.emplace_back(-std::ssize(rules.back().phrase.all()), longest_first.size());
    }
    std::ranges::sort(longest_first);
    rules_.reserve(rules.size());
    for (const auto& [length, index] : longest_first)
        rules_.push_back(std::move(rules[index]));
}

std::vector<std::string> Replacements::in(const std::vector<std::string>& words) const {
    std::vector<std::string> made = words;
    std::vector<bool> taken(words.size());
    const FoldedWords sentence(words);
    for (const Rule& rule : rules_) {
        for (const WordMatch& match : find_phrase(sentence, rule.phrase)) {
            const auto begin = taken.begin() + static_cast<std::ptrdiff_t>(match.first);
            const auto end = begin + static_cast<std::ptrdiff_t>(match.count);
            if (std::find(begin, end, true) != end) continue;
            std::fill(begin, end, true);
            const std::string& first = words[match.first];
            const std::string& last = words[match.first + match.count - 1];
            const std::string_view bare_first = without_marks(first);
            const std::string_view bare_last = without_marks(last);
            const std::string before = first.substr(0, static_cast<std::size_t>(bare_first.data() - first.data()));
            const std::string after =
                last.substr(static_cast<std::size_t>(bare_last.data() - last.data()) + bare_last.size());
            for (std::size_t i = 1; i < match.count; ++i)
                made[match.first + i].clear();
            made[match.first] = before + rule.words + (match.possessive ? "'s" : "") + after;
        }
    }
    return made;
}

}  // namespace mss::text
