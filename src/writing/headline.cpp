// headline() and picture_words(): runs of words that carry meaning, weighed against each other.

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/language.hpp"
#include "text/sentences.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/figures.hpp"
#include "writing/hedges.hpp"
#include "writing/lexicon.hpp"
#include "writing/negation.hpp"
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

// These are nouns behind an article or an owner ("the fall", "a change of pace"), else verbs.
bool noun_here(const std::vector<Token>& tokens, std::size_t at) {
    constexpr std::string_view kNounsOrVerbs =
        "|need|needs|feed|use|uses|work|works|form|forms|change|changes|fall|falls|rise|rises|run|runs|name|names|show|"
        "help|hold|start|turn|lead|move|cause|causes|build|break|stand|hit|pass|release|travel|store|stores|range|"
        "increase|decrease|pump|pumps|drop|drops|look|cross|escape|push|pull|drink|burn|play|support|hunt|fly|flies|"
        "cover|result|results|costs|plans|";
    return at > 0 && listed(kNounsOrVerbs, tokens[at].bare) &&
           listed("|the|a|an|this|that|its|their|his|her|our|your|every|each|of|no|", tokens[at - 1].bare);
}

bool german(std::string_view language) {
    return text::primary_language(language) == "de";
}

// German writes its nouns with capitals; what is between them is part of the name of a thing only as an adjective,
// which stands behind an article and before the noun: "die alten Frachtschiffe".
bool german_adjective(const std::vector<Token>& tokens, std::size_t at, std::string_view language) {
    if (at == 0 || at + 1 >= tokens.size() || ends_with_mark(tokens[at].written)) return false;
    constexpr std::string_view kOpeners =
        "|der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|kein|keine|keinen|keinem|dieser|diese|dieses|jeder|"
        "jede|jedes|alle|viele|einige|mehrere|sein|seine|ihr|ihre|im|am|zum|zur|vom|beim|mit|von|für|aus|in|an|auf|"
        "ohne|"
        "durch|gegen|über|unter|und|";
    const std::string& before = tokens[at - 1].bare;
    const bool opened = listed(kOpeners, before) || (!before.empty() && std::ranges::all_of(before, is_digit));
    return inflected_in_german(tokens[at].bare) && !text::stop_word(tokens[at].bare, language) && opened &&
           capital(tokens[at + 1].written);
}

bool breaks(const std::vector<Token>& tokens, std::size_t at, std::string_view language) {
    const std::string& bare = tokens[at].bare;
    if (bare.empty() || std::ranges::any_of(bare, is_digit) || tokens[at].written.ends_with('-')) return true;
    if (size_word(bare) || text::stop_word(bare, language)) return true;  // a size belongs to its figure
    constexpr std::string_view kHedges =
        "|about|around|roughly|nearly|almost|approximately|alrededor|cerca|aproximadamente|casi|environ|presque|"
        "quelque|"
        "circa|quasi|quase|ongeveer|bijna|etwa|rund|ungefähr|";
    if (listed(kHedges, bare)) return true;  // as does a hedge
    if (german(language)) return !capital(tokens[at].written) && !german_adjective(tokens, at, language);
    if (text::primary_language(language) != "en") return frequent_verb(bare, language);
    return headline_breaker(bare) && !noun_here(tokens, at);
}

constexpr std::string_view kArticles = "|der|die|das|den|dem|la|las|los|le|les|il|lo|o|a|os|as|el|het|een|";

std::string_view joints_of(std::string_view language) {
    return german(language) ? "|der|des|von|vom|im|am|aus|für|zur|zum|mit|in|auf|ohne|und|"
                            : "|of|de|du|des|da|do|dos|das|di|del|della|dei|delle|dell|van|von|der|";
}

// How many small words join what stands before tokens[at] to what follows: "of", "von der"; 0 where none do.
std::size_t joint_length(const std::vector<Token>& tokens, std::size_t at, std::string_view language) {
    if (!listed(joints_of(language), tokens[at].bare) || ends_with_mark(tokens[at].written)) return 0;
    const bool article =
        at + 1 < tokens.size() && text::primary_language(language) != "en" && listed(kArticles, tokens[at + 1].bare);
    const std::size_t length = article ? 2 : 1;
    return at + length < tokens.size() && !breaks(tokens, at + length, language) ? length : 0;
}

