#pragma once
// Words with emoji that no installed font draws: the video is made without these. Pure; any thread; never fails.

#include <string_view>

#include "model/script.hpp"

namespace mss::studio {

/// Takes the emoji that hold one of the characters `missing` out of all that is spoken and drawn. A title of which no
/// word is left is taken from the words instead. False where that changed nothing, which leaves the script undrawable.
bool leave_out_emoji(model::Script& script, std::string_view missing);

}  // namespace mss::studio
