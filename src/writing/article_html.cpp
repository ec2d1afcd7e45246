// article_from_html(): which words of a page are its article. Furniture is cut off first, by element, role and class;
// the article is then the innermost element that holds most of what is left of good prose.

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "http/url.hpp"
#include "text/clean.hpp"
#include "text/language.hpp"
#include "text/superscript.hpp"
#include "text/terms.hpp"
#include "text/words.hpp"
#include "writing/article.hpp"
#include "writing/html_page.hpp"
#include "writing/page_licence.hpp"
#include "writing/prose.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kParagraphsMax = 2000;
constexpr double kLinkShareMax = 0.5;
constexpr double kArticleShare = 0.75;

// A block of text and the elements around it, outermost first.
struct Block {
    std::string text;
    std::size_t link_bytes = 0;
    bool prose = false;  // from an element that holds running text
    std::vector<const GumboNode*> ancestors;
};

bool skipped_tag(GumboTag tag) {
    constexpr auto kTags = std::to_array<GumboTag>(
        {GUMBO_TAG_SCRIPT,   GUMBO_TAG_STYLE,    GUMBO_TAG_NAV,    GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER,
         GUMBO_TAG_ASIDE,    GUMBO_TAG_FORM,     GUMBO_TAG_BUTTON, GUMBO_TAG_SELECT, GUMBO_TAG_SVG,
         GUMBO_TAG_MATH,     GUMBO_TAG_NOSCRIPT, GUMBO_TAG_IFRAME, GUMBO_TAG_FIGURE, GUMBO_TAG_FIGCAPTION,
         GUMBO_TAG_TEMPLATE, GUMBO_TAG_TABLE,    GUMBO_TAG_HEAD,   GUMBO_TAG_OBJECT, GUMBO_TAG_VIDEO,
         GUMBO_TAG_AUDIO,    GUMBO_TAG_CANVAS,   GUMBO_TAG_MENU,   GUMBO_TAG_H1,     GUMBO_TAG_H2,
         GUMBO_TAG_H3,       GUMBO_TAG_H4,       GUMBO_TAG_H5,     GUMBO_TAG_H6,     GUMBO_TAG_PRE});
    return one_of(tag, kTags);
}

// Names that designers give to what is not the article, as whole words of class and id.
bool furniture_name(std::string_view names) {
    constexpr auto kWords = std::to_array<std::string_view>(
        {"nav",     "navbar",        "navbox",    "navigation",  "menu",       "sidebar",      "footer",     "cookie",
         "cookies", "consent",       "gdpr",      "banner",      "comment",    "comments",     "disqus",     "share",
         "sharing", "social",        "related",   "recommended", "subscribe",  "subscription", "newsletter", "promo",
         "advert",  "advertisement", "ads",       "sponsored",   "breadcrumb", "breadcrumbs",  "toc",        "infobox",
         "reflist", "references",    "reference", "editsection", "thumb",      "thumbcaption", "caption",    "hatnote",
         "byline",  "popup",         "modal",     "paywall",     "skip",       "noprint",      "catlinks",   "metadata",
         "ambox",   "widget",        "tags",      "pagination",  "copyright",  "signup",       "login"});
    std::string word;
    const auto matches = [&] { return std::ranges::find(kWords, word) != kWords.end(); };
    for (const char c : names) {
        if (ascii::is_letter(c)) {
            word += ascii::to_lower(c);
        } else {
            if (matches()) return true;
            word.clear();
        }
    }
    return matches();
}

// How much of what is read counts as words of an article.
enum class Reading {
    strict,   // of a page: without furniture, which its elements, roles and names tell
    lenient,  // of a page whose names mislead
    pasted,   // somebody chose these words: all of them are meant
};

bool hidden(const GumboNode& node) {
    if (gumbo_get_attribute(&node.v.element.attributes, "hidden") != nullptr) return true;
    if (attribute(node, "aria-hidden") == "true") return true;
    std::string style = ascii::to_lower(attribute(node, "style"));
    std::erase_if(style, [](char c) { return std::string_view(" \t\r\n").contains(c); });
    return style.contains("display:none") || style.contains("visibility:hidden");
}

