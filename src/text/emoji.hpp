#pragma once
// Emoji that cannot be drawn, taken out of a text whose words can. Pure; any thread; never fails.

#include <string>
#include <string_view>

namespace mss::text {

/// The text without those emoji that hold one of `points`, each with its modifiers and joined parts and with the space
/// that set it apart. Letters, digits and punctuation stay, also where they are among `points`.
std::string without_emoji(std::string_view text, std::u32string_view points);

}  // namespace mss::text
