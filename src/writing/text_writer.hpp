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
    double duration_s = 60;    ///< aimed at; a script is shorter where the material is
    std::string language;      ///< BCP 47; empty: the article's, or guessed
    std::string title;         ///< empty: the article's
    std::string question;      ///< what the video should answer; empty: the title
    bool may_reorder = false;  ///< a striking sentence may be told first, as suits an encyclopedia; else the lead opens
};

/// A text that somebody gave (without an address) is told word for word, whole and in its own order where it fits. What
/// is left out, and a length that is missed, is told in `notices`. `sources` is empty where nothing is known of the
/// origin. Errors: no_material where there are fewer than two sentences that can be said, or, of an article, fewer than
/// two whole statements; invalid for a duration outside 5 to 600 s.
Result<model::Script> write_from_article(const Article& article, const WriteOptions& options);

/// The description that names the source: the lead, then "Source: ..." with author, address and licence.
std::string description_for(const std::string& lead, const model::Source& source);

}  // namespace mss::writing
