#include "writing/markup.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <ranges>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/words.hpp"
#include "writing/markdown_lines.hpp"
#include "writing/tokens.hpp"

namespace mss::writing {
namespace {

constexpr auto kNone = std::string_view::npos;
constexpr std::string_view kSpaces = " \t\r\n";
// How far the other half of something is looked for: a longer tag or link is none that anybody pasted, and a hostile
// text must not make every beginning search to its end.
constexpr std::size_t kReach = 4'000;

// Tags inside a line, which leave nothing behind.
constexpr std::string_view kInline =
    "|a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q|rp|rt|ruby|s|samp|small|"
    "span|strike|strong|sub|sup|time|tt|u|var|wbr|";
// Tags that part one paragraph or line from another.
constexpr std::string_view kParagraph =
    "|address|article|aside|blockquote|body|center|dd|details|div|dl|dt|figcaption|figure|footer|form|h1|h2|h3|h4|h5|"
    "h6|head|header|hr|html|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul|";
constexpr std::string_view kAlone = "|br|img|input|link|meta|iframe|video|audio|source|button|svg|path|object|embed|";
// What stands inside these is no text.
constexpr std::string_view kSilent = "|script|style|";
// These need no closing tag. Any other one that has neither it nor an attribute stands for something: "Replace <title>
// with yours".
constexpr std::string_view kNeverClosed = "|br|p|li|hr|wbr|dt|dd|tr|td|th|thead|tbody|tfoot|rt|rp|html|head|body|";

struct Tag {
    std::string name;  // in lower case
    std::size_t length = 0;
    bool closes = false;
    bool bare = true;            // without attributes
    bool closes_itself = false;  // "<br/>"
};

std::size_t skip_spaces(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(kSpaces, at), text.size());
}

// Where an attribute with its value ends; nothing where there is none: "<b and c>" is no tag.
std::optional<std::size_t> attribute_end(std::string_view text, std::size_t at) {
    const std::size_t name_end = text.find_first_of("= \t\r\n<>\"'", at);
    if (name_end == kNone || name_end == at || text[name_end] != '=' || name_end + 1 >= text.size())
        return std::nullopt;
    const char quote = text[name_end + 1];
    if (quote == '"' || quote == '\'') {
        const std::size_t end = text.find(quote, name_end + 2);
        return end == kNone ? std::nullopt : std::optional(end + 1);
    }
    const std::size_t end = text.find_first_of(" \t\r\n<>", name_end + 1);
    return end == kNone || end == name_end + 1 ? std::nullopt : std::optional(end);
}

// The tag that begins at text[at].
std::optional<Tag> tag_at(std::string_view text, std::size_t at) {
    const std::string_view near = text.substr(at, kReach);
    if (!near.starts_with('<')) return std::nullopt;
    Tag tag;
    tag.closes = near.size() > 1 && near[1] == '/';
    const std::size_t begin = tag.closes ? 2 : 1;
    std::size_t end = begin;
    while (end < near.size() && ascii::is_alphanumeric(near[end]))
        ++end;
    tag.name = ascii::to_lower(near.substr(begin, end - begin));
    const auto known = {kInline, kParagraph, kAlone, kSilent};
    if (std::ranges::none_of(known, [&](std::string_view list) { return listed(list, tag.name); })) return std::nullopt;
    for (std::size_t next = skip_spaces(near, end);; next = skip_spaces(near, end)) {
        const std::size_t close = next < near.size() && near[next] == '/' ? next + 1 : next;
        if (close < near.size() && near[close] == '>') {
            tag.length = close + 1;
            tag.closes_itself = close > next;
            return tag;
        }
        const auto attribute = next > end ? attribute_end(near, next) : std::nullopt;
        if (!attribute) return std::nullopt;
        tag.bare = false;
        end = *attribute;
    }
}

// "The <b> tag makes letters bold."
bool spoken_of(std::string_view text, std::size_t end) {
    const std::string next = ascii::to_lower(text.substr(end, 12));
    return std::ranges::any_of(
        std::to_array<std::string_view>({" tag", "-tag", " element", "-element", " balise", " etiqueta", " marker"}),
        [&](std::string_view word) { return next.starts_with(word); });
}

// "a<b>c": a comparison, as long as nothing closes the tag that it may be. `lower` is the text in lower case.
bool comparison(std::string_view lower, std::size_t at, const Tag& tag) {
    const auto letter = [&](std::size_t where) { return where < lower.size() && ascii::is_alphanumeric(lower[where]); };
    if (!tag.bare || tag.closes || tag.name.size() > 1 || at == 0 || !letter(at - 1)) return false;
    return letter(skip_spaces(lower, at + tag.length)) && lower.substr(at, kReach).find("</" + tag.name) == kNone;
}

struct Entity {
    std::string_view name;
    std::string_view letter;
};
constexpr auto kEntities = std::to_array<Entity>(
    {{"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},   {"nbsp", " "},
     {"ndash", "–"},  {"mdash", "—"},  {"hellip", "…"}, {"lsquo", "‘"},  {"rsquo", "’"},  {"ldquo", "“"},
     {"rdquo", "”"},  {"sbquo", "‚"},  {"bdquo", "„"},  {"laquo", "«"},  {"raquo", "»"},  {"euro", "€"},
     {"pound", "£"},  {"yen", "¥"},    {"cent", "¢"},   {"copy", "©"},   {"reg", "®"},    {"trade", "™"},
     {"deg", "°"},    {"middot", "·"}, {"bull", "•"},   {"times", "×"},  {"auml", "ä"},   {"ouml", "ö"},
     {"uuml", "ü"},   {"Auml", "Ä"},   {"Ouml", "Ö"},   {"Uuml", "Ü"},   {"szlig", "ß"},  {"eacute", "é"},
     {"egrave", "è"}, {"ecirc", "ê"},  {"agrave", "à"}, {"acirc", "â"},  {"ccedil", "ç"}, {"ntilde", "ñ"},
     {"aacute", "á"}, {"iacute", "í"}, {"oacute", "ó"}, {"uacute", "ú"}, {"frac12", "½"}, {"shy", ""}});

// "&#8217;" and "&#x2019;"
std::optional<std::string> numbered_letter(std::string_view digits) {
    const bool hexadecimal = digits.starts_with('x') || digits.starts_with('X');
    if (hexadecimal) digits.remove_prefix(1);
    std::uint32_t point = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), point, hexadecimal ? 16 : 10);
    constexpr std::uint32_t kLast = 0x10FFFF;
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (error != std::errc() || end != digits.data() + digits.size() || point < ' ' || point > kLast || surrogate)
        return std::nullopt;
    return utf8::encode(std::u32string(1, static_cast<char32_t>(point)));
}

