#include "writing/prose.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/clean.hpp"
#include "text/superscript.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"

namespace mss::writing {
namespace {

bool letter_byte(char c) {
    return ascii::is_alphanumeric(c) || static_cast<unsigned char>(c) >= 0x80;
}

bool digits(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return ascii::is_digit(c) || c == ',' || c == '-'; });
}

// What MediaWiki and its like put into square brackets: numbers, single letters, "note 3", requests to editors.
bool reference_mark(std::string_view inside) {
    if (digits(inside) || inside.size() == 1) return true;
    const std::string lower = text::lower(inside);
    constexpr auto kMarks = std::to_array<std::string_view>({"note",
                                                             "nb ",
                                                             "citation",
                                                             "edit",
                                                             "bearbeiten",
                                                             "modifier",
                                                             "editar",
                                                             "modifica",
                                                             "bewerken",
                                                             "who?",
                                                             "when?",
                                                             "clarification",
                                                             "verification",
                                                             "according to whom",
                                                             "better source",
                                                             "dubious",
                                                             "update",
                                                             "quelltext",
                                                             "réf. nécessaire",
                                                             "cita requerida",
                                                             "senza fonte",
                                                             "carece de fontes"});
    // "[update: it closed in 2020]" is something that the text says.
    constexpr std::ptrdiff_t kSpacesMost = 3;
    if (lower.find(':') != std::string::npos || std::ranges::count(lower, ' ') > kSpacesMost) return false;
    return std::ranges::any_of(kMarks, [&](std::string_view mark) { return lower.starts_with(mark); });
}

// "[T]he" begins a shortened quotation, and "word[s]" is one or several: the letter is part of the word.
bool editors_letter(std::string_view text, std::size_t at) {
    const bool letter =
        at + 2 < text.size() && text[at + 2] == ']' && letter_byte(text[at + 1]) && !digits(text.substr(at + 1, 1));
    const bool word_goes_on = at + 3 < text.size() && letter_byte(text[at + 3]);
    const bool plural = at > 0 && letter_byte(text[at - 1]) && text[at + 1] == 's';
    return letter && (word_goes_on || plural);
}

// Removing something leaves "word ." and doubled spaces behind.
std::string mended(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char next = text[i];
        const bool joins_left = next == '.' || next == ',' || next == ';' || next == ':' || next == '!' || next == '?';
        const bool ends_there = i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '"';
        if (joins_left && ends_there && out.ends_with(' ')) out.pop_back();
        if (next == ',' && out.ends_with(',')) continue;
        if (next == ' ' && out.ends_with(' ')) continue;
        out += next;
    }
    return text::clean(out);
}

// For every opening bracket the length to its closing one, both included; 0 elsewhere and where none closes it.
std::vector<std::size_t> bracket_lengths(std::string_view text) {
    std::vector<std::size_t> lengths(text.size(), 0);
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '(' || text[i] == '[') open.push_back(i);
        if ((text[i] == ')' || text[i] == ']') && !open.empty()) {
            lengths[open.back()] = i - open.back() + 1;
            open.pop_back();
        }
    }
    return lengths;
}

}  // namespace

std::string without_reference_marks(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '[') {
            const std::string_view near = text.substr(i + 1, 60);
            const auto length = near.find(']');
            const bool cited = length != std::string_view::npos && reference_mark(near.substr(0, length));
            if (cited && !editors_letter(text, i)) {
                i += length + 1;
                continue;
            }
        }
        out += text[i];
    }
    return mended(text::without_note_numbers(out));
}

Unmarked without_note_marks(std::string_view text) {
    constexpr std::size_t kDigitsMost = 3;
    Unmarked out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t length = text[i] == '[' ? text.substr(i + 1, kDigitsMost + 1).find(']') : text.npos;
        const bool number = length != text.npos && length > 0 &&
                            std::ranges::all_of(text.substr(i + 1, length), [](char c) { return ascii::is_digit(c); });
        const bool behind = !out.text.empty() && out.text.back() != ' ' && out.text.back() != '[';
        const char next = i + length + 2 < text.size() ? text[i + length + 2] : ' ';
        if (!number || !behind || ascii::is_alphanumeric(next)) {
            out.text += text[i];
            continue;
        }
        ++out.marks;
        out.behind_stops += std::string_view(".,;:!?\"").find(out.text.back()) != std::string_view::npos ? 1 : 0;
        i += length + 1;
    }
    return out;
}

