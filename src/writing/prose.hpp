#pragma once
// Small repairs and judgements on single paragraphs and sentences, shared by readers and writers. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mss::writing {

/// Without reference marks: "[1]", "[note 2]", "[citation needed]", "[edit]".
std::string without_reference_marks(std::string_view text);

struct Unmarked {
    std::string text;
    std::size_t marks = 0;         ///< left out
    std::size_t behind_stops = 0;  ///< of these, behind a full stop or a comma
};

/// Without "[12]" directly behind a word or a mark, and nothing else: "[A]", "[edit]" and "a [1] b" stay.
Unmarked without_note_marks(std::string_view text);

/// Whether several such marks stand in the text, most of them as an encyclopaedia has them: behind full stops.
bool copied_from_encyclopaedia(const std::vector<std::string>& paragraphs);

/// Without what stands in round or square brackets, and with the spaces mended. Brackets that touch a word, as in
/// "f(x)", stay.
std::string without_parentheses(std::string_view text);

/// True where brackets and quotation marks are balanced, so that nothing is cut in half.
bool balanced(std::string_view text);

/// True for text that speaks about its page and not about its subject: calls to subscribe or share, notices about
/// cookies and rights, picture credits, links to more.
bool page_furniture(std::string_view text);

/// Without the quotation marks and brackets of any kind whose other half is missing: what a cut leaves over.
std::string without_stray_quotes(std::string_view text);

/// The text where it has at most `points` code points, else as many whole words of it as fit, without half a quotation;
/// for headlines and labels of any script.
std::string fitting_words(std::string_view text, std::size_t points);

/// The text with its first letter in upper case.
std::string capitalised(std::string_view text);

/// The position of a lower-case phrase in lower-case text where it begins and ends at word borders; npos if none.
std::size_t find_phrase(std::string_view lower_text, std::string_view phrase, std::size_t from = 0);

}  // namespace mss::writing