// "The bridge collapsed": a participle at the end is a verb; "high speed" and "river bed" are things.
bool ends_as_verb(std::string_view word) {
    constexpr std::size_t kLongestNoun = 4;
    constexpr std::string_view kNouns = "|hundred|hatred|biped|moped|riverbed|seabed|flatbed|watershed|bloodshed|";
    return word.ends_with("ed") && !word.ends_with("eed") && word.size() > kLongestNoun && !listed(kNouns, word);
}

// Gathers runs of words that carry meaning, between stop words, verbs and punctuation; "of" may join two runs.
class PhraseReader {
public:
    PhraseReader(const std::vector<Token>& tokens, std::string_view language) : tokens_(tokens), language_(language) {}

    std::vector<Phrase> read() {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const std::size_t joint = run_.words.empty() ? 0 : joint_length(tokens_, i, language_);
            if (joint > 0 && run_.words.size() + joint < kPhraseWordsMax) {
                for (std::size_t end = i + joint; i < end; ++i)
                    run_.words.push_back(tokens_[i].written);
            } else if (breaks(tokens_, i, language_)) {
                end_run(false);
                continue;
            }
            add(i);
        }
        end_run(false);
        return std::move(out_);
    }

private:
    void add(std::size_t at) {
        // "in 23 Wintern Spaziergänger": the counted thing is no part of the next name.
        const bool counted = run_.words.size() == 1 && run_.begin > 0 && german(language_) &&
                             std::ranges::any_of(tokens_[run_.begin - 1].bare, is_digit) && capital(run_.words.front());
        if (counted) end_run(false);
        if (run_.words.empty() && verb_behind_auxiliary(at)) return;
        if (run_.words.empty()) run_.begin = at;
        if (std::string word = without_marks(tokens_[at].written); !word.empty()) run_.words.push_back(std::move(word));
        const bool more = at + 1 < tokens_.size() && !breaks(tokens_, at + 1, language_);
        const bool stopped = ends_with_mark(tokens_[at].written);
        if (stopped || run_.words.size() >= kPhraseWordsMax) end_run(!stopped && more);
    }

    // "The ban was lifted thirteen years later", "is throwing money", "would stop sailing": the verb belongs to no
    // thing.
    bool verb_behind_auxiliary(std::size_t at) const {
        if (at == 0 || text::primary_language(language_) != "en") return false;
        const std::string& before = tokens_[at - 1].bare;
        if (listed("|will|would|can|could|may|might|must|should|cannot|", before)) return true;
        const std::string& word = tokens_[at].bare;
        const bool participle = ends_as_verb(word) || (word.ends_with("ing") && word.size() > 5);
        return participle && listed("|is|are|was|were|be|been|being|has|have|had|", before);
    }

    bool joins(const std::string& word) const {
        const std::string lower = text::lower(word);
        return listed(joints_of(language_), lower) ||
               (text::primary_language(language_) != "en" && listed(kArticles, lower));
    }

    void end_run(bool cut) {
        std::vector<std::string>& words = run_.words;
        const auto of = std::ranges::find_if(words, [&](const std::string& word) { return joins(word); });
        if (cut && of - words.begin() >= 2) words.erase(of, words.end());
        const bool english = text::primary_language(language_) == "en";
        while (!words.empty() && (joins(words.back()) || (words.size() > 1 && english && ends_as_verb(words.back()))))
            words.pop_back();
        run_.end = run_.begin + words.size();
        if (!words.empty() && words.back().ends_with("'s")) words.back().resize(words.back().size() - 2);
        if (!words.empty()) out_.push_back(run_);
        run_ = {};
    }

    const std::vector<Token>& tokens_;
    std::string_view language_;
    Phrase run_;
    std::vector<Phrase> out_;
};

// "They fear ...", "is expected": a single word behind a pronoun or an auxiliary is a verb rather than a thing.
bool verb_like(const std::vector<Token>& tokens, const Phrase& phrase, std::string_view language) {
    if (text::primary_language(language) != "en") return false;
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
    if (text::primary_language(language) != "en" || begin >= end || end - begin > kJointMax || begin == 0) return false;
    if (ends_with_mark(tokens[begin - 1].written)) return false;
    for (std::size_t i = begin; i < end; ++i)
        if (!listed(kSmall, tokens[i].bare) || ends_with_mark(tokens[i].written)) return false;
    return true;
}

