#pragma once
// Markup inside a text that somebody gave: what a page or an editor writes around words, and nobody says. Pure; any
// thread; never fails.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mss::writing {

struct Unwrapped {
    std::string text;
    std::size_t marks = 0;  ///< left out
    std::string first;      ///< of them, as it was written; of Markdown the mark alone
};

/// Of what was left out, for people; empty where nothing was.
std::string markup_notice(std::string_view first);

/// Of headings that nobody says, for people; empty where there are none.
std::string headings_notice(const std::vector<std::string>& headings);

/// The words without tags and comments of HTML ("<b>", "<a href="...">"), without the marks of Markdown for what is
/// bold, slanted, code, a link or a picture, without those of whole lines (without_line_marks()), and with "&amp;" and
/// the like as the letters that they mean. Tags that begin a paragraph or a line become its border. What only looks
/// like a tag stays: "a < b and c > d", "x<y", "<3", a tag that the text speaks of ("the <b> tag"), and one without
/// attributes that needs a closing tag and has none, since it stands for something: "Replace <title> with yours".
Unwrapped without_markup(std::string_view text);

}  // namespace mss::writing