// The letter that an entity at text[at] means, and how long the entity is.
std::optional<std::pair<std::string, std::size_t>> entity_at(std::string_view text, std::size_t at) {
    constexpr std::size_t kLongest = 10;
    const std::string_view near = text.substr(at + 1, kLongest);
    const std::size_t end = near.find(';');
    if (end == kNone || end == 0) return std::nullopt;
    const std::string_view name = near.substr(0, end);
    if (name.starts_with('#')) {
        auto letter = numbered_letter(name.substr(1));
        return letter ? std::optional(std::pair(std::move(*letter), end + 2)) : std::nullopt;
    }
    const auto* known = std::ranges::find(kEntities, name, &Entity::name);
    return known == kEntities.end() ? std::nullopt : std::optional(std::pair(std::string(known->letter), end + 2));
}

class TagRemover {
public:
    explicit TagRemover(std::string_view text) : text_(text), lower_(ascii::to_lower(text)) {}

    Unwrapped remove() {
        for (std::size_t at = 0; at < text_.size();)
            at = step(at);
        return std::move(out_);
    }

private:
    // Takes what stands at `at` over, or leaves it out; returns what follows it.
    std::size_t step(std::size_t at) {
        if (text_[at] == '&') {
            if (auto entity = entity_at(text_, at)) {
                out_.text += entity->first;
                return at + entity->second;
            }
        }
        if (text_[at] == '<') {
            if (text_.substr(at).starts_with("<!--") && last_comment_end_ != kNone && at < last_comment_end_)
                return leave_out(at, text_.find("-->", at) + 3);
            const auto tag = tag_at(text_, at);
            if (tag && (closes_left_out(*tag) || stands_for_nothing(at, *tag))) return leave_out(at, *tag);
        }
        out_.text += text_[at];
        return at + 1;
    }

    std::size_t leave_out(std::size_t at, std::size_t end) {
        if (out_.marks++ == 0) out_.first = text_.substr(at, end - at);
        return end;
    }

