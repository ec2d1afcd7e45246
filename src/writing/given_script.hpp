#pragma once
// A script that the user brings: script.json as we write it, or plain text. Pure; any thread. Errors: invalid (with
// the path of the wrong member, or what is wrong with the text), too_large, no_material.

#include <string_view>

#include "base/result.hpp"
#include "model/script.hpp"

namespace mss::writing {

/// The bytes of a --script file. JSON begins with "{": it is decoded and validated, and scenes without any visual get
/// one. In plain text every paragraph is a scene, or several where it is too long to look at one picture; the title is
/// a first line "# Title", or a short first line without a full stop that an empty line follows. `language` empty: the
/// JSON's, or guessed. `title`: in the place of the script's own; a first line of plain text that was its title is then
/// not said, and a notice tells so.
Result<model::Script> script_from_file(std::string_view bytes, std::string_view language = {},
                                       std::string_view title = {});

}  // namespace mss::writing
