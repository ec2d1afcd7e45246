#include "writing/figures.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/lexicon.hpp"
#include "writing/prose.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

using ascii::is_digit;

constexpr std::string_view kUnits =
    "|km|m|cm|mm|kg|g|t|mi|ft|lb|mph|km/"
    "h|metres|meters|metre|meter|kilometres|kilometers|kilometre|kilometer|miles|mile|"
    "feet|inches|tonnes|tons|tonne|ton|kilograms|grams|pounds|litres|liters|gallons|degrees|years|days|hours|minutes|"
    "seconds|months|weeks|centuries|times|species|people|countries|languages|watts|volts|bytes|kilometer|jahre|jahren|"
    "tage|stunden|menschen|arten|grad|meter|ans|années|jours|heures|personnes|espèces|años|personas|especies|anni|"
    "persone|specie|anos|pessoas|espécies|jaar|mensen|soorten|";
constexpr std::size_t kLabelWords = 5;
constexpr std::size_t kItemWords = 4;
constexpr std::size_t kLeadWords = 7;  // of a label that stands before its figure
constexpr std::string_view kMonths =
    "|january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|"
    "juni|"
    "juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|";
constexpr std::string_view kLabelEnds =
    "|and|but|or|that|which|who|is|are|was|were|while|when|as|because|than|has|have|had|can|will|would|it|they|he|she|"
    "und|"
    "aber|die|der|das|et|mais|qui|que|y|pero|e|ma|en|maar|ago|each|every|through|thanks|where|to|into|since|before|"
    "after|"
    "until|though|although|with|if|so|";

// The figure inside a token, with currency and percent signs: "($4.5" is "$4.5"; empty where it is no plain figure.
std::string figure_in(std::string_view written) {
    const auto first = std::ranges::find_if(written, is_digit);
    if (first == written.end()) return {};
    const auto begin = static_cast<std::size_t>(first - written.begin());
    std::size_t end = begin;
    const auto joins = [&](std::size_t i) {  // "2,500", "2.5" and, as tokens_of() leaves it, "10 000"
        return std::string_view(",. ").find(written[i]) != std::string_view::npos && i + 1 < written.size() &&
               is_digit(written[i + 1]);
    };
    while (end < written.size() && (is_digit(written[end]) || joins(end)))
        ++end;
    std::string figure(written.substr(begin, end - begin));
    const std::string_view before = written.substr(0, begin);
    std::string_view after = written.substr(end);
    for (const std::string_view sign : {"$", "€", "£", "¥"})
        if (before.ends_with(sign)) figure.insert(0, sign);
    const bool hyphen = before.ends_with('-');
    if (hyphen && before.size() > 1 && ascii::is_alphanumeric(before[before.size() - 2]))
        return {};  // "COVID-19" is a name
    if (hyphen || before.ends_with("−") || before.ends_with("–")) figure.insert(0, "−");
    if (!before.empty() && ascii::is_letter(before.back())) return {};
    if (const auto gap = after.find_first_not_of(' '); gap != 0 && gap != std::string_view::npos && after[gap] == '%')
        after.remove_prefix(gap);  // "80 %" is one figure
    for (const std::string_view sign : {"%", "°C", "°F", "°", "€"}) {
        if (!after.starts_with(sign)) continue;
        figure += sign;
        after.remove_prefix(sign.size());
        break;
    }
    while (after.starts_with(' '))
        after.remove_prefix(1);
    const bool clean_end = after.empty() ||
                           std::string_view(".,;:!?)\"").find(after.front()) != std::string_view::npos ||
                           after.starts_with("”");
    return clean_end ? figure : std::string();
}

bool year_like(std::string_view figure) {
    return figure.size() == 4 && std::ranges::all_of(figure, is_digit) &&
           (figure[0] == '1' || figure.starts_with("20"));
}

bool capital(std::string_view word) {
    return !word.empty() && ascii::is_upper(word[0]);
}

