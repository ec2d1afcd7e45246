#pragma once
// How exactly a figure is meant: the words around it ("about", "mehr als", "jusqu'à", "or more") as one mark beside it.
// A figure said to be rough must not be shown as exact, nor an exact one as rough. Pure; any thread; never fails.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "writing/tokens.hpp"

namespace mss::writing {

enum class Bound { exact, about, at_least, at_most, below };

/// Whether a lower-case word is a hedge whose full stop only says that it is short: "ca.", "approx.".
bool abbreviated_hedge(std::string_view bare);

/// A sentence's words as bound_of() reads them: lower case, without marks around them; but a word behind which
/// something new begins ends with a comma, and a figure keeps its sign ("30%").
std::vector<std::string> words_for_bounds(std::span<const Token> tokens);

/// What the words say about the figure that takes the places [begin, end) among them. Only the phrases of the text's
/// language count. A negation before "more than" or "less than" turns it round. Of German "über" and "unter", which
/// name a place as well, only what clearly counts is a bound.
Bound bound_of(std::span<const std::string> words, std::size_t begin, std::size_t end, std::string_view language);

/// The number with the mark of its bound: "~40", "40+", "≤40", "<40".
std::string with_bound(Bound bound, std::string_view number);

/// A shown figure parted into its mark and the rest: "≈40" is about and "40".
struct MarkedFigure {
    Bound bound = Bound::exact;
    std::string_view rest;
};
MarkedFigure without_bound(std::string_view figure);

}  // namespace mss::writing
