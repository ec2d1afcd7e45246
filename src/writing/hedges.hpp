#pragma once
// How exactly a figure is meant: the words around it ("about", "mehr als", "jusqu'à", "or more") as one mark beside it.
// A figure said to be rough must not be shown as exact, nor an exact one as rough. Pure; any thread; never fails.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace mss::writing {

enum class Bound { exact, about, at_least, at_most, below };

/// What the words say about the figure that takes the places [begin, end) among them. `words` are lower-case words of
/// one sentence, without marks. A negation before "more than" or "less than" turns it round.
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
