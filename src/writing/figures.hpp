#pragma once
// What a sentence holds that a picture can show: a telling figure, an enumeration, a quotation, its noun phrases.
// Pure; any thread; nothing is invented: every word comes from the sentence.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "writing/tokens.hpp"

namespace mss::writing {

struct Figure {
    std::string number;  ///< as written with its size or the sign of its unit: "30%", "$4 million", "500 g"; "~" or "+"
                         ///< for "about", "more than"
    std::string label;   ///< a phrase that reads on from it, such as "species of bees"; empty where none follows
};

/// The most telling figure: one with a unit, a size or thousands. Years, dates, ordinals, small counts and the numbers
/// in names do not count, nor does what is denied.
std::optional<Figure> telling_figure(std::string_view sentence, std::string_view language = "en");

/// Whether the figure at a token says by itself what it says there: no bound, part of a range or share, date or name.
bool stands_alone(const std::vector<Token>& tokens, std::size_t at, std::string_view language);

struct Enumeration {
    std::vector<std::string> items;  ///< 3 to 5, each with a word that carries meaning; empty: the sentence has no list
    std::size_t begin = 0;           ///< where they begin in the sentence, in bytes
};

/// What a sentence enumerates after a colon or, in its language, words such as "including". None where there are fewer
/// things, more or long ones, or where the sentence denies them.
Enumeration enumeration(std::string_view sentence, std::string_view language);

struct Quotation {
    std::string words;
    std::string speaker;  ///< empty where the sentence does not say
};

/// A quotation that makes up most of a text.
std::optional<Quotation> quotation(std::string_view text);

/// What the sentence is about, to be read at a glance: the weightiest run of 2 to 5 words that carry meaning, with "of"
/// and the like inside, and with the "no" or "without" that belongs to it; else the whole sentence where it is short.
/// Empty where there is neither; a single word only in scripts without spaces, and outside English where it is of
/// `subject`. Words of `subject` weigh more.
std::string headline(std::string_view sentence, std::string_view language, std::string_view subject);

/// Single words to find pictures by, the most telling first; at most `count`.
std::vector<std::string> picture_words(std::string_view sentence, std::string_view language, std::string_view headline,
                                       std::size_t count);

}  // namespace mss::writing
