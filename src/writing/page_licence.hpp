#pragma once
// The licence that a web page claims for its own text. Pure; any thread; never fails.

#include <string>

#include "writing/html_page.hpp"

namespace mss::writing {

/// Such as "CC BY-SA 4.0" or "CC0"; empty where the page claims no Creative Commons licence for itself. What is
/// licensed under a picture, in a remark on the site's theme or on another work is not the article's licence.
std::string page_licence(const GumboNode& root);

}  // namespace mss::writing
