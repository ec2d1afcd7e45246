#include "speech/reading.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "speech/english_reading.hpp"
#include "speech/english_vocabulary.hpp"
#include "text/numbers.hpp"

namespace mss::speech {
namespace {

/// No engine needs longer words; the longest names in dictionaries have about sixty letters.
constexpr std::size_t kLongestPiece = 64;

/// A stretch of a written word without white space: what is said, and the pause after it.
struct Piece {
    std::string core;
    char pause = 0;  // one of , . ; : ? ! or 0
    bool opens_bracket = false;
    std::size_t word = 0;
};

// Later marks win over earlier ones within a run of punctuation.
constexpr std::string_view kPauses = ",;:.!?";

char stronger(char one, char other) {
    if (one == 0 || other == 0) return one == 0 ? other : one;
    return kPauses.find(one) >= kPauses.find(other) ? one : other;
}

/// The plain pause mark that a punctuation mark of any script stands for; 0 where it stands for none.
char pause_of(char32_t point) {
    switch (point) {
        case U',':
        case U'，':
        case U'、':
        case U'،':
        case U'—':
        case U'―':
        case U'…':
        case U')':
        case U']': return ',';
        case U';':
        case U'；':
        case U'؛': return ';';
        case U':':
        case U'：': return ':';
        case U'.':
        case U'。':
        case U'।':
        case U'۔':
        case U'．': return '.';
        case U'!':
        case U'！': return '!';
        case U'?':
        case U'？':
        case U'؟': return '?';
        default: return 0;
    }
}

/// The ASCII form of typographic variants; the point itself otherwise.
char32_t plain_form(char32_t point) {
    switch (point) {
        case U'’':
        case U'‘':
        case U'ʼ':
        case U'＇':
        case U'`':
        case U'´': return U'\'';
        case U'–':
        case U'‐':
        case U'‑':
        case U'‒':
        case U'−': return U'-';
        case U'μ': return U'µ';
        case U'٪':
        case U'％': return U'%';
        default: break;
    }
    // Digits of other scripts are worth the same, and not every voice knows its own.
    for (const char32_t zero : {U'０', U'٠', U'۰'})
        if (point >= zero && point <= zero + 9) return U'0' + (point - zero);
    return point;
}

bool is_space(char32_t point) {
    return point <= 0x20 || point == 0x7F || point == 0x85 || point == 0xA0 || point == 0x1680 ||
           (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 || point == 0x202F ||
           point == 0x205F || point == 0x3000;
}

/// Marks, joiners, emoji, boxes, arrows, private and unassigned symbols: nothing to say.
bool is_silent(char32_t point) {
    constexpr std::string_view kSilentAscii = "{}[]()<>\\|^*_\"~`";
    if (point < 0x80) return kSilentAscii.find(static_cast<char>(point)) != std::string_view::npos;
    if (point >= 0x80 && point <= 0x9F) return true;
    constexpr std::array<char32_t, 14> kSingle{U'«', U'»', U'¡', U'¿', U'§', U'¶',   U'·',
                                               U'¬', U'®', U'©', U'™', U'­', 0xFEFF, 0xFFFD};
    if (std::ranges::find(kSingle, point) != kSingle.end()) return true;
    if (point == U'‰' || point == U'€' || point == U'₩' || point == U'₹' || point == U'₽' || point == U'₿')
        return false;
    if (point == U'≈' || point == U'≤' || point == U'≥') return false;
    return (point >= 0x200B && point <= 0x206F) || (point >= 0x2100 && point <= 0x2BFF) ||
           (point >= 0x2E00 && point <= 0x2E7F) || (point >= 0x3001 && point <= 0x303F && point != U'々') ||
           (point >= 0xD800 && point <= 0xF8FF) || (point >= 0xFE00 && point <= 0xFE0F) ||
           (point >= 0x1F000 && point <= 0x1FAFF) || point >= 0xE0000;
}

bool is_word_point(char32_t point) {
    return (point >= U'0' && point <= U'9') || (point >= U'A' && point <= U'Z') || (point >= U'a' && point <= U'z') ||
           (point >= 0x80 && !is_silent(point) && pause_of(point) == 0 && !is_space(point));
}

/// Signs that are said, so that they may begin or end a piece.
bool is_spoken_sign(char32_t point) {
    constexpr std::u32string_view kSigns = U"$%&+#@=/°€£¥₹₩₽₿¢~-±×≈≤≥";
    return kSigns.find(point) != std::u32string_view::npos;
}

bool holds_word(std::u32string_view text) {
    return std::ranges::any_of(text, is_word_point);
}

bool is_digit(char32_t point) {
    return point >= U'0' && point <= U'9';
}

// The mark at `at` belongs to the word ("2,500", "3.14", "10:30", "U.S", "and/or") instead of ending it.
bool joins(std::u32string_view points, std::size_t at) {
    if (at == 0 || at + 1 >= points.size()) return false;
    const char32_t before = points[at - 1];
    const char32_t after = points[at + 1];
    if (points[at] == U'.') return is_word_point(before) && is_word_point(after);
    if (points[at] == U',' || points[at] == U':') return is_digit(before) && is_digit(after);
    return false;
}

// Splits a written word into pieces at white space, at pauses inside it ("word—next") and where it is too long.
class PieceMaker {
public:
    explicit PieceMaker(std::vector<Piece>& pieces) : pieces_(pieces) {}

    void add_word(std::string_view written, std::size_t word) {
        word_ = word;
        const std::u32string points = utf8::decode(written);
        for (std::size_t at = 0; at < points.size(); ++at) {
            const char32_t point = plain_form(points[at]);
            if (const char pause = pause_of(point); pause != 0 && !joins(points, at)) {
                finish_piece();
                add_pause(pause);
            } else if (is_space(point)) {
                finish_piece();
            } else if (const std::size_t letters = ending_in_brackets(points, at); letters > 0) {
                core_ += points.substr(at + 1, letters);
                at += letters + 1;
            } else if (point == U'(' || point == U'[') {
                finish_piece();
                opens_bracket_ = true;
            } else if (!is_silent(point) || starts_comparison(points, at)) {
                core_ += point;
                if (core_.size() >= kLongestPiece) finish_piece();
            }
        }
        finish_piece();
        opens_bracket_ = false;
    }

private:
    // "<5" and "~5" are said; "<b>" is not.
    static bool starts_comparison(std::u32string_view points, std::size_t at) {
        return (points[at] == U'<' || points[at] == U'>' || points[at] == U'~') && at + 1 < points.size() &&
               is_digit(points[at + 1]);
    }

    // "word(s)": how many letters of an ending the bracket at `at` holds; 0 where it is another bracket.
    std::size_t ending_in_brackets(std::u32string_view points, std::size_t at) const {
        constexpr std::size_t kMost = 3;
        const bool opens = points[at] == U'(' || points[at] == U'[';
        if (!opens || core_.size() < 2 || !is_word_point(core_.back())) return 0;
        std::size_t letters = 0;
        while (at + 1 + letters < points.size() && points[at + 1 + letters] >= U'a' && points[at + 1 + letters] <= U'z')
            ++letters;
        const std::size_t close = at + 1 + letters;
        const bool closes = close < points.size() && (points[close] == U')' || points[close] == U']');
        return closes && letters <= kMost ? letters : 0;
    }

    void finish_piece() {
        std::u32string_view core = core_;
        const auto kept = [](char32_t point) {
            return is_word_point(point) || is_spoken_sign(point) || point == U'<' || point == U'>';
        };
        while (!core.empty() && !kept(core.front()) && core.front() != U'\'')
            core.remove_prefix(1);
        while (!core.empty() && (!kept(core.back()) || core.back() == U'-'))
            core.remove_suffix(1);
        if (holds_word(core) || (core.size() == 1 && is_spoken_sign(core.front()) && core.front() != U'-')) {
            pieces_.push_back({utf8::encode(core), 0, opens_bracket_, word_});
            opens_bracket_ = false;
        } else if (core_ == U"-" || core_ == U"--") {
            add_pause(',');
        }
        core_.clear();
    }

    void add_pause(char pause) {
        if (!pieces_.empty()) pieces_.back().pause = stronger(pieces_.back().pause, pause);
    }

    std::vector<Piece>& pieces_;
    std::u32string core_;
    std::size_t word_ = 0;
    bool opens_bracket_ = false;
};

std::vector<Piece> split(const std::vector<std::string>& words) {
    std::vector<Piece> pieces;
    PieceMaker maker(pieces);
    for (std::size_t word = 0; word < words.size(); ++word)
        maker.add_word(words[word], word);
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        if (pieces[i].opens_bracket) pieces[i - 1].pause = stronger(pieces[i - 1].pause, ',');
    }
    return pieces;
}

void read_as_english(std::vector<Piece>& pieces) {
    std::vector<std::string> read(pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const std::string_view previous = i > 0 && pieces[i - 1].pause == 0 ? pieces[i - 1].core : std::string_view();
        const bool last = i + 1 == pieces.size();
        const EnglishContext context{.previous = previous,
                                     .piece = pieces[i].core,
                                     .next = last ? std::string_view() : std::string_view(pieces[i + 1].core),
                                     .had_period = pieces[i].pause == '.',
                                     .ends_sentence = last};
        read[i] = read_english(context);
        const bool abbreviation = find_abbreviation(pieces[i].core) != nullptr || pieces[i].core.size() == 1 ||
                                  pieces[i].core.find('.') != std::string::npos || pieces[i].core == "No";
        if (pieces[i].pause == '.' && !last && abbreviation) pieces[i].pause = 0;
    }
    for (std::size_t i = 0; i < pieces.size(); ++i)
        pieces[i].core = std::move(read[i]);
}

// What a language calls a sign that its voice cannot say.
struct SignName {
    std::string_view language;
    std::string_view sign;
    std::string_view name;
    bool in_front = false;
};
constexpr std::array<SignName, 7> kSignNames{{{"zh", "%", "百分之", true},
                                              {"yue", "%", "百分之", true},
                                              {"ko", "%", "퍼센트"},
                                              {"ar", "%", " بالمئة"},
                                              {"he", "$", " דולר"},
                                              {"he", "€", " אירו"},
                                              {"he", "₪", " שקל"}}};

void name_sign(std::string& core, std::string_view language) {
    for (const SignName& entry : kSignNames) {
        const bool leads = core.starts_with(entry.sign);  // "₪7"
        if (entry.language != language || (!leads && !core.ends_with(entry.sign))) continue;
        core.erase(leads ? 0 : core.size() - entry.sign.size(), entry.sign.size());
        while (core.ends_with(' '))
            core.pop_back();
        core.insert(entry.in_front ? 0 : core.size(), entry.name);
        return;
    }
}

// Every number of the piece in words; a comma parts thousands and a point parts fractions, as Hebrew writes them.
std::string with_numbers_in_words(std::string_view core, const text::NumberSpeller& spell) {
    std::string out;
    for (std::size_t at = 0; at < core.size();) {
        if (!ascii::is_digit(core[at])) {
            out += core[at++];
            continue;
        }
        std::string figure;
        const auto part_of_number = [&](std::size_t i) {
            const bool mark = (core[i] == ',' || core[i] == '.') && i + 1 < core.size() && ascii::is_digit(core[i + 1]);
            return ascii::is_digit(core[i]) || mark;
        };
        for (; at < core.size() && part_of_number(at); ++at)
            if (core[at] != ',') figure += core[at];
        double value = 0;
        std::from_chars(figure.data(), figure.data() + figure.size(), value);
        const std::string words = spell(value);
        if (!out.empty() && !out.ends_with(' ')) out += ' ';
        out += words.empty() ? figure : words;
        if (at < core.size() && core[at] != ' ') out += ' ';
    }
    return out;
}

// German counts years and the like in hundreds, as in "neunzehnhundertsiebenundneunzig"; its voice would say "one
// thousand nine hundred ninety-seven". Endings such as that of "1960er" stay.
std::string german_hundreds(const std::string& core, const text::NumberSpeller& spell) {
    constexpr std::size_t kDigits = 4;
    const std::size_t digits = std::min(core.find_first_not_of("0123456789"), core.size());
    const std::string ending = core.substr(digits);
    const bool letters = std::ranges::all_of(ending, ascii::is_lower);
    if (digits != kDigits || core[0] != '1' || core[1] == '0' || !letters) return core;
    const int hundreds = (core[0] - '0') * 10 + (core[1] - '0');
    const int rest = (core[2] - '0') * 10 + (core[3] - '0');
    return spell(hundreds) + "hundert" + (rest == 0 ? "" : spell(rest)) + ending;
}

// Other languages: the engine knows their numbers, Hebrew apart, whose voice is silent on digits. A currency sign is
// said after its amount, and a sign by its name where the voice does not know it.
void read_as_other(std::vector<Piece>& pieces, std::string_view language) {
    const std::string_view primary = language.substr(0, language.find('-'));
    std::optional<text::NumberSpeller> spell;
    if (primary == "he" || primary == "de") spell.emplace(primary);
    for (Piece& piece : pieces) {
        if (const Currency* currency = currency_at_start(piece.core);
            currency != nullptr && piece.core.size() > currency->symbol.size()) {
            const std::string symbol(currency->symbol);
            piece.core = piece.core.substr(symbol.size()) + " " + symbol;
        }
        name_sign(piece.core, primary);
        if (primary == "he") piece.core = with_numbers_in_words(piece.core, *spell);
        if (primary == "de") piece.core = german_hundreds(piece.core, *spell);
    }
}

}  // namespace

std::vector<std::string> readings(const std::vector<std::string>& words, std::string_view language) {
    std::vector<Piece> pieces = split(words);
    if (language == "en" || language.starts_with("en-"))
        read_as_english(pieces);
    else
        read_as_other(pieces, language);

    std::vector<std::string> spoken(words.size());
    for (Piece& piece : pieces) {
        // Comparisons that have no word here ("4>3"): an engine would take angle brackets for markup.
        std::ranges::replace_if(piece.core, [](char letter) { return letter == '<' || letter == '>'; }, ' ');
        std::string& reading = spoken[piece.word];
        if (piece.core.empty()) continue;
        if (!reading.empty()) reading += ' ';
        reading += piece.core;
        if (piece.pause != 0) reading += piece.pause;
    }
    return spoken;
}

}  // namespace mss::speech
