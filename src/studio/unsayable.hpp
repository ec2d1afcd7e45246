#pragma once
// Words in letters that a voice does not read: it would pass over them in silence. Pure; any thread.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "media_protocol/speech.hpp"
#include "model/script.hpp"

namespace mss::studio {

/// A notice names the words that the voice will leave out. Errors: invalid (a sentence of which it can say nothing).
Result<void> check_sayable(const model::Script& script, const media_protocol::Voice& voice,
                           std::vector<std::string>& notices);

}  // namespace mss::studio
