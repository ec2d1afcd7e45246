#include "writing/title.hpp"

#include <algorithm>
#include <array>
#include <ranges>
#include <span>
#include <vector>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/negation.hpp"
#include "text/sentences.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/figures.hpp"
#include "writing/lexicon.hpp"
#include "writing/prose.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kWordsMax = 14;
constexpr std::size_t kWordsMin = 4;
constexpr std::size_t kQuestionWordsMin = 3;  // where no small words are written, as in Russian, three ask enough
constexpr std::size_t kPoints = 80;

struct ClauseBorders {
    std::string_view language;
    std::string_view ends;    // a clause is complete before one of these
    std::string_view joints;  // and hangs in the air with one of these at its end or its beginning
    std::string_view limits;  // what follows with one of these may take the clause back
    std::string_view which;   // begin what says which one is meant: no title without all of it
};
// Languages whose clauses are complete before what hangs on to them; a German one waits for its verb. "In", "with" and
// the like are no ends: "drivers with telephones" are not all drivers.
constexpr auto kClauseBorders = std::to_array<ClauseBorders>({
    {"en", "|after|since|because|during|until|over|and|before|",
     "|over|in|on|at|after|since|from|with|for|because|when|while|during|by|as|until|before|through|where|which|"
     "who|that|and|under|between|near|than|to|of|",
     "|if|unless|not|never|only|but|without|except|", "|who|whom|whose|which|that|where|when|while|than|"},
    {"fr", "|après|depuis|parce|pendant|et|avant|",
     "|dans|sur|après|depuis|avec|pour|parce|quand|pendant|par|avant|où|qui|que|et|sous|entre|à|de|du|des|",
     "|si|ne|pas|sauf|sans|mais|seulement|", "|qui|que|dont|où|quand|lequel|laquelle|"},
    {"es", "|después|desde|porque|durante|y|antes|",
     "|en|sobre|después|desde|con|para|porque|cuando|durante|por|antes|donde|que|y|bajo|entre|a|de|del|",
     "|si|no|salvo|sin|pero|solo|sólo|", "|que|quien|quienes|cuyo|cuya|donde|cuando|"},
    {"it", "|dopo|perché|durante|e|prima|",
     "|in|su|dopo|da|con|per|perché|quando|durante|prima|dove|che|e|sotto|tra|fra|a|di|del|della|",
     "|se|non|salvo|senza|ma|solo|", "|che|cui|dove|quando|quale|quali|"},
    {"pt", "|após|depois|desde|porque|durante|e|antes|",
     "|em|sobre|após|depois|desde|com|para|porque|quando|durante|por|antes|onde|que|e|sob|entre|a|de|do|da|",
     "|se|não|salvo|sem|mas|só|apenas|", "|que|quem|cujo|cuja|onde|quando|"},
});

// `name`: it has a capital inside its sentence.
bool verb(const std::string& word, std::string_view language, bool name = false) {
    constexpr std::size_t kShortestPast = 5;
    if (text::primary_language(language) != "en") return frequent_verb(word, language, name);
    constexpr std::string_view kAuxiliaries = "|is|are|was|were|has|have|had|will|would|can|could|may|might|must|";
    return listed(kAuxiliaries, word) || headline_breaker(word) ||
           (word.size() >= kShortestPast && word.ends_with("ed"));
}

