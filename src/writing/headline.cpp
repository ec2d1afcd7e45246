// headline() and picture_words(): runs of words that carry meaning, weighed against each other.

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/figures.hpp"
#include "writing/lexicon.hpp"
#include "writing/prose.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

using ascii::is_digit;

constexpr std::size_t kHeadlinePoints = 80;

struct Phrase {
    std::vector<std::string> words;
    std::size_t begin = 0;  // of its tokens
    std::size_t end = 0;
    double weight = 0;
};

constexpr std::size_t kPhraseWordsMax = 5;

bool breaks(const Token& token, std::string_view language) {
    const std::string& bare = token.bare;
    if (bare.empty() || std::ranges::any_of(bare, is_digit) || token.written.ends_with('-')) return true;
    if (size_word(bare)) return true;  // belongs to its figure
    // German writes its nouns with capitals; what is between them is seldom part of the name of a thing.
    if (language.starts_with("de") && text::lower(token.written) == token.written) return true;
    return text::stop_word(bare, language) || (language.starts_with("en") && headline_breaker(bare));
}

bool joint(const std::string& bare) {
    return listed("|of|de|du|des|da|do|di|van|von|der|", bare);
}

// Runs of words that carry meaning, between stop words, verbs and punctuation; "of" may join two runs.
std::vector<Phrase> phrases_of(const std::vector<Token>& tokens, std::string_view language) {
    std::vector<Phrase> out;
    Phrase run;
    const auto end_run = [&](bool cut) {
        const auto of =
            std::ranges::find_if(run.words, [](const std::string& word) { return joint(text::lower(word)); });
        if (cut && of - run.words.begin() >= 2) run.words.erase(of, run.words.end());
        while (!run.words.empty() &&
               (joint(text::lower(run.words.back())) ||
                (run.words.size() > 1 && language.starts_with("en") && run.words.back().ends_with("ed"))))
            run.words.pop_back();
        if (!run.words.empty() && run.words.back().ends_with("'s"))
            run.words.back().resize(run.words.back().size() - 2);
        run.end = run.begin + run.words.size();
        if (!run.words.empty()) out.push_back(run);
        run = {};
    };
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool more = i + 1 < tokens.size() && !breaks(tokens[i + 1], language);
        const bool joins = !run.words.empty() && joint(tokens[i].bare) && more;
        if (!joins && breaks(tokens[i], language)) {
            end_run(false);
            continue;
        }
        std::string word = without_marks(tokens[i].written);
        // "in 23 Wintern Spaziergänger": the counted thing is no part of the next name.
        const bool counted = run.words.size() == 1 && run.begin > 0 && language.starts_with("de") &&
                             std::ranges::any_of(tokens[run.begin - 1].bare, is_digit);
        if (counted) end_run(false);
        if (run.words.empty()) run.begin = i;
        if (!word.empty()) run.words.push_back(std::move(word));
        const bool stopped = std::string_view(".,;:!?)\"").find(tokens[i].written.back()) != std::string_view::npos;
        if (stopped || run.words.size() == kPhraseWordsMax) end_run(!stopped && more);
    }
    end_run(false);
    return out;
}

// "They fear ...", "is expected": a single word behind a pronoun or an auxiliary is a verb rather than a thing.
bool verb_like(const std::vector<Token>& tokens, const Phrase& phrase, std::string_view language) {
    if (!language.starts_with("en")) return false;
    constexpr std::string_view kBefore =
        "|i|you|we|they|he|she|it|to|will|would|can|could|may|might|must|should|not|don't|won't|is|are|was|were|be|"
        "been|"
        "being|has|have|had|who|";
    if (phrase.begin == 0) return tokens.size() > 1 && listed("|it|them|up|off|out|the|a|", tokens[1].bare);
    const Token& before = tokens[phrase.begin - 1];
    return listed(kBefore, before.bare) || before.written.ends_with(',');
}

// How much of its weight a word keeps that stands alone.
double telling_share(const std::vector<Token>& tokens, const Phrase& phrase, std::string_view language) {
    constexpr std::string_view kGeneric =
        "|day|days|week|weeks|month|months|year|years|time|times|way|ways|thing|things|part|parts|end|one|half|lot|"
        "kind|";
    if (verb_like(tokens, phrase, language)) return 0.2;
    return listed(kGeneric, text::lower(phrase.words[0])) ? 0.3 : 0.5;
}