// What holds programs, drawings or things to play, and not words.
bool wordless_tag(GumboTag tag) {
    constexpr auto kTags = std::to_array<GumboTag>(
        {GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_HEAD, GUMBO_TAG_TEMPLATE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_IFRAME,
         GUMBO_TAG_SVG, GUMBO_TAG_OBJECT, GUMBO_TAG_VIDEO, GUMBO_TAG_AUDIO, GUMBO_TAG_CANVAS, GUMBO_TAG_SELECT});
    return one_of(tag, kTags);
}

bool skipped(const GumboNode& node, Reading reading) {
    const GumboTag tag = tag_of(node);
    if (reading == Reading::pasted) return wordless_tag(tag) || hidden(node);
    if (skipped_tag(tag)) return true;
    constexpr auto kRoles = std::to_array<std::string_view>(
        {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "note"});
    if (std::ranges::find(kRoles, attribute(node, "role")) != kRoles.end()) return true;
    if (hidden(node)) return true;
    constexpr auto kNeverByName =
        std::to_array<GumboTag>({GUMBO_TAG_HTML, GUMBO_TAG_BODY, GUMBO_TAG_MAIN, GUMBO_TAG_ARTICLE});
    if (reading == Reading::lenient || one_of(tag, kNeverByName)) return false;
    return furniture_name(attribute(node, "class")) || furniture_name(attribute(node, "id"));
}

bool block_tag(GumboTag tag) {
    constexpr auto kTags = std::to_array<GumboTag>(
        {GUMBO_TAG_P,       GUMBO_TAG_LI,   GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_DIV, GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE,
         GUMBO_TAG_MAIN,    GUMBO_TAG_UL,   GUMBO_TAG_OL,         GUMBO_TAG_DL,  GUMBO_TAG_DT,      GUMBO_TAG_DD,
         GUMBO_TAG_BODY,    GUMBO_TAG_HTML, GUMBO_TAG_TD,         GUMBO_TAG_TR,  GUMBO_TAG_ADDRESS, GUMBO_TAG_DETAILS,
         GUMBO_TAG_SUMMARY, GUMBO_TAG_HR,   GUMBO_TAG_CENTER});
    return one_of(tag, kTags);
}

bool heading_tag(GumboTag tag) {
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6;
}

bool cell_tag(GumboTag tag) {
    return tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
}

// What parts one block from another where nothing but words without meaning is skipped; a table's cells share one.
bool pasted_block_tag(GumboTag tag) {
    constexpr auto kTags = std::to_array<GumboTag>({GUMBO_TAG_NAV, GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER, GUMBO_TAG_ASIDE,
                                                    GUMBO_TAG_FORM, GUMBO_TAG_FIGURE, GUMBO_TAG_FIGCAPTION,
                                                    GUMBO_TAG_TABLE, GUMBO_TAG_CAPTION, GUMBO_TAG_MENU, GUMBO_TAG_PRE});
    return !cell_tag(tag) && (block_tag(tag) || heading_tag(tag) || one_of(tag, kTags));
}

// Superscript digits keep their meaning as text: 10<sup>6</sup> is not 106.
std::string raised(std::string_view digits) {
    constexpr std::array<std::string_view, 10> kRaised{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    if (digits.find_first_not_of("0123456789-") != std::string_view::npos) return std::string(digits);
    std::string out;
    for (const char c : digits) {
        if (ascii::is_digit(c))
            out += kRaised[static_cast<std::size_t>(c - '0')];
        else
            out += c == '-' ? "⁻" : std::string(1, c);
    }
    return out;
}

std::string inner_text(const GumboNode& node, std::size_t depth = 0) {
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE) return node.v.text.text;
    if (!is_element(node) || depth > 50) return {};
    std::string out;
    const GumboVector& children = node.v.element.children;
    for (unsigned i = 0; i < children.length && out.size() < 1000; ++i)
        out += inner_text(*static_cast<const GumboNode*>(children.data[i]), depth + 1);
    return out;
}

bool holds_link(const GumboNode& node, std::size_t depth = 0) {
    if (!is_element(node) || depth > 50) return false;
    if (tag_of(node) == GUMBO_TAG_A) return true;
    const GumboVector& children = node.v.element.children;
    for (unsigned i = 0; i < children.length; ++i)
        if (holds_link(*static_cast<const GumboNode*>(children.data[i]), depth + 1)) return true;
    return false;
}

