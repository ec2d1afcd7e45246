#include "text/sentences.hpp"

#include <algorithm>
#include <array>

#include <unicode/uchar.h>

#include "text/language.hpp"
#include "text/unicode.hpp"

namespace mss::text {
namespace {

// Abbreviations that are followed by what they belong to: never the end of a sentence. In lower case, without the
// last full stop; one list for all languages, because English text cites German titles and the other way round.
constexpr auto kLeading = std::to_array<std::u16string_view>(
    {u"dr",   u"mr",   u"mrs",  u"ms",   u"prof",   u"st",    u"ste",    u"gen",  u"sen",   u"rep",  u"gov",
     u"capt", u"col",  u"lt",   u"sgt",  u"maj",    u"cmdr",  u"adm",    u"rev",  u"hon",   u"pres", u"mt",
     u"vs",   u"v",    u"cf",   u"ca",   u"e.g",    u"i.e",   u"eg",     u"ie",   u"viz",   u"z.b",  u"d.h",
     u"u.a",  u"bzw",  u"ggf",  u"evtl", u"vgl",    u"sog",   u"messrs", u"hr",   u"fr",    u"dipl", u"s.o",
     u"geb",  u"gest", u"mme",  u"mlle", u"mgr",    u"sr",    u"sra",    u"srta", u"dra",   u"ud",   u"uds",
     u"dott", u"avv",  u"p.es", u"p.ex", u"p.ej",   u"bijv",  u"d.w.z",  u"o.a",  u"m.a.w", u"dhr",  u"mevr",
     u"resp", u"exmo", u"exma", u"hrsg", u"approx", u"aprox", u"env"});

// Abbreviations that may also end a sentence; what follows decides.
constexpr auto kAnywhere = std::to_array<std::u16string_view>(
    {u"etc",     u"jr",   u"inc",  u"ltd", u"co",  u"corp", u"bros",  u"a.m", u"p.m",   u"b.c",   u"a.d",
     u"b.c.e",   u"c.e",  u"ph.d", u"al",  u"ft",  u"usw",  u"u.s.w", u"ave", u"blvd",  u"rd",    u"est",
     u"dept",    u"univ", u"assn", u"jan", u"feb", u"mar",  u"apr",   u"jun", u"jul",   u"aug",   u"sep",
     u"sept",    u"oct",  u"nov",  u"dec", u"jh",  u"jhd",  u"mio",   u"mrd", u"n.chr", u"v.chr", u"chr",
     u"av.j.-c", u"a.c",  u"d.c",  u"ss",  u"cie", u"gmbh", u"enz"});

// Abbreviations that mean a number only where a number follows: "No. 5", "p. 12", "ch. 3", "fl. 1450".
constexpr auto kBeforeNumber = std::to_array<std::u16string_view>(
    {u"no",  u"nos", u"p",   u"ch",   u"sec", u"fl",  u"r",    u"b",  u"c",  u"n",  u"nº",  u"n.º", u"s",    u"bd",
     u"kap", u"cap", u"fig", u"figs", u"abb", u"vol", u"vols", u"pp", u"op", u"nr", u"núm", u"pág", u"págs", u"art"});

// Words that begin sentences far more often than they follow an abbreviation or an initial inside one.
constexpr auto kStarters = std::to_array<std::u16string_view>(
    {u"the",  u"a",     u"an",    u"in",       u"it",     u"its", u"he",    u"she",     u"they",  u"we",
     u"this", u"that",  u"these", u"those",    u"there",  u"but", u"and",   u"however", u"after", u"before",
     u"when", u"while", u"since", u"although", u"as",     u"at",  u"by",    u"for",     u"from",  u"if",
     u"on",   u"one",   u"some",  u"many",     u"most",   u"his", u"her",   u"their",   u"today", u"later",
     u"then", u"what",  u"why",   u"how",      u"you",    u"i",   u"no",    u"not",     u"other", u"during",
     u"with", u"to",    u"der",   u"die",      u"das",    u"ein", u"eine",  u"er",      u"sie",   u"es",
     u"im",   u"am",    u"dies",  u"diese",    u"dieser", u"wir", u"dann",  u"doch",    u"aber",  u"und",
     u"auch", u"nach",  u"bei",   u"mit",      u"seit",   u"so",  u"heute", u"damit",   u"dort",  u"le",
     u"la",   u"les",   u"il",    u"elle",     u"ils",    u"un",  u"une",   u"ce",      u"cette", u"ces",
     u"en",   u"dans",  u"mais",  u"el",       u"los",    u"las", u"una",   u"este",    u"esta",  u"pero",
     u"uno",  u"lo",    u"gli",   u"questo",   u"questa", u"nel", u"ma",    u"o",       u"os",    u"um",
     u"uma",  u"ele",   u"ela",   u"no",       u"na",     u"mas", u"de",    u"het",     u"een",   u"dit",
     u"deze", u"hij",   u"zij",   u"maar"});

template <std::size_t Count>
bool contains(const std::array<std::u16string_view, Count>& list, const icu::UnicodeString& word) {
    const std::u16string_view view(word.getBuffer(), static_cast<std::size_t>(word.length()));
    return std::ranges::find(list, view) != list.end();
}

bool space(UChar32 point) {
    return u_isUWhiteSpace(point) != 0;
}

// The last word before the full stop that ends `piece`, in its own case; empty where it ends otherwise (quoted stops
// and question marks are never abbreviations).
icu::UnicodeString word_before_stop(const icu::UnicodeString& piece) {
    const std::int32_t end = piece.length() - 1;
    if (end <= 0 || piece.charAt(end) != u'.') return {};
    std::int32_t begin = end;
    while (begin > 0 && !space(piece.charAt(begin - 1)))
        --begin;
    // "100 °C." is a unit, and no initial.
    while (begin < end && u_isalnum(piece.char32At(begin)) == 0 && piece.charAt(begin) != u'°')
        ++begin;
    return {piece, begin, end - begin};
}

icu::UnicodeString first_word(const icu::UnicodeString& piece) {
    std::int32_t begin = 0;
    while (begin < piece.length() && u_isalnum(piece.char32At(begin)) == 0)
        ++begin;
    std::int32_t end = begin;
    while (end < piece.length() && u_isalnum(piece.char32At(end)) != 0)
        end = piece.moveIndex32(end, 1);
    return {piece, begin, end - begin};
}

bool all_digits(const icu::UnicodeString& word) {
    for (std::int32_t at = 0; at < word.length(); ++at)
        if (u_isdigit(word.charAt(at)) == 0) return false;
    return !word.isEmpty();
}

// "U.S", "J.R", "B": letters with full stops between them.
bool are_initials(const icu::UnicodeString& word) {
    for (std::int32_t at = 0; at < word.length(); ++at) {
        const UChar32 point = word.charAt(at);
        if (at % 2 == 0 ? u_isupper(point) == 0 : point != u'.') return false;
    }
    return word.length() % 2 == 1;
}

// A written word without the marks before its first letter and without its last full stop; empty where it has none.
icu::UnicodeString abbreviated(std::string_view written) {
    return word_before_stop(to_unicode(written));
}

// True where the piece begins with one letter and a full stop, as "B. in Berlin" does in "z. B. in Berlin".
bool begins_with_initial(const icu::UnicodeString& piece, const icu::UnicodeString& first) {
    const std::int32_t at = piece.indexOf(first);
    return first.length() == 1 && piece.charAt(at + 1) == u'.';
}

bool ordinal_language(const std::string& primary) {
    for (const std::string_view known : {"de", "da", "nb", "no", "nn", "fi", "cs", "sk", "hu", "pl", "hr", "sl", "et"})
        if (primary == known) return true;
    return false;
}

// Whether the number at the end of the piece is an ordinal for certain: "der 1.000." is no end, in German.
bool behind_article(const icu::UnicodeString& piece) {
    constexpr std::array<std::u16string_view, 12> kArticles{u"der", u"die", u"das",  u"den", u"dem", u"des",
                                                            u"zum", u"zur", u"beim", u"vom", u"am",  u"im"};
    std::int32_t end = piece.length();
    while (end > 0 && (piece.charAt(end - 1) == u'.' || u_isdigit(piece.charAt(end - 1)) != 0))
        --end;
    while (end > 0 && space(piece.charAt(end - 1)))
        --end;
    std::int32_t begin = end;
    while (begin > 0 && u_isalpha(piece.charAt(begin - 1)) != 0)
        --begin;
    icu::UnicodeString word(piece, begin, end - begin);
    word.toLower();
    return std::ranges::any_of(kArticles, [&](std::u16string_view article) {
        return word == icu::UnicodeString(article.data(), static_cast<std::int32_t>(article.size()));
    });
}

// Whether the border between two pieces that UAX #29 gave is false.
bool joined(const icu::UnicodeString& before, const icu::UnicodeString& after, const std::string& primary) {
    if (!has_word_character(after) || !has_word_character(before)) return true;
    const icu::UnicodeString next = first_word(after);
    if (u_islower(next.char32At(0)) != 0) return true;
    icu::UnicodeString word = word_before_stop(before);
    if (word.isEmpty()) return false;
    const bool number_follows = u_isdigit(next.char32At(0)) != 0;
    const bool starter = contains(kStarters, icu::UnicodeString(next).toLower());
    if (primary == "de" && u_isdigit(word.char32At(0)) != 0 && behind_article(before)) return true;
    if (all_digits(word)) return ordinal_language(primary) && word.length() <= 2 && !starter;
    if (word.length() == 1 && begins_with_initial(after, next)) return true;
    if (word == icu::UnicodeString(u"I")) return false;  // "World War I. Germany paid."
    if (are_initials(word) && !starter) return true;
    word.toLower();
    if (contains(kLeading, word)) return true;
    if (contains(kBeforeNumber, word) && number_follows) return true;
    return contains(kAnywhere, word) && !starter;
}

// Enough of a sentence's end to tell whether an abbreviation closes it.
constexpr std::int32_t kTail = 100;

// Whether the mark at `at` opens what follows, and does not close what was opened between `begin` and it: “ closes in
// German, and « in its books.
bool opens_next(const icu::UnicodeString& text, std::int32_t begin, std::int32_t at) {
    const char16_t mark = text.charAt(at);
    const auto type = u_charType(mark);
    if (type != U_START_PUNCTUATION && type != U_INITIAL_PUNCTUATION) return false;
    const char16_t opener = mark == u'“' ? u'„' : mark == u'«' ? u'»' : mark == u'‘' ? u'‚' : u'\0';
    int open = 0;
    for (std::int32_t i = begin; opener != u'\0' && i < at; ++i)
        open += text.charAt(i) == opener ? 1 : text.charAt(i) == mark ? -1 : 0;
    return open <= 0;
}

// The border between two sentences, before the marks that open the second one: without a space there, as in Chinese,
// UAX #29 leaves them with the first.
std::int32_t before_opening_marks(const icu::UnicodeString& text, std::int32_t begin, std::int32_t border) {
    constexpr std::int32_t kMarksMost = 4;
    const std::int32_t first = std::max(begin, border - kMarksMost);
    while (border > first && opens_next(text, begin, border - 1))
        --border;
    return border;
}

void add_paragraph(const icu::UnicodeString& paragraph, std::string_view language, std::vector<std::string>& out) {
    const std::string primary = primary_language(language);
    const auto breaker = sentence_breaker(language);
    breaker->setText(paragraph);
    std::int32_t sentence = breaker->first();  // where the current one begins
    const auto finish = [&](std::int32_t end) {
        const icu::UnicodeString text = trimmed({paragraph, sentence, end - sentence});
        if (!text.isEmpty()) out.push_back(to_utf8(text));
        sentence = end;
    };
    std::int32_t begin = sentence;
    for (std::int32_t end = breaker->next(); end != icu::BreakIterator::DONE; begin = end, end = breaker->next()) {
        if (begin == sentence) continue;
        const std::int32_t tail = std::max(sentence, begin - kTail);
        const icu::UnicodeString before = trimmed({paragraph, tail, begin - tail});
        if (!before.isEmpty() && !joined(before, {paragraph, begin, end - begin}, primary))
            finish(before_opening_marks(paragraph, sentence, begin));
    }
    finish(paragraph.length());
}

// Length of the gap of line breaks and spaces at `at` when it holds an empty line, else 0.
std::int32_t empty_line(const icu::UnicodeString& text, std::int32_t at) {
    std::int32_t end = at;
    int breaks = 0;
    for (; end < text.length() && space(text.charAt(end)); ++end) {
        if (text.charAt(end) == u'\n') ++breaks;
        if (text.charAt(end) == 0x2029) breaks += 2;
    }
    return breaks >= 2 ? end - at : 0;
}

}  // namespace

std::vector<std::string> sentences(std::string_view text, std::string_view language) {
    const icu::UnicodeString input = to_unicode(text);
    std::vector<std::string> out;
    icu::UnicodeString paragraph;
    for (std::int32_t at = 0; at < input.length();) {
        const char16_t unit = input.charAt(at);
        const std::int32_t gap = space(unit) ? empty_line(input, at) : 0;
        if (gap > 0) {
            add_paragraph(paragraph, language, out);
            paragraph.remove();
            at += gap;
            continue;
        }
        // UAX #29 ends a sentence at every line break; in prose it is only white space.
        paragraph.append(unit == u'\n' || unit == u'\r' || unit == 0x2028 || unit == 0x85 ? u' ' : unit);
        ++at;
    }
    if (!paragraph.isEmpty()) add_paragraph(paragraph, language, out);
    std::erase_if(out, [](const std::string& sentence) { return !has_word_character(to_unicode(sentence)); });
    return out;
}

bool waits_for_its_word(std::string_view written) {
    return contains(kLeading, abbreviated(written).toLower());
}

bool initials(std::string_view written) {
    const icu::UnicodeString word = abbreviated(written);
    return !word.isEmpty() && are_initials(word);
}

}  // namespace mss::text
