#pragma once
// What stands below a big number: the words behind it that say what it counts, such as "species of bees" or "a day".
// Pure; any thread; never fails.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "writing/tokens.hpp"

namespace mss::writing {

/// The phrase that begins at tokens[at] and reads on from the number before it, without an end that is cut off; empty
/// where no such phrase begins there. Nothing from before the number: that would read backwards.
std::string figure_label(std::span<const Token> tokens, std::size_t at, std::string_view language);

}  // namespace mss::writing
