#pragma once
// HtmlPage: a parsed web page that is safe to walk whatever it holds. Immutable after construction; owns all nodes.
// Confined to the module: readers of pages use article_from_html().

#include <algorithm>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>

#include <gumbo.h>

#include "base/result.hpp"

namespace mss::writing {

/// How many elements deep a page is read; what is nested deeper was not written by people.
inline constexpr std::size_t kPageDepthMax = 400;

/// Whether a tag, as value or by name, is one of some tags.
template <class Tag, class Tags>
bool one_of(const Tag& tag, const Tags& tags) {
    return std::ranges::find(tags, tag) != tags.end();
}

/// The page's text as UTF-8: by byte order mark, HTTP header, <meta>, or a guess between UTF-8 and windows-1252.
std::string decoded_page(std::string_view bytes, std::string_view content_type);

class HtmlPage {
public:
    /// Errors: too_large (more than 5 MB).
    static Result<HtmlPage> parse(std::string_view utf8);

    const GumboNode& root() const { return *output_->root; }

private:
    HtmlPage() = default;

    // gumbo 0.10 frees its tree by recursion, which a page of a million open tags turns into a stack overflow. Its
    // memory comes from here instead and goes all at once.
    std::unique_ptr<std::pmr::monotonic_buffer_resource> arena_;
    std::string source_;
    const GumboOutput* output_ = nullptr;
};

/// The value of an attribute; empty where it is absent.
std::string_view attribute(const GumboNode& node, const char* name);

bool is_element(const GumboNode& node);

/// The tag of an element; GUMBO_TAG_UNKNOWN for other nodes.
GumboTag tag_of(const GumboNode& node);

}  // namespace mss::writing
