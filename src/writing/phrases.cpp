#include "writing/phrases.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.hpp"
#include "text/language.hpp"
#include "text/sentences.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "writing/lexicon.hpp"

namespace mss::writing {
namespace {

using ascii::is_digit;

constexpr std::size_t kPhraseWordsMax = 5;

// These are nouns behind an article or an owner ("the fall", "a change of pace"), else verbs.
bool noun_here(const std::vector<Token>& tokens, std::size_t at) {
    constexpr std::string_view kNounsOrVerbs =
        "|need|needs|feed|use|uses|work|works|form|forms|change|changes|fall|falls|rise|rises|run|runs|name|names|show|"
        "help|hold|start|turn|lead|move|cause|causes|build|break|stand|hit|pass|release|travel|store|stores|range|"
        "increase|decrease|pump|pumps|drop|drops|look|cross|escape|push|pull|drink|burn|play|support|hunt|fly|flies|"
        "cover|result|results|costs|plans|offer|offers|";
    return at > 0 && listed(kNounsOrVerbs, tokens[at].bare) &&
           listed("|the|a|an|this|that|its|their|his|her|our|your|every|each|of|no|", tokens[at - 1].bare);
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

// "We're", "they'll": a pronoun with its verb.
bool contracted(std::string_view bare) {
    return listed("|i|you|we|they|he|she|it|that|there|here|who|what|", bare.substr(0, bare.find('\''))) &&
           bare.contains('\'');
}

// "L'a dit", "c'est", "qu'il": French pronouns that are written with their verb, or begin a clause.
bool elided_in_french(std::string_view bare) {
    const std::size_t apostrophe = bare.find('\'');
    if (apostrophe == std::string_view::npos) return false;
    return listed("|c|n|s|j|qu|m|t|", bare.substr(0, apostrophe)) ||
           listed("|l'a|l'ont|l'avait|l'avaient|l'est|", bare);
}

// "Lasers etc.", which waits for more.
bool and_so_on(std::string_view bare) {
    return listed("|etc|usw|ecc|enz|etcetera|", bare);
}

// "Dom Luís I Bridge": a number of rulers, not somebody who speaks.
bool number_of_ruler(const std::vector<Token>& tokens, std::size_t at) {
    if (tokens[at].written != "I" || at < 2 || at + 1 >= tokens.size()) return false;
    // "How Can I Help Bees": in a title all words have capitals.
    const auto names = [&](const Token& token) {
        return begins_with_capital(token.written) && !text::stop_word(token.bare, "en") &&
               !headline_breaker(token.bare);
    };
    return names(tokens[at - 1]) && !ends_with_mark(tokens[at - 1].written) && names(tokens[at + 1]);
}

// "In Teherán": a capital inside a sentence.
bool name_here(const std::vector<Token>& tokens, std::size_t at) {
    return at > 0 && capital(tokens[at].written);
}

bool breaks(const std::vector<Token>& tokens, std::size_t at, std::string_view language) {
    const std::string& bare = tokens[at].bare;
    if (bare.empty() || std::ranges::any_of(bare, is_digit) || tokens[at].written.ends_with('-')) return true;
    if (number_of_ruler(tokens, at)) return false;
    if (and_so_on(bare)) return true;
    if (text::primary_language(language) == "fr" && elided_in_french(bare)) return true;
    if (size_word(bare) || text::stop_word(bare, language)) return true;  // a size belongs to its figure
    constexpr std::string_view kHedges =
        "|about|around|roughly|nearly|almost|approximately|alrededor|cerca|aproximadamente|casi|environ|presque|"
        "quelque|"
        "circa|quasi|quase|ongeveer|bijna|etwa|rund|ungefähr|";
    if (listed(kHedges, bare)) return true;  // as does a hedge
    if (german(language)) return !capital(tokens[at].written) && !german_adjective(tokens, at, language);
    if (text::primary_language(language) != "en") return frequent_verb(bare, language, name_here(tokens, at));
    if (contracted(bare)) return true;
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
    // "im Jahr" says when, not which.
    const auto measures = [&](std::size_t word) { return word < tokens.size() && measure_word(tokens[word].bare); };
    const bool adjective = german_adjective(tokens, at + 1, language);  // "im nächsten Jahr"
    if (listed("|im|am|in|", tokens[at].bare) && (measures(at + 1) || (adjective && measures(at + 2)))) return 0;
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

// "M. Dupont": one letter, which is a title in French and a name's beginning elsewhere.
bool french_title(const std::vector<Token>& tokens, std::size_t at, std::string_view language) {
    return text::primary_language(language) == "fr" && (tokens[at].written == "M." || tokens[at].written == "MM.") &&
           begins_with_capital(tokens[at + 1].written);
}

// "Mr. (Duffy)", "J. (R. Tolkien)", "the U.S. (embassy)": the full stop belongs to the word, and the phrase goes on.
bool abbreviation_here(const std::vector<Token>& tokens, std::size_t at, std::string_view language) {
    if (at + 1 >= tokens.size()) return false;
    if (french_title(tokens, at, language)) return true;
    if (text::waits_for_its_word(tokens[at].written)) return true;
    if (!text::initials(tokens[at].written)) return false;
    // A single one is that of a name, or ends a sentence: "J. Tolkien", "vitamin C. Oranges ..."
    const bool behind_name = at == 0 || begins_with_capital(tokens[at - 1].written);
    return tokens[at].bare.contains('.') || (behind_name && begins_with_capital(tokens[at + 1].written));
}

// Gathers runs of words that carry meaning, between stop words, verbs and punctuation; "of" may join two runs.
class PhraseReader {
public:
    PhraseReader(const std::vector<Token>& tokens, std::string_view language) : tokens_(tokens), language_(language) {}

    std::vector<Phrase> read() {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const std::size_t joint = run_.words.empty() ? 0 : joint_length(tokens_, i, language_);
            if (joint > 0 && run_.words.size() + joint < kPhraseWordsMax) {
                // A line of verse may begin with "Of"; "De Niro" is a name.
                for (std::size_t end = i + joint; i < end; ++i)
                    run_.words.push_back(tokens_[i].bare == "of" ? tokens_[i].bare : tokens_[i].written);
            } else if (breaks(tokens_, i, language_)) {
                if (ends_with_verb(i)) run_.words.pop_back();
                end_run(false);
                continue;
            } else if (counts_measure(tokens_, i, language_)) {
                end_run(false);
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
        const bool abbreviated = abbreviation_here(tokens_, at, language_);
        std::string word = without_marks(tokens_[at].written);
        if (abbreviated && !word.empty() && !word.ends_with('.')) word += '.';
        if (!word.empty()) run_.words.push_back(std::move(word));
        const bool more = at + 1 < tokens_.size() && !breaks(tokens_, at + 1, language_);
        const bool stopped = ends_with_mark(tokens_[at].written) && !abbreviated;
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

    // "Critics answer that ...", "packed grounds block the water": what stands before a clause or another thing is what
    // they do.
    bool ends_with_verb(std::size_t at) const {
        const std::size_t count = run_.words.size();
        if (count >= 2 && costs_so_much(at)) return true;
        if (count >= 2 && text::primary_language(language_) == "en" && !begins_with_capital(run_.words.back()) &&
            listed("|the|a|an|its|their|his|her|our|your|", tokens_[at].bare))
            return true;
        return count >= 2 && text::primary_language(language_) == "en" &&
               listed("|that|whether|why|how|", tokens_[at].bare) && run_.words[count - 2].ends_with('s') &&
               !run_.words[count - 1].ends_with('s');
    }

    // "Fish & chips cost (about £9)"
    bool costs_so_much(std::size_t at) const {
        const std::string& next = tokens_[at].bare;
        return text::primary_language(language_) == "en" &&
               listed("|cost|costs|measure|measures|number|equal|equals|total|exceed|exceeds|average|",
                      run_.words.back()) &&
               (std::ranges::any_of(next, is_digit) ||
                listed("|about|around|only|nearly|almost|over|under|up|more|less|too|so|much|a|an|between|", next));
    }

    // A run that got too long may be in another language than is thought, and end with that one's small words:
    // "Und ein zweiter Satz ist".
    void drop_foreign_end() {
        const auto small = [](std::string_view word) {
            return std::ranges::any_of(text::stop_word_languages(),
                                       [&](std::string_view known) { return text::stop_word(word, known); });
        };
        while (run_.words.size() > 1 && (small(run_.words.back()) || elided_in_french(run_.words.back())))
            run_.words.pop_back();
    }

    bool joins(const std::string& word) const {
        const std::string lower = text::lower(word);
        return listed(joints_of(language_), lower) ||
               (text::primary_language(language_) != "en" && listed(kArticles, lower));
    }

    void end_run(bool cut) {
        std::vector<std::string>& words = run_.words;
        if (cut) drop_foreign_end();
        const auto of = std::ranges::find_if(words, [&](const std::string& word) { return joins(word); });
        if (cut && of - words.begin() >= 2) words.erase(of, words.end());
        const bool english = text::primary_language(language_) == "en";
        while (!words.empty() && (joins(words.back()) || text::waits_for_its_word(words.back()) ||
                                  (words.size() > 1 && english && ends_as_verb(words.back()))))
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

}  // namespace

bool german(std::string_view language) {
    return text::primary_language(language) == "de";
}

bool counts_measure(const std::vector<Token>& tokens, std::size_t at, std::string_view language) {
    constexpr std::string_view kNumbers =
        "|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|";
    return text::primary_language(language) == "en" && at + 1 < tokens.size() && listed(kNumbers, tokens[at].bare) &&
           !ends_with_mark(tokens[at].written) && measure_word(tokens[at + 1].bare);
}

std::vector<Phrase> phrases_in(const std::vector<Token>& tokens, std::string_view language) {
    return PhraseReader(tokens, language).read();
}

}  // namespace mss::writing