// "seven to ten days" is not "ten days".
bool ends_range_in_words(const std::vector<Token>& tokens, std::size_t begin) {
    constexpr std::string_view kNumbers =
        "|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|";
    return begin >= 2 && listed("|to|or|", tokens[begin - 1].bare) && listed(kNumbers, tokens[begin].bare) &&
           (tokens[begin - 2].bare == "one" || listed(kNumbers, tokens[begin - 2].bare));
}

// "profit for the first time": only small words, and no mark, stand between two phrases.
bool joined_by_small_words(const std::vector<Token>& tokens, std::size_t begin, std::size_t end,
                           std::string_view language) {
    constexpr std::size_t kJointMax = 3;
    constexpr std::string_view kSmall =
        "|of|for|in|on|at|by|to|from|with|per|a|an|the|its|their|his|her|our|your|every|each|more|first|and|or|";
    if (!language.starts_with("en") || begin >= end || end - begin > kJointMax || begin == 0) return false;
    const auto plain = [](const Token& token) {
        return std::string_view(".,;:!?)\"").find(token.written.back()) == std::string_view::npos;
    };
    if (!plain(tokens[begin - 1])) return false;
    for (std::size_t i = begin; i < end; ++i)
        if (!listed(kSmall, tokens[i].bare) || !plain(tokens[i])) return false;
    return true;
}

}  // namespace

std::string headline(std::string_view sentence, std::string_view language, std::string_view subject) {
    const std::vector<std::string> subject_terms = text::terms(subject, language);
    const std::vector<Token> tokens = tokens_of(without_parentheses(sentence));
    std::vector<Phrase> phrases = phrases_of(tokens, language);
    for (std::size_t i = 0; i < phrases.size(); ++i) {
        Phrase& phrase = phrases[i];
        const std::string joined = fmt::format("{}", fmt::join(phrase.words, " "));
        for (const std::string& term : text::terms(joined, language)) {
            const bool known = std::ranges::find(subject_terms, term) != subject_terms.end();
            phrase.weight += known ? 1.4 : 1.0;
        }
        if (phrase.words.size() < 2) phrase.weight *= telling_share(tokens, phrase, language);
        phrase.weight -= 0.05 * static_cast<double>(i);  // what comes first is more often the theme
    }
    const auto best = std::ranges::max_element(phrases, {}, &Phrase::weight);
    if (best == phrases.end()) return {};
    // One word is thin; the words that join it to the next phrase give it company.
    const auto next = best + 1;
    const bool joins = best->words.size() == 1 && next != phrases.end() && !text::unspaced_script(language) &&
                       next->words.size() <= 3 && joined_by_small_words(tokens, best->end, next->begin, language);
    if (ends_range_in_words(tokens, best->begin)) {
        best->words.insert(best->words.begin(), tokens[best->begin - 1].written);
        best->words.insert(best->words.begin(), tokens[best->begin - 2].written);
    }
    if (!joins) return capitalised(fitting_words(fmt::format("{}", fmt::join(best->words, " ")), kHeadlinePoints));
    std::string line = best->words[0];
    for (std::size_t i = best->end; i < next->begin; ++i)
        line += " " + tokens[i].written;
    return capitalised(fitting_words(fmt::format("{} {}", line, fmt::join(next->words, " ")), kHeadlinePoints));
}

std::vector<std::string> picture_words(std::string_view sentence, std::string_view language, std::string_view headline,
                                       std::size_t count) {
    std::vector<std::string> out;
    const auto add = [&](const std::vector<std::string>& words) {
        for (const std::string& word : words) {
            const bool useful = word.size() > 2 && !breaks({word, word}, "") && !text::stop_word(word, language) &&
                                !(language.starts_with("en") && headline_breaker(word)) &&
                                std::ranges::find(out, word) == out.end();
            if (useful && out.size() < count) out.push_back(word);
        }
    };
    add(bare_words(headline));
    std::vector<std::string> words = bare_words(sentence);
    // Longer words are rarer and name things more exactly.
    std::ranges::sort(words, [](const std::string& a, const std::string& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    add(words);
    return out;
}

}  // namespace mss::writing
