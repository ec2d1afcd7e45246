#pragma once
// The text writer: a script out of an article, in the article's own words. Sentences are chosen, shortened by what
// stands in brackets and by leading connectives, and kept in their order; nothing is added, so nothing is invented.
// Pure; any thread.

#include <string>

#include "base/result.hpp"
#include "model/script.hpp"
#include "writing/article.hpp"

namespace mss::writing {

struct WriteOptions {
    double duration_s = 60;  ///< aimed at; a script is shorter where the material is
    std::string language;    ///< BCP 47; empty: the article's, or guessed
    std::string title;       ///< empty: the article's
    std::string question;    ///< what the video should answer; empty: the title
};

/// Errors: no_material where fewer than two sentences can be used; invalid for a duration outside 5 to 3600 s.
/// A script that comes out much shorter than asked says so in `notices`.
Result<model::Script> write_from_article(const Article& article, const WriteOptions& options);

/// The description that names the source: the lead, then "Source: ..." with author, address and licence.
std::string description_for(const std::string& lead, const model::Source& source);

/// The article's most frequent terms in a written form, the title's first; at most `count`.
std::vector<std::string> keywords_of(const Article& article, std::string_view language, std::size_t count);

}  // namespace mss::writing
