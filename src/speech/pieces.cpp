#include "speech/pieces.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "text/space.hpp"
#include "text/superscript.hpp"

namespace mss::speech {
namespace {

/// No engine needs longer words; the longest names in dictionaries have about sixty letters.
constexpr std::size_t kLongestPiece = 64;

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
        case U':': return ':';
        case U'.':
        case U'。':
        case U'।':
        case U'۔': return '.';
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
        case U'٫':
        case U'．': return U'.';
        case U'٬':
        case U'，': return U',';
        case U'：': return U':';
        default: break;
    }
    if (point >= U'₀' && point <= U'₉') return U'0' + (point - U'₀');
    // Digits of other scripts are worth the same, and not every voice knows its own.
    constexpr std::u32string_view kZeros = U"０٠۰०০੦૦୦௦౦೦൦๐໐၀០";
    for (const char32_t zero : kZeros)
        if (point >= zero && point <= zero + 9) return U'0' + (point - zero);
    return point;
}

bool is_blank(char32_t point) {
    return point <= 0x20 || point == 0x7F || text::is_space(point);
}

/// Marks, joiners, emoji, boxes, arrows, private and unassigned symbols: nothing to say.
bool is_silent(char32_t point) {
    constexpr std::string_view kSilentAscii = "{}[]()<>\\|^*_\"~`";
    if (point < 0x80) return kSilentAscii.find(static_cast<char>(point)) != std::string_view::npos;
    if (point >= 0x80 && point <= 0x9F) return true;
    constexpr std::array<char32_t, 13> kSingle{U'«', U'»', U'¡', U'¿', U'¶',   U'·',  U'¬',
                                               U'®', U'©', U'™', U'­', 0xFEFF, 0xFFFD};
    if (std::ranges::find(kSingle, point) != kSingle.end()) return true;
    if (point == U'‰' || point == U'€' || point == U'₩' || point == U'₹' || point == U'₽' || point == U'₿')
        return false;
    if (point == U'℃' || point == U'℉' || (point >= U'⅐' && point <= U'⅞')) return false;
    if (point == U'≈' || point == U'≤' || point == U'≥') return false;
    return (point >= 0x200B && point <= 0x206F) || (point >= 0x2100 && point <= 0x2BFF) ||
           (point >= 0x2E00 && point <= 0x2E7F) || (point >= 0x3001 && point <= 0x303F && point != U'々') ||
           (point >= 0xD800 && point <= 0xF8FF) || (point >= 0xFE00 && point <= 0xFE0F) ||
           (point >= 0x1F000 && point <= 0x1FAFF) || point >= 0xE0000;
}

