#pragma once
// Which sounds of a clause belong to which word. Words that are spoken together sound otherwise than alone, and short
// ones are drawn into one ("that the" as "ðætðə"), so the clause is aligned with its words spoken alone. Pure; any
// thread; never fails.

#include <string>
#include <string_view>
#include <vector>

namespace mss::speech {

/// The clause's letters cut into as many pieces as there are words, in order, with no space at their ends. `alone`: the
/// letters of each word by itself. The fewest changes from these to the clause decide (Levenshtein distance); a space
/// of the clause is an end of a word at no cost.
std::vector<std::u32string> cut_into_words(std::u32string_view clause, const std::vector<std::u32string>& alone);

}  // namespace mss::speech
