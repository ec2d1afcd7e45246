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
// Without German "was", "womit" and the like: they open as often what is asked or known ("prüft, was es kostet").
constexpr auto kAsideWords = std::to_array<AsideWords>({
    {"en",
     "|which|who|whom|whose|where|making|bringing|adding|leaving|allowing|raising|turning|causing|giving|creating|"
     "ending|marking|"
     "replacing|providing|saving|forcing|pushing|sending|while|",
     "||",
     "|not|no|never|none|nobody|nothing|nor|neither|cannot|only|but|however|unless|if|although|though|despite|"
     "without|except|provided|yet|hardly|barely|"},
    {"de", "|wobei|während|", "|der|die|das|dem|den|denen|deren|dessen|welche|welcher|welches|",
     "|nicht|kein|keine|keinen|keinem|keiner|nie|niemals|niemand|nichts|nur|aber|jedoch|falls|wenn|sofern|solange|"
     "obwohl|trotz|ohne|außer|kaum|"},
    {"fr", "|qui|que|dont|où|lequel|laquelle|lesquels|lesquelles|", "||",
     "|ne|pas|jamais|rien|aucun|aucune|sans|seulement|mais|si|sauf|malgré|bien|tant|"},
    {"es", "|que|quien|quienes|donde|cuyo|cuya|cuyos|cuyas|", "||",
     "|no|nunca|jamás|nada|nadie|ningún|ninguna|sin|solo|sólo|pero|si|salvo|aunque|excepto|"},
    {"it", "|che|dove|cui|", "||", "|non|mai|nulla|niente|nessun|nessuna|senza|solo|ma|se|salvo|benché|tranne|"},
    {"pt", "|que|quem|onde|cujo|cuja|cujos|cujas|", "||",
     "|não|nunca|nada|ninguém|nenhum|nenhuma|sem|só|apenas|mas|se|salvo|embora|exceto|"},
    {"nl", "|waarbij|", "|die|dat|waar|wiens|",
     "|niet|geen|nooit|niemand|niets|alleen|maar|als|mits|tenzij|hoewel|ondanks|zonder|behalve|"},
});

