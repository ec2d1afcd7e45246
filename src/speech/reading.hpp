#pragma once
// From written words to what a speech engine shall read: signs that no engine reads well become words or pauses, and
// nothing that an engine could take for a command (braces, angle brackets, controls) is left. Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

namespace mss::speech {

/// One reading a written word, in order: letters, digits, inner apostrophes, points and hyphens, spaces, and at most
/// one of , . ; : ? ! at its end. Empty where the word makes no sound (an emoji).
std::vector<std::string> readings(const std::vector<std::string>& words, std::string_view language);

}  // namespace mss::speech