// Where the negation begins that a denied phrase cannot do without: "no known (cure)". The phrase's own begin where
// nothing denies it; nothing where the denial is that of a verb ("cannot fly"), which no short phrase can show.
std::optional<std::size_t> with_negation(const std::vector<Token>& tokens, const std::vector<bool>& denied,
                                         const Phrase& phrase, std::string_view language) {
    constexpr std::size_t kReach = 3;
    if (std::find(denied.begin() + static_cast<std::ptrdiff_t>(phrase.begin),
                  denied.begin() + static_cast<std::ptrdiff_t>(phrase.end),
                  true) == denied.begin() + static_cast<std::ptrdiff_t>(phrase.end))
        return phrase.begin;
    for (std::size_t back = 1; back <= std::min(kReach, phrase.begin); ++back) {
        const Token& token = tokens[phrase.begin - back];
        if (ends_with_mark(token.written)) break;
        if (!negator(token.bare, language)) continue;
        const bool verb = token.bare.ends_with("n't") || listed("|cannot|not|never|ne|", token.bare);
        if (verb) break;
        return phrase.begin - back;
    }
    return std::nullopt;
}

// A figure that counts the phrase ("23 Frachtschiffe", "rund 3.000 Menschen"), as its first token; else the phrase's
// begin.
std::size_t with_count(const std::vector<Token>& tokens, std::size_t begin, std::string_view language) {
    if (begin == 0) return begin;
    const Token& figure = tokens[begin - 1];
    const bool number = !figure.bare.empty() && ascii::is_digit(figure.bare.front()) && !ends_with_mark(figure.written);
    if (!number || year_like(figure.bare)) return begin;
    const std::vector<std::string> words = words_for_bounds(tokens);
    const Bound bound = bound_of(words, begin - 1, begin, language);
    if (bound == Bound::exact) return begin - 1;
    if (bound != Bound::about) return begin;
    // "alrededor de 250": with all the words of its hedge, and no more.
    constexpr std::size_t kHedgeWordsMax = 4;
    for (std::size_t count = 1; count <= std::min(kHedgeWordsMax, begin - 1); ++count) {
        const auto near = std::span(words).subspan(begin - 1 - count);
        if (bound_of(near, count, count + 1, language) == Bound::about) return begin - 1 - count;
    }
    return begin;
}

std::vector<std::string> written_words(const std::vector<Token>& tokens, std::size_t begin, std::size_t end) {
    std::vector<std::string> words;
    for (std::size_t i = begin; i < end; ++i)
        words.push_back(without_marks(tokens[i].written));
    return words;
}

// Chooses the phrase that tells most, and gives it the company that it needs to be understood.
class HeadlineWriter {
public:
    HeadlineWriter(std::string_view sentence, std::string_view language, std::string_view subject)
        : language_(language),
          subject_(text::terms(subject, language)),
          tokens_(tokens_of(without_parentheses(sentence), language)),
          denied_(denied_words(tokens_, language)),
          phrases_(PhraseReader(tokens_, language).read()) {}

    std::string write() {
        for (std::size_t i = 0; i < phrases_.size(); ++i)
            phrases_[i].weight = weight(i);
        const auto best = std::ranges::max_element(phrases_, {}, &Phrase::weight);
        if (best == phrases_.end() || best->weight <= kUnfit) return {};
        const std::vector<std::string> words = in_company(static_cast<std::size_t>(best - phrases_.begin()));
        if (words.size() < 2 && thin(words.front())) return {};
        return capitalised(fitting_words(joined(words, language_), kHeadlinePoints));
    }

private:
    static constexpr double kUnfit = -100;
    static constexpr std::string_view kNothing =  // words that say nothing alone
        "|result|figure|nobody|nothing|afterwards|thing|things|way|ways|part|parts|lot|lots|kind|end|half|time|times|"
        "case|"
        "fact|example|number|others|none|everyone|everybody|something|anything|everything|";

    bool known(const std::string& term) const { return std::ranges::find(subject_, term) != subject_.end(); }

    // One word says little, and in languages whose verbs are not known here it may be any word.
    bool thin(const std::string& word) const {
        if (text::unspaced_script(language_)) return false;
        if (text::primary_language(language_) == "en") return true;
        const auto terms = text::terms(word, language_);
        return terms.empty() || !known(terms[0]);
    }

