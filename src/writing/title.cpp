#include "writing/title.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "text/language.hpp"
#include "text/sentences.hpp"
#include "text/stop_words.hpp"
#include "text/words.hpp"
#include "writing/figures.hpp"
#include "writing/lexicon.hpp"
#include "writing/prose.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kWordsMax = 14;
constexpr std::size_t kWordsMin = 4;
constexpr std::size_t kPoints = 80;

struct ClauseBorders {
    std::string_view language;
    std::string_view joints;  // a clause may end before one of these, and none of them begins a title
    std::string_view limits;  // what follows with one of these may take the clause back
};
// Languages whose clauses are complete before what hangs on to them; a German one waits for its verb.
constexpr auto kClauseBorders = std::to_array<ClauseBorders>({
    {"en",
     "|over|in|on|at|after|since|from|with|for|because|when|while|during|by|as|until|before|through|where|which|"
     "who|that|and|under|between|near|than|to|",
     "|if|unless|not|never|only|but|without|except|"},
    {"fr", "|dans|sur|après|depuis|avec|pour|parce|quand|pendant|par|avant|où|qui|que|et|sous|entre|à|",
     "|si|ne|pas|sauf|sans|mais|seulement|"},
    {"es", "|en|sobre|después|desde|con|para|porque|cuando|durante|por|antes|donde|que|y|bajo|entre|a|",
     "|si|no|salvo|sin|pero|solo|sólo|"},
    {"it", "|in|su|dopo|da|con|per|perché|quando|durante|prima|dove|che|e|sotto|tra|fra|a|",
     "|se|non|salvo|senza|ma|solo|"},
    {"pt", "|em|sobre|após|depois|desde|com|para|porque|quando|durante|por|antes|onde|que|e|sob|entre|a|",
     "|se|não|salvo|sem|mas|só|apenas|"},
});

std::string without_end(std::string text) {
    while (!text.empty() && std::string_view(".,;:").find(text.back()) != std::string_view::npos)
        text.pop_back();
    return text;
}

bool verb(const std::string& word, std::string_view language) {
    constexpr std::size_t kShortestPast = 5;
    if (text::primary_language(language) != "en") return frequent_verb(word, language);
    constexpr std::string_view kAuxiliaries = "|is|are|was|were|has|have|had|will|would|can|could|may|might|must|";
    return listed(kAuxiliaries, word) || headline_breaker(word) ||
           (word.size() >= kShortestPast && word.ends_with("ed"));
}

// "The county of Harrow will spend 84 million pounds" of a sentence with forty words; empty where none is sure.
std::string leading_clause(const std::vector<std::string>& words, std::string_view language) {
    const auto* lists = std::ranges::find(kClauseBorders, text::primary_language(language), &ClauseBorders::language);
    if (lists == kClauseBorders.end() || words.empty()) return {};
    std::vector<std::string> bare;
    for (const std::string& word : words) {
        const std::vector<std::string> parts = bare_words(word);
        bare.push_back(parts.empty() ? std::string() : parts[0]);
    }
    if (listed(lists->joints, bare[0]) ||
        std::ranges::any_of(bare, [&](const std::string& word) { return listed(lists->limits, word); }))
        return {};
    for (std::size_t end = std::min(kWordsMax, words.size() - 1); end >= kWordsMin; --end) {
        const std::string& last = bare[end - 1];
        const bool comma = words[end - 1].ends_with(',');
        const bool border = comma || (listed(lists->joints, bare[end]) && !text::stop_word(last, language));
        if (!border || listed(lists->joints, last)) continue;
        const auto clause = bare.begin() + static_cast<std::ptrdiff_t>(end);
        // A verb at the very end still waits for what it is about.
        if (std::none_of(bare.begin() + 1, clause - 1, [&](const std::string& word) { return verb(word, language); }))
            continue;
        std::string title = joined(std::span(words).first(end), language);
        // What stands behind a comma is another clause, which may be cut in half here.
        if (balanced(title) && title.find(", ") == std::string::npos) return without_end(std::move(title));
    }
    return {};
}

}  // namespace

std::string title_for(std::string_view opening, std::string_view language) {
    const std::vector<std::string> sentences = text::sentences(opening, language);
    if (sentences.empty()) return {};
    const std::string& first = sentences[0];
    std::vector<std::string> words = text::words(first, language);
    const bool spaced = !text::unspaced_script(language);
    if (spaced && words.size() >= kWordsMin && words.size() <= kWordsMax && first.size() <= kPoints && balanced(first))
        return without_end(first);
    if (std::string clause = leading_clause(words, language); !clause.empty() && clause.size() <= kPoints)
        return capitalised(clause);
    // A name that stands at the sentence's end tells only who said it.
    if (words.size() > kWordsMax) words.resize(kWordsMax);
    const std::string phrase = headline(joined(words, language), language, "");
    return phrase.empty() ? headline(opening, language, "") : phrase;
}

}  // namespace mss::writing