// "One in 1,000 people" says little about the thousand.
bool one_of_many(const std::vector<Token>& tokens, std::size_t at) {
    if (at < 2 || !listed("|in|of|every|", tokens[at - 1].bare)) return false;
    const bool two_words =
        tokens[at - 1].bare == "every" || (tokens[at - 1].bare == "of" && tokens[at - 2].bare == "out");
    if (two_words && at < 3) return false;
    const Token& counted = tokens[at - (two_words ? 3 : 2)];
    return !figure_in(counted.written).empty() || listed("|one|two|three|four|five|", counted.bare);
}

// How much a figure tells; 0 where it is not worth a picture.
int figure_weight(const std::vector<Token>& tokens, std::size_t at, const std::string& figure) {
    const std::string_view next = at + 1 < tokens.size() ? std::string_view(tokens[at + 1].bare) : "";
    const std::string_view before = at > 0 ? std::string_view(tokens[at - 1].bare) : "";
    if (listed(kMonths, next) || listed(kMonths, before)) return 0;
    if (one_of_many(tokens, at)) return 0;
    const bool name = at > 1 && capital(tokens[at - 1].written) && !listed(kMonths, before);
    if (name || listed("|no|chapter|page|figure|section|type|number|version|", before)) return 0;
    const bool signed_unit = std::ranges::any_of(figure, [](char c) { return !is_digit(c) && c != '.' && c != ','; });
    const bool size = size_word(next);
    const bool unit = listed(kUnits, next);
    if (year_like(figure) && !size && !unit) return 0;
    if (figure.ends_with("%") || listed("|percent|prozent|procent|", next)) return 4;
    if (size || signed_unit) return 4;
    const bool thousands = std::ranges::count_if(figure, is_digit) >= 4;
    if (thousands) return 3;
    if (unit && std::ranges::count_if(figure, is_digit) >= 2) return 2;
    return std::ranges::count_if(figure, is_digit) >= 3 && !next.empty() ? 1 : 0;
}

std::string trimmed_label(std::vector<std::string> words) {
    const auto loose = [](const std::string& word) {
        const auto bare = bare_words(word);
        return bare.empty() || text::stop_word(bare[0], "en") || text::stop_word(bare[0], "de");
    };
    while (!words.empty() && loose(words.back()))
        words.pop_back();
    std::string label = fmt::format("{}", fmt::join(words, " "));
    while (!label.empty() && std::string_view(".,;:!?").find(label.back()) != std::string_view::npos)
        label.pop_back();
    return label;
}

// Where the label of a figure ends: at a word that begins something new. The first word is what is counted, even where
// it may be a verb as well ("200 million lives").
bool ends_label(const Token& token, bool first) {
    return listed(kLabelEnds, token.bare) || (!first && headline_breaker(token.bare)) ||
           std::ranges::any_of(token.bare, is_digit);
}

// "people on the frozen (lake)": what would end in the middle of a phrase ends before it.
void drop_last_phrase(std::vector<std::string>& words) {
    const auto small = [](const std::string& word) {
        const std::string lower = text::lower(word);
        return text::stop_word(lower, "en") || text::stop_word(lower, "de") || text::stop_word(lower, "fr") ||
               text::stop_word(lower, "es");
    };
    const auto last = std::find_if(words.rbegin(), words.rend(), small);
    const auto first_of_phrase = words.rend() - last;  // of the words kept, the small one included
    if (last != words.rend() && first_of_phrase > 1) words.resize(static_cast<std::size_t>(first_of_phrase));
}

