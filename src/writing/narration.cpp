#include "writing/narration.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/language.hpp"
#include "text/negation.hpp"
#include "text/numbers.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/hedges.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

using Tokens = std::vector<std::string>;

bool digit(char32_t point) {
    return point >= U'0' && point <= U'9';
}

// Of any alphabet, marks above and below letters included; not punctuation and signs.
bool letter(char32_t point) {
    if (point < 0x80) return ascii::is_letter(static_cast<char>(point));
    const bool sign = point < 0xC0 || point == U'×' || point == U'÷' || (point >= 0x2000 && point < 0x2C00) ||
                      (point >= 0x3000 && point < 0x3040);
    return !sign;
}

// Whether the language writes "2,500.5" and not "2.500,5".
bool comma_parts_thousands(std::string_view language) {
    constexpr auto kLanguages =
        std::to_array<std::string_view>({"en", "zh", "ja", "ko", "hi", "he", "th", "bn", "ta", "ur", "sw", "ar", ""});
    return std::ranges::find(kLanguages, text::primary_language(language)) != kLanguages.end();
}

// The value of a figure whose groups are parted by ',' and '.'. Three digits follow what parts thousands; what a
// language uses for decimals may do so as well ("0.125", and in German "0,125").
double value_of(std::string_view figure, std::string_view language) {
    const char decimal = comma_parts_thousands(language) ? '.' : ',';
    const bool small = figure.starts_with("0");  // no thousands begin with nought
    std::string plain;
    for (std::size_t i = 0; i < figure.size(); ++i) {
        if (ascii::is_digit(figure[i])) {
            plain += figure[i];
            continue;
        }
        std::size_t end = i + 1;
        while (end < figure.size() && ascii::is_digit(figure[end]))
            ++end;
        const bool once = std::ranges::count(figure, figure[i]) == 1;
        if (end - i - 1 != 3 || small || (figure[i] == decimal && once)) plain += '.';
    }
    double value = 0;
    std::from_chars(plain.data(), plain.data() + plain.size(), value);
    return value;
}

