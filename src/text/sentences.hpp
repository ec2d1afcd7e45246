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

/// Whether a written word is an abbreviation that waits for what it belongs to, as "Mr." and "St." do: nothing ends
/// with it.
bool waits_for_its_word(std::string_view written);

/// Whether a written word is made of capitals with a full stop behind each: "J.", "U.S.". It may end a sentence.
bool initials(std::string_view written);

}  // namespace mss::text