// What tells that a piece of a sentence holds the verb of the main clause. What is not sure to be one is no such verb:
// "may" is a month, "zijn" means "his".
struct VerbWords {
    std::string_view language;
    std::string_view finite;        // verbs that stand for themselves
    std::string_view subordinates;  // the verbs behind these belong to another clause
    std::string_view saying;        // beginnings of verbs whose object a clause may be
};
constexpr auto kVerbWords = std::to_array<VerbWords>({
    {"en",
     "|is|are|was|were|has|have|had|will|would|can|could|might|must|should|did|does|became|began|came|went|took|gave|"
     "rose|fell|voted|chose|drew|grew|drove|wrote|says|wants|becomes|takes|makes|gives|gets|",
     "|that|which|who|whom|whose|where|when|if|because|although|though|while|as|after|before|since|until|once|unless|"
     "whether|how|why|what|",
     "|ask|decid|wonder|discuss|debat|"},
    {"de",
     "|ist|sind|war|waren|hat|haben|hatte|hatten|wird|werden|wurde|wurden|will|wollen|wollte|wollten|soll|sollen|"
     "sollte|sollten|kann|können|konnte|konnten|muss|müssen|musste|darf|dürfen|durfte|gibt|gab|kommt|kam|kamen|geht|"
     "ging|steht|stand|liegt|lag|bleibt|blieb|baut|baute|bauen|plant|plante|planen|bekommt|bekam|erhält|erhielt|"
     "eröffnet|eröffnete|kauft|kaufte|beschließt|beschloss|beginnt|begann|stellt|stellte|schließt|schloss|findet|fand|"
     "fährt|fuhr|zieht|zog|startet|startete|",
     "|wenn|als|weil|dass|daß|ob|obwohl|nachdem|bevor|bis|während|da|damit|sobald|solange|falls|wie|was|wer|wo|warum|",
     "||"},
    {"fr", "|est|sont|était|étaient|a|ont|avait|avaient|sera|seront|fut|furent|va|vont|peut|peuvent|doit|doivent|aura|",
     "|que|qui|dont|où|quand|lorsque|si|comme|après|avant|depuis|parce|puisque|selon|",
     "|annonc|dit|disent|disait|déclar|affirm|expliqu|indiqu|estim|précis|assur|confirm|promis|promet|décid|demand|"
     "propos|rappel|souhait|pens|croi|montr|révél|admis|admet|reconn|ajout|soulign|averti|craint|espèr|voul|veut|"},
    {"es",
     "|es|son|era|eran|fue|fueron|ha|han|había|habían|será|serán|está|están|puede|pueden|debe|deben|va|van|tiene|"
     "tienen|hay|construirá|abrirá|",
     "|que|quien|quienes|donde|cuando|si|como|según|mientras|tras|después|antes|porque|aunque|desde|",
     "|anunci|dice|dijo|dicho|declar|afirm|explic|indic|asegur|confirm|promet|decid|pidi|pedid|propus|propuest|record|"
     "advirt|advert|señal|cree|pens|sabe|sabía|supo|mostr|revel|admit|reconoc|añad|subray|teme|esper|quier|quer|quis|"
     "acord|"},
    {"it", "|è|era|erano|ha|hanno|aveva|avevano|sarà|saranno|può|possono|deve|devono|va|vanno|fu|furono|avrà|",
     "|che|chi|cui|dove|quando|se|come|secondo|mentre|dopo|prima|perché|",
     "|annunci|dice|dett|disse|decis|decid|dichiar|afferm|spieg|indic|assicur|conferm|promes|promet|chiest|chied|"
     "propo|ricord|avvert|pens|cred|mostr|rivel|ammes|ammet|riconosc|aggiun|sottoline|teme|sper|vuol|volu|"},
    {"pt",
     "|é|são|era|eram|foi|foram|há|tem|têm|tinha|tinham|será|serão|está|estão|pode|podem|deve|devem|vai|vão|terá|",
     "|que|quem|onde|quando|se|como|segundo|enquanto|após|depois|antes|porque|embora|desde|",
     "|anunci|diz|disse|dito|declar|afirm|explic|indic|assegur|garant|confirm|promet|decid|pedi|pede|propôs|propost|"
     "lembr|advert|pens|acha|acho|sabe|sabia|mostr|revel|admit|reconhec|acrescent|sublinh|teme|esper|quer|quis|"},
    {"nl",
     "|is|was|waren|heeft|hebben|had|hadden|wordt|worden|werd|werden|zal|zullen|zou|zouden|kan|kunnen|kon|moet|moeten|"
     "wil|willen|gaat|gaan|komt|kwam|blijft|bleef|staat|ligt|krijgt|kreeg|bouwt|",
     "|dat|die|toen|als|omdat|terwijl|nadat|voordat|sinds|zoals|volgens|hoe|waarom|wanneer|wat|wie|waar|", "||"},
});

const AsideWords* aside_words(std::string_view language) {
    const auto* found = std::ranges::find(kAsideWords, text::primary_language(language), &AsideWords::language);
    return found == kAsideWords.end() ? nullptr : found;
}