// A mark that leads to a note: "[1]", a link, a star, or a bare number behind a word or a full stop.
bool footnote_mark(const GumboNode& sup, std::string_view before) {
    const std::string mark = text::clean_line(inner_text(sup));
    if (mark.empty() || holds_link(sup) || mark.starts_with('[') || mark.starts_with('(')) return true;
    for (const char* name : {"class", "id"})
        for (const std::string_view word : {"reference", "footnote", "noteref", "fnref", "cite"})
            if (ascii::to_lower(attribute(sup, name)).find(word) != std::string::npos) return true;
    for (const std::string_view star : {"*", "†", "‡", "§", "¶"})
        if (mark.starts_with(star)) return true;
    const bool number = mark.find_first_not_of("0123456789,-– ") == std::string::npos;
    return number && !text::takes_a_power(before);
}

// Walks a page and gathers its blocks of text.
class BlockReader {
public:
    explicit BlockReader(Reading reading) : reading_(reading) {}

    std::vector<Block> read(const GumboNode& root) {
        visit(root);
        end_block();
        return std::move(blocks_);
    }

private:
    void visit(const GumboNode& node) {
        if (path_.size() > kPageDepthMax || blocks_.size() > kParagraphsMax) return;
        if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA) {
            add_text(node.v.text.text);
        } else if (is_element(node)) {
            visit_element(node);
        }
    }

    void visit_element(const GumboNode& node) {
        const GumboTag tag = tag_of(node);
        const bool block = reading_ == Reading::pasted ? pasted_block_tag(tag) : block_tag(tag);
        if (skipped(node, reading_)) {
            if (block) end_block();
            return;
        }
        if (tag == GUMBO_TAG_SUP && footnote_mark(node, text_)) return;
        if (tag == GUMBO_TAG_BR) add_text("\n");
        if (block) end_block();
        if (reading_ == Reading::pasted && cell_tag(tag)) begin_cell();
        path_.push_back(&node);
        links_ += tag == GUMBO_TAG_A ? 1 : 0;
        raised_ += tag == GUMBO_TAG_SUP ? 1 : 0;
        const GumboVector& children = node.v.element.children;
        for (unsigned i = 0; i < children.length; ++i)
            visit(*static_cast<const GumboNode*>(children.data[i]));
        raised_ -= tag == GUMBO_TAG_SUP ? 1 : 0;
        links_ -= tag == GUMBO_TAG_A ? 1 : 0;
        if (block) end_block();
        path_.pop_back();
    }

    void add_text(std::string_view text) {
        text_ += raised_ > 0 ? raised(text) : std::string(text);
        if (links_ > 0) link_bytes_ += text.size();
    }

    // The cells of a row are words with commas between them.
    void begin_cell() {
        text_ = text::clean_line(text_);
        if (!text_.empty() && !text_.ends_with(',')) text_ += ',';
        if (!text_.empty()) text_ += ' ';
    }

    void end_block() {
        std::string clean = text::clean_line(text_);
        if (reading_ != Reading::pasted) clean = without_reference_marks(clean);
        if (!clean.empty()) {
            const auto is_prose = [](const GumboNode* node) {
                const GumboTag tag = tag_of(*node);
                return tag == GUMBO_TAG_P || tag == GUMBO_TAG_BLOCKQUOTE;
            };
            blocks_.push_back({std::move(clean), link_bytes_, std::ranges::any_of(path_, is_prose), path_});
        }
        text_.clear();
        link_bytes_ = 0;
    }

    const Reading reading_;
    std::vector<const GumboNode*> path_;
    std::vector<Block> blocks_;
    std::string text_;
    std::size_t link_bytes_ = 0;
    int links_ = 0;
    int raised_ = 0;
};

bool ends_a_sentence(std::string_view text) {
    while (text.ends_with('"') || text.ends_with(')'))
        text.remove_suffix(1);
    for (const std::string_view mark : {"”", "»", "’"})
        if (text.ends_with(mark)) text.remove_suffix(mark.size());
    return text.ends_with('.') || text.ends_with('!') || text.ends_with('?') || text.ends_with("。") ||
           text.ends_with("！") || text.ends_with("？") || text.ends_with("।") || text.ends_with("؟");
}