bool copied_from_encyclopaedia(const std::vector<std::string>& paragraphs) {
    constexpr std::size_t kSeveral = 3;
    std::size_t marks = 0;
    std::size_t behind_stops = 0;
    for (const std::string& paragraph : paragraphs) {
        const Unmarked unmarked = without_note_marks(paragraph);
        marks += unmarked.marks;
        behind_stops += unmarked.behind_stops;
    }
    return marks >= kSeveral && 2 * behind_stops > marks;
}

std::string without_parentheses(std::string_view text) {
    const std::vector<std::size_t> lengths = bracket_lengths(text);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool opens = (text[i] == '(' || text[i] == '[') && (out.empty() || !letter_byte(out.back()));
        const std::size_t length = opens ? lengths[i] : 0;
        const bool touches = i + length < text.size() && letter_byte(text[i + length]);
        if (length > 0 && !touches) {
            i += length - 1;
            continue;
        }
        out += text[i];
    }
    return mended(out);
}

bool balanced(std::string_view text) {
    std::vector<char32_t> open;
    std::size_t straight = 0;
    const auto closes = [&](char32_t mark) {
        if (open.empty() || open.back() != mark) return false;
        open.pop_back();
        return true;
    };
    for (const char32_t point : utf8::decode(text)) {
        switch (point) {
            case U'(': open.push_back(U')'); break;
            case U'[': open.push_back(U']'); break;
            case U'«': open.push_back(U'»'); break;
            case U'「': open.push_back(U'」'); break;
            case U'“':  // opens in English, closes in German
                if (!open.empty() && open.back() == U'“')
                    open.pop_back();
                else
                    open.push_back(U'”');
                break;
            case U'„': open.push_back(U'“'); break;
            case U'"': ++straight; break;
            case U')':
            case U']':
            case U'»':
            case U'」':
            case U'”':
                if (!closes(point)) return false;
                break;
            default: break;
        }
    }
    return open.empty() && straight % 2 == 0;
}

namespace {

bool letter_point(char32_t point) {
    return point >= 0xC0 ? point < 0x2000 || point > 0x206F : point < 0x80 && letter_byte(static_cast<char>(point));
}

bool digit_at(const std::u32string& points, std::size_t at) {
    return at < points.size() && points[at] >= U'0' && points[at] <= U'9';
}

// "'s-Hertogenbosch", "'t Hooft": what is left of a small word.
bool elided(const std::u32string& points, std::size_t at) {
    return at + 1 < points.size() && std::u32string_view(U"stnkm").find(points[at + 1]) != std::u32string_view::npos &&
           (at + 2 == points.size() || !letter_point(points[at + 2]));
}

// "goin'"
bool without_its_g(const std::u32string& points, std::size_t at) {
    constexpr std::size_t kShortest = 4;
    return at >= kShortest && points[at - 1] == U'n' && points[at - 2] == U'i' && letter_point(points[at - 3]);
}

// The sign for inches, where no quotation that it may close is open.
bool inch_sign(const std::u32string& points, std::size_t at, char32_t open) {
    constexpr std::size_t kDigits = 2;  // "in 1990" has more
    return open == 0 && at > 0 && digit_at(points, at - 1) && (at <= kDigits || !digit_at(points, at - 1 - kDigits));
}

// An apostrophe as in "don't", "O‘zbekiston", "the dogs' home" and "the ’90s": what looks like a quotation mark and is
// none. `open` is the mark of the quotation that it may close; 0 where none is open.
bool apostrophe(const std::u32string& points, std::size_t at, char32_t open) {
    const bool behind_letter = at > 0 && letter_point(points[at - 1]);
    const bool before_letter = at + 1 < points.size() && letter_point(points[at + 1]);
    if (behind_letter && before_letter) return true;
    if (points[at] == U'‘') return false;
    if (!behind_letter) return digit_at(points, at + 1) || elided(points, at);
    const bool closes = open == points[at] || (open == U'‘' && points[at] == U'’');
    const bool of_many = points[at - 1] == U's' || points[at - 1] == U'S';
    return !closes && (of_many || without_its_g(points, at));
}

// Where marks stand that open or close a quotation.
std::vector<bool> quotation_marks(const std::u32string& points, std::u32string_view marks) {
    std::vector<bool> found(points.size(), false);
    char32_t open = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (marks.find(points[i]) == marks.npos) continue;
        if (points[i] == U'"' && inch_sign(points, i, open)) continue;
        if ((points[i] == U'\'' || points[i] == U'’' || points[i] == U'‘') && apostrophe(points, i, open)) continue;
        found[i] = true;
        open = open == 0 ? points[i] : 0;
    }
    return found;
}

