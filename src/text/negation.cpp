#include "text/negation.hpp"

#include <algorithm>
#include <array>

#include "text/language.hpp"
#include "text/stop_words.hpp"

namespace mss::text {
namespace {

struct Negators {
    std::string_view language;
    std::string_view things;  // deny the thing behind them, with all its adjectives
    std::string_view verbs;   // deny what is done
};

constexpr auto kNegators = std::to_array<Negators>({
    {"en", "|no|without|neither|nor|", "|not|never|cannot|hardly|rarely|seldom|scarcely|barely|nobody|nothing|"},
    {"de", "|kein|keine|keinen|keinem|keiner|keines|ohne|weder|", "|nicht|nie|niemals|kaum|niemand|nichts|"},
    {"fr", "|aucun|aucune|sans|ni|", "|ne|jamais|personne|"},
    {"es", "|ningún|ninguna|sin|ni|", "|no|nunca|jamás|nadie|nada|"},
    {"it", "|nessun|nessuno|nessuna|senza|né|", "|non|mai|"},
    {"pt", "|nenhum|nenhuma|sem|nem|", "|não|nunca|jamais|ninguém|nada|"},
    {"nl", "|geen|zonder|noch|", "|niet|nooit|niemand|niets|"},
});

// Small words between a negation and what it denies.
constexpr std::string_view kArticles =
    "|a|an|the|any|its|their|ein|eine|einen|der|die|das|un|une|le|la|les|de|el|los|las|una|il|lo|gli|um|uma|o|os|een|"
    "het|";
constexpr std::string_view kPassedOver = "|to|be|been|being|have|had|yet|always|even|all|very|really|quite|as|so|";

// "Not only fish", "no more than 40" and "no doubt" deny nothing.
constexpr std::string_view kTakenBack =
    "|only|just|merely|simply|more|less|fewer|doubt|matter|nur|bloß|mehr|weniger|zweifel|seulement|plus|moins|solo|"
    "sólo|solamente|más|menos|più|meno|soltanto|apenas|só|mais|alleen|slechts|meer|minder|";

// These stand behind the verb: "Bienen fliegen nicht bei Regen".
constexpr std::string_view kBehindVerbs = "|nicht|nie|niemals|kaum|niet|nooit|";

Negators negators_of(std::string_view language) {
    const auto* found = std::ranges::find(kNegators, primary_language(language), &Negators::language);
    return found == kNegators.end() ? Negators{} : *found;
}

bool denies_verb(std::string_view bare, const Negators& known) {
    return listed(known.verbs, bare) || (known.language == "en" && bare.ends_with("n't")) ||
           (known.language == "fr" && (bare == "n" || bare.starts_with("n'")));
}

class Denial {
public:
    Denial(std::span<const WrittenWord> tokens, std::string_view language)
        : tokens_(tokens), language_(language), known_(negators_of(language)), denied_(tokens.size(), false) {}

    std::vector<bool> run() {
        for (std::size_t i = 0; i < tokens_.size(); ++i)
            if (listed(known_.things, tokens_[i].bare) || denies_verb(tokens_[i].bare, known_)) deny_from(i);
        return std::move(denied_);
    }

private:
    bool small(std::size_t at) const { return tokens_[at].bare.empty() || stop_word(tokens_[at].bare, language_); }

    bool joint(std::size_t at) const {
        return listed("|or|nor|and|oder|und|noch|ou|ni|o|y|e|né|of|en|", tokens_[at].bare);
    }

    // "No evidence that the ship sank" denies all that follows.
    void deny_from(std::size_t negation) {
        const std::string_view word = tokens_[negation].bare;
        if (word.starts_with("n'") && known_.language == "fr") denied_[negation] = true;  // "n'existe"
        if (listed(kBehindVerbs, word) && negation > 0 && !small(negation - 1)) denied_[negation - 1] = true;
        std::size_t at = negation + 1;
        if (ends_with_mark(tokens_[negation].written) || at == tokens_.size()) return;
        if (takes_denial_back(tokens_[at].bare)) return;
        const bool thing = listed(kArticles, tokens_[at].bare) || !denies_verb(word, known_);
        while (at < tokens_.size() && (listed(kArticles, tokens_[at].bare) || listed(kPassedOver, tokens_[at].bare)))
            ++at;
        if (at == tokens_.size() || small(at)) return;  // "not in the sea": nothing is denied as such
        const bool of_a_statement =
            listed("|evidence|proof|sign|indication|beweis|beweise|preuve|prueba|prova|", tokens_[at].bare);
        const std::size_t end = deny_run(at, thing);
        if (of_a_statement)
            std::fill(denied_.begin() + static_cast<std::ptrdiff_t>(end), denied_.end(), true);
        else
            deny_list(end);
    }

    // Marks the word at `at` and, of a thing, all that belong to it; returns the place behind.
    std::size_t deny_run(std::size_t at, bool whole) {
        for (bool more = true; more;) {
            denied_[at] = true;
            more = whole && !ends_with_mark(tokens_[at].written);
            ++at;
            more = more && at < tokens_.size() && !small(at);
        }
        return at;
    }

    // "..., whales or seals": the things that follow, where a joint closes their list.
    void deny_list(std::size_t at) {
        constexpr std::size_t kItemWords = 3;
        std::vector<std::size_t> members;
        bool closed = false;
        std::size_t words = 0;
        const bool goes_on = at < tokens_.size() && (tokens_[at - 1].written.ends_with(',') || joint(at));
        for (; goes_on && at < tokens_.size() && words <= kItemWords; ++at) {
            if (joint(at)) {
                closed = true;
                words = 0;
                continue;
            }
            if (small(at) && !listed(kArticles, tokens_[at].bare)) break;
            members.push_back(at);
            ++words;
            if (!ends_with_mark(tokens_[at].written)) continue;
            if (closed || !tokens_[at].written.ends_with(',')) break;
            words = 0;
        }
        if (!closed || words > kItemWords) return;
        for (const std::size_t member : members)
            denied_[member] = true;
    }

    std::span<const WrittenWord> tokens_;
    std::string_view language_;
    Negators known_;
    std::vector<bool> denied_;
};

}  // namespace

bool negator(std::string_view bare, std::string_view language) {
    const Negators known = negators_of(language);
    return listed(known.things, bare) || denies_verb(bare, known);
}

bool denies_thing(std::string_view bare, std::string_view language) {
    return listed(negators_of(language).things, bare);
}

bool takes_denial_back(std::string_view bare) {
    return listed(kTakenBack, bare);
}

std::vector<bool> denied_words(std::span<const WrittenWord> tokens, std::string_view language) {
    return Denial(tokens, language).run();
}

std::string without_denied(std::string_view text, std::string_view language) {
    const std::vector<WrittenWord> words = written_words(text);
    const std::vector<bool> denied = denied_words(words, language);
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (!denied[i]) out += (out.empty() ? "" : " ") + words[i].written;
    return out;
}

}  // namespace mss::text