    std::size_t leave_out(std::size_t at, const Tag& tag) {
        const std::size_t end = leave_out(at, at + tag.length);
        if (tag.closes)
            open_.erase(tag.name);
        else if (!tag.closes_itself && !listed(kNeverClosed, tag.name))
            open_.insert(tag.name);
        if (tag.name == "br") out_.text += '\n';
        if (listed(kParagraph, tag.name)) out_.text += "\n\n";
        if (tag.name == "li" && !tag.closes) out_.text += "- ";
        if (!listed(kSilent, tag.name) || tag.closes) return end;
        return closed_behind(end, tag.name) ? lower_.find("</" + tag.name, end) : end;
    }

    // "Use the <b>bold</b> tag": the second tag belongs to the first, and is not the one that is spoken of.
    bool closes_left_out(const Tag& tag) const { return tag.closes && open_.contains(tag.name); }

    bool stands_for_nothing(std::size_t at, const Tag& tag) {
        return !spoken_of(text_, at + tag.length) && !comparison(lower_, at, tag) && !placeholder(at, tag);
    }

    bool placeholder(std::size_t at, const Tag& tag) {
        return tag.bare && !tag.closes && !tag.closes_itself && !listed(kNeverClosed, tag.name) &&
               !closed_behind(at, tag.name);
    }

    // Where the last tag that closes this one stands is looked for once: a hostile text opens it a million times.
    bool closed_behind(std::size_t at, const std::string& name) {
        const auto [known, is_new] = last_closing_.try_emplace(name, kNone);
        if (is_new) known->second = last_closing(name);
        return known->second != kNone && known->second >= at;
    }

    std::size_t last_closing(const std::string& name) const {
        const std::string closing = "</" + name;
        std::size_t at = lower_.rfind(closing);
        const auto other_name = [&] {  // "</address" for "</a"
            const std::size_t end = at + closing.size();
            return end < lower_.size() && ascii::is_alphanumeric(lower_[end]);
        };
        while (at != kNone && other_name())
            at = at == 0 ? kNone : lower_.rfind(closing, at - 1);
        return at;
    }

    std::string_view text_;
    const std::string lower_;
    const std::size_t last_comment_end_ = text_.rfind("-->");
    std::map<std::string, std::size_t> last_closing_;
    std::set<std::string> open_;  // of what was left out, and is not closed yet
    Unwrapped out_;
};

// Whether the letter that ends before `end` belongs to a word that is written without spaces beside it only if it goes
// on: "5*3*2" and "footnote*", but not "这是**重要**的".
bool letter_before(std::string_view text, std::size_t end) {
    std::size_t begin = end;
    while (begin > 0 && end - begin < 4) {
        --begin;
        if ((static_cast<unsigned char>(text[begin]) & 0xC0U) != 0x80U) break;
    }
    const std::u32string points = utf8::decode(text.substr(begin, end - begin));
    return !points.empty() && text::letter_of_spaced_script(points.back());
}

bool letter_at(std::string_view text, std::size_t begin) {
    const std::u32string points = utf8::decode(utf8::truncate(text.substr(begin), 4));
    return !points.empty() && text::letter_of_spaced_script(points.front());
}

// Where a mark of Markdown at `at` is closed again within its line: it hugs its words and nothing else hugs it, so that
// "2 * 3 * 4", "5*3*2", snake_case and footnotes* stay.
std::size_t closing_mark(std::string_view text, std::size_t at, std::string_view mark) {
    const std::size_t begin = at + mark.size();
    const auto blank = [&](std::size_t where) { return kSpaces.find(text[where]) != kNone || text[where] == mark[0]; };
    if (begin >= text.size() || blank(begin) || letter_before(text, at) || (at > 0 && text[at - 1] == mark[0]))
        return kNone;
    const std::string_view near = text.substr(0, begin + kReach);
    const std::size_t line_end = std::min(near.find("\n\n", begin), near.size());
    constexpr std::size_t kTwoInOne = 3;  // "**remote *work***"
    for (std::size_t end = near.find(mark[0], begin); end != kNone && end < line_end;) {
        const std::size_t after = std::min(near.find_first_not_of(mark[0], end), near.size());
        const bool long_enough = after - end == mark.size() || (after - end == kTwoInOne && mark.size() < kTwoInOne);
        // Korean and others write endings right behind the mark; an underline is part of a name there.
        const bool word_goes_on =
            after < near.size() && (mark[0] == '_' ? letter_at(near, after) : ascii::is_alphanumeric(near[after]));
        if (long_enough && !word_goes_on && !blank(end - 1)) return after - mark.size();
        end = near.find(mark[0], after);
    }
    return kNone;
}

struct Link {
    std::string_view words;
    std::size_t length = 0;
};

