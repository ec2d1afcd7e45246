#pragma once
// key_points: wordings of an opening that stand beside its title, each as it is said: figures with what they count,
// names and things. They go into script.json, where people change them. Pure; any thread; never fails.

#include <string>
#include <string_view>
#include <vector>

namespace mss::writing {

/// At most four, in the order of the text and some words apart; none that is denied, that is a word without company, or
/// that only repeats the title. Empty for a text that is said in a few seconds: there the title has no time for them.
std::vector<std::string> key_points(std::string_view text, std::string_view language, std::string_view title);

}  // namespace mss::writing