std::string label_after(const std::vector<Token>& tokens, std::size_t at) {
    std::vector<std::string> words;
    bool compares = at < tokens.size() && tokens[at].bare == "times";
    if (at < tokens.size() && listed("|comes|goes|came|went|", tokens[at].bare)) ++at;
    for (; at < tokens.size(); ++at) {
        const bool first_as = compares && tokens[at].bare == "as";  // "40 times as much air as ..."
        if (first_as) compares = false;
        const bool name_goes_on = !words.empty() && capital(words.back()) && capital(tokens[at].written);
        if ((words.size() >= kLabelWords && !name_goes_on) || words.size() >= 2 * kLabelWords) {
            if (!ends_label(tokens[at], false)) drop_last_phrase(words);
            break;
        }
        if (!first_as && ends_label(tokens[at], words.empty())) break;
        words.push_back(tokens[at].written);
        if (std::string_view(".,;:!?)").find(tokens[at].written.back()) != std::string_view::npos) break;
    }
    return trimmed_label(std::move(words));
}

// What leads up to a figure that closes its clause: "The work is expected to cost" of "... to cost £6.8 million".
std::string label_before(const std::vector<Token>& tokens, std::size_t at) {
    const auto stops = [](const Token& token) {
        return std::string_view(".,;:!?)").find(token.written.back()) != std::string_view::npos;
    };
    const auto rough = [](const Token& token) {
        return listed(
            "|about|around|roughly|nearly|almost|approximately|some|over|more|than|at|least|up|to|less|under|of|"
            "by|a|the|etwa|rund|circa|über|als|bis|zu|environ|de|alrededor|",
            token.bare);
    };
    while (at > 0 && rough(tokens[at - 1]) && !stops(tokens[at - 1]))
        --at;
    std::size_t begin = at;
    while (begin > 0 && !stops(tokens[begin - 1]) && !std::ranges::any_of(tokens[begin - 1].bare, is_digit))
        --begin;
    if (begin < at && listed("|and|but|or|which|that|so|", tokens[begin].bare)) ++begin;
    if (at - begin > kLeadWords || at - begin < 2) return {};
    std::vector<std::string> words;
    for (; begin < at; ++begin)
        words.push_back(tokens[begin].written);
    return capitalised(fmt::format("{}", fmt::join(words, " ")));
}

// A range ("from 10 to 20 km", "22 million to 65 million") has no single figure to show.
bool in_range(const std::vector<Token>& tokens, std::size_t at) {
    constexpr std::string_view kJoints = "|to|bis|à|a|and|or|oder|ou|o|";
    // "and" joins two figures to a range only after "between".
    const auto between = [&] {
        for (std::size_t back = 1; back <= 4 && back <= at; ++back)
            if (listed("|between|zwischen|entre|", tokens[at - back].bare)) return true;
        return false;
    }();
    const auto figure = [&](std::size_t i) { return i < tokens.size() && !figure_in(tokens[i].written).empty(); };
    const auto joint = [&](std::size_t i) { return i < tokens.size() && listed(kJoints, tokens[i].bare); };
    const auto size = [&](std::size_t i) { return i < tokens.size() && size_word(tokens[i].bare); };
    if (joint(at + 1) && (between || tokens[at + 1].bare != "and") && figure(at + 2)) return true;
    if (size(at + 1) && joint(at + 2) && (between || tokens[at + 2].bare != "and") && figure(at + 3)) return true;
    if (at >= 2 && joint(at - 1) && figure(at - 2)) return true;
    return at >= 3 && joint(at - 1) && (between || tokens[at - 1].bare != "and") && size(at - 2) && figure(at - 3);
}

// Whether the clause that leads to the figure denies something.
bool negated(const std::vector<Token>& tokens, std::size_t at) {
    constexpr std::size_t kReach = 7;
    for (std::size_t back = 1; back <= kReach && back <= at; ++back) {
        const Token& token = tokens[at - back];
        if (listed("|no|not|never|rarely|hardly|seldom|nor|cannot|", token.bare) || token.written.ends_with("n't") ||
            token.written.ends_with("n’t"))
            return true;
        if (std::string_view(",;:").find(token.written.back()) != std::string_view::npos) return false;
    }
    return false;
}

// Whether "over" or "under" before a figure is a bound ("weighs over 90 tonnes") and no place ("under 90 m of ice").
bool bounds(const std::vector<Token>& tokens, std::size_t at) {
    if (at < 2) return true;
    return listed(
        "|is|are|was|were|be|been|has|have|had|well|just|weighs|weigh|weighed|costs|cost|lasts|lasted|reaches|reach|"
        "holds|hold|for|by|at|of|to|and|",
        tokens[at - 2].bare);
}

