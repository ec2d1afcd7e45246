#pragma once
// Sentences of running text. Pure; any thread; never fails.

#include <string>
#include <string_view>
#include <vector>

namespace mss::text {

/// The sentences in order, each without white space at its ends. Borders are those of UAX #29, less the false ones:
/// after abbreviations ("Dr.", "e.g.", "U.S."), initials, ordinals and figures, and before a lower-case continuation.
/// Closing quotation marks and brackets stay with their sentence; an empty line always ends one; a single line break
/// is white space. Pieces without a letter or digit join the sentence before them.
std::vector<std::string> sentences(std::string_view text, std::string_view language);

}  // namespace mss::text