    double weight(std::size_t index) const {
        const Phrase& phrase = phrases_[index];
        if (measure_word(text::lower(phrase.words.front())) && (phrase.words.size() == 1 || counted(phrase)))
            return kUnfit;
        if (phrase.words.size() == 1 && listed(kNothing, text::lower(phrase.words.front()))) return kUnfit;
        if (!with_negation(tokens_, denied_, phrase, language_)) return kUnfit;
        double sum = 0;
        for (const std::string& term : text::terms(joined(phrase.words, language_), language_))
            sum += known(term) ? 1.4 : 1.0;
        if (phrase.words.size() < 2) sum *= telling_share(tokens_, phrase, language_);
        return sum - 0.05 * static_cast<double>(index);  // what comes first is more often the theme
    }

    bool counted(const Phrase& phrase) const {
        if (phrase.begin == 0) return false;
        const std::string& before = tokens_[phrase.begin - 1].bare;
        return size_word(before) || std::ranges::any_of(before, is_digit);
    }

    std::vector<std::string> in_company(std::size_t index) const {
        const Phrase& phrase = phrases_[index];
        std::size_t begin = *with_negation(tokens_, denied_, phrase, language_);
        if (ends_range_in_words(tokens_, phrase.begin)) begin = std::min(begin, phrase.begin - 2);
        if (begin == phrase.begin && phrase.words.size() == 1) begin = with_count(tokens_, begin, language_);
        // "The city's audit": an owner without the article that belongs to it is a fragment.
        const bool owned = tokens_[phrase.begin].bare.ends_with("'s") || tokens_[phrase.begin].bare.ends_with("’s");
        if (begin == phrase.begin && begin > 0 && owned &&
            listed("|the|a|an|its|their|his|her|our|your|my|", tokens_[begin - 1].bare))
            --begin;
        std::vector<std::string> words = written_words(tokens_, begin, phrase.begin);
        words.insert(words.end(), phrase.words.begin(), phrase.words.end());
        // One word is thin; the words that join it to the next phrase give it company.
        if (phrase.words.size() > 1 || index + 1 == phrases_.size()) return words;
        const Phrase& next = phrases_[index + 1];
        if (next.words.size() > 3 || !joined_by_small_words(tokens_, phrase.end, next.begin, language_)) return words;
        const std::vector<std::string> small = written_words(tokens_, phrase.end, next.begin);
        words.insert(words.end(), small.begin(), small.end());
        words.insert(words.end(), next.words.begin(), next.words.end());
        return words;
    }

    std::string_view language_;
    std::vector<std::string> subject_;
    std::vector<Token> tokens_;
    std::vector<bool> denied_;
    std::vector<Phrase> phrases_;
};

// A whole sentence that is short enough to be read at a glance: "She never wore gloves".
std::string short_sentence(std::string_view text, std::string_view language) {
    constexpr std::size_t kWordsMin = 3;
    constexpr std::size_t kWordsMax = 7;
    constexpr std::size_t kPoints = 44;
    if (text::unspaced_script(language)) return {};
    for (const std::string& sentence : text::sentences(text, language)) {
        const std::size_t words = text::words(sentence, language).size();
        const bool whole = sentence.ends_with('.') && begins_with_capital(sentence) && balanced(sentence) &&
                           sentence.find_first_of("\",;:") == std::string::npos;
        const bool telling = text::terms(sentence, language).size() >= 2;  // not "It was as it was"
        if (whole && telling && words >= kWordsMin && words <= kWordsMax && utf8::decode(sentence).size() <= kPoints)
            return sentence.substr(0, sentence.size() - 1);
    }
    return {};
}

}  // namespace

std::string headline(std::string_view sentence, std::string_view language, std::string_view subject) {
    std::string phrase = HeadlineWriter(sentence, language, subject).write();
    return phrase.empty() ? short_sentence(sentence, language) : phrase;
}

std::vector<std::string> picture_words(std::string_view sentence, std::string_view language, std::string_view headline,
                                       std::size_t count) {
    const bool english = text::primary_language(language) == "en";
    std::vector<std::string> out;
    const auto add = [&](const std::vector<std::string>& words) {
        for (const std::string& word : words) {
            const bool useful = word.size() > 2 && std::ranges::none_of(word, is_digit) && !size_word(word) &&
                                !text::stop_word(word, language) && !(english && headline_breaker(word)) &&
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
