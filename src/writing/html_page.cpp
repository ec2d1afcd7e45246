#include "writing/html_page.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "text/charset.hpp"
#include "text/terms.hpp"

namespace mss::writing {
namespace {

constexpr std::size_t kPageBytesMax = 5U << 20U;
constexpr std::size_t kMetaBytes = 2048;
constexpr std::size_t kTagsMax = 60'000;
constexpr std::size_t kOpenTagsMax = 250;
constexpr std::size_t kTagBytesMax = 4096;

// The value after "charset=", with or without quotation marks.
std::string charset_in(std::string_view text) {
    const std::string lower = ascii::to_lower(text);
    auto at = lower.find("charset");
    if (at == std::string::npos) return {};
    at = lower.find_first_not_of(" \t\n=\"'", at + 7);
    if (at == std::string::npos) return {};
    return lower.substr(at, lower.find_first_of(" \t\n\"'/>;", at) - at);
}

struct Tag {
    std::string name;
    bool end = false;
    std::size_t length = 0;  // with both angle brackets
};

// The tag that begins at `at`; length 0 where "<" is only text. An attribute may hold ">" between quotation marks.
Tag tag_at(std::string_view html, std::size_t at) {
    Tag tag;
    std::size_t i = at + 1;
    if (i < html.size() && html[i] == '/') {
        tag.end = true;
        ++i;
    }
    while (i < html.size() && ascii::is_alphanumeric(html[i]) && tag.name.size() < 20)
        tag.name += ascii::to_lower(html[i++]);
    if (tag.name.empty()) return {};
    char quote = 0;
    for (; i < html.size(); ++i) {
        if (quote != 0) {
            if (html[i] == quote) quote = 0;
        } else if ((html[i] == '"' || html[i] == '\'') && html[i - 1] == '=') {
            quote = html[i];
        } else if (html[i] == '>') {
            tag.length = i - at + 1;
            return tag;
        }
    }
    tag.length = html.size() - at;
    return tag;
}

// Length of a comment or of an element whose content is not markup and not prose; 0 elsewhere.
std::size_t unread_length(std::string_view html, std::size_t at) {
    constexpr auto kUnread =
        std::to_array<std::string_view>({"script", "style", "textarea", "iframe", "xmp", "noembed"});
    const std::string_view rest = html.substr(at);
    if (rest.starts_with("<!--")) {
        const auto end = rest.find("-->", 4);
        return end == std::string_view::npos ? rest.size() : end + 3;
    }
    if (!rest.starts_with('<')) return 0;
    const Tag tag = tag_at(html, at);
    if (tag.end || !one_of(tag.name, kUnread)) return 0;
    for (auto end = rest.find("</", tag.length); end != std::string_view::npos; end = rest.find("</", end + 2)) {
        if (ascii::to_lower(rest.substr(end + 2, tag.name.size())) != tag.name) continue;
        const auto close = rest.find('>', end);
        return close == std::string_view::npos ? rest.size() : close + 1;
    }
    return rest.size();
}

// A <script> that holds no program but facts about the page (JSON-LD).
bool linked_data(std::string_view element) {
    constexpr std::size_t kBytesMax = 200'000;
    const std::string opening = ascii::to_lower(element.substr(0, std::min(element.find('>'), kTagBytesMax)));
    return element.size() <= kBytesMax && opening.starts_with("<script") &&
           opening.find("application/ld+json") != std::string::npos;
}

// HTML repeats open formatting elements in every following block, so that n of them in n paragraphs make n*n nodes.
// They mean nothing to a reader of plain text. What opens too deep or comes too late is dropped as well; the text
// stays. The parser compares each attribute with all before it, so a tag too long to be written by hand loses them.
std::string tamed(std::string_view html) {
    constexpr auto kFormatting = std::to_array<std::string_view>(
        {"b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"});
    constexpr auto kUnclosed = std::to_array<std::string_view>(
        {"area",  "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",   "param", "source",
         "track", "wbr",  "p",  "li",  "dt",    "dd", "td",  "th",    "tr",   "option", "tbody", "thead"});
    std::string out;
    out.reserve(html.size());
    std::size_t tags = 0;
    std::size_t open = 0;
    for (std::size_t i = 0; i < html.size();) {
        if (const std::size_t length = unread_length(html, i); length > 0) {
            if (linked_data(html.substr(i, length))) out += html.substr(i, length);
            i += length;
            continue;
        }
        const Tag tag = html[i] == '<' ? tag_at(html, i) : Tag{};
        if (tag.length == 0) {
            out += html[i++];
            continue;
        }
        const bool nests = !one_of(tag.name, kUnclosed);
        if (nests) open = tag.end ? open - std::min<std::size_t>(open, 1) : open + 1;
        const bool dropped =
            one_of(tag.name, kFormatting) || ++tags > kTagsMax || (!tag.end && nests && open > kOpenTagsMax);
        if (!dropped && tag.length <= kTagBytesMax) out += html.substr(i, tag.length);
        if (!dropped && tag.length > kTagBytesMax) out += (tag.end ? "</" : "<") + tag.name + ">";
        i += tag.length;
    }
    return out;
}

void* allocate(void* arena, std::size_t bytes) {
    return static_cast<std::pmr::monotonic_buffer_resource*>(arena)->allocate(std::max<std::size_t>(bytes, 1));
}

void keep(void*, void*) {}

}  // namespace

std::string decoded_page(std::string_view bytes, std::string_view content_type) {
    if (bytes.starts_with("\xEF\xBB\xBF")) return std::string(bytes.substr(3));
    if (bytes.starts_with("\xFE\xFF")) return text::utf8_from(bytes, "utf-16be").value_or("");
    if (bytes.starts_with("\xFF\xFE")) return text::utf8_from(bytes, "utf-16le").value_or("");
    for (const std::string& label : {charset_in(content_type), charset_in(bytes.substr(0, kMetaBytes))})
        if (auto text = text::utf8_from(bytes, label)) return *text;
    if (utf8::valid(bytes)) return std::string(bytes);
    return text::utf8_from(bytes, "windows-1252").value_or("");
}

Result<HtmlPage> HtmlPage::parse(std::string_view utf8) {
    if (utf8.size() > kPageBytesMax) return fail(Code::too_large, "the page is larger than 5 MB");
    HtmlPage page;
    page.arena_ = std::make_unique<std::pmr::monotonic_buffer_resource>();
    page.source_ = tamed(utf8);
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = &allocate;
    options.deallocator = &keep;
    options.userdata = page.arena_.get();
    options.max_errors = 0;
    page.output_ = gumbo_parse_with_options(&options, page.source_.data(), page.source_.size());
    return page;
}

std::string_view attribute(const GumboNode& node, const char* name) {
    if (!is_element(node)) return {};
    const GumboAttribute* found = gumbo_get_attribute(&node.v.element.attributes, name);
    return found == nullptr ? std::string_view() : std::string_view(found->value);
}

bool is_element(const GumboNode& node) {
    return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

GumboTag tag_of(const GumboNode& node) {
    return is_element(node) ? node.v.element.tag : GUMBO_TAG_UNKNOWN;
}

}  // namespace mss::writing
