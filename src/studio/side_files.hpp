#pragma once
// The text files beside a video: credits and description material. Pure; any thread.

#include <string>

#include "model/script.hpp"

namespace mss::studio {

/// credits.txt: the sources with address and licence, whose voice it is (`voice`, such as "synthetic (slt, flite)"),
/// what made music and pictures, and the icon set's licence.
std::string credits_text(const model::Script& script, const std::string& voice, bool music);

/// One line for the video file's comment: the sources' names.
std::string credits_line(const model::Script& script);

}  // namespace mss::studio
