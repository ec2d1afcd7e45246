#pragma once
// Negation: which words of a sentence are denied, so that no headline, list or figure says the opposite of what was
// said. English best; the commonest words of de, fr, es, it, pt and nl. Pure; any thread; never fails.

#include <span>
#include <string_view>
#include <vector>

#include "writing/tokens.hpp"

namespace mss::writing {

/// Whether a lower-case word of the language denies: "not", "cannot", "don't", "never", "kein", "sans".
bool negator(std::string_view bare, std::string_view language);

/// Whether it denies only the thing right behind it: "no", "without", "kein", "sans".
bool denies_thing(std::string_view bare, std::string_view language);

/// For each token whether it is denied itself: the thing behind "no", "not a" and "without" ("no known cure"), the verb
/// behind "not" and "cannot" ("cannot fly in rain": only "fly"), and each thing of a list ("not fish, whales or
/// seals"). In "not only ..." and "no more than ..." nothing is.
std::vector<bool> denied_words(std::span<const Token> tokens, std::string_view language);

}  // namespace mss::writing
