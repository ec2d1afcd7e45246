// headline() and picture_words(): runs of words that carry meaning, weighed against each other.

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

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
#include "writing/hedges.hpp"
#include "writing/instruction.hpp"
#include "writing/lexicon.hpp"
#include "writing/phrases.hpp"
#include "writing/prose.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

using ascii::is_digit;

constexpr std::size_t kHeadlinePoints = 80;

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
        if (!text::negator(token.bare, language)) continue;
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
    // "the No. 1 risk" is not one risk.
    const bool rank = begin > 1 && listed("|no|nr|n°|nº|núm|", tokens[begin - 2].bare);
    if (!number || rank || year_like(figure.bare)) return begin;
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
          denied_(text::denied_words(tokens_, language)),
          phrases_(phrases_in(tokens_, language)) {}

    std::string write() {
        for (std::size_t i = 0; i < phrases_.size(); ++i)
            phrases_[i].weight = weight(i);
        const auto best = std::ranges::max_element(phrases_, {}, &Phrase::weight);
        if (best == phrases_.end() || best->weight <= kUnfit) return {};
        const std::vector<std::string> words = in_company(static_cast<std::size_t>(best - phrases_.begin()));
        if (says_little(words)) return {};
        return capitalised(fitting_words(without_stray_quotes(joined(words, language_)), kHeadlinePoints));
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
        if (text::primary_language(language_) == "en") return true;
        const auto terms = text::terms(word, language_);
        return terms.empty() || !known(terms[0]);
    }

    // "A price", "the thing": one word, whatever article stands before it.
    bool says_little(const std::vector<std::string>& words) const {
        constexpr std::string_view kArticles =
            "|the|a|an|its|their|his|her|our|your|my|this|that|these|those|der|die|das|ein|eine|le|la|les|un|une|el|"
            "los|las|una|il|lo|gli|o|os|as|um|uma|het|een|";
        const bool article = words.size() == 2 && listed(kArticles, text::lower(words.front()));
        return (words.size() < 2 || article) && thin(words.back());
    }

    double weight(std::size_t index) const {
        const Phrase& phrase = phrases_[index];
        if (measure_word(text::lower(phrase.words.front())) && (phrase.words.size() == 1 || counted(phrase)))
            return kUnfit;
        const bool german_time = german(language_) && phrase.words.size() == 2 &&  // "(im) nächsten Jahr"
                                 measure_word(text::lower(phrase.words.back()));
        if (german_time) return kUnfit;
        if (phrase.words.size() == 1 && listed(kNothing, text::lower(phrase.words.front()))) return kUnfit;
        if (!with_negation(tokens_, denied_, phrase, language_)) return kUnfit;
        if (names_whose_word_it_is(phrase) || part_of_share(phrase)) return kUnfit;
        if (counts_measure(tokens_, phrase.begin, language_) && !ends_range_in_words(tokens_, phrase.begin))
            return kUnfit;
        double sum = 0;
        for (const std::string& term : text::terms(joined(phrase.words, language_), language_))
            sum += known(term) ? 1.4 : 1.0;
        if (phrase.words.size() < 2) sum *= telling_share(tokens_, phrase, language_);
        return sum - 0.05 * static_cast<double>(index);  // what comes first is more often the theme
    }

    // "nine out of ten homes" are not ten homes.
    bool part_of_share(const Phrase& phrase) const {
        constexpr std::string_view kNumbers =
            "|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|thousand|";
        const auto number = [&](std::size_t at) {
            return listed(kNumbers, tokens_[at].bare) || std::ranges::all_of(tokens_[at].bare, is_digit);
        };
        return phrase.begin >= 2 && number(phrase.begin) && listed("|of|in|", tokens_[phrase.begin - 1].bare) &&
               (number(phrase.begin - 2) || tokens_[phrase.begin - 2].bare == "out");
    }

    // "nach Angaben der Stadt"
    bool names_whose_word_it_is(const Phrase& phrase) const {
        return german(language_) && phrase.begin > 0 && tokens_[phrase.begin - 1].bare == "nach" &&
               listed("|angaben|angabe|schätzung|schätzungen|berechnungen|ansicht|meinung|einschätzung|aussage|",
                      tokens_[phrase.begin].bare);
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
        if (begin == phrase.begin && german(language_) && !capital(phrase.words.front()) && begin > 0)
            return with_german_adjective(phrase);
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

    // The ending of a German adjective belongs to the article before it: "die neuen Schiffe", and not "neuen Schiffe".
    // Behind a preposition, or in a case that no headline has, the noun stands better alone.
    std::vector<std::string> with_german_adjective(const Phrase& phrase) const {
        const std::string& before = tokens_[phrase.begin - 1].bare;
        std::vector<std::string> words = phrase.words;
        // "der alten Stadt" is a case that no headline has.
        const bool oblique = listed("|der|dieser|jeder|", before) && !words.front().ends_with('e');
        if (!oblique && listed("|der|die|das|ein|eine|kein|keine|diese|dieses|dieser|jede|jedes|jeder|", before)) {
            words.insert(words.begin(), before);
        } else if (!listed("|und|viele|einige|mehrere|alle|", before) && !std::ranges::all_of(before, is_digit)) {
            const auto noun = std::ranges::find_if(words, capital);
            if (noun != words.end()) words.erase(words.begin(), noun);
        }
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
    for (const std::string& sentence : text::sentences(text, language)) {
        const std::size_t words = text::words(sentence, language).size();
        const bool whole = sentence.ends_with('.') && begins_with_capital(sentence) && balanced(sentence) &&
                           sentence.find_first_of("\",;:") == std::string::npos;
        const bool telling = text::terms(sentence, language).size() >= 2;  // not "It was as it was"
        if (whole && telling && words >= kWordsMin && words <= kWordsMax && utf8::decode(sentence).size() <= kPoints)
            return keeps_its_stop(sentence.substr(sentence.rfind(' ') + 1)) ? sentence
                                                                            : sentence.substr(0, sentence.size() - 1);
    }
    return {};
}

// Where words have no spaces between them and no small word is known, a run of words would end wherever it got too
// long, in the middle of a thought. What such languages mark is their clauses.
std::vector<std::string> unspaced_clauses(std::string_view text, std::string_view language) {
    constexpr std::u32string_view kMarks = U"，。；：！？、…,;:!?\n—";
    // Thai and its neighbours put a space where others put a mark.
    const bool space_parts = !listed("|zh|yue|ja|", text::primary_language(language));
    const auto digit = [](char32_t point) { return point >= U'0' && point <= U'9'; };
    std::vector<std::string> clauses;
    std::u32string open;
    const auto close = [&] {
        const std::string clause = text::clean_line(without_stray_quotes(utf8::encode(std::exchange(open, {}))));
        if (!clause.empty()) clauses.push_back(clause);
    };
    const std::u32string points = utf8::decode(text);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool in_number = i > 0 && i + 1 < points.size() && digit(points[i - 1]) && digit(points[i + 1]);
        const bool parts = kMarks.find(points[i]) != kMarks.npos || (space_parts && points[i] == U' ');
        if (parts && !in_number)
            close();
        else
            open += points[i];
    }
    close();
    return clauses;
}

