#pragma once
// What is said where no voice speaks a language, wherever that comes out. Pure; any thread.

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "media_protocol/speech.hpp"

namespace mss::studio {

/// invalid, with the reason where there is a known one, and what else can be done. `others` speak the language and are
/// there for whoever names them: paid ones.
Error no_voice_for(std::string_view language, const std::vector<media_protocol::Voice>& others = {});

}  // namespace mss::studio
