#pragma once
// Where captions are broken into lines: between words, and inside a word only where the word alone is wider than a
// line. Pure functions; any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mss::picture {

/// A word or a part of one that stays on one line.
struct CaptionPiece {
    std::string text;
    std::size_t word = 0;     ///< that it belongs to
    double width = 0;         ///< in ems
    double space_before = 0;  ///< in ems; between it and the piece on its left, where both share a line
    bool held = false;        ///< to the piece on its left: no line ends between them where both fit on one
};

/// A word cut where a line may end inside it (UAX #14): after hyphens, between CJK characters. Never empty; ill-formed
/// UTF-8 becomes U+FFFD.
std::vector<std::string> break_pieces(std::string_view word);

/// Text cut into about `parts` pieces of equal length, only between grapheme clusters (UAX #29): no letter loses its
/// marks.
std::vector<std::string> cut_between_clusters(std::string_view text, std::size_t parts);

/// The first piece of each line, for the fewest lines of at most `width` ems; the lines are as alike as that allows.
/// A piece that is wider has a line of its own; pieces that are held together part only where they are wider.
std::vector<std::size_t> break_lines(const std::vector<CaptionPiece>& pieces, double width);

}  // namespace mss::picture
