#pragma once
// Marks of Markdown that make something of whole lines. Pure; any thread; never fails.

#include <string_view>

#include "writing/markup.hpp"

namespace mss::writing {

/// The text without the marks of quotations ("> "), the fences of code, rules ("---") and notes ("[^1]", with the lines
/// that tell them); rows of a table become sentences, of which commas part the cells. A line underlined with "===" or
/// "---" begins with "## " instead. "> 50 people" stays, since it means more than 50, and so does "[^a-z]".
Unwrapped without_line_marks(std::string_view text);

}  // namespace mss::writing
