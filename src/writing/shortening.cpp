#include "writing/shortening.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "text/language.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/lexicon.hpp"
#include "writing/prose.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kShortestAside = 3;  // words; less is the entry of a list, and cutting it gains nothing
constexpr std::size_t kShortestRest = 6;

struct AsideWords {
    std::string_view language;
    std::string_view openers;   // first words of clauses that add to what is told
    std::string_view relative;  // openers that only add where their noun was just introduced ("eine Anlage, die ...")
    std::string_view limits;    // a clause with one of these takes something back
};
constexpr auto kAsideWords = std::to_array<AsideWords>({
    {"en",
     "|which|who|whom|whose|where|making|bringing|adding|leaving|allowing|raising|turning|causing|giving|creating|"
     "ending|marking|"
     "replacing|providing|saving|forcing|pushing|sending|while|",
     "||",
     "|not|no|never|none|nobody|nothing|nor|neither|cannot|only|but|however|unless|if|although|though|despite|"
     "without|except|provided|yet|hardly|barely|"},
    {"de", "|was|wobei|wodurch|womit|wofür|während|", "|der|die|das|dem|den|denen|deren|dessen|welche|welcher|welches|",
     "|nicht|kein|keine|keinen|keinem|keiner|nie|niemals|niemand|nichts|nur|aber|jedoch|falls|wenn|sofern|solange|"
     "obwohl|trotz|ohne|außer|kaum|"},
    {"fr", "|qui|que|dont|où|lequel|laquelle|lesquels|lesquelles|ce|", "||",
     "|ne|pas|jamais|rien|aucun|aucune|sans|seulement|mais|si|sauf|malgré|bien|tant|"},
    {"es", "|que|quien|quienes|donde|cuyo|cuya|cuyos|cuyas|", "||",
     "|no|nunca|jamás|nada|nadie|ningún|ninguna|sin|solo|sólo|pero|si|salvo|aunque|excepto|"},
    {"it", "|che|dove|cui|", "||", "|non|mai|nulla|niente|nessun|nessuna|senza|solo|ma|se|salvo|benché|tranne|"},
    {"pt", "|que|quem|onde|cujo|cuja|cujos|cujas|", "||",
     "|não|nunca|nada|ninguém|nenhum|nenhuma|sem|só|apenas|mas|se|salvo|embora|exceto|"},
    {"nl", "|waarbij|waardoor|waarmee|wat|", "|die|dat|waar|wiens|",
     "|niet|geen|nooit|niemand|niets|alleen|maar|als|mits|tenzij|hoewel|ondanks|zonder|behalve|"},
});

const AsideWords* aside_words(std::string_view language) {
    const auto* found = std::ranges::find(kAsideWords, text::primary_language(language), &AsideWords::language);
    return found == kAsideWords.end() ? nullptr : found;
}

bool any_of_list(std::string_view list, const std::vector<std::string>& words) {
    return std::ranges::any_of(words, [&](const std::string& word) { return listed(list, word); });
}

// "in a move that", "a project that", "a decision which".
bool judges(const std::vector<std::string>& words) {
    const std::size_t noun = !words.empty() && words[0] == "in" ? 2 : 1;
    if (words.size() <= noun + 2 || !listed("|a|an|", words[noun - 1])) return false;
    return listed("|that|which|", words[noun + 1]) || listed("|that|which|", words[noun + 2]);
}

// "most of which", "in which".
bool relative_behind_preposition(const std::vector<std::string>& words) {
    const std::size_t reach = std::min<std::size_t>(words.size(), 3);
    return std::find_if(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(reach), [](const std::string& word) {
               return word == "which" || word == "whom";
           }) != words.begin() + static_cast<std::ptrdiff_t>(reach);
}

// "The bridge, which opened in 1950, has ...": the main clause goes on with its verb.
bool goes_on_with_verb(const std::vector<std::string>& words) {
    constexpr std::string_view kVerbs =
        "|is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did|said|says|told|wants|plans|"
        "voted|became|began|came|went|took|gave|made|found|lost|won|";
    return !words.empty() && (listed(kVerbs, words[0]) || (words[0].size() > 4 && words[0].ends_with("ed")));
}

// "..., the council said.": who speaks closes the sentence.
bool names_who_said_it(const std::vector<std::string>& words) {
    constexpr std::string_view kSaying =
        "|said|says|announced|reported|told|wrote|stated|according|confirmed|explained|warned|";
    return words.size() <= 12 && any_of_list(kSaying, words);
}