void add_words(std::string_view words, Tokens& out) {
    std::string word;
    for (const char32_t point : utf8::decode(text::lower(words))) {
        if (letter(point)) {
            utf8::append(word, point);
        } else if (!word.empty()) {
            out.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) out.push_back(std::move(word));
}

// The words that numbers are made of, "point" among them.
std::set<std::string> numerals(const text::NumberSpeller& spell, std::string_view language) {
    constexpr std::array<double, 33> kParts{0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11,  12,  13,  14,  15, 16,
                                            17, 18, 19, 20, 30, 40, 50, 60, 70, 80, 90, 100, 1e3, 1e6, 1e9, 0.5};
    Tokens words;
    for (const double part : kParts)
        add_words(spell(part), words);
    std::set<std::string> stems;
    for (const std::string& word : words)
        stems.insert(text::stem(word, language));
    return stems;
}

// One word for the ways in which a unit is written.
std::string unit_name(const std::string& word) {
    struct Unit {
        std::string_view written;
        std::string_view name;
    };
    constexpr auto kUnits = std::to_array<Unit>({{"km", "kilometre"},
                                                 {"kilometer", "kilometre"},
                                                 {"kilometers", "kilometre"},
                                                 {"m", "metre"},
                                                 {"meter", "metre"},
                                                 {"meters", "metre"},
                                                 {"cm", "centimetre"},
                                                 {"mm", "millimetre"},
                                                 {"kg", "kilogram"},
                                                 {"g", "gram"},
                                                 {"ft", "foot"},
                                                 {"feet", "foot"},
                                                 {"mi", "mile"},
                                                 {"lb", "pound"},
                                                 {"lbs", "pound"},
                                                 {"usd", "dollar"},
                                                 {"eur", "euro"},
                                                 {"euros", "euro"},
                                                 {"prozent", "percent"},
                                                 {"procent", "percent"},
                                                 {"tonnes", "ton"},
                                                 {"tonne", "ton"},
                                                 {"hr", "hour"},
                                                 {"min", "minute"},
                                                 {"bn", "billion"},
                                                 {"mio", "millionen"},
                                                 {"mrd", "milliarden"}});
    const auto* found = std::ranges::find(kUnits, std::string_view(word), &Unit::written);
    return found == kUnits.end() ? word : std::string(found->name);
}

std::string_view sign_name(char32_t point) {
    switch (point) {
        case U'%': return "percent";
        case U'$': return "dollar";
        case U'€': return "euro";
        case U'£': return "pound";
        case U'¥': return "yen";
        case U'°': return "degree";
        case U'−': return "minus";
        default: return {};
    }
}

bool currency(char32_t point) {
    return point == U'$' || point == U'€' || point == U'£' || point == U'¥';
}

// Between the ends of a range, however it is written: "30-40", "30 to 40", "between 30 and 40".
constexpr std::string_view kRange = "–";

// Signs that a figure must not lose: "50%" is not "50".
bool sign(std::string_view token) {
    return listed("|percent|dollar|euro|pound|yen|", token);
}

// Text as comparable tokens: numbers in words, units and signs under one name, currencies behind their amounts.
class Tokeniser {
public:
    Tokeniser(std::string_view text, std::string_view language, const text::NumberSpeller& spell)
        : points_(utf8::decode(text)), language_(language), spell_(spell) {}

    Tokens run() {
        while (at_ < points_.size()) {
            const char32_t point = points_[at_];
            if (digit(point)) {
                add_number();
            } else if (letter(point)) {
                add_word();
            } else {
                add_sign(point);
                ++at_;
            }
        }
        place_currency();
        return std::move(tokens_);
    }

private:
    char32_t near(std::size_t at) const { return at < points_.size() ? points_[at] : U' '; }

    // "2,500", "2.5" and, as French writes it, "10 000".
    bool joins_number(std::size_t at) const {
        const char32_t point = near(at);
        if (point == U',' || point == U'.') return digit(near(at + 1));
        const bool narrow = point == 0xA0 || point == 0x202F;
        // English hardly parts thousands so: "of 250 300 came" holds two numbers.
        const bool plain = point == U' ' && (text::primary_language(language_) != "en" ||
                                             (near(at + 1) == U'0' && near(at + 2) == U'0' && near(at + 3) == U'0'));
        return (narrow || plain) && digit(near(at + 1)) && digit(near(at + 2)) && digit(near(at + 3)) &&
               !digit(near(at + 4)) &&
               !(at >= 4 && digit(points_[at - 4]) && digit(points_[at - 1]) && digit(points_[at - 3]));
    }

    void add_number() {
        place_currency();
        std::string figure;
        for (; digit(near(at_)) || joins_number(at_); ++at_)
            if (points_[at_] < 0x80 && points_[at_] != U' ') figure += static_cast<char>(points_[at_]);
        const std::string spelled = spell_(value_of(figure, language_));
        if (spelled.empty())
            tokens_.push_back(figure);
        else
            add_words(spelled, tokens_);
        amount_seen_ = true;
    }

    void add_word() {
        std::string word;
        for (; letter(near(at_)); ++at_)
            utf8::append(word, points_[at_]);
        if (near(at_) == U'-' && digit(near(at_ + 1)))  // "COVID-19" is a name and holds no figure
            for (; near(at_) == U'-' || digit(near(at_)); ++at_)
                utf8::append(word, points_[at_]);
        word = text::lower(word);
        const bool size = word == "thousand" || word.starts_with("million") || word.starts_with("billion") ||
                          word.starts_with("milliard") || word.starts_with("trillion") || word == "bn";
        if (!size) place_currency();
        const std::string_view before = tokens_.empty() ? std::string_view() : std::string_view(tokens_.back());
        const bool percent = (word == "cent" && (before == "per" || before == "pour")) ||
                             (word == "ciento" && before == "por") || (word == "cento" && before == "per");
        if (percent) {
            tokens_.back() = "percent";
        } else {
            tokens_.push_back(unit_name(word));
        }
    }

    void add_sign(char32_t point) {
        const bool dash = point == U'-' || point == U'–';
        const bool behind_number = at_ > 0 && digit(points_[at_ - 1]);
        const bool minus = dash && digit(near(at_ + 1)) && (at_ == 0 || points_[at_ - 1] == U' ');
        if (currency(point)) {
            place_currency();
            currency_ = sign_name(point);
            amount_seen_ = at_ > 0 && (digit(points_[at_ - 1]) || (points_[at_ - 1] == U' ' && !digit(near(at_ + 1))));
        } else if (const std::string_view name = minus ? "minus" : sign_name(point); !name.empty()) {
            tokens_.emplace_back(name);
        } else if (dash && behind_number && (digit(near(at_ + 1)) || currency(near(at_ + 1)))) {
            place_currency();
            tokens_.emplace_back(kRange);
        } else if (point != U' ' && point != U'-' && point != 0xA0) {
            place_currency();
            // As bound_of() reads it: a comma behind the word where something new begins.
            const bool mark = std::u32string_view(U".,;:!?)—").find(point) != std::u32string_view::npos;
            const bool only_short = point == U'.' && !tokens_.empty() && abbreviated_hedge(tokens_.back());
            if (mark && !only_short && !tokens_.empty() && !tokens_.back().ends_with(',')) tokens_.back() += ',';
        }
    }

    void place_currency() {
        if (currency_.empty() || !amount_seen_) return;
        tokens_.emplace_back(currency_);
        currency_ = {};
    }

    std::u32string points_;
    std::string_view language_;
    const text::NumberSpeller& spell_;
    std::size_t at_ = 0;
    Tokens tokens_;
    std::string_view currency_;  // of an amount that is still being read
    bool amount_seen_ = false;
};

// "a hundred and fifty" as "one hundred fifty", which is how numbers are spelled here.
Tokens plainly_spelled(Tokens tokens, std::string_view language) {
    if (text::primary_language(language) != "en") return tokens;
    const auto size = [](const std::string& word) {
        return word == "hundred" || word == "thousand" || word == "million" || word == "billion";
    };
    Tokens out;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool before_size = i + 1 < tokens.size() && size(tokens[i + 1]);
        if (tokens[i] == "and" && !out.empty() && size(out.back())) continue;
        out.push_back(tokens[i] == "a" && before_size ? "one" : std::move(tokens[i]));
    }
    return out;
}

