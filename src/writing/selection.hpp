#pragma once
// Which of a text's sentences are told: all of them where they fit, else the best that fit, each with the sentences
// that it needs. Pure; any thread; never fails.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "writing/sentence_rank.hpp"

namespace mss::writing {

using Chosen = std::set<std::size_t>;  ///< numbers of candidates

/// The text's own opening: its first sentence that stands alone. Nothing where the first paragraphs have none.
std::optional<std::size_t> lead_of(const std::vector<Candidate>& all);

/// All sentences that can be spoken, where they take hardly longer than `seconds`; else empty.
Chosen whole_text(const std::vector<Candidate>& all, double seconds);

/// The lead, a voice that disagrees, somebody's own words, the ending and the best of the rest, as far as `seconds`
/// allow. The lead is told even where it alone takes longer.
Chosen select_sentences(const std::vector<Candidate>& all, double seconds);

/// Fills what is left of `seconds` with further sentences in the text's own order; for a text whose sentences lean on
/// each other so much that the best of them cannot be told alone.
void fill_in_order(const std::vector<Candidate>& all, double seconds, Chosen& chosen);

/// A chosen sentence that may be told first: it has a figure or a superlative, nothing chosen leans on it and it leans
/// on nothing. `subject`: stems of the title. English only.
std::optional<std::size_t> hook_of(const std::vector<Candidate>& all, const Chosen& chosen,
                                   const std::set<std::string>& subject);

/// How long the sentences take to speak, in seconds.
double seconds_of(const std::vector<Candidate>& all, const Chosen& chosen);

}  // namespace mss::writing
