#pragma once
// Shortening: a sentence without what a reporter hung on to it. Only clauses that add are cut, each whole and with its
// commas, so that what is left says the same, only less of it. By word lists for en, de, fr, es, it, pt and nl; in
// other languages nothing is cut. Pure; any thread; never fails.

#include <string>
#include <string_view>

namespace mss::writing {

/// The sentence without the last clause that can go: "..., which opened in 1950, ...", "..., in a move that she said
/// would ...", "..., making it ...". A clause that denies, limits or sets a condition stays, and so does whoever is
/// named as having said it. The sentence unchanged where nothing can go.
std::string without_last_aside(std::string_view sentence, std::string_view language);

}  // namespace mss::writing