bool is_word_point(char32_t point) {
    return (point >= U'0' && point <= U'9') || (point >= U'A' && point <= U'Z') || (point >= U'a' && point <= U'z') ||
           (point >= 0x80 && !is_silent(point) && pause_of(point) == 0 && !is_blank(point));
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

// How many points the reference mark at `at` takes: "[1]", "[2,3]" or "[12]"; 0 where it is none.
std::size_t reference_length(std::u32string_view points, std::size_t at) {
    if (points[at] != U'[') return 0;
    const std::size_t close = points.find_first_not_of(U"0123456789,-", at + 1);
    const bool closes = close != std::u32string_view::npos && points[close] == U']';
    return closes && close > at + 1 && is_digit(points[at + 1]) ? close + 1 - at : 0;
}

// The mark at `at` belongs to the word ("2,500", "3.14", ".5", "10:30", "U.S", "and/or") instead of ending it.
bool joins(std::u32string_view points, std::size_t at) {
    if (at + 1 >= points.size()) return false;
    const char32_t before = at == 0 ? U' ' : points[at - 1];
    const char32_t after = points[at + 1];
    if (points[at] == U'.' && is_digit(after) && pause_of(before) == 0) return true;
    if (points[at] == U'.') return is_word_point(before) && is_word_point(after) && !text::raised_digit(after);
    if (points[at] == U',' || points[at] == U':') return is_digit(before) && is_digit(after);
    return false;
}

// Splits a written word into pieces at white space, at pauses inside it ("word—next") and where it is too long.
class PieceMaker {
public:
    PieceMaker(std::vector<Piece>& pieces, bool english) : pieces_(pieces), english_(english) {}

    void add_word(std::string_view written, std::size_t word) {
        word_ = word;
        std::u32string points = utf8::decode(written);
        std::ranges::transform(points, points.begin(), plain_form);
        raise_exponents(points);
        for (std::size_t at = 0; at < points.size(); ++at)
            at += add_point(points, at);
        finish_piece();
        opens_bracket_ = false;
    }

private:
    // "10^9" is written "10⁹" by others.
    static void raise_exponents(std::u32string& points) {
        constexpr std::u32string_view kRaised = U"⁰¹²³⁴⁵⁶⁷⁸⁹";
        for (std::size_t at = 1; at + 1 < points.size(); ++at) {
            if (points[at] != U'^' || !is_word_point(points[at - 1])) continue;
            const bool minus = points[at + 1] == U'-';
            const std::size_t begin = at + (minus ? 2 : 1);
            std::size_t end = begin;
            for (; end < points.size() && is_digit(points[end]); ++end)
                points[end] = kRaised[points[end] - U'0'];
            if (end == begin) continue;
            if (minus) points[at + 1] = U'⁻';
            points.erase(at, 1);
        }
    }

    // "5 > 3" and "x < y": the sign as a word of its own.
    bool compares(std::u32string_view points, std::size_t at) const {
        const bool alone =
            (at == 0 || is_blank(points[at - 1])) && (at + 1 == points.size() || is_blank(points[at + 1]));
        if (!english_ || !alone || (points[at] != U'<' && points[at] != U'>')) return false;
        if (pieces_.empty() || pieces_.back().pause != 0) return false;
        const std::string& before = pieces_.back().core;
        return before.size() == 1 || is_digit(static_cast<unsigned char>(before.back()));
    }

    // Returns how many further points were taken with this one.
    std::size_t add_point(std::u32string_view points, std::size_t at) {
        const char32_t point = points[at];
        if (const std::size_t length = reference_length(points, at); length > 0) {
            return length - 1;
        } else if (const std::size_t note = note_length(points, at); note > 0) {
            return note - 1;
        } else if (const std::size_t argument = function_argument(points, at); argument > 0) {
            core_ = english_function(core_);
            finish_piece();
            core_ = points.substr(at + 1, argument);
            finish_piece();
            return argument + 1;
        } else if (const char pause = pause_of(point); pause != 0 && !joins(points, at)) {
            finish_piece();
            add_pause(pause);
        } else if (is_blank(point)) {
            finish_piece();
        } else if (compares(points, at)) {
            pieces_.push_back({point == U'<' ? "is less than" : "is greater than", 0, false, word_});
        } else if (const std::size_t letters = ending_in_brackets(points, at); letters > 0) {
            core_ += points.substr(at + 1, letters);
            return letters + 1;
        } else if (point == U'(' || point == U'[') {
            finish_piece();
            opens_bracket_ = true;
        } else if (!is_silent(point) || text::raised_digit(point) || starts_comparison(points, at)) {
            core_ += point;
            if (core_.size() >= kLongestPiece) finish_piece();
        }
        return 0;
    }

    // How many points of the raised number that begins at `at` lead to a note: "Rome¹"; 0 for "x²" and inside a number.
    static std::size_t note_length(std::u32string_view points, std::size_t at) {
        const bool begins = text::raised_digit(points[at]) && (at == 0 || !text::raised_digit(points[at - 1]));
        return begins ? text::note_number_length(points, at) : 0;
    }

    // "f(x)" and "sin(x)": how many points the argument has; 0 where the bracket at `at` is another one.
    std::size_t function_argument(std::u32string_view points, std::size_t at) const {
        if (points[at] != U'(' || (core_.size() != 1 && spoken_function(core_).empty())) return 0;
        const std::size_t close = points.find(U')', at);
        if (close == std::u32string_view::npos) return 0;
        const std::u32string_view argument = points.substr(at + 1, close - at - 1);
        const bool ending = (argument == U"s" && countable(core_)) || (argument == U"n" && article(core_));
        return !argument.empty() && !ending && std::ranges::all_of(argument, is_word_point) &&
                       is_letter(core_.front()) && (core_.size() > 1 || argument.size() == 1)
                   ? argument.size()
                   : 0;
    }

    // "5 min(s)" and "log(s)" are one or several.
    static bool countable(std::u32string_view core) { return core == U"min" || core == U"max" || core == U"log"; }
    // "A(n)" is an article of either form.
    static bool article(std::u32string_view core) { return core == U"A" || core == U"a"; }

    static bool is_letter(char32_t point) { return is_word_point(point) && !is_digit(point); }

    static std::u32string_view spoken_function(std::u32string_view written) {
        using Entry = std::pair<std::u32string_view, std::u32string_view>;
        constexpr std::array<Entry, 8> kFunctions{{{U"sin", U"sine"},
                                                   {U"cos", U"cosine"},
                                                   {U"tan", U"tangent"},
                                                   {U"log", U"logarithm"},
                                                   {U"ln", U"logarithm"},
                                                   {U"exp", U"exponential"},
                                                   {U"max", U"maximum"},
                                                   {U"min", U"minimum"}}};
        const auto found = std::ranges::find(kFunctions, written, &Entry::first);
        return found == kFunctions.end() ? std::u32string_view() : found->second;
    }

    std::u32string english_function(const std::u32string& written) const {
        if (!english_) return written;
        const std::u32string_view spoken = spoken_function(written);
        return (spoken.empty() ? written : std::u32string(spoken)) + U" of";
    }

    // "<5" and "~5" are said; "<b>" is not.
    static bool starts_comparison(std::u32string_view points, std::size_t at) {
        return (points[at] == U'<' || points[at] == U'>' || points[at] == U'~') && at + 1 < points.size() &&
               is_digit(points[at + 1]);
    }

    // "word(s)": how many letters of an ending the bracket at `at` holds; 0 where it is another bracket.
    std::size_t ending_in_brackets(std::u32string_view points, std::size_t at) const {
        constexpr std::size_t kMost = 3;
        const bool opens = points[at] == U'(' || points[at] == U'[';
        if (!opens || core_.empty() || !is_word_point(core_.back())) return 0;
        if (core_.size() == 1 && !article(core_)) return 0;
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
        const auto fraction = [](std::u32string_view text) {  // ".5"
            return text.size() > 1 && text[0] == U'.' && is_digit(text[1]);
        };
        while (!core.empty() && !kept(core.front()) && core.front() != U'\'' && !fraction(core))
            core.remove_prefix(1);
        while (!core.empty() && (!kept(core.back()) || core.back() == U'-'))
            core.remove_suffix(1);
        if (holds_word(core) || (core.size() == 1 && is_spoken_sign(core.front()) && core.front() != U'-')) {
            pieces_.push_back({utf8::encode(core), 0, opens_bracket_, word_});
            opens_bracket_ = false;
        } else if (core_ == U"-" && english_ && !pieces_.empty() && pieces_.back().pause == 0 &&
                   is_digit(static_cast<unsigned char>(pieces_.back().core.back()))) {
            pieces_.push_back({"-", 0, false, word_});  // perhaps "to": see english_forms.hpp
        } else if (core_ == U"-" || core_ == U"--") {
            add_pause(',');
        }
        core_.clear();
    }

    void add_pause(char pause) {
        if (!pieces_.empty()) pieces_.back().pause = stronger(pieces_.back().pause, pause);
    }

    std::vector<Piece>& pieces_;
    bool english_;
    std::u32string core_;
    std::size_t word_ = 0;
    bool opens_bracket_ = false;
};

}  // namespace

std::vector<Piece> pieces_of(const std::vector<std::string>& words, bool english) {
    std::vector<Piece> pieces;
    PieceMaker maker(pieces, english);
    for (std::size_t word = 0; word < words.size(); ++word)
        maker.add_word(words[word], word);
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        if (pieces[i].opens_bracket) pieces[i - 1].pause = stronger(pieces[i - 1].pause, ',');
    }
    return pieces;
}

}  // namespace mss::speech