// How many letters of these languages can be read at a glance; Thai and its neighbours count vowels and tones apart.
std::size_t unspaced_points(std::string_view language) {
    const std::string primary = text::primary_language(language);
    if (primary == "zh" || primary == "yue") return 24;
    return primary == "ja" ? 30 : 50;
}

// A Japanese clause that waits for its verb or for the clause behind it, or a Chinese one that only tells who says so.
bool hangs_on(std::string_view clause) {
    constexpr auto kEnds = std::to_array<std::string_view>(
        {"は",   "が",   "を",   "に",   "で",   "と",   "も",   "の",   "へ",   "から", "まで",
         "ので", "けど", "って", "して", "れば", "たら", "发现", "认为", "表示", "说",   "称",
         "指出", "宣布", "显示", "报道", "發現", "認為", "說",   "指稱", "宣佈"});
    return std::ranges::any_of(kEnds, [&](std::string_view end) { return clause.ends_with(end); });
}

// Without a word that only links the clause to the one before it: "但", "しかし".
std::string without_link(std::string clause) {
    constexpr auto kLinks = std::to_array<std::string_view>(
        {"但是",   "不过",   "然而", "因此",   "所以",   "而且",     "并且",   "同时",   "此外", "例如",
         "比如",   "其中",   "然后", "首先",   "最后",   "于是",     "另外",   "但",     "而",   "并",
         "しかし", "そして", "また", "さらに", "だから", "そのため", "例えば", "まずは", "まず", "次に",
         "最後に", "一方で", "一方", "และ",    "แต่",     "หรือ",      "ซึ่ง"});
    // Whole words of the clause: "まずい" does not begin with "まず".
    std::size_t end = 0;
    std::size_t link_end = 0;
    for (const std::string& word : text::words(clause, "")) {
        end += word.size();
        const std::string_view begin = std::string_view(clause).substr(0, end);
        if (std::ranges::find(kLinks, begin) != kLinks.end()) link_end = end;
    }
    return link_end < clause.size() ? clause.substr(link_end) : clause;
}

