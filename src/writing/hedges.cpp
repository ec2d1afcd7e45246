#include "writing/hedges.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/ascii.hpp"
#include "text/language.hpp"
#include "text/negation.hpp"

namespace mss::writing {
namespace {

struct Hedge {
    std::string_view language;
    Bound bound;
    std::string_view phrases;  // separated by '|', with one at each end
    bool compares = false;     // a negation turns it round: "never more than 40" is at most 40
};

// The phrase ends right before its figure. English "over" and "under" and German "über" and "unter" are judged apart.
constexpr auto kBefore = std::to_array<Hedge>({
    {"en", Bound::at_least, "|more than|exceeding|", true},
    {"en", Bound::at_least, "|at least|upwards of|no fewer than|"},
    {"en", Bound::at_most, "|up to|at most|as many as|as much as|"},
    {"en", Bound::below, "|less than|fewer than|", true},
    {"en", Bound::about, "|about|around|roughly|nearly|almost|approximately|some|estimated|close to|circa|ca|approx|"},
    {"de", Bound::at_least, "|mehr als|", true},
    {"de", Bound::at_least, "|mindestens|wenigstens|"},
    {"de", Bound::at_most, "|bis zu|höchstens|maximal|"},
    {"de", Bound::below, "|weniger als|", true},
    {"de", Bound::about, "|etwa|rund|circa|ca|ungefähr|fast|knapp|beinahe|schätzungsweise|nahezu|"},
    {"fr", Bound::at_least, "|plus de|", true},
    {"fr", Bound::at_least, "|au moins|"},
    {"fr", Bound::at_most, "|jusqu'à|jusqu à|au plus|"},
    {"fr", Bound::below, "|moins de|", true},
    {"fr", Bound::about, "|environ|env|près de|presque|quelque|"},
    {"es", Bound::at_least, "|más de|", true},
    {"es", Bound::at_least, "|al menos|por lo menos|"},
    {"es", Bound::at_most, "|hasta|"},
    {"es", Bound::below, "|menos de|", true},
    {"es", Bound::about, "|unos|unas|cerca de|casi|alrededor de|aproximadamente|aprox|"},
    {"it", Bound::at_least, "|più di|oltre|", true},
    {"it", Bound::at_least, "|almeno|"},
    {"it", Bound::at_most, "|fino a|"},
    {"it", Bound::below, "|meno di|", true},
    {"it", Bound::about, "|quasi|circa|a circa|"},
    {"pt", Bound::at_least, "|mais de|", true},
    {"pt", Bound::at_least, "|pelo menos|"},
    {"pt", Bound::at_most, "|até|"},
    {"pt", Bound::below, "|menos de|", true},
    {"pt", Bound::about, "|cerca de|quase|aproximadamente|aprox|"},
    {"nl", Bound::at_least, "|meer dan|", true},
    {"nl", Bound::at_least, "|minstens|ruim|"},
    {"nl", Bound::at_most, "|tot wel|hooguit|maximaal|"},
    {"nl", Bound::below, "|minder dan|", true},
    {"nl", Bound::about, "|ongeveer|bijna|circa|ca|"},
    {"zh", Bound::at_least, "|至少|"},
    {"zh", Bound::about, "|大约|大約|约|約|"},
    {"ja", Bound::about, "|大約|約|"},
});

// The phrase follows its figure and what it counts ("40 people or more") at no great distance.
constexpr auto kAfter = std::to_array<Hedge>({
    {"en", Bound::at_least, "|or more|"},
    {"en", Bound::at_most, "|or less|or fewer|"},
    {"en", Bound::about, "|or so|"},
    {"de", Bound::at_least, "|oder mehr|"},
    {"de", Bound::at_most, "|oder weniger|"},
    {"fr", Bound::at_least, "|ou plus|"},
    {"fr", Bound::at_most, "|ou moins|"},
    {"es", Bound::at_least, "|o más|"},
    {"es", Bound::at_most, "|o menos|"},
    {"it", Bound::at_least, "|o più|"},
    {"it", Bound::at_most, "|o meno|"},
    {"pt", Bound::at_least, "|ou mais|"},
    {"pt", Bound::at_most, "|ou menos|"},
    {"nl", Bound::at_least, "|of meer|"},
    {"nl", Bound::at_most, "|of minder|"},
});

struct ClauseOpeners {
    std::string_view language;
    std::string_view words;
};
// What is denied before these words is not denied behind them.
constexpr auto kClauseOpeners = std::to_array<ClauseOpeners>({
    {"en",
     "|and|but|because|that|since|as|while|when|whenever|if|although|though|so|which|who|whom|whose|what|before|after|"
     "until|till|unless|once|how|why|where|whether|"},
    {"de",
     "|und|aber|sondern|weil|dass|daß|denn|da|wenn|obwohl|während|bis|bevor|ehe|nachdem|seitdem|sobald|solange|warum|"
     "weshalb|wieso|wie|wo|wann|ob|was|wer|"},
    {"fr",
     "|et|mais|parce|car|que|qu|qui|quand|si|lorsque|puisque|avant|après|comme|comment|pourquoi|où|combien|dont|"
     "tandis|"},
    {"es",
     "|y|pero|sino|porque|que|qué|quien|quién|cuando|cuándo|si|mientras|antes|después|hasta|como|cómo|donde|dónde|"},
    {"it", "|e|ma|perché|che|chi|quando|se|mentre|prima|dopo|finché|come|dove|"},
    {"pt", "|e|mas|porque|porquê|que|quem|quando|se|enquanto|antes|depois|até|como|onde|"},
    {"nl",
     "|en|maar|omdat|dat|want|als|wanneer|terwijl|voordat|nadat|tot|totdat|zodra|hoe|waarom|waar|of|wie|wat|toen|"},
});

bool opens_clause(std::string_view word, std::string_view language) {
    const auto* openers = std::ranges::find(kClauseOpeners, language, &ClauseOpeners::language);
    if (openers == kClauseOpeners.end()) return false;
    const bool joined = language == "fr" && (word.starts_with("qu'") || word.starts_with("lorsqu'"));
    return joined || listed(openers->words, word);
}

std::string_view bare_of(std::string_view word) {
    return word.ends_with(',') ? word.substr(0, word.size() - 1) : word;
}

// Whether "over" or "under" before a figure is a bound ("weighs over 90 tonnes") and no place ("under 90 m of ice").
bool english_place_may_be_meant(std::span<const std::string> words, std::size_t at) {
    if (at < 2) return false;
    return !listed(
        "|is|are|was|were|be|been|has|have|had|well|just|weighs|weigh|weighed|costs|cost|lasts|lasted|reaches|reach|"
        "holds|hold|for|by|at|of|to|and|",
        words[at - 2]);
}

// Whether German "über" or "unter" before the figure at [begin, end) counts ("wiegt über 90 Tonnen") and names neither
// a place ("unter 40 Brücken hindurch") nor a subject ("ein Vertrag über 3 Millionen Euro").
bool german_counts(std::span<const std::string> words, std::size_t begin, std::size_t end) {
    constexpr std::string_view kGoverns =  // a preposition bears no second one; these verbs want an amount
        "|seit|mit|von|in|im|bei|auf|für|um|nach|vor|zu|aus|an|durch|gegen|ist|sind|war|waren|hat|haben|hatte|hatten|"
        "wiegt|wiegen|wog|kostet|kosten|kostete|misst|messen|gibt|gab|zählt|zählen|umfasst|umfassen|dauert|dauerte|"
        "erreicht|erreichen|beträgt|betrug|leben|lebten|wohnen|arbeiten|starben|kamen|weit|deutlich|knapp|auch|noch|"
        "schon|bereits|";
    constexpr std::string_view kNoPlace =  // nobody goes over percents, nor under tonnes
        "|prozent|percent|euro|dollar|franken|pfund|cent|tonnen|kilo|kilogramm|gramm|grad|watt|kilowatt|megawatt|"
        "liter|";
    const std::string_view before = begin >= 2 ? std::string_view(words[begin - 2]) : std::string_view();
    if (listed(kGoverns, before)) return true;
    if (listed("|vertrag|auftrag|kredit|scheck|rechnung|debatte|streit|bericht|diskussion|entscheidung|", before))
        return false;
    if (words[begin].find_first_of("%$") != std::string::npos || words[begin].find("€") != std::string::npos)
        return true;
    const std::string_view unit = end < words.size() ? bare_of(words[end]) : std::string_view();
    const std::string_view size = end > begin + 1 ? bare_of(words[end - 1]) : std::string_view();
    const bool many = size_word(size) || std::ranges::count_if(words[begin], ascii::is_digit) >= 4;
    return listed(kNoPlace, unit) || listed(kNoPlace, size) || (many && words[begin - 1] == "über");
}

std::string phrase_ending_at(std::span<const std::string> words, std::size_t end, std::size_t length) {
    if (length > end) return {};
    return fmt::format("{}", fmt::join(words.subspan(end - length, length), " "));
}

// "Never more than 40" is at most 40.
Bound turned_round(Bound bound) {
    return bound == Bound::at_least ? Bound::at_most : Bound::at_least;
}

// Whether the phrase that begins at `at` is denied: right before it by "no" and its like, and inside its clause by
// "not" and its like. "Without warning, more than 3,000" and "not only did more than 3,000" deny nothing.
bool denied_before(std::span<const std::string> words, std::size_t at, std::string_view language) {
    constexpr std::size_t kReach = 6;
    for (std::size_t back = 1; back <= std::min(kReach, at); ++back) {
        const std::string& word = words[at - back];
        if (word.ends_with(',') || opens_clause(word, language)) return false;
        const bool half = language == "fr" && word == "pas";  // of "ne ... pas"
        if (!half && !text::negator(word, language)) continue;
        if (back > 1 && text::takes_denial_back(words[at - back + 1])) return false;
        if (half) continue;
        return back == 1 || !text::denies_thing(word, language);
    }
    return false;
}

struct FoundHedge {
    Hedge hedge;
    std::size_t words;  // of its phrase
};

std::optional<FoundHedge> hedge_before(std::span<const std::string> words, std::size_t begin, std::size_t end,
                                       std::string_view language) {
    if (begin == 0) return std::nullopt;
    const std::string_view last = words[begin - 1];
    const bool english = language == "en" && (last == "over" || last == "under");
    const bool german = language == "de" && (last == "über" || last == "unter");
    if (english || german) {
        if (english ? english_place_may_be_meant(words, begin) : !german_counts(words, begin, end)) return std::nullopt;
        const bool above = last == "over" || last == "über";
        return FoundHedge{{language, above ? Bound::at_least : Bound::below, {}, true}, 1};
    }
    for (const std::size_t length : {3U, 2U, 1U}) {
        const std::string phrase = phrase_ending_at(words, begin, length);
        const auto* hedge = std::ranges::find_if(
            kBefore, [&](const Hedge& entry) { return entry.language == language && listed(entry.phrases, phrase); });
        if (hedge != kBefore.end()) return FoundHedge{*hedge, length};
    }
    return std::nullopt;
}

Bound bound_after(std::span<const std::string> words, std::size_t end, std::string_view language) {
    constexpr std::size_t kReach = 2;  // words between the figure and the phrase
    for (std::size_t at = end + 2; at <= end + 2 + kReach && at <= words.size(); ++at) {
        const std::string phrase = phrase_ending_at(words, at, 2);
        const auto* hedge = std::ranges::find_if(kAfter, [&](const Hedge& entry) {
            return entry.language == language && listed(entry.phrases, bare_of(phrase));
        });
        if (hedge != kAfter.end()) return hedge->bound;
    }
    return Bound::exact;
}

}  // namespace

bool abbreviated_hedge(std::string_view bare) {
    return listed("|ca|approx|env|aprox|", bare);
}

std::vector<std::string> words_for_bounds(std::span<const Token> tokens) {
    std::vector<std::string> words;
    words.reserve(tokens.size());
    for (const Token& token : tokens) {
        std::string word = token.bare;
        for (const std::string_view sign : {"%", "€", "$"})
            if (token.written.find(sign) != std::string::npos && word.find(sign) == std::string::npos) word += sign;
        const bool only_short = token.written.ends_with('.') && abbreviated_hedge(token.bare);
        if (ends_with_mark(token.written) && !only_short) word += ',';
        words.push_back(std::move(word));
    }
    return words;
}

Bound bound_of(std::span<const std::string> words, std::size_t begin, std::size_t end, std::string_view language) {
    const std::string primary = text::primary_language(language);
    const auto found = hedge_before(words, begin, end, primary);
    if (!found) return bound_after(words, end, primary);
    const Hedge& hedge = found->hedge;
    const bool round = hedge.compares && denied_before(words, begin - found->words, primary);
    return round ? turned_round(hedge.bound) : hedge.bound;
}

std::string with_bound(Bound bound, std::string_view number) {
    switch (bound) {
        case Bound::about: return fmt::format("~{}", number);
        case Bound::at_least: return fmt::format("{}+", number);
        case Bound::at_most: return fmt::format("≤{}", number);
        case Bound::below: return fmt::format("<{}", number);
        case Bound::exact: break;
    }
    return std::string(number);
}

MarkedFigure without_bound(std::string_view figure) {
    struct Mark {
        std::string_view mark;
        Bound bound;
    };
    constexpr auto kMarks = std::to_array<Mark>({{"~", Bound::about},
                                                 {"≈", Bound::about},
                                                 {">", Bound::at_least},
                                                 {"≥", Bound::at_least},
                                                 {"<", Bound::below},
                                                 {"≤", Bound::at_most}});
    for (const auto& [mark, bound] : kMarks) {
        if (!figure.starts_with(mark)) continue;
        figure.remove_prefix(mark.size());
        figure.remove_prefix(std::min(figure.find_first_not_of(' '), figure.size()));
        return {bound, figure};
    }
    if (!figure.ends_with('+')) return {Bound::exact, figure};
    figure.remove_suffix(1);
    return {Bound::at_least, figure};
}

}  // namespace mss::writing
