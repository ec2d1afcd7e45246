#include "writing/narration.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <string>
#include <tuple>
#include <vector>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/numbers.hpp"
#include "text/stop_words.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/lexicon.hpp"

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

// "2,500", "2.500" and "2500" are one number, "2.5" and "2,5" another: three digits follow what parts thousands.
double value_of(std::string_view figure) {
    std::string plain;
    for (std::size_t i = 0; i < figure.size(); ++i) {
        if (ascii::is_digit(figure[i])) {
            plain += figure[i];
            continue;
        }
        std::size_t end = i + 1;
        while (end < figure.size() && ascii::is_digit(figure[end]))
            ++end;
        if (end - i - 1 != 3) plain += '.';
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

// Text as comparable tokens: numbers in words, units and signs under one name, currencies behind their amounts.
class Tokeniser {
public:
    Tokeniser(std::string_view text, const text::NumberSpeller& spell) : points_(utf8::decode(text)), spell_(spell) {}

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
        const bool space = point == U' ' || point == 0xA0 || point == 0x202F;
        return space && digit(near(at + 1)) && digit(near(at + 2)) && digit(near(at + 3)) && !digit(near(at + 4)) &&
               !(at >= 4 && digit(points_[at - 4]) && digit(points_[at - 1]) && digit(points_[at - 3]));
    }

    void add_number() {
        place_currency();
        std::string figure;
        for (; digit(near(at_)) || joins_number(at_); ++at_)
            figure += digit(points_[at_]) || points_[at_] == U'.' ? static_cast<char>(points_[at_]) : ',';
        const std::string spelled = spell_(value_of(figure));
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
        const bool minus = point == U'-' && digit(near(at_ + 1)) && (at_ == 0 || points_[at_ - 1] == U' ');
        if (currency(point)) {
            place_currency();
            currency_ = sign_name(point);
            amount_seen_ = at_ > 0 && (digit(points_[at_ - 1]) || (points_[at_ - 1] == U' ' && !digit(near(at_ + 1))));
        } else if (const std::string_view name = minus ? "minus" : sign_name(point); !name.empty()) {
            tokens_.emplace_back(name);
        } else if (point != U' ' && point != U'-' && point != 0xA0) {
            place_currency();
        }
    }

    void place_currency() {
        if (currency_.empty() || !amount_seen_) return;
        tokens_.emplace_back(currency_);
        currency_ = {};
    }

    std::u32string points_;
    const text::NumberSpeller& spell_;
    std::size_t at_ = 0;
    Tokens tokens_;
    std::string_view currency_;  // of an amount that is still being read
    bool amount_seen_ = false;
};

// "a hundred and fifty" as "one hundred fifty", which is how numbers are spelled here.
Tokens plainly_spelled(Tokens tokens, std::string_view language) {
    if (!language.starts_with("en")) return tokens;
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

// "~40" without "about" or a word like it claims what nobody said.
bool mark_said(std::string_view figure, std::string_view narration) {
    const std::vector<std::string> words = bare_words(narration);
    struct Mark {
        std::string_view mark;
        std::string_view words;
    };
    constexpr auto kMarks =
        std::to_array<Mark>({{"~", " about around roughly nearly almost approximately some circa etwa rund environ "},
                             {"≈", " about around roughly nearly almost approximately some circa etwa rund environ "},
                             {"+", " over more least above exceeding beyond mehr plus "},
                             {">", " over more least above exceeding beyond mehr plus "},
                             {"≥", " over more least above exceeding beyond mehr plus "},
                             {"<", " under less fewer most below up weniger moins "},
                             {"≤", " under less fewer most below up no bis moins "}});
    return std::ranges::all_of(kMarks, [&](const Mark& entry) {
        if (figure.find(entry.mark) == std::string_view::npos) return true;
        return std::ranges::any_of(words, [&](const std::string& word) {
            return entry.words.find(" " + word + " ") != std::string_view::npos;
        });
    });
}

}  // namespace

Narration::Narration(std::string_view text, std::string_view language)
    : text_(text),
      language_(language),
      spell_(language),
      numerals_(numerals(spell_, language)),
      tokens_(tokens_of(text)) {}

bool Narration::says(std::string_view shown) const {
    if (text::unspaced_script(language_)) return says_unspaced(shown);
    const Tokens words = tokens_of(shown);
    bool meaning = false;
    for (std::size_t i = 0; i < words.size();) {
        Tokens number;
        while (i < words.size() && numerals_.contains(words[i]))
            number.push_back(words[i++]);
        if (!number.empty()) {
            if (!stands(number)) return false;
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

bool Narration::says_figure(std::string_view figure) const {
    return std::ranges::any_of(figure, ascii::is_digit) && mark_said(figure, text_) && stands(tokens_of(figure));
}

Tokens Narration::tokens_of(std::string_view text) const {
    Tokens tokens = plainly_spelled(Tokeniser(text, spell_).run(), language_);
    for (std::string& token : tokens)
        token = text::stem(token, language_);
    return tokens;
}

// As a whole: "fifty" is not said by "two hundred fifty".
bool Narration::stands(const Tokens& run) const {
    if (run.empty()) return false;
    for (auto at = tokens_.begin();; ++at) {
        at = std::search(at, tokens_.end(), run.begin(), run.end());
        if (at == tokens_.end()) return false;
        const auto end = at + std::ssize(run);
        const bool begun = at != tokens_.begin() && numerals_.contains(*(at - 1)) && numerals_.contains(run.front());
        const bool goes_on = end != tokens_.end() && numerals_.contains(*end) && numerals_.contains(run.back());
        if (!begun && !goes_on) return true;
    }
}

bool Narration::says_unspaced(std::string_view shown) const {
    const std::string spoken = text::lower(text_);
    const auto terms = text::terms(shown, language_);
    return !terms.empty() &&
           std::ranges::all_of(terms, [&](const std::string& term) { return spoken.find(term) != std::string::npos; });
}

}  // namespace mss::writing