// Without the small words at the end that wait for what was cut off.
std::string without_open_end(std::string text, std::string_view language) {
    constexpr std::string_view kChinese = "|以及|及其|和|与|或|及|并|并且|的|在|是|将|被|把|对|从|向|";
    constexpr std::string_view kJapanese = "|の|を|は|が|に|で|と|も|へ|や|その|この|";
    const std::string_view waiting = text::primary_language(language) == "ja" ? kJapanese : kChinese;
    std::vector<std::string> words = text::words(text, language);
    const std::size_t all = words.size();
    while (words.size() > 1 && listed(waiting, words.back()))
        words.pop_back();
    return words.size() == all ? text : joined(words, language);
}

// In letters of full width: Latin ones and figures are half as wide.
double width(std::string_view text) {
    double sum = 0;
    for (const char32_t point : utf8::decode(text))
        sum += point < 0x80 ? 0.5 : 1;
    return sum;
}

// The clause that fits, says enough and names what the video is about; else the beginning of the first one.
std::string clause_headline(std::string_view text, std::string_view language, std::string_view subject) {
    constexpr double kEnough = 6;
    constexpr std::size_t kLeast = 5;  // letters; "他们认为" introduces what is said
    const std::size_t most = unspaced_points(language);
    const std::vector<std::string> known = text::terms(subject, language);
    std::string best;
    std::string first;
    double best_weight = 0;
    std::size_t place = 0;
    for (const std::string& whole : unspaced_clauses(text, language)) {
        const std::string clause = without_link(whole);
        const std::size_t points = utf8::decode(clause).size();
        if (points < kLeast) continue;
        if (first.empty()) first = clause;
        double about = 0;
        for (const std::string& term : text::terms(clause, language))
            about += std::ranges::find(known, term) != known.end() ? 2 : 1;
        // Six words say enough; a longer clause says no more about the theme.
        double weight = std::min(about, kEnough) - 0.3 * static_cast<double>(place++);
        if (hangs_on(clause)) weight /= 2;
        if (width(clause) > static_cast<double>(most) || weight <= best_weight) continue;
        best = clause;
        best_weight = weight;
    }
    if (!best.empty() || first.empty()) return best;
    return without_open_end(fitting_words(first, most - 1), language) + "…";
}

}  // namespace

std::string headline(std::string_view sentence, std::string_view language, std::string_view subject) {
    if (text::unspaced_script(language)) return clause_headline(without_parentheses(sentence), language, subject);
    if (std::string order = instruction(sentence, language); !order.empty()) return order;
    std::string phrase = HeadlineWriter(sentence, language, subject).write();
    return phrase.empty() ? short_sentence(sentence, language) : phrase;
}

std::vector<std::string> picture_words(std::string_view sentence, std::string_view language, std::string_view headline,
                                       std::size_t count) {
    const bool english = text::primary_language(language) == "en";
    std::vector<std::string> out;
    const auto add = [&](const std::vector<std::string>& words) {
        for (const std::string& word : words) {
            // What is longer is an address, not a thing that there is a picture of.
            constexpr std::size_t kBytesMax = 60;
            const bool useful = word.size() > 2 && word.size() <= kBytesMax && std::ranges::none_of(word, is_digit) &&
                                !size_word(word) && !text::stop_word(word, language) &&
                                !(english && headline_breaker(word)) && std::ranges::find(out, word) == out.end();
            if (useful && out.size() < count) out.push_back(word);
        }
    };
    add(bare_words(text::without_denied(headline, language)));
    std::vector<std::string> words = bare_words(text::without_denied(sentence, language));
    // Longer words are rarer and name things more exactly.
    std::ranges::sort(words, [](const std::string& a, const std::string& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    add(words);
    return out;
}

}  // namespace mss::writing
