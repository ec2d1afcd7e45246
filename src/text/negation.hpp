#pragma once
// Negation: which words of a sentence are denied, so that no headline, list, figure or picture says the opposite of
// what was said. English best; the commonest words of de, fr, es, it, pt and nl. Pure; any thread; never fails.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/written_words.hpp"

namespace mss::text {

/// Whether a lower-case word of the language denies: "not", "cannot", "don't", "never", "kein", "sans".
bool negator(std::string_view bare, std::string_view language);

/// Whether it denies only the thing right behind it: "no", "without", "kein", "sans".
bool denies_thing(std::string_view bare, std::string_view language);

/// Whether a denial right before this lower-case word denies nothing: "not only", "no doubt", "nicht nur".
bool takes_denial_back(std::string_view bare);

/// For each token whether it is denied itself: the thing behind "no", "not a" and "without" ("no known cure"), the verb
/// behind "not" and "cannot" ("cannot fly in rain": only "fly"), and each thing of a list ("not fish, whales or
/// seals"). In "not only ..." and "no more than ..." nothing is.
std::vector<bool> denied_words(std::span<const WrittenWord> tokens, std::string_view language);

/// The text without its denied words, for finding pictures of what is there.
std::string without_denied(std::string_view text, std::string_view language);

}  // namespace mss::text