// A figure said to be rough must not be shown as exact.
std::string with_precision(const std::vector<Token>& tokens, std::size_t at, std::string number) {
    const std::string_view before = at > 0 ? std::string_view(tokens[at - 1].bare) : "";
    const std::string two = at > 1 ? tokens[at - 2].bare + " " + tokens[at - 1].bare : std::string();
    if (negated(tokens, at)) {
        if (two == "more than" || listed("|over|exceeding|", before)) return "≤" + number;
        if (two == "less than" || two == "fewer than") return number + "+";
    }
    if (listed("|more than|at least|mehr als|plus de|más de|", two) || listed("|über|exceeding|", before) ||
        (before == "over" && bounds(tokens, at)))
        return number + "+";
    if (listed("|up to|at most|bis zu|", two) || listed("|hasta|até|jusqu'à|", before)) return "≤" + number;
    if (listed("|less than|fewer than|weniger als|moins de|", two) || (before == "under" && bounds(tokens, at)))
        return "<" + number;
    if (listed("|près de|cerca de|a circa|", two)) return "~" + number;
    if (listed(
            "|about|around|roughly|nearly|almost|approximately|some|unos|unas|etwa|rund|circa|environ|alrededor|quasi|",
            before))
        return "~" + number;
    return number;
}

}  // namespace

std::optional<Figure> telling_figure(std::string_view sentence) {
    const std::vector<Token> tokens = tokens_of(sentence);
    std::optional<Figure> best;
    int best_weight = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string figure = figure_in(tokens[i].written);
        if (figure.empty()) continue;
        const int weight = figure_weight(tokens, i, figure);
        if (weight <= best_weight) continue;
        if (in_range(tokens, i)) continue;
        const bool size = i + 1 < tokens.size() && size_word(tokens[i + 1].bare);
        std::string number = size ? figure + " " + without_marks(tokens[i + 1].written) : figure;
        if (size && listed("|percent|prozent|procent|", tokens[i + 1].bare)) number = figure + "%";
        const bool closed =
            std::string_view(".,;:!?)").find(tokens[i + (size ? 1U : 0U)].written.back()) != std::string_view::npos;
        std::string label = closed ? std::string() : label_after(tokens, i + (size ? 2U : 1U));
        if (label.empty()) label = label_before(tokens, i);
        best = Figure{with_precision(tokens, i, std::move(number)), std::move(label)};
        best_weight = weight;
    }
    return best;
}

namespace {

bool relative(std::string_view bare) {
    return listed("|that|which|who|", bare);
}

// "A glass jar that holds about one litre" is a glass jar where the whole is too long to show.
void shorten(std::vector<std::string>& item) {
    if (item.size() <= kItemWords) return;
    const auto remark = std::ranges::find_if(item, [](const std::string& word) { return relative(text::lower(word)); });
    if (remark != item.begin()) item.erase(remark, item.end());
}

}  // namespace