// Where the address of a link ends: before a space or the bracket that none inside it opens.
std::size_t address_end(std::string_view text, std::size_t at) {
    std::size_t open = 0;
    for (; at < text.size() && kSpaces.find(text[at]) == kNone; ++at) {
        if (text[at] == '(') ++open;
        if (text[at] == ')' && open-- == 0) break;
    }
    return at;
}

// Where the bracket behind an address closes the link, perhaps with a title before it: "[words](https://x.org
// "Title")".
std::size_t link_end(std::string_view text, std::size_t at) {
    std::size_t end = skip_spaces(text, at);
    if (end > at && end < text.size() && (text[end] == '"' || text[end] == '\'')) {
        const std::size_t close = text.find(text[end], end + 1);
        if (close == kNone) return kNone;
        end = skip_spaces(text, close + 1);
    }
    return end < text.size() && text[end] == ')' ? end : kNone;
}

// "[words](https://example.org)" and "![picture](...)"
std::optional<Link> link_at(std::string_view text, std::size_t at) {
    const std::string_view near = text.substr(at, kReach);
    const bool picture = near.starts_with("![");
    if (!picture && !near.starts_with('[')) return std::nullopt;
    const std::size_t begin = picture ? 2 : 1;
    const std::size_t middle = near.find_first_of("[]", begin);
    if (middle == kNone || !near.substr(middle).starts_with("](")) return std::nullopt;
    const std::size_t stop = address_end(near, middle + 2);
    const std::size_t end = link_end(near, stop);
    if (end == kNone) return std::nullopt;
    const std::string_view address = near.substr(middle + 2, stop - middle - 2);
    // "f[i](x)" is no link; a picture may be a file beside the text.
    const bool leads_somewhere = (picture && !address.empty()) || address.find('/') != kNone ||
                                 address.starts_with('#') || address.contains(':');
    if (!leads_somewhere) return std::nullopt;
    return Link{picture ? std::string_view() : near.substr(begin, middle - begin), end + 1};
}

// One level of Markdown; what stands inside is read again.
void unwrap(std::string_view text, Unwrapped& out) {
    constexpr auto kMarks = std::to_array<std::string_view>({"***", "**", "*", "__", "_", "``", "`", "~~"});
    const auto note = [&](std::string_view written) {
        if (out.marks++ == 0) out.first = written;
    };
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '[' || text[at] == '!') {
            if (const auto link = link_at(text, at)) {
                note(text[at] == '!' ? "![](...)" : "[](...)");
                out.text += link->words;
                at += link->length;
                continue;
            }
        }
        std::size_t end = kNone;
        const auto* mark = std::ranges::find_if(kMarks, [&](std::string_view one) {
            end = text.substr(at).starts_with(one) ? closing_mark(text, at, one) : kNone;
            return end != kNone;
        });
        if (mark == kMarks.end()) {
            out.text += text[at++];
            continue;
        }
        note(*mark);  // without the words, of which none is left out
        const std::size_t begin = at + mark->size();
        if (mark->starts_with('`'))
            out.text += text.substr(begin, end - begin);
        else
            unwrap(text.substr(begin, end - begin), out);
        at = end + mark->size();
    }
}

}  // namespace

std::string headings_notice(const std::vector<std::string>& headings) {
    constexpr std::size_t kNamed = 3;
    constexpr std::size_t kShown = 60;
    if (headings.empty()) return {};
    std::string named;
    for (const std::string& heading : headings | std::views::take(kNamed))
        named += fmt::format("{}\"{}\"", named.empty() ? "" : ", ", utf8::printable(heading, kShown));
    return fmt::format("{} between the paragraphs {} not said: {}{}.",
                       headings.size() == 1 ? "The heading" : "Headings", headings.size() == 1 ? "is" : "are", named,
                       headings.size() > kNamed ? " and more" : "");
}

std::string markup_notice(std::string_view first) {
    constexpr std::size_t kShown = 60;
    if (first.empty()) return {};
    return fmt::format("Markup such as \"{}\" is left out, since nobody says it.", utf8::printable(first, kShown));
}

Unwrapped without_markup(std::string_view text) {
    Unwrapped plain = TagRemover(text).remove();
    Unwrapped lines = without_line_marks(plain.text);
    Unwrapped out{.text = {},
                  .marks = plain.marks + lines.marks,
                  .first = std::move(plain.first.empty() ? lines.first : plain.first)};
    unwrap(lines.text, out);
    return out;
}

}  // namespace mss::writing