// "Researchers in Otago have found that (kea can judge probabilities)": the words of what was found. Only where
// somebody who investigates surely found it: not what people say or believe, and nothing that is denied, hoped for or
// awaited.
std::vector<std::string> finding(const std::vector<std::string>& words, std::string_view language) {
    constexpr std::size_t kReach = 14;
    constexpr std::string_view kWhoFinds =
        "|researchers|scientists|study|studies|team|teams|engineers|biologists|physicists|astronomers|psychologists|"
        "economists|doctors|experiments|survey|analysis|geologists|archaeologists|historians|chemists|";
    constexpr std::string_view kUnsure =
        "|few|little|yet|could|may|might|must|should|would|will|can|shall|hope|hopes|hoped|to|until|if|whether|either|"
        "once|when|before|unless|be|being|who|which|than|only|";
    constexpr std::string_view kFinite =
        "|is|are|was|were|has|have|had|will|would|can|could|may|might|must|do|does|did|";
    if (text::primary_language(language) != "en") return {};
    bool investigated = false;
    for (std::size_t i = 0; i + kWordsMin + 1 < words.size() && i < kReach; ++i) {
        const std::vector<std::string> bare = bare_words(words[i]);
        if (bare.empty() || text::negator(bare[0], language) || listed(kUnsure, bare[0])) return {};
        if (i > 0 && words[i - 1].find_first_of(",;:\"") != std::string::npos) return {};
        investigated = investigated || listed(kWhoFinds, bare[0]);
        const bool found = listed("|found|discovered|shown|revealed|confirmed|established|", bare[0]);
        if (!found || words[i + 1] != "that") continue;
        std::vector<std::string> rest(words.begin() + static_cast<std::ptrdiff_t>(i) + 2, words.end());
        // "found that night a second body": no clause follows.
        const bool clause = std::ranges::any_of(rest, [&](const std::string& word) { return listed(kFinite, word); });
        return investigated && clause ? rest : std::vector<std::string>();
    }
    return {};
}

// Without the first apposition: "Kea, the mountain parrots of New Zealand, can ..." becomes "Kea can ...".
std::vector<std::string> without_apposition(std::vector<std::string> words, std::string_view language) {
    constexpr std::string_view kArticles = "|the|a|an|le|la|les|un|une|el|los|las|una|il|lo|gli|o|os|as|um|uma|";
    constexpr std::string_view kAuxiliaries = "|a|ont|avait|est|était|ha|han|hanno|è|es|fue|era|foi|tem|";
    const auto comma = [](const std::string& word) { return word.ends_with(','); };
    const auto first = std::ranges::find_if(words, comma);
    if (words.end() - first < 3 || !listed(kArticles, first[1])) return words;
    const auto last = std::find_if(first + 1, words.end(), comma);
    if (last == words.end() || last + 1 == words.end()) return words;
    const bool english = text::primary_language(language) == "en";
    if (!verb(last[1], language) && (english || !listed(kAuxiliaries, last[1]))) return words;
    first->pop_back();
    words.erase(first + 1, last + 1);
    return words;
}

std::string without_end(std::string text) {
    constexpr std::string_view kWide = "。";
    const auto last_word = [&] { return std::string_view(text).substr(text.find_last_of(' ') + 1); };
    // "in the U.S." keeps its full stop.
    const auto belongs_to_word = [&] { return keeps_its_stop(last_word()); };
    while (!text.empty() && std::string_view(".,;: ").find(text.back()) != std::string_view::npos && !belongs_to_word())
        text.pop_back();
    if (text.ends_with(kWide)) text.resize(text.size() - kWide.size());
    return text;
}

// Without what waits for the words that were cut off: "Accountant Mr."
std::string without_waiting_word(std::string text) {
    for (auto space = text.rfind(' '); space != std::string::npos && text::waits_for_its_word(text.substr(space + 1));
         space = text.rfind(' '))
        text.resize(space);
    return text;
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
        const bool border = comma || (listed(lists->ends, bare[end]) && !text::stop_word(last, language));
        const auto in_clause = std::span(bare).first(end);
        const auto any = [&](std::string_view list) {
            return std::ranges::any_of(in_clause, [&](const std::string& word) { return listed(list, word); });
        };
        if (!border || text::waits_for_its_word(words[end - 1]) || listed(lists->joints, last) || any(lists->which))
            continue;
        // A verb at the very end still waits for what it is about.
        const auto verb_at = [&](std::size_t at) { return verb(bare[at], language, at > 0 && capital(words[at])); };
        const bool acts = std::ranges::any_of(std::views::iota(std::size_t{1}, end - 1), verb_at);
        const bool waits = !comma && verb_at(end - 1);
        if (!acts || waits) continue;
        std::string title = joined(std::span(words).first(end), language);
        // What stands behind a comma is another clause, which may be cut in half here.
        if (balanced(title) && title.find(", ") == std::string::npos) return without_end(std::move(title));
    }
    return {};
}

