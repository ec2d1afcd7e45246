#include "writing/page_licence.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "base/ascii.hpp"
#include "base/json.hpp"
#include "text/clean.hpp"
#include "text/terms.hpp"
#include "writing/prose.hpp"

namespace mss::writing {
namespace {

constexpr int kLinksMax = 50;
constexpr std::size_t kLinkedDataBytesMax = 200'000;
constexpr std::size_t kLinkedDataDepthMax = 8;
constexpr std::size_t kClauseBytesMax = 2000;
constexpr std::string_view kLinkMark = "\x01";  // stands for the link in the text around it

// "https://creativecommons.org/licenses/by-sa/4.0/deed.en" is "CC BY-SA 4.0".
std::string licence_name(std::string_view url) {
    constexpr std::string_view kBase = "creativecommons.org/";
    const auto at = url.find(kBase);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = url.substr(at + kBase.size());
    if (rest.starts_with("publicdomain/zero")) return "CC0";
    if (!rest.starts_with("licenses/")) return {};
    const std::string_view kind = rest.substr(9, rest.find('/', 9) - 9);
    const std::size_t version_at = std::min(9 + kind.size() + 1, rest.size());
    const std::string_view version = rest.substr(version_at, rest.find('/', version_at) - version_at);
    if (kind.empty() || kind.size() > 8 || version.size() > 4) return {};
    return text::clean_line("CC " + text::upper(kind) + " " + std::string(version));
}

bool names_one_of(const std::string& lower, std::span<const std::string_view> words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return find_phrase(lower, word) != std::string::npos; });
}

enum class Subject { unknown, page, other };

// What a statement such as "Photos on this site are licensed under" is about. Where it names a picture or a theme at
// all, the licence may be of that: a licence that is not named harms less than one that nobody gave.
Subject subject_of(const std::string& lower) {
    constexpr auto kPage = std::to_array<std::string_view>(
        {"text",    "article", "page",        "content",   "contents", "post",     "site",    "website", "story",
         "essay",   "work",    "republished", "artikel",   "inhalt",   "inhalte",  "seite",   "beitrag", "texte",
         "contenu", "texto",   "artículo",    "contenido", "testo",    "articolo", "conteúdo"});
    constexpr auto kOther = std::to_array<std::string_view>(
        {"theme",  "template",     "design",        "photo",    "photos",   "photograph", "photographs",
         "image",  "images",       "picture",       "pictures", "icon",     "icons",      "font",
         "fonts",  "illustration", "illustrations", "logo",     "video",    "map",        "data",
         "code",   "software",     "music",         "foto",     "fotos",    "bild",       "bilder",
         "grafik", "vorlage",      "thème",         "imagen",   "imágenes", "immagine",   "imagem",
         "flickr", "unsplash",     "graphics",      "emoji",    "artwork",  "layout",     "background"});
    if (names_one_of(lower, kOther)) return Subject::other;
    return names_one_of(lower, kPage) ? Subject::page : Subject::unknown;
}

bool rel_names_a_licence(const GumboNode& node) {
    const std::string rel = " " + ascii::to_lower(attribute(node, "rel")) + " ";
    return rel.find(" license ") != std::string::npos;
}

// Whether an element's class or id holds the word.
bool named(const GumboNode& node, std::string_view word) {
    for (const char* name : {"class", "id"})
        if (find_phrase(ascii::to_lower(attribute(node, name)), word) != std::string::npos) return true;
    return false;
}

bool footer(const GumboNode& node) {
    return tag_of(node) == GUMBO_TAG_FOOTER || attribute(node, "role") == "contentinfo" || named(node, "footer") ||
           named(node, "copyright") || named(node, "license") || named(node, "licence");
}

bool about_a_picture(const GumboNode& node) {
    const GumboTag tag = tag_of(node);
    return tag == GUMBO_TAG_FIGURE || tag == GUMBO_TAG_FIGCAPTION || tag == GUMBO_TAG_ASIDE || named(node, "caption") ||
           named(node, "thumb") || named(node, "credit") || named(node, "attribution") || named(node, "comment") ||
           named(node, "comments");
}

bool inline_tag(GumboTag tag) {
    constexpr auto kTags = std::to_array<GumboTag>({GUMBO_TAG_A, GUMBO_TAG_SPAN, GUMBO_TAG_B, GUMBO_TAG_I, GUMBO_TAG_EM,
                                                    GUMBO_TAG_STRONG, GUMBO_TAG_SMALL, GUMBO_TAG_CITE, GUMBO_TAG_U,
                                                    GUMBO_TAG_FONT, GUMBO_TAG_ABBR, GUMBO_TAG_IMG});
    return std::ranges::find(kTags, tag) != kTags.end();
}

void flatten(const GumboNode& node, const GumboNode* link, std::size_t depth, std::string& out) {
    if (depth > 50 || out.size() > kClauseBytesMax) return;
    if (&node == link) out += kLinkMark;
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE) out += node.v.text.text;
    if (!is_element(node)) return;
    const GumboVector& children = node.v.element.children;
    for (unsigned i = 0; i < children.length; ++i)
        flatten(*static_cast<const GumboNode*>(children.data[i]), link, depth + 1, out);
}

