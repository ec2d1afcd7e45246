#include "writing/references.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "text/language.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/lexicon.hpp"
#include "writing/prose.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kNounMin = 4;   // bytes
constexpr std::size_t kReach = 6;     // words between an indefinite article and its noun
constexpr std::size_t kNeedsMax = 2;  // sentences; more context than that is a retelling

// Lists have '|' before and after each entry.
struct Lists {
    std::string_view language;
    std::string_view definite;
    std::string_view indefinite;
    std::string_view stand_ins;  // nouns that stand for a name told before
    std::string_view opponents;
    std::string_view turns;  // words that turn against what was told
};

constexpr auto kLists = std::to_array<Lists>({
    {"en", "|the|", "|a|an|", "|company|firm|group|maker|organisation|organization|project|proposal|",
     "|critics|critic|opponents|opponent|campaigners|protesters|sceptics|skeptics|detractors|objectors|petition|"
     "objected|object|oppose|opposes|opposed|objections|opposition|",
     "|but|however|yet|although|nevertheless|nonetheless|contrast|"},
    {"de", "|der|die|das|den|dem|", "|ein|eine|einen|einem|einer|eines|",
     "|unternehmen|firma|konzern|betrieb|gruppe|projekt|vorhaben|",
     "|kritiker|kritikerinnen|gegner|gegnerinnen|kritik|kritisiert|kritisieren|bürgerinitiative|unterschriften|"
     "widerstand|einwände|",
     "|aber|jedoch|allerdings|dagegen|hingegen|dennoch|trotzdem|doch|"},
    {"fr", "|le|la|les|du|des|au|aux|", "|un|une|", "|entreprise|société|groupe|projet|",
     "|critiques|détracteurs|opposants|opposition|pétition|dénonce|dénoncent|critiquent|",
     "|mais|cependant|toutefois|pourtant|néanmoins|revanche|"},
    {"es", "|el|la|los|las|del|al|", "|un|una|", "|empresa|compañía|firma|grupo|proyecto|",
     "|críticos|detractores|opositores|oposición|critican|critica|denuncian|recurrirán|",
     "|pero|embargo|obstante|aunque|cambio|"},
    {"it", "|il|lo|la|i|gli|le|del|della|al|alla|", "|un|uno|una|", "|azienda|società|impresa|gruppo|progetto|",
     "|critici|oppositori|opposizione|detrattori|criticano|petizione|", "|ma|tuttavia|però|invece|"},
    {"pt", "|o|a|os|as|do|da|ao|à|", "|um|uma|", "|empresa|companhia|grupo|projeto|",
     "|críticos|opositores|oposição|criticam|petição|", "|mas|porém|contudo|entretanto|"},
    {"nl", "|de|het|", "|een|", "|bedrijf|onderneming|groep|project|",
     "|critici|tegenstanders|oppositie|petitie|bezwaar|", "|maar|echter|toch|"},
});

const Lists* lists_for(std::string_view language) {
    const auto* found = std::ranges::find(kLists, text::primary_language(language), &Lists::language);
    return found == kLists.end() ? nullptr : found;
}

// A sentence's words as they are written and bare, "l'usine" and "l’usine" as an article and its noun.
struct Words {
    std::vector<std::string> written;
    std::vector<std::string> bare;
    const Lists& lists;
    std::string_view language;

    Words(std::string_view sentence, const Lists& of, std::string_view in)
        : written(text::words(sentence, "")), bare(bare_words(sentence)), lists(of), language(in) {
        written.resize(bare.size());
    }

    std::string noun(std::size_t i) const {
        const std::string& word = bare[i];
        if (word.starts_with("l'")) return word.substr(2);
        return word.size() >= kNounMin && !text::stop_word(word, language) ? word : std::string();
    }

    bool definite(std::size_t i) const {
        return bare[i].starts_with("l'") || (i > 0 && listed(lists.definite, bare[i - 1]));
    }

    bool indefinite(std::size_t i) const {
        for (std::size_t back = 1; back <= kReach && back <= i; ++back) {
            if (listed(lists.indefinite, bare[i - back])) return true;
            if (ends_with_mark(written[i - back]) || text::stop_word(bare[i - back], language)) return false;
        }
        return false;
    }

    // "the company Norvane", "die Firma Brenntec"; "Harrow Lane estate".
    bool beside_name(std::size_t i) const {
        if (i + 1 < written.size() && !ends_with_mark(written[i]) && begins_with_capital(written[i + 1]) &&
            !text::stop_word(bare[i + 1], language))
            return true;
        return i > 1 && !begins_with_capital(written[i]) && begins_with_capital(written[i - 1]) &&
               !ends_with_mark(written[i - 1]) && !text::stop_word(bare[i - 1], language);
    }
};

bool any_listed(std::string_view sentence, std::string_view list) {
    return std::ranges::any_of(bare_words(sentence), [&](const std::string& word) {
        return listed(list, word.starts_with("l'") ? word.substr(2) : word);
    });
}

}  // namespace

Introductions::Introductions(std::string_view language, std::set<std::string> known)
    : language_(language), known_(std::move(known)) {}

std::vector<std::size_t> Introductions::needed_by(std::string_view sentence) const {
    const Lists* lists = lists_for(language_);
    std::vector<std::size_t> needs;
    if (lists == nullptr) return needs;
    const Words words(sentence, *lists, language_);
    for (std::size_t i = 0; i < words.bare.size() && needs.size() < kNeedsMax; ++i) {
        const std::string noun = words.definite(i) ? words.noun(i) : std::string();
        if (noun.empty() || words.beside_name(i)) continue;
        const std::string stem = text::stem(noun, language_);
        const auto found = first_.find(stem);
        if (found != first_.end() && !known_.contains(stem) && std::ranges::find(needs, found->second) == needs.end())
            needs.push_back(found->second);
    }
    return needs;
}

void Introductions::read(std::string_view sentence, std::size_t number) {
    const Lists* lists = lists_for(language_);
    if (lists == nullptr) return;
    const Words words(sentence, *lists, language_);
    for (std::size_t i = 0; i < words.bare.size(); ++i)
        if (const std::string noun = words.noun(i); !noun.empty() && (words.indefinite(i) || words.beside_name(i)))
            first_.try_emplace(text::stem(noun, language_), number);
}

bool Introductions::stands_for_a_name(std::string_view sentence) const {
    const Lists* lists = lists_for(language_);
    if (lists == nullptr) return false;
    const Words words(sentence, *lists, language_);
    for (std::size_t i = 0; i < words.bare.size() && i < 2; ++i) {
        const std::string noun = words.definite(i) ? words.noun(i) : std::string();
        if (noun.empty() || words.beside_name(i)) continue;
        return listed(lists->stand_ins, noun) && !first_.contains(text::stem(noun, language_));
    }
    return false;
}

bool voices_opposition(std::string_view sentence, std::string_view language) {
    const Lists* lists = lists_for(language);
    return lists != nullptr && any_listed(sentence, lists->opponents);
}

bool contrasts(std::string_view sentence, std::string_view language) {
    const Lists* lists = lists_for(language);
    return lists != nullptr && (any_listed(sentence, lists->turns) || any_listed(sentence, lists->opponents));
}

}  // namespace mss::writing
