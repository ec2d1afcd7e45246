#pragma once
// Whether the bytes that a service sent are a sound file, and a whole one, as far as its frame tells; what is in it is
// for a decoder in a process of its own. Pure; any thread.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace mss::speech_service {

/// "wav", "mp3", "flac" or "ogg". Errors: bad_answer (nothing, a web page or something else that is no sound, a WAV
/// file that is shorter than it says).
Result<std::string> sound_suffix(std::string_view bytes);

}  // namespace mss::speech_service
