#include "writing/figures.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/lexicon.hpp"
#include "writing/prose.hpp"

namespace mss::writing {
namespace {

bool digit(char c) {
    return c >= '0' && c <= '9';
}

bool listed(std::string_view list, std::string_view word) {
    return !word.empty() && list.find("|" + std::string(word) + "|") != std::string_view::npos;
}

constexpr std::string_view kSizes =
    "|hundred|thousand|million|millions|billion|billions|trillion|percent|tausend|millionen|milliarden|prozent|"
    "millions|"
    "milliards|millones|milioni|miliardi|milhões|miljoen|miljard|procent|";
constexpr std::string_view kUnits =
    "|km|m|cm|mm|kg|g|t|mi|ft|lb|mph|km/"
    "h|metres|meters|metre|meter|kilometres|kilometers|kilometre|kilometer|miles|mile|"
    "feet|inches|tonnes|tons|tonne|ton|kilograms|grams|pounds|litres|liters|gallons|degrees|years|days|hours|minutes|"
    "seconds|months|weeks|centuries|times|species|people|countries|languages|watts|volts|bytes|kilometer|jahre|jahren|"
    "tage|stunden|menschen|arten|grad|meter|ans|années|jours|heures|personnes|espèces|años|personas|especies|anni|"
    "persone|specie|anos|pessoas|espécies|jaar|mensen|soorten|";
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

struct Token {
    std::string written;
    std::string bare;  // lower case, no marks around it
};

std::vector<Token> tokens_of(std::string_view sentence) {
    const std::vector<std::string> written = text::words(sentence, "");
    const std::vector<std::string> bare = bare_words(sentence);
    std::vector<Token> out;
    for (std::size_t i = 0; i < std::min(written.size(), bare.size()); ++i)
        out.push_back({written[i], bare[i]});
    return out;
}

std::string without_marks(std::string word) {
    const auto mark = [](char c) { return std::string_view(".,;:!?()[]\"").find(c) != std::string_view::npos; };
    while (!word.empty() && mark(word.front()))
        word.erase(0, 1);
    while (!word.empty() && mark(word.back()))
        word.pop_back();
    for (const std::string_view quote : {"“", "”", "„", "«", "»", "—", "–"})
        for (auto at = word.find(quote); at != std::string::npos; at = word.find(quote))
            word.erase(at, quote.size());
    return text::clean_line(word);
}

// The figure inside a token, with currency and percent signs: "($4.5" is "$4.5"; empty where it is no plain figure.
std::string figure_in(std::string_view written) {
    const auto first = std::ranges::find_if(written, digit);
    if (first == written.end()) return {};
    const auto begin = static_cast<std::size_t>(first - written.begin());
    std::size_t end = begin;
    while (end < written.size() && (digit(written[end]) || ((written[end] == ',' || written[end] == '.') &&
                                                            end + 1 < written.size() && digit(written[end + 1]))))
        ++end;
    std::string figure(written.substr(begin, end - begin));
    const std::string_view before = written.substr(0, begin);
    std::string_view after = written.substr(end);
    for (const std::string_view sign : {"$", "€", "£", "¥"})
        if (before.ends_with(sign)) figure.insert(0, sign);
    const bool hyphen = before.ends_with('-');
    if (hyphen && before.size() > 1 && std::isalnum(static_cast<unsigned char>(before[before.size() - 2])) != 0)
        return {};  // "COVID-19" is a name
    if (hyphen || before.ends_with("−") || before.ends_with("–")) figure.insert(0, "−");
    if (!before.empty() && std::isalpha(static_cast<unsigned char>(before.back())) != 0) return {};
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
    return figure.size() == 4 && std::ranges::all_of(figure, digit) && (figure[0] == '1' || figure.starts_with("20"));
}

bool capital(std::string_view word) {
    return !word.empty() && std::isupper(static_cast<unsigned char>(word[0])) != 0;
}

// How much a figure tells; 0 where it is not worth a picture.
int figure_weight(const std::vector<Token>& tokens, std::size_t at, const std::string& figure) {
    const std::string_view next = at + 1 < tokens.size() ? std::string_view(tokens[at + 1].bare) : "";
    const std::string_view before = at > 0 ? std::string_view(tokens[at - 1].bare) : "";
    if (listed(kMonths, next) || listed(kMonths, before)) return 0;
    const bool name = at > 1 && capital(tokens[at - 1].written) && !listed(kMonths, before);
    if (name || listed("|no|chapter|page|figure|section|type|number|version|", before)) return 0;
    const bool signed_unit = std::ranges::any_of(figure, [](char c) { return !digit(c) && c != '.' && c != ','; });
    const bool size = listed(kSizes, next);
    const bool unit = listed(kUnits, next);
    if (year_like(figure) && !size && !unit) return 0;
    if (figure.ends_with("%") || listed("|percent|prozent|procent|", next)) return 4;
    if (size || signed_unit) return 4;
    const bool thousands = std::ranges::count_if(figure, digit) >= 4;
    if (thousands) return 3;
    if (unit && std::ranges::count_if(figure, digit) >= 2) return 2;
    return std::ranges::count_if(figure, digit) >= 3 && !next.empty() ? 1 : 0;
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

std::string label_after(const std::vector<Token>& tokens, std::size_t at) {
    std::vector<std::string> words;
    bool compares = at < tokens.size() && tokens[at].bare == "times";
    for (; at < tokens.size() && words.size() < 5; ++at) {
        const bool first_as = compares && tokens[at].bare == "as";  // "40 times as much air as ..."
        if (first_as) compares = false;
        if ((!first_as && listed(kLabelEnds, tokens[at].bare)) || std::ranges::any_of(tokens[at].bare, digit)) break;
        words.push_back(tokens[at].written);
        if (std::string_view(".,;:!?)").find(tokens[at].written.back()) != std::string_view::npos) break;
    }
    return trimmed_label(std::move(words));
}

// A figure said to be rough must not be shown as exact.
std::string with_precision(const std::vector<Token>& tokens, std::size_t at, std::string number) {
    const std::string_view before = at > 0 ? std::string_view(tokens[at - 1].bare) : "";
    const std::string two = at > 1 ? tokens[at - 2].bare + " " + tokens[at - 1].bare : std::string();
    if (at > 2 && listed("|no|not|", tokens[at - 3].bare)) {
        if (two == "more than") return "≤" + number;
        if (two == "less than" || two == "fewer than") return number + "+";
    }
    if (listed("|more than|at least|mehr als|plus de|más de|", two) || listed("|over|über|exceeding|", before))
        return number + "+";
    if (listed("|up to|at most|bis zu|", two) || listed("|hasta|até|jusqu'à|", before)) return "≤" + number;
    if (listed("|less than|fewer than|weniger als|moins de|", two) || before == "under") return "<" + number;
    if (listed("|about|around|roughly|nearly|almost|approximately|some|etwa|rund|circa|environ|alrededor|quasi|",
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
        // A range ("10 to 20 km") has no single figure to show.
        const bool range = i + 2 < tokens.size() && listed("|to|bis|à|a|", tokens[i + 1].bare) &&
                           !figure_in(tokens[i + 2].written).empty();
        if (range ||
            (i >= 2 && listed("|to|and|bis|", tokens[i - 1].bare) && !figure_in(tokens[i - 2].written).empty()))
            continue;
        const bool size = i + 1 < tokens.size() && listed(kSizes, tokens[i + 1].bare);
        std::string number = size ? figure + " " + without_marks(tokens[i + 1].written) : figure;
        if (size && listed("|percent|prozent|procent|", tokens[i + 1].bare)) number = figure + "%";
        const bool closed =
            std::string_view(".,;:!?)").find(tokens[i + (size ? 1U : 0U)].written.back()) != std::string_view::npos;
        best = Figure{with_precision(tokens, i, std::move(number)),
                      closed ? std::string() : label_after(tokens, i + (size ? 2U : 1U))};
        best_weight = weight;
    }
    return best;
}

std::vector<std::string> enumeration(std::string_view sentence, std::string_view language) {
    constexpr auto kTriggers = std::to_array<std::string_view>(
        {":", " such as ", " including ", " includes ", " include ", " included ", " namely ", " consists of ",
         " consist of ", " contains ", " contain ", " made of ", " are ", " wie ", " darunter ", " comme ", " como ",
         " come ", " zoals "});
    constexpr std::string_view kLast = "|and|or|und|oder|et|ou|y|o|e|en|";
    for (const std::string_view trigger : kTriggers) {
        const auto at = sentence.find(trigger);
        if (at == std::string_view::npos) continue;
        std::vector<std::vector<std::string>> items(1);
        bool last = false;
        bool sound = true;
        for (const std::string& word : text::words(sentence.substr(at + trigger.size()), language)) {
            const std::string bare = bare_words(word).empty() ? "" : bare_words(word)[0];
            if (last && text::stop_word(bare, language)) break;
            if (!last && listed(kLast, bare)) {
                last = true;
                if (!items.back().empty()) items.emplace_back();
                continue;
            }
            const char end = word.back();
            const bool ends = std::string_view(",.;:!?)").find(end) != std::string_view::npos;
            items.back().push_back(ends ? word.substr(0, word.size() - 1) : word);
            sound = sound && items.back().size() <= 4;
            if (ends && (last || end != ',')) break;
            if (ends) items.emplace_back();
        }
        std::erase_if(items, [](const auto& item) { return item.empty(); });
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

namespace {

struct Phrase {
    std::vector<std::string> words;
    double weight = 0;
};

constexpr std::size_t kPhraseWordsMax = 5;

bool breaks(const Token& token, std::string_view language) {
    const std::string& bare = token.bare;
    if (bare.empty() || std::ranges::any_of(bare, digit) || token.written.ends_with('-')) return true;
    // German writes its nouns with capitals; what is between them is seldom part of the name of a thing.
    if (language.starts_with("de") && text::lower(token.written) == token.written) return true;
    return text::stop_word(bare, language) || (language.starts_with("en") && headline_breaker(bare));
}

bool joint(const std::string& bare) {
    return listed("|of|de|du|des|da|do|di|van|von|der|", bare);
}

// Runs of words that carry meaning, between stop words, verbs and punctuation; "of" may join two runs.
std::vector<Phrase> phrases_of(const std::vector<Token>& tokens, std::string_view language) {
    std::vector<Phrase> out;
    Phrase run;
    const auto end_run = [&](bool cut) {
        const auto of =
            std::ranges::find_if(run.words, [](const std::string& word) { return joint(text::lower(word)); });
        if (cut && of - run.words.begin() >= 2) run.words.erase(of, run.words.end());
        while (!run.words.empty() &&
               (joint(text::lower(run.words.back())) ||
                (run.words.size() > 1 && language.starts_with("en") && run.words.back().ends_with("ed"))))
            run.words.pop_back();
        if (!run.words.empty() && run.words.back().ends_with("'s"))
            run.words.back().resize(run.words.back().size() - 2);
        if (!run.words.empty()) out.push_back(run);
        run = {};
    };
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool more = i + 1 < tokens.size() && !breaks(tokens[i + 1], language);
        const bool joins = !run.words.empty() && joint(tokens[i].bare) && more;
        if (!joins && breaks(tokens[i], language)) {
            end_run(false);
            continue;
        }
        std::string word = without_marks(tokens[i].written);
        if (!word.empty()) run.words.push_back(std::move(word));
        const bool stopped = std::string_view(".,;:!?)\"").find(tokens[i].written.back()) != std::string_view::npos;
        if (stopped || run.words.size() == kPhraseWordsMax) end_run(!stopped && more);
    }
    end_run(false);
    return out;
}

}  // namespace

std::string headline(std::string_view sentence, std::string_view language, std::string_view subject) {
    const std::vector<std::string> subject_terms = text::terms(subject, language);
    std::vector<Phrase> phrases = phrases_of(tokens_of(without_parentheses(sentence)), language);
    for (std::size_t i = 0; i < phrases.size(); ++i) {
        Phrase& phrase = phrases[i];
        const std::string joined = fmt::format("{}", fmt::join(phrase.words, " "));
        for (const std::string& term : text::terms(joined, language)) {
            const bool known = std::ranges::find(subject_terms, term) != subject_terms.end();
            phrase.weight += known ? 1.4 : 1.0;
        }
        if (phrase.words.size() < 2) phrase.weight *= 0.5;
        phrase.weight -= 0.05 * static_cast<double>(i);  // what comes first is more often the theme
    }
    const auto best = std::ranges::max_element(phrases, {}, &Phrase::weight);
    if (best == phrases.end()) return {};
    std::string line = fmt::format("{}", fmt::join(best->words, " "));
    if (best->words.size() == 1 && text::unspaced_script(language) == false) {
        // One word is thin; the next phrase gives it company where both are short.
        const auto other = std::ranges::find_if(phrases, [&](const Phrase& phrase) { return &phrase != &*best; });
        if (other != phrases.end() && other->words.size() <= 3) {
            const std::string second = fmt::format("{}", fmt::join(other->words, " "));
            line = &*other < &*best ? second + " & " + line : line + " & " + second;
        }
    }
    return capitalised(utf8::truncate(line, 80));
}

std::vector<std::string> picture_words(std::string_view sentence, std::string_view language, std::string_view headline,
                                       std::size_t count) {
    std::vector<std::string> out;
    const auto add = [&](const std::vector<std::string>& words) {
        for (const std::string& word : words) {
            const bool useful = word.size() > 2 && !breaks({word, word}, "") && !text::stop_word(word, language) &&
                                !(language.starts_with("en") && headline_breaker(word)) &&
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