const VerbWords& verb_words(std::string_view language) {
    return *std::ranges::find(kVerbWords, language, &VerbWords::language);
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
                if (!begins_with_capital(last_word(i)))
                    return german_main_clause_ends(i) ? std::optional(i) : std::nullopt;
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
    // Behind a German clause the main one may only end ("..., beschlossen.") or go on with "und"; before all else, such
    // as "sagte sie", the comma stays.
    bool german_main_clause_ends(std::size_t piece) const {
        if (piece + 1 == count()) return true;
        const std::vector<std::string>& next = words_[piece + 1];
        return !next.empty() && (listed("|und|oder|sowie|", next[0]) || (piece + 2 == count() && next.size() == 1));
    }

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

// "Opened", "aprobó", "aprovou", and "built": forms of the past that stand by themselves where no article makes them an
// adjective
// ("the proposed bridge") and no preposition begins the piece ("in a town named after him").
bool past_form(const std::vector<std::string>& words, std::size_t at, std::string_view language) {
    constexpr std::size_t kShortest = 5;  // bytes: no "red" or "sou"
    const std::string& word = words[at];
    if (at == 0) return false;
    const bool ending = word.size() >= kShortest;
    if (language == "es") return ending && (word.ends_with("ó") || word.ends_with("aron") || word.ends_with("ieron"));
    if (language == "pt") return ending && (word.ends_with("ou") || word.ends_with("aram"));
    constexpr std::string_view kPrepositions =
        "|in|on|at|by|with|from|for|during|of|under|over|to|through|throughout|despite|without|among|between|";
    constexpr std::string_view kBeforeAdjectives =
        "|a|an|the|its|their|his|her|this|these|those|some|many|several|few|more|most|all|any|no|of|by|with|for|in|and|"
        "or|newly|so|very|";
    constexpr std::string_view kIrregular =
        "|built|made|held|found|won|lost|sold|bought|sent|spent|left|said|told|paid|met|";
    const bool passive = at + 1 < words.size() && words[at + 1] == "by";  // "the bridge designed by Brunel"
    return language == "en" && ((ending && word.ends_with("ed")) || listed(kIrregular, word)) && !passive &&
           !listed(kPrepositions, words[0]) && !listed(kBeforeAdjectives, words[at - 1]);
}

// Whether the words surely hold a verb of their own, outside the clauses inside them.
bool main_verb_in(const std::vector<std::string>& words, std::string_view language) {
    const VerbWords& known = verb_words(language);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (listed(known.subordinates, words[i]) || words[i].starts_with("qu'")) return false;
        const bool infinitive = i > 0 && language == "en" && words[i - 1] == "to";
        if (!infinitive && (listed(known.finite, words[i]) || past_form(words, i, language))) return true;
    }
    return false;
}

// The main clause must be whole without the clause that begins at `piece`: its verb stands right before, or it goes on
// with it. Where something else stands between ("a annoncé, lors d'une réunion, que ..."), the clause may be an object.
bool main_clause_remains(const Pieces& pieces, std::size_t piece, std::size_t last, const AsideWords& lists) {
    const bool english = lists.language == "en";
    if (english && last + 1 < pieces.count() && goes_on_with_verb(pieces.words(last + 1))) return true;
    const std::vector<std::string>& before = pieces.words(piece - 1);
    const bool relative = piece > 1 && !before.empty() && listed(lists.relative, before[0]);
    return !relative && main_verb_in(before, lists.language);
}

// "Le maire a annoncé hier soir, que ...": behind a verb of saying the clause is what was said.
bool may_be_said(const Pieces& pieces, std::size_t piece, const AsideWords& lists) {
    if (!listed("|que|che|who|which|where|whom|whose|où|donde|dove|onde|", pieces.words(piece)[0])) return false;
    const std::string_view saying = verb_words(lists.language).saying;
    const auto begins_one = [&](const std::string& word) {
        for (std::size_t length = 3; length <= word.size(); ++length)
            if (listed(saying, std::string_view(word).substr(0, length))) return true;
        return false;
    };
    for (std::size_t i = 0; i < piece; ++i)
        if (std::ranges::any_of(pieces.words(i), begins_one)) return true;
    return false;
}

bool aside(const Pieces& pieces, std::size_t piece, const AsideWords& lists) {
    const std::vector<std::string>& words = pieces.words(piece);
    if (words.size() < kShortestAside) return false;
    // "Ending the strike was his first success" is a clause of its own.
    if (words[0].ends_with("ing") && main_verb_in(words, lists.language)) return false;
    if (lists.language == "fr" && words[0] == "ce") return listed("|qui|que|dont|", words[1]);
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
        if (!main_clause_remains(pieces, i, *last, *lists) || may_be_said(pieces, i, *lists)) continue;
        std::string rest = pieces.without(i, *last);
        if (text::spoken_words(rest, language) >= kShortestRest && balanced(rest)) return rest;
    }
    return std::string(sentence);
}

}  // namespace mss::writing
