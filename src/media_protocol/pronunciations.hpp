#pragma once
// What the pronunciations of a request stand for. Pure; any thread; never fails.

#include <string>
#include <string_view>
#include <vector>

#include "text/word_match.hpp"

namespace mss::media_protocol {

/// From lines of "word = how to say it"; others are passed over.
text::Replacements read_pronunciations(const std::vector<std::string>& lines, std::string_view language);

}  // namespace mss::media_protocol
