#pragma once
// Keywords: what people may search a video by. Pure; any thread; never fails.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "writing/article.hpp"

namespace mss::writing {

/// The article's own names and nouns in lower case, at most `count`: a short title first, then names of several words
/// as a whole ("harrow lane"), then the nouns that come up most. No verbs and no words such as "year" or "company".
std::vector<std::string> keywords_of(const Article& article, std::string_view language, std::size_t count);

}  // namespace mss::writing