// Marks that belong together; where the text has another number of the ones than of the others, all of them go.
struct Pair {
    std::u32string_view opening;
    std::u32string_view closing;
};

}  // namespace

std::string without_stray_quotes(std::string_view text) {
    // The same mark opens in one language and closes in another, and some open and close alike.
    constexpr auto kEven = std::to_array<std::u32string_view>({U"\"", U"“”„‟", U"«»", U"‹›", U"‘'’‚"});
    constexpr auto kPairs = std::to_array<Pair>({{U"「", U"」"},
                                                 {U"『", U"』"},
                                                 {U"《", U"》"},
                                                 {U"〈", U"〉"},
                                                 {U"（", U"）"},
                                                 {U"【", U"】"},
                                                 {U"(", U")"},
                                                 {U"[", U"]"}});
    std::u32string points = utf8::decode(text);
    const auto drop = [&](const std::vector<bool>& found) {
        std::u32string kept;
        for (std::size_t i = 0; i < points.size(); ++i)
            if (!found[i]) kept += points[i];
        points = std::move(kept);
    };
    for (const std::u32string_view marks : kEven)
        if (const auto found = quotation_marks(points, marks); std::ranges::count(found, true) % 2 != 0) drop(found);
    for (const Pair& pair : kPairs) {
        const auto opening = quotation_marks(points, pair.opening);
        const auto closing = quotation_marks(points, pair.closing);
        if (std::ranges::count(opening, true) == std::ranges::count(closing, true)) continue;
        std::vector<bool> both = opening;
        for (std::size_t i = 0; i < both.size(); ++i)
            both[i] = both[i] || closing[i];
        drop(both);
    }
    const std::string kept = utf8::encode(points);
    return kept.size() == text.size() ? kept : mended(kept);
}

// clang-format off
constexpr auto kFurniture = std::to_array<std::string_view>({
    "use cookies", "uses cookies", "using cookies", "our cookies", "all cookies", "accept cookies", "cookie policy",
    "cookies policy", "cookie settings", "cookie consent", "subscribe", "sign up", "sign in",
    "log in", "newsletter", "click here", "read more",
    "share this", "follow us", "all rights reserved", "privacy policy", "terms of use", "terms of service",
    "advertisement", "photo:", "image:", "image credit", "photo credit", "getty images", "shutterstock", "©",
    "copyright", "isbn", "doi", "javascript", "your browser", "this article", "this page",
    "this section", "this website", "our website", "support us", "donate now", "please donate", "leave a comment",
    "related articles",
    "you may also like", "recommended for you", "skip to", "table of contents", "last updated", "last edited",
    "download the app", "free trial", "abonnieren", "anmelden", "datenschutz", "impressum", "weiterlesen",
    "alle rechte vorbehalten", "s'abonner", "abonnez-vous", "lire la suite", "tous droits réservés", "suscríbete",
    "todos los derechos reservados", "leer más", "iscriviti", "inscreva-se", "todos os direitos reservados",
    "abonneer", "alle rechten voorbehouden", "is a stub", "wikimedia commons"});
// clang-format on

bool page_furniture(std::string_view text) {
    const std::string lower = text::lower(text);
    if (lower.starts_with("retrieved ")) return true;  // the end of a reference
    return std::ranges::any_of(
        kFurniture, [&](std::string_view phrase) { return find_phrase(lower, phrase) != std::string::npos; });
}

std::string fitting_words(std::string_view text, std::size_t points) {
    std::string kept = text::leading_words(text, points);
    return kept.size() == text.size() ? kept : without_stray_quotes(kept);
}

std::string capitalised(std::string_view text) {
    std::u32string points = utf8::decode(text);
    if (points.empty()) return {};
    const std::string first = text::upper(utf8::encode(points.substr(0, 1)));
    return first + utf8::encode(points.substr(1));
}

std::size_t find_phrase(std::string_view lower_text, std::string_view phrase, std::size_t from) {
    for (auto at = lower_text.find(phrase, from); at != std::string_view::npos; at = lower_text.find(phrase, at + 1)) {
        const bool begins = at == 0 || !letter_byte(lower_text[at - 1]) || !letter_byte(phrase.front());
        const std::size_t end = at + phrase.size();
        const bool ends = end == lower_text.size() || !letter_byte(lower_text[end]) || !letter_byte(phrase.back());
        if (begins && ends) return at;
    }
    return std::string_view::npos;
}

}  // namespace mss::writing