// Forms of one word: equal stems, or one of them with an ending of at most three bytes more.
bool same_word(const std::string& a, const std::string& b) {
    if (a == b) return true;
    const auto& [shorter, longer] = a.size() < b.size() ? std::tie(a, b) : std::tie(b, a);
    return shorter.size() >= 5 && longer.size() - shorter.size() <= 3 && longer.starts_with(shorter);
}

bool same_bound(Bound claimed, Bound said) {
    const auto upper = [](Bound bound) { return bound == Bound::below || bound == Bound::at_most; };
    return claimed == said || (upper(claimed) && upper(said));
}

}  // namespace

Narration::Narration(std::string_view text, std::string_view language)
    : text_(text),
      language_(language),
      spell_(language),
      numerals_(numerals(spell_, language)),
      plain_(plain_tokens(text)),
      tokens_(comparable(plain_)),
      words_(words_of(text)) {}

bool Narration::says(std::string_view shown) const {
    if (text::unspaced_script(language_)) return says_unspaced(shown);
    if (!denies(shown)) return false;
    const Tokens words = comparable(plain_tokens(shown));
    bool meaning = false;
    for (std::size_t i = 0; i < words.size();) {
        Tokens number;
        if (words[i] == "minus" && i + 1 < words.size() && numeral(words[i + 1])) number.push_back(words[i++]);
        while (i < words.size() && (numeral(words[i]) || (!number.empty() && (words[i] == kRange || sign(words[i])))))
            number.push_back(words[i++]);
        if (!number.empty()) {
            const auto place = place_of(number, 0);
            if (!place) return false;
            const std::size_t end = *place + number.size();
            if (end < tokens_.size() && sign(tokens_[end])) return false;
            meaning = true;
            continue;
        }
        const std::string& word = words[i++];
        if (word.size() == 1 || text::stop_word(word, language_)) continue;
        if (std::ranges::none_of(tokens_, [&](const std::string& other) { return same_word(word, other); }))
            return false;
        meaning = true;
    }
    return meaning;
}

std::optional<std::string> Narration::figure_as_said(std::string_view figure, std::string_view label) const {
    if (std::ranges::none_of(figure, ascii::is_digit)) return std::nullopt;
    const MarkedFigure marked = without_bound(figure);
    const Tokens run = comparable(plain_tokens(marked.rest));
    const Tokens below = comparable(plain_tokens(label));
    for (auto place = place_of(run, 0); place; place = place_of(run, *place + 1)) {
        const std::size_t end = *place + run.size();
        if (end < tokens_.size() && sign(tokens_[end]) && std::ranges::find(below, tokens_[end]) == below.end())
            continue;
        const Bound said = bound_of(plain_, *place, end, language_);
        if (marked.bound == Bound::exact || same_bound(marked.bound, said)) return with_bound(said, marked.rest);
    }
    return std::nullopt;
}