bool good_prose(const Block& block) {
    const double links = static_cast<double>(block.link_bytes) / static_cast<double>(block.text.size());
    if (links > kLinkShareMax || !ends_a_sentence(block.text)) return false;
    return text::words(block.text, "").size() >= (block.prose ? 5U : 8U) || block.text.size() > 90;
}

// The innermost element that holds `kArticleShare` of the bytes of good prose.
const GumboNode* article_root(const std::vector<Block>& blocks) {
    std::map<const GumboNode*, std::size_t> bytes;
    std::size_t total = 0;
    for (const Block& block : blocks) {
        total += block.text.size();
        for (const GumboNode* ancestor : block.ancestors)
            bytes[ancestor] += block.text.size();
    }
    const GumboNode* best = nullptr;
    std::size_t best_depth = 0;
    for (const Block& block : blocks) {
        for (std::size_t depth = 0; depth < block.ancestors.size(); ++depth) {
            const auto share = static_cast<double>(bytes[block.ancestors[depth]]) / static_cast<double>(total);
            if (share >= kArticleShare && (best == nullptr || depth > best_depth)) {
                best = block.ancestors[depth];
                best_depth = depth;
            }
        }
    }
    return best;
}

std::vector<std::string> paragraphs_of(const GumboNode& root, Reading reading) {
    std::vector<Block> blocks = BlockReader(reading).read(root);
    std::erase_if(blocks, [](const Block& block) { return !good_prose(block) || page_furniture(block.text); });
    const GumboNode* article = article_root(blocks);
    std::vector<std::string> paragraphs;
    for (Block& block : blocks) {
        const bool inside = std::ranges::find(block.ancestors, article) != block.ancestors.end();
        const bool repeated = std::ranges::find(paragraphs, block.text) != paragraphs.end();
        if (inside && !repeated) paragraphs.push_back(std::move(block.text));
    }
    return paragraphs;
}

bool within(const Block& block, bool (*is_one)(GumboTag)) {
    return std::ranges::any_of(block.ancestors, [&](const GumboNode* node) { return is_one(tag_of(*node)); });
}

// A block with the marks that a plain text has for a heading and for an entry of a list.
std::string with_marks(const Block& block) {
    if (within(block, heading_tag)) return "## " + block.text;
    if (within(block, [](GumboTag tag) { return tag == GUMBO_TAG_LI; })) return "- " + block.text;
    const bool row = within(block, [](GumboTag tag) { return tag == GUMBO_TAG_TR; });
    return row && !ends_a_sentence(block.text) ? block.text + "." : block.text;
}

std::string pasted_text(const GumboNode& root) {
    std::string text;
    for (const Block& block : BlockReader(Reading::pasted).read(root))
        text += (text.empty() ? "" : "\n\n") + with_marks(block);
    return text;
}

// A whole page that somebody saved holds its menus and notices, too; what was written by hand or copied from a page
// holds none.
bool saved_page(std::string_view html) {
    const std::string lower = ascii::to_lower(html);
    const auto has = [&](std::string_view tag) { return lower.contains(tag); };
    return (has("<html") || has("<!doctype")) && (has("<nav") || has("<footer") || has("<script"));
}

// Facts about the page, from <head> and the first heading.
struct PageFacts {
    std::map<std::string, std::string, std::less<>> meta;  // by name or property, lower case
    std::string title;
    std::string heading;
    std::string language;
    std::string canonical;
};

void note_facts(const GumboNode& node, PageFacts& facts) {
    switch (tag_of(node)) {
        case GUMBO_TAG_HTML: facts.language = attribute(node, "lang"); break;
        case GUMBO_TAG_TITLE:
            if (facts.title.empty()) facts.title = text::clean_line(inner_text(node));
            break;
        case GUMBO_TAG_H1:
            if (facts.heading.empty()) facts.heading = without_reference_marks(text::clean_line(inner_text(node)));
            break;
        case GUMBO_TAG_META: {
            const std::string_view name =
                attribute(node, "property").empty() ? attribute(node, "name") : attribute(node, "property");
            if (!name.empty()) facts.meta.try_emplace(text::lower(name), text::clean_line(attribute(node, "content")));
            break;
        }
        case GUMBO_TAG_LINK:
            if (attribute(node, "rel") == "canonical") facts.canonical = attribute(node, "href");
            break;
        default: break;
    }
}

