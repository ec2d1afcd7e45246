#pragma once
// instruction: what a sentence tells somebody to do, short enough to be read at a glance. Pure; any thread; never
// fails.

#include <string>
#include <string_view>

namespace mss::writing {

/// "Fold the dough four times" of "Fold the dough four times in two hours.": an English imperative of three to six
/// words up to where the sentence says how or when. Empty where the sentence is no instruction, or a long one.
std::string instruction(std::string_view sentence, std::string_view language);

}  // namespace mss::writing