// The statement that a link is part of, in lower case: "Theme by Ann, licensed under" of a longer line.
std::string clause_around(const GumboNode& link, const GumboNode& block) {
    std::string text;
    flatten(block, &link, 0, text);
    const std::size_t at = text.find(kLinkMark);
    if (at == std::string::npos) return {};
    std::size_t begin = 0;
    std::size_t end = text.size();
    for (const std::string_view mark : {". ", ";", "|", "·", "•", "\n\n"}) {
        if (const auto before = text.rfind(mark, at); before != std::string::npos) begin = std::max(begin, before);
        end = std::min(end, text.find(mark, at));
    }
    return text::lower(text.substr(begin, end - begin));
}

// Looks through a page for licences, by how surely each speaks of the page itself.
class LicenceSearch {
public:
    std::string best(const GumboNode& root) {
        visit(root, 0);
        for (const std::string* licence : {&declared_, &linked_data_, &stated_})
            if (!licence->empty()) return *licence;
        return {};
    }

private:
    void visit(const GumboNode& node, std::size_t depth) {
        if (!is_element(node) || depth > kPageDepthMax) return;
        const GumboTag tag = tag_of(node);
        if (tag == GUMBO_TAG_META) read_meta(node);
        if (tag == GUMBO_TAG_LINK && rel_names_a_licence(node)) note(declared_, licence_name(attribute(node, "href")));
        if (tag == GUMBO_TAG_SCRIPT && attribute(node, "type") == "application/ld+json") read_linked_data(node);
        if (tag == GUMBO_TAG_A && stated_.empty() && rel_names_a_licence(node)) read_link(node);
        path_.push_back(&node);
        const GumboVector& children = node.v.element.children;
        for (unsigned i = 0; i < children.length; ++i)
            visit(*static_cast<const GumboNode*>(children.data[i]), depth + 1);
        path_.pop_back();
    }

    static void note(std::string& place, std::string licence) {
        if (place.empty()) place = std::move(licence);
    }

    // Judging a link means reading what stands around it, so that only so many are judged.
    void read_link(const GumboNode& node) {
        std::string licence = licence_name(attribute(node, "href"));
        if (licence.empty() || ++links_judged_ > kLinksMax) return;
        if (states_the_pages(node)) stated_ = std::move(licence);
    }

    void read_meta(const GumboNode& node) {
        constexpr auto kNames =
            std::to_array<std::string_view>({"license", "dcterms.license", "dc.rights", "dcterms.rights"});
        const std::string name = ascii::to_lower(attribute(node, "name"));
        if (std::ranges::find(kNames, name) != kNames.end()) note(declared_, licence_name(attribute(node, "content")));
    }

    void read_linked_data(const GumboNode& node) {
        std::string text;
        const GumboVector& children = node.v.element.children;
        for (unsigned i = 0; i < children.length && text.size() < kLinkedDataBytesMax; ++i) {
            const auto& child = *static_cast<const GumboNode*>(children.data[i]);
            if (child.type == GUMBO_NODE_TEXT) text += child.v.text.text;
        }
        if (const auto value = json::parse(text, kLinkedDataBytesMax)) read_linked_value(*value, 0);
    }

    void read_linked_value(const json::Value& value, std::size_t depth) {
        if (depth > kLinkedDataDepthMax) return;
        if (const json::Array* list = value.if_array())
            for (const json::Value& entry : *list)
                read_linked_value(entry, depth + 1);
        const json::Object* object = value.if_object();
        if (object == nullptr) return;
        const json::Value* licence = object->if_contains("license");
        if (licence != nullptr && describes_text(*object)) {
            const json::Object* named = licence->if_object();
            const json::Value* address = named == nullptr            ? licence
                                         : named->if_contains("@id") ? named->if_contains("@id")
                                                                     : named->if_contains("url");
            if (address != nullptr && address->is_string()) note(linked_data_, licence_name(address->get_string()));
        }
        // Only these lead on to the page or its article; "image" and the like have licences of their own.
        for (const std::string_view member : {"@graph", "mainEntity"})
            if (const json::Value* inner = object->if_contains(member)) read_linked_value(*inner, depth + 1);
    }

    static bool describes_text(const json::Object& object) {
        const json::Value* type = object.if_contains("@type");
        if (type == nullptr) return false;
        const auto fits = [](const json::Value& name) {
            if (!name.is_string()) return false;
            const std::string_view written = name.get_string();
            return written.ends_with("Article") || written.ends_with("Posting") || written.ends_with("WebPage") ||
                   written == "Report" || written == "CreativeWork" || written == "LearningResource";
        };
        const json::Array* list = type->if_array();
        return list != nullptr ? std::ranges::any_of(*list, fits) : fits(*type);
    }

    bool states_the_pages(const GumboNode& link) const {
        if (path_.empty() || std::ranges::any_of(path_, [](const GumboNode* node) { return about_a_picture(*node); }))
            return false;
        const auto block = std::find_if(path_.rbegin(), path_.rend(),
                                        [](const GumboNode* node) { return !inline_tag(tag_of(*node)); });
        const std::string clause = clause_around(link, block == path_.rend() ? *path_.front() : **block);
        const Subject subject = subject_of(clause);
        const bool in_footer = std::ranges::any_of(path_, [](const GumboNode* node) { return footer(*node); });
        return subject == Subject::page || (subject == Subject::unknown && in_footer);
    }

    std::vector<const GumboNode*> path_;
    int links_judged_ = 0;
    std::string declared_;     // <link> and <meta>
    std::string linked_data_;  // JSON-LD
    std::string stated_;       // <a>, where its sentence or its place speak of the page
};

}  // namespace

std::string page_licence(const GumboNode& root) {
    return LicenceSearch().best(root);
}

}  // namespace mss::writing