// Words that stand in quotation marks as a whole, without the marks.
std::string without_outer_quotes(const std::string& sentence) {
    for (const auto& [open, close] : kQuotationMarks) {
        if (!sentence.starts_with(open) || !sentence.ends_with(close) || sentence.size() <= open.size() + close.size())
            continue;
        const std::string inner = sentence.substr(open.size(), sentence.size() - open.size() - close.size());
        if (balanced(inner) && !inner.contains(open) && !inner.contains(close)) return inner;
    }
    return sentence;
}

// Where the words begin behind "LONDON (Reuters) - "; 0 where no place and agency stand there.
std::size_t dateline_end(std::string_view sentence) {
    constexpr std::size_t kLongest = 60;
    const std::string_view near = sentence.substr(0, kLongest);
    const std::size_t open = near.find(" (");
    const std::size_t close = near.find(')');
    if (open == near.npos || close == near.npos || close < open + 2) return 0;
    const bool one_word = !near.substr(open + 2, close - open - 2).contains(' ');
    const std::string_view place = near.substr(0, near.find_first_of(" ,"));
    const bool capitals = place.size() > 2 && text::upper(place) == place && text::lower(place) != place;
    if (!one_word || !capitals) return 0;
    for (const std::string_view dash : {" - ", " – ", " — "})
        if (near.substr(close + 1).starts_with(dash)) return close + 1 + dash.size();
    return 0;
}

// Without what stands before the words: the place and the agency of news, or "Q: ".
std::string without_opener(const std::string& sentence) {
    constexpr std::size_t kLabel = 3;
    const bool label =
        sentence.size() > kLabel && ascii::is_alphanumeric(sentence[0]) && sentence.substr(1).starts_with(": ");
    return sentence.substr(label ? kLabel : dateline_end(sentence));
}

// A question that lost its mark would read as a statement.
std::string with_question_mark(std::string clause, std::string_view sentence) {
    for (const std::string_view mark : {"？", "?"})
        if (sentence.ends_with(clause + std::string(mark))) return clause.append(mark);
    return clause;
}

std::size_t points(std::string_view text) {
    return utf8::decode(text).size();
}

}  // namespace

std::string title_for(std::string_view opening, std::string_view language) {
    const std::vector<std::string> sentences = text::sentences(opening, language);
    if (sentences.empty()) return {};
    std::string first = without_outer_quotes(without_opener(sentences[0]));
    std::vector<std::string> words = text::words(first, language);
    if (std::vector<std::string> found = without_apposition(finding(words, language), language); !found.empty()) {
        words = std::move(found);
        first = capitalised(joined(words, language));
    } else if (words.size() > kWordsMax) {
        // Who somebody is may be left out where that leaves room for what they did.
        if (std::vector<std::string> rest = without_apposition(words, language); rest.size() <= kWordsMax) {
            words = std::move(rest);
            first = joined(words, language);
        }
    }
    if (text::unspaced_script(language)) {
        // "大家好！" says too little.
        const std::string clause = headline(first, language, "");
        return clause.empty() ? headline(opening, language, "") : with_question_mark(clause, first);
    }
    const std::size_t least = first.ends_with('?') ? kQuestionWordsMin : kWordsMin;
    if (words.size() >= least && words.size() <= kWordsMax && points(first) <= kPoints && balanced(first))
        return without_end(first);
    if (std::string clause = leading_clause(words, language); !clause.empty() && points(clause) <= kPoints)
        return capitalised(clause);
    // A name that stands at the sentence's end tells only who said it.
    if (words.size() > kWordsMax) words.resize(kWordsMax);
    const std::string phrase = headline(joined(words, language), language, "");
    return phrase.empty() ? headline(opening, language, "") : phrase;
}

std::string first_words(std::string_view text) {
    constexpr std::size_t kShown = 60;
    const std::string line = text::clean_line(text);
    const std::string kept = fitting_words(line, kShown);
    const std::string shown = kept.size() < line.size() ? without_waiting_word(kept) : kept;
    return without_end(shown) + (kept.size() < line.size() ? "…" : "");
}

}  // namespace mss::writing