void gather_facts(const GumboNode& node, PageFacts& facts, std::size_t depth = 0) {
    if (!is_element(node) || depth > kPageDepthMax) return;
    note_facts(node, facts);
    const GumboVector& children = node.v.element.children;
    for (unsigned i = 0; i < children.length; ++i)
        gather_facts(*static_cast<const GumboNode*>(children.data[i]), facts, depth + 1);
}

// "Octopus - Sea Life Weekly" less the site's name.
std::string without_site(std::string title, const std::string& site) {
    for (const std::string_view separator : {" | ", " - ", " – ", " — ", " · "}) {
        const auto at = title.rfind(separator);
        if (at == std::string::npos || at == 0) continue;
        const std::string tail = title.substr(at + separator.size());
        if (separator == " | " || (!site.empty() && text::lower(tail) == text::lower(site)) ||
            tail.starts_with("Wikipedia"))
            return title.substr(0, at);
    }
    return title;
}

Article with_facts(const PageFacts& facts, std::string_view url) {
    const auto meta = [&](std::string_view name) {
        const auto found = facts.meta.find(name);
        return found == facts.meta.end() ? std::string() : found->second;
    };
    const auto first_of = [](std::initializer_list<std::string> choices) {
        for (const std::string& choice : choices)
            if (!choice.empty()) return choice;
        return std::string();
    };
    Article article;
    const auto parsed = http::parse_url(url);
    const auto canonical = http::parse_url(facts.canonical);
    const bool same_host = parsed && canonical && parsed->host == canonical->host;
    article.url = same_host ? canonical->full : parsed ? parsed->full : std::string();
    article.site = first_of({meta("og:site_name"), meta("application-name"), parsed ? parsed->host : std::string()});
    article.title = without_site(first_of({meta("og:title"), facts.heading, facts.title}), article.site).substr(0, 300);
    article.author = first_of({meta("author"), meta("article:author")});
    if (article.author.find("://") != std::string::npos) article.author.clear();
    article.language = text::language_tag(facts.language);
    return article;
}

Result<Article> article_from_paste(const HtmlPage& page, Article article) {
    read_paragraphs(article, pasted_text(page.root()));
    if (article.paragraphs.empty()) return fail(Code::no_material, "the text holds no words, only markup");
    take_title(article);
    if (article.language.empty())
        article.language = text::guess_language(fmt::format("{}", fmt::join(article.paragraphs, "\n")));
    return article;
}

}  // namespace

Result<Article> article_from_html(std::string_view bytes, std::string_view content_type, std::string_view url) {
    const std::string html = decoded_page(bytes, content_type);
    MSS_TRY_ASSIGN(const HtmlPage page, HtmlPage::parse(html));
    PageFacts facts;
    gather_facts(page.root(), facts);
    Article article = with_facts(facts, url);
    article.licence = page_licence(page.root());
    article.title = text::clean(article.title);
    if (url.empty() && !saved_page(html)) return article_from_paste(page, std::move(article));
    article.paragraphs = paragraphs_of(page.root(), Reading::strict);
    // Some pages wrap everything in an element whose name sounds like furniture.
    if (article.paragraphs.size() < 2) {
        std::vector<std::string> lenient = paragraphs_of(page.root(), Reading::lenient);
        if (lenient.size() > article.paragraphs.size()) article.paragraphs = std::move(lenient);
    }
    if (article.paragraphs.empty())
        return fail(Code::no_material,
                    url.empty()
                        ? "the text holds no readable article, only what a page has around one"
                        : fmt::format("{} holds no readable article (perhaps it needs a browser to show its text)",
                                      http::shown(url)));
    if (article.language.empty())
        article.language = text::guess_language(fmt::format("{}", fmt::join(article.paragraphs, "\n")));
    return article;
}

}  // namespace mss::writing