bool Narration::numeral(const std::string& token) const {
    return numerals_.contains(token);
}

Tokens Narration::plain_tokens(std::string_view text) const {
    return plainly_spelled(Tokeniser(text, language_, spell_).run(), language_);
}

// As stems, with one mark for what joins the ends of a range. "Between" is needed for "and" to do so.
Tokens Narration::comparable(Tokens tokens) const {
    for (std::string& token : tokens) {
        if (token.ends_with(',')) token.pop_back();
        token = text::stem(token, language_);
    }
    bool between = false;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (listed("|between|zwischen|entre|tra|tussen|", tokens[i])) between = true;
        const bool joint =
            listed("|to|bis|à|a|tot|or|oder|ou|o|", tokens[i]) || (between && listed("|and|und|et|y|e|en|", tokens[i]));
        if (!joint || i == 0 || i + 1 == tokens.size() || !numeral(tokens[i + 1])) continue;
        const bool with_unit = i >= 2 && numeral(tokens[i - 2]);
        if (numeral(tokens[i - 1]) || with_unit) tokens[i] = kRange;
        between = false;
    }
    return tokens;
}

std::vector<Narration::SaidWord> Narration::words_of(std::string_view text) const {
    const std::vector<Token> written = mss::writing::tokens_of(text, language_);
    const std::vector<bool> denied = text::denied_words(written, language_);
    std::vector<SaidWord> words;
    for (std::size_t i = 0; i < written.size(); ++i) {
        Tokens parts;
        add_words(written[i].bare, parts);
        for (const std::string& part : parts)
            words.push_back({text::stem(unit_name(part), language_), denied[i]});
    }
    return words;
}

// Whether what is shown denies just what the words deny.
bool Narration::denies(std::string_view shown) const {
    const std::vector<SaidWord> asked = words_of(shown);
    const bool shown_denies = std::ranges::any_of(asked, &SaidWord::denied);
    return std::ranges::all_of(asked, [&](const SaidWord& word) {
        if (word.stem.size() == 1 || text::stop_word(word.stem, language_) || numeral(word.stem)) return true;
        bool said = false;
        bool denied = false;
        for (const SaidWord& other : words_)
            if (same_word(word.stem, other.stem)) (other.denied ? denied : said) = true;
        if (word.denied) return denied;
        return said || !denied || shown_denies;
    });
}

// As a whole: "fifty" is not said by "two hundred fifty", "minus fifty", "forty to fifty" or "one in fifty".
std::optional<std::size_t> Narration::place_of(const Tokens& run, std::size_t from) const {
    if (run.empty()) return std::nullopt;
    for (std::size_t at = from; at + run.size() <= tokens_.size(); ++at) {
        const auto begin = tokens_.begin() + static_cast<std::ptrdiff_t>(at);
        if (!std::equal(run.begin(), run.end(), begin)) continue;
        const std::size_t end = at + run.size();
        const std::string_view before = at > 0 ? std::string_view(tokens_[at - 1]) : "";
        const bool begun = at > 0 && numeral(run.front()) && (numeral(tokens_[at - 1]) || before == "minus");
        const bool goes_on = end < tokens_.size() && numeral(tokens_[end]) && numeral(run.back());
        const bool ranges = before == kRange || (end < tokens_.size() && tokens_[end] == kRange);
        const bool share = at >= 2 && listed("|in|of|von|", before) && numeral(tokens_[at - 2]);
        if (!begun && !goes_on && !ranges && !share) return at;
    }
    return std::nullopt;
}

// Chinese denies with a word before; a term that only stands behind one is not said.
bool Narration::says_unspaced(std::string_view shown) const {
    constexpr auto kDenials = std::to_array<std::string_view>({"不", "没", "沒", "无", "無", "未"});
    const std::string spoken = text::lower(text_);
    const auto terms = text::terms(shown, language_);
    const auto plainly_said = [&](const std::string& term) {
        for (auto at = spoken.find(term); at != std::string::npos; at = spoken.find(term, at + 1)) {
            const std::string_view before = std::string_view(spoken).substr(0, at);
            if (std::ranges::none_of(kDenials, [&](std::string_view word) { return before.ends_with(word); }))
                return true;
        }
        return false;
    };
    return !terms.empty() && std::ranges::all_of(terms, plainly_said);
}

}  // namespace mss::writing