std::vector<std::string> enumeration(std::string_view sentence, std::string_view language) {
    constexpr auto kTriggers = std::to_array<std::string_view>(
        {": ", " such as ", " including ", " includes ", " include ", " included ", " namely ", " consists of ",
         " consist of ", " contains ", " contain ", " made of ", " are ", " wie ", " darunter ", " comme ", " como ",
         " come ", " zoals "});
    constexpr std::string_view kLast = "|and|or|und|oder|et|ou|y|o|e|en|";
    for (const std::string_view trigger : kTriggers) {
        const auto at = sentence.find(trigger);
        if (at == std::string_view::npos) continue;
        std::vector<std::vector<std::string>> items(1);
        bool last = false;
        for (const std::string& word : text::words(sentence.substr(at + trigger.size()), language)) {
            const std::string bare = bare_words(word).empty() ? "" : bare_words(word)[0];
            // The last thing ends where the sentence goes on; a small word in front of it ("a scale") is part of it.
            const bool goes_on = items.back().empty() || relative(bare);
            if (last && !goes_on && text::stop_word(bare, language)) break;
            if (!last && listed(kLast, bare)) {
                last = true;
                if (!items.back().empty()) items.emplace_back();
                continue;
            }
            const char end = word.back();
            const bool ends = std::string_view(",.;:!?)").find(end) != std::string_view::npos;
            items.back().push_back(ends ? word.substr(0, word.size() - 1) : word);
            if (ends && (last || end != ',')) break;
            if (ends) items.emplace_back();
        }
        std::erase_if(items, [](const auto& item) { return item.empty(); });
        for (auto& item : items)
            shorten(item);
        const bool sound = std::ranges::all_of(items, [](const auto& item) { return item.size() <= kItemWords; });
        if (!sound || !last || items.size() < 3 || items.size() > 5) continue;
        std::vector<std::string> out;
        for (const auto& item : items)
            out.push_back(capitalised(fmt::format("{}", fmt::join(item, " "))));
        const bool verbs = std::ranges::any_of(items, [](const auto& item) {
            return std::ranges::any_of(
                item, [](const std::string& word) { return listed("|is|are|was|were|has|have|it|they|", word); });
        });
        if (!verbs) return out;
    }
    return {};
}

namespace {

// The name beside a verb of saying: 'said Marie Curie' or 'Marie Curie wrote'.
std::string speaker_in(std::string_view outside) {
    constexpr std::string_view kVerbs =
        "|said|says|wrote|writes|argued|explained|noted|declared|remarked|observed|recalled|asked|replied|added|"
        "according|"
        "sagte|schrieb|écrivait|écrit|dit|dijo|escribió|disse|scrisse|zei|schreef|";
    const std::vector<Token> tokens = tokens_of(outside);
    const auto name_from = [&](std::size_t begin, std::size_t end) {
        std::vector<std::string> words;
        if (begin < tokens.size() && tokens[begin].bare == "the")  // "said the mayor, Ingrid Dallow"
            for (std::size_t skipped = 0; skipped < 4 && begin < tokens.size() && !capital(tokens[begin].written);
                 ++skipped, ++end)
                ++begin;
        for (std::size_t i = begin; i < end && i < tokens.size() && capital(tokens[i].written); ++i) {
            words.push_back(tokens[i].written);
            if (tokens[i].written.ends_with(',') || tokens[i].written.ends_with('.')) break;
        }
        return trimmed_label(words);
    };
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!listed(kVerbs, tokens[i].bare)) continue;
        const std::size_t after = tokens[i].bare == "according" ? i + 2 : i + 1;
        if (std::string name = name_from(after, after + 4); !name.empty()) return name;
        std::size_t begin = i;
        while (begin > 0 && capital(tokens[begin - 1].written))
            --begin;
        const std::string name = name_from(begin, i);
        if (!name.empty() && !text::stop_word(text::lower(name), "en")) return name;
    }
    return {};
}

}  // namespace

std::optional<Quotation> quotation(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kMarks{
        {{"“", "”"}, {"\"", "\""}, {"„", "“"}, {"«", "»"}}};
    for (const auto& [open, close] : kMarks) {
        const auto begin = text.find(open);
        if (begin == std::string_view::npos) continue;
        const auto end = text.find(close, begin + open.size());
        if (end == std::string_view::npos) continue;
        std::string words = text::clean_line(text.substr(begin + open.size(), end - begin - open.size()));
        while (words.ends_with(','))
            words.pop_back();
        const std::string outside =
            std::string(text.substr(0, begin)) + " " + std::string(text.substr(end + close.size()));
        if (text::words(words, "").size() >= 5 && words.size() * 2 >= text.size())
            return Quotation{words, speaker_in(outside)};
    }
    return std::nullopt;
}

}  // namespace mss::writing