// The sentence by its commas; piece i ends where piece i + 1 begins.
class Pieces {
public:
    Pieces(std::string_view sentence, std::string_view language) : sentence_(sentence), english_(language == "en") {
        std::size_t from = 0;
        for (auto at = sentence.find(", "); at != std::string_view::npos; at = sentence.find(", ", at + 1)) {
            ends_.push_back(at);
            words_.push_back(bare_words(sentence.substr(from, at - from)));
            from = at + 2;
        }
        ends_.push_back(sentence.size());
        words_.push_back(bare_words(sentence.substr(from)));
    }

    std::size_t count() const { return ends_.size(); }
    const std::vector<std::string>& words(std::size_t piece) const { return words_[piece]; }
    std::size_t begin(std::size_t piece) const { return piece == 0 ? 0 : ends_[piece - 1] + 2; }
    std::string_view text(std::size_t piece) const {
        return sentence_.substr(begin(piece), ends_[piece] - begin(piece));
    }

    // The last piece of the clause that begins with this one; nothing where that is not sure.
    std::optional<std::size_t> last_of_clause(std::size_t piece, bool verb_last) const {
        const std::size_t last = count() - 1;
        if (verb_last) {  // a German clause ends with its verb, which is no noun
            for (std::size_t i = piece; i < count(); ++i)
                if (!begins_with_capital(last_word(i))) return i;
            return std::nullopt;
        }
        if (piece == last) return last;
        const bool closes = english_ && (goes_on_with_verb(words_[piece + 1]) ||
                                         (piece + 1 == last && names_who_said_it(words_[last])));
        return closes ? std::optional(piece) : std::nullopt;
    }

    std::string without(std::size_t first, std::size_t last) const {
        std::string rest(sentence_.substr(0, ends_[first - 1]));
        if (last + 1 == count()) return rest + ".";
        const bool said = last + 2 == count() && names_who_said_it(words_[last + 1]) && english_;
        return rest + (said ? ", " : " ") + std::string(sentence_.substr(begin(last + 1)));
    }

private:
    std::string last_word(std::size_t piece) const {
        const std::string_view text = this->text(piece);
        return without_marks(std::string(text.substr(text.rfind(' ') + 1)));
    }

    std::string_view sentence_;
    bool english_;
    std::vector<std::size_t> ends_;
    std::vector<std::vector<std::string>> words_;
};

// "den Bau einer Anlage beschlossen, die ...": a clause about a thing that was just introduced only tells more of it,
// while "die Künstler, die dort arbeiten" says which ones.
bool newly_introduced(const std::vector<std::string>& before) {
    constexpr std::size_t kReach = 7;
    constexpr std::string_view kIndefinite = "|ein|eine|einen|einem|einer|eines|een|";
    const std::size_t from = before.size() > kReach ? before.size() - kReach : 0;
    return std::any_of(before.begin() + static_cast<std::ptrdiff_t>(from), before.end(),
                       [&](const std::string& word) { return listed(kIndefinite, word); });
}

bool aside(const Pieces& pieces, std::size_t piece, const AsideWords& lists) {
    const std::vector<std::string>& words = pieces.words(piece);
    if (words.size() < kShortestAside) return false;
    if (listed(lists.openers, words[0])) return true;
    if (lists.language == "en") return judges(words) || relative_behind_preposition(words);
    return listed(lists.relative, words[0]) && newly_introduced(pieces.words(piece - 1)) &&
           !any_of_list(lists.limits, pieces.words(piece - 1));
}

bool can_go(const Pieces& pieces, std::size_t first, std::size_t last, const AsideWords& lists) {
    for (std::size_t i = first; i <= last; ++i)
        if (any_of_list(lists.limits, pieces.words(i)) || !balanced(pieces.text(i)) ||
            pieces.text(i).find_first_of(";:?!") != std::string_view::npos)
            return false;
    return true;
}

}  // namespace

std::string without_last_aside(std::string_view sentence, std::string_view language) {
    const AsideWords* lists = aside_words(language);
    if (lists == nullptr || !sentence.ends_with('.')) return std::string(sentence);
    const Pieces pieces(sentence, lists->language);
    const bool verb_last = lists->language == "de";
    for (std::size_t i = pieces.count() - 1; i > 0; --i) {
        if (!aside(pieces, i, *lists)) continue;
        const auto last = pieces.last_of_clause(i, verb_last);
        if (!last || !can_go(pieces, i, *last, *lists)) continue;
        std::string rest = pieces.without(i, *last);
        if (text::spoken_words(rest, language) >= kShortestRest && balanced(rest)) return rest;
    }
    return std::string(sentence);
}

}  // namespace mss::writing
